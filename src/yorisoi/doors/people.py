"""Whom a word at the door means: one person, or a sentence that says why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yorisoi.doors.operation import House, RefusedError

if TYPE_CHECKING:
    from yorisoi.apps.contacts.models import Contact

NAMED = 5  # people named in the sentence when several fit: enough to recognise the right one


def the_person(said: str, house: House, *, by_name: bool = False) -> Contact:
    """Return the one person that an id, a uid or a name means, or that a search finds.

    ``by_name`` leaves the search out: what is to be written is written about somebody who was named.

    Raises:
        RefusedError: nobody, or several.
    """
    from yorisoi.apps.contacts import selectors

    owner = house.owner
    if not said.strip():
        raise RefusedError("お名前か番号を書いてください。")
    found = (selectors.named if by_name else selectors.find)(owner, said)
    if not found:
        hint = "お名前か番号で書いてください。" if by_name else ""
        raise RefusedError(f"「{said}」に当てはまる方が見つかりませんでした。{hint}")
    if len(found) == 1:
        return found[0]
    names = "、".join(_told_apart(contact) for contact in found[:NAMED])
    more = " ほか" if len(found) > NAMED else ""
    raise RefusedError(f"「{said}」に当てはまる方が{len(found)}人います。番号で選んでください: {names}{more}")


def _told_apart(contact: Contact) -> str:
    place = f"({contact.organisation})" if contact.organisation else ""
    return f"{contact.pk} {contact.name}{place}"
