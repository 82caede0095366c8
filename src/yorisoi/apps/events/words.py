"""What a few words about coming mean: 「来月も行きます」「12月は難しいです」「行けたら行きます」. Pure; silent when in doubt."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

MONTHS = 12
# Doubt outweighs everything, a refusal outweighs a promise: nobody is expected who did not plainly say so.
_DOUBT = re.compile(r"たら|かも|未定|(?:わか|分か|決ま)ら|まだ|検討|考え|調整|できれば|たぶん|多分|予定次第|[??]")
_AWAY = re.compile(
    r"(?:行け|来られ|来れ|伺え|出られ|出れ|参加でき|出席でき|お邪魔でき|うかがえ)(?:ない|ません|なく|そうに)"
    r"|欠席|休み|休む|難し|むずかし|無理|都合がつか|控え|遠慮|見送"
)
_COMES = re.compile(
    r"(?:行き|来|伺い|うかがい|参り|参加し|出席し|お邪魔し|出し|出)ます(?!か)|(?:行く|来る|参加|出席)(?:する)?(?:つもり|予定|とのこと|そうです)"
    r"|また(?:来月|次回)|(?:来月|次回|次)も(?:ぜひ|必ず|よろしく|お願い)|(?:また)?(?:行き|来|参加し|伺い)たい"
)
_NAMED = re.compile(r"(?P<number>1[0-2]|[1-9])月|(?P<word>再来月|来月|今月)")
_AHEAD = {"今月": 0, "来月": 1, "再来月": 2}
_CLAUSE = re.compile(r"[、。,.!!\n]|けれど|けど|ですが|ますが")


def means_to_come(said: str, *, said_in: int, month: int, is_next: bool) -> bool | None:
    """Whether these words say that they come (True), stay away (False), or neither (None).

    Args:
        said: Their words, as written down.
        said_in: The month (1–12) in which they said so: 「来月」 counts from it.
        month: The month of the gathering asked about.
        is_next: It is the next one of the series after the words; otherwise only words that name its month count.
    """
    text = unicodedata.normalize("NFKC", said)
    told = [_meaning(clause) for clause in _about(text, said_in=said_in, month=month, is_next=is_next)]
    if None in told and any(_DOUBT.search(clause) for clause in _CLAUSE.split(text)):
        return None
    plain = [each for each in told if each is not None]
    return plain[-1] if plain else None


def _about(text: str, *, said_in: int, month: int, is_next: bool) -> Iterator[str]:
    """The clauses about that month. A clause without a month goes with the month named before it."""
    holds = is_next
    for clause in _CLAUSE.split(text):
        named = [_month(found, said_in) for found in _NAMED.finditer(clause)]
        if named:
            holds = month in named
        if holds and clause.strip():
            yield clause


def _meaning(clause: str) -> bool | None:
    if _DOUBT.search(clause):
        return None
    if _AWAY.search(clause):
        return False
    return True if _COMES.search(clause) else None


def _month(found: re.Match[str], said_in: int) -> int:
    if found["number"]:
        return int(found["number"])
    return (said_in + _AHEAD[found["word"]] - 1) % MONTHS + 1
