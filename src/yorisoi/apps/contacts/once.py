"""Writing down once what is sent twice: a double click, a reload, the back button, or two at the same moment."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.db import IntegrityError

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.contacts.models import Contact, Fact

Row = TypeVar("Row", Contact, Fact)
DIGEST_LENGTH = 32  # hexadecimal digits, 128 bits: two different sheets never meet


def written_once(model: type[Row], owner: Owner, key: str | None, write: Callable[[], Row]) -> Row:
    """Return what ``write`` stores, or the row that an earlier call with the same ``key`` stored.

    ``write`` is one transaction of its own, so that a key that was taken meanwhile undoes all of it.

    Raises:
        IntegrityError: something else than the key is in the way.
    """
    if key is None:
        return write()
    if (found := _recorded(model, owner, key)) is not None:
        return found
    try:
        return write()
    except IntegrityError:
        # Another request with the same key was a moment earlier: its row is the row.
        if (found := _recorded(model, owner, key)) is not None:
            return found
        raise


def key_of(once: str, sheet: Mapping[str, Any]) -> str | None:
    """Return the key of one filled sheet: the sheet's own ``once`` with what was written on it; None without one.

    Who goes back, writes someone else's name on the same sheet and sends it means someone else.
    """
    if not once:
        return None
    said = repr(sorted((name, repr(value)) for name, value in sheet.items()))
    return f"form:{once}:{hashlib.sha256(said.encode('utf-8', 'replace')).hexdigest()[:DIGEST_LENGTH]}"


def _recorded(model: type[Row], owner: Owner, key: str) -> Row | None:
    return model._default_manager.filter(owner=owner, once_key=key).first()
