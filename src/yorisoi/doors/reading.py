"""Reading what scripts hand in."""

from __future__ import annotations

import json
from typing import Any

from yorisoi.doors.operation import RefusedError


def from_json(text: str) -> Any:
    """Return what a JSON text says.

    Raises:
        RefusedError: it is no JSON, or nested deeper than anything honest; the sentence names the place.
    """
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise RefusedError(f"JSONとして読めませんでした({error.lineno}行目{error.colno}文字目)。") from error
    except (ValueError, RecursionError) as error:
        raise RefusedError("JSONとして読めませんでした(数が長すぎるか、入れ子が深すぎます)。") from error
