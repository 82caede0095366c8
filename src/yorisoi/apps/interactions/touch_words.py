"""A touch in words: whose it was, and what it was."""

from __future__ import annotations

from yorisoi.core.distance import Touch, TouchKind
from yorisoi.core.distance.touch import MUTUAL

MINE = frozenset({TouchKind.MY_MESSAGE, TouchKind.GIVE, TouchKind.NEWSLETTER})
WORDS = {
    TouchKind.THEIR_MESSAGE: "ご連絡をいただいた",
    TouchKind.MY_MESSAGE: "こちらからお声がけ",
    TouchKind.CONVERSATION: "お話しした",
    TouchKind.IN_PERSON: "お会いした",
    TouchKind.GIVE: "お返事不要の連絡",
    TouchKind.NEWSLETTER: "読者への便り",
    TouchKind.THEIR_BROADCAST: "皆さま宛ての便り",
}
SIDES = {"theirs": "相手から", "mine": "こちらから", "mutual": "お互いに"}
THANKED = "お礼をお伝えした"


def side_of(touch: Touch) -> str:
    """One of ``SIDES``."""
    if touch.kind in MINE:
        return "mine"
    return "mutual" if touch.kind in MUTUAL else "theirs"


def words_of(touch: Touch) -> str:
    """What it was, in a few signs, for a list with its day."""
    return THANKED if touch.thanks and touch.kind in MINE else WORDS[touch.kind]
