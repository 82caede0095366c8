"""Reading what scripts hand in."""

from __future__ import annotations

import json
from typing import Any

from yorisoi.doors.operation import RefusedError


def from_json(text: str, *, one_line: bool = False) -> Any:
    """Return what a JSON text says. ``one_line``: it is one line of many, whose number the caller tells.

    Raises:
        RefusedError: it is no JSON, or nested deeper than anything honest; the sentence names the place.
    """
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = "" if one_line else f"{error.lineno}行目"
        raise RefusedError(f"JSONとして読めませんでした({place}{error.colno}文字目)。") from error
    except (ValueError, RecursionError) as error:
        raise RefusedError("JSONとして読めませんでした(数が長すぎるか、入れ子が深すぎます)。") from error
