"""What passed between two people, reduced to what the engine needs: when, of which kind, to how many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class TouchKind(StrEnum):
    """The seven kinds of touch. The words are the ones used in files and on the command line."""

    THEIR_MESSAGE = "their_message"
    """They wrote to me alone, in reply or of their own accord."""
    MY_MESSAGE = "my_message"
    """I wrote something that wants an answer: an ask, an invitation, a question."""
    CONVERSATION = "conversation"
    """We spoke: an answered call, an exchange both took part in."""
    IN_PERSON = "in_person"
    """We met face to face."""
    GIVE = "give"
    """I gave something and asked for no reply."""
    NEWSLETTER = "newsletter"
    """My letter to all subscribers, they being one of them."""
    THEIR_BROADCAST = "their_broadcast"
    """They wrote to many; not an answer to me."""


MUTUAL = frozenset({TouchKind.CONVERSATION, TouchKind.IN_PERSON})
"""Both took part."""

ANSWERS = MUTUAL | {TouchKind.THEIR_MESSAGE}
"""Touches that answer whatever I had asked, and clear the pressure. A broadcast is none of them."""

PERSONAL = frozenset(TouchKind) - {TouchKind.NEWSLETTER, TouchKind.THEIR_BROADCAST}
"""Touches meant for this one person; only these restart the pace of the tie."""

ASSUMED = frozenset({TouchKind.IN_PERSON, TouchKind.GIVE, TouchKind.NEWSLETTER})
"""Kinds whose weight is an assumption: the public data hold no meetings, gifts or letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """One touch.

    Attributes:
        at: The moment it ended; must know its time zone.
        kind: What it was.
        recipients: How many people my message went to, this person included. At least 1.
        thanks: My first thank-you after meeting. It wants nothing, so whatever its kind it weighs as a gift,
            is no ask, and never counts as unanswered.

    Raises:
        ValueError: ``at`` has no time zone, or ``recipients`` is below 1.
    """

    at: datetime
    kind: TouchKind
    recipients: int = 1
    thanks: bool = False

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("a touch must know its time zone")
        if self.recipients < 1:
            raise ValueError("a touch has at least one recipient")
