"""How a name is probably read, for finding and for the order of lists. A guess is never stored as the person's own kana."""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import Any

from yorisoi.core.names import fold, search_key

# Names seen once come again (an import indexes the same family names many times); a few thousand cover most of Japan.
REMEMBERED_NAMES = 20_000

_loading = threading.Lock()
_local = threading.local()


@lru_cache(maxsize=REMEMBERED_NAMES)
def guess(family: str, given: str) -> tuple[str, str]:
    """Return the likely readings of a family and a given name in hiragana, each empty when there is none to offer.

    Both names are read together, because one tells how the other is meant: 勝 is かつ or まさる, seldom かち.
    """
    if not family or not given:
        return _read(family), _read(given)
    tokens = _tokens(f"{family} {given}")
    space = next((index for index, (surface, _) in enumerate(tokens) if surface == " "), None)
    if space is None:
        return _read(family), _read(given)
    return _join(tokens[:space]), _join(tokens[space + 1 :])


def _read(name: str) -> str:
    return _join(_tokens(name)) if name else ""


def _join(tokens: list[tuple[str, str]]) -> str:
    parts = [search_key.reading(kana) for _, kana in tokens]
    # Half a reading would put a person where nobody looks: all of it or nothing.
    return "".join(parts) if parts and all(search_key.is_kana(part) for part in parts) else ""


def _tokens(text: str) -> list[tuple[str, str]]:
    # The dictionary knows 高橋 and not 髙橋.
    return [(token.surface(), token.reading_form()) for token in _tokenizer().tokenize(fold.fold(text))]


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
