"""Family and given name of a full name, also where no space stands between them (見本花子)."""

from __future__ import annotations

import re
import threading
from functools import lru_cache
from typing import Any

from yorisoi.apps.exchange.formats._text import is_japanese, tidy

_WHOLE_NAME = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff々ヶ]{3,8}")  # signs of a name worth cutting
_REMEMBERED = 4096  # names: one person stands on many cards
_loading = threading.Lock()
_local = threading.local()


def split_name(full: str) -> tuple[str, str]:
    """Family and given name. Without a space a Japanese name is cut where the dictionary is sure, else it is all family.

    Words in other scripts are given name first.
    """
    words = tidy(full).split(" ")
    if len(words) == 1:
        return _cut(words[0]) if _WHOLE_NAME.fullmatch(words[0]) else (words[0], "")
    if is_japanese(full):
        return words[0], " ".join(words[1:])
    return words[-1], " ".join(words[:-1])


@lru_cache(maxsize=_REMEMBERED)
def _cut(name: str) -> tuple[str, str]:
    tokens = _tokenizer().tokenize(name)
    if len(tokens) != 2:
        return name, ""
    first, second = tokens
    if second.part_of_speech()[2:4] != ("人名", "名"):
        return name, ""
    return first.surface(), second.surface()


def _tokenizer() -> Any:
    """One tokenizer a thread (they are not to be shared), over a dictionary loaded when the first name needs it."""
    tokenizer = getattr(_local, "tokenizer", None)
    if tokenizer is None:
        tokenizer = _local.tokenizer = _dictionary().tokenizer()
    return tokenizer


def _dictionary() -> Any:
    with _loading:
        return _load()


@lru_cache(maxsize=1)
def _load() -> Any:
    from sudachipy import Dictionary

    return Dictionary(dict="small")
