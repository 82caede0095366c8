"""Which organisation a card means, however its name is written there."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from yorisoi.core.names.fold import fold

# Legal forms and their signs say nothing about which organisation it is.
_LEGAL = re.compile(
    r"株式会社|有限会社|合同会社|合資会社|合名会社|一般社団法人|公益社団法人|一般財団法人|公益財団法人|特定非営利活動法人|"
    r"\(株\)|\(有\)|\(同\)|co\.?,?ltd\.?|inc\.?$|corp\.?$|k\.k\.?$"
)
_SPACES = re.compile(r"\s+")


@lru_cache(maxsize=4096)  # an office stands on many cards
def organisation_key(text: str) -> str:
    """Return an organisation's name without legal form, spaces, width, case and variants of kanji. Never shown."""
    seen = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")  # no sign that nobody sees
    return _LEGAL.sub("", fold(_SPACES.sub("", unicodedata.normalize("NFKC", seen)).casefold()))
