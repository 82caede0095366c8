"""Whose line it is when only spaces stand between name and words: ``15:16 倉田 和博 今日は暑いですね``.

A display name may hold spaces, so the first space proves nothing. Names are those already known, and those that recur
at the head of lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from yorisoi.apps.exchange.formats._line_marks import is_bare_word

RECURRING = 3  # lines a name must head before it is taken for one
_WORDS = 4  # words of the longest name
_LONGEST = 60  # characters of the longest name
# Share of a beginning's lines that go on with a few recurring words: then those words belong to the name (見本 花子).
_GOES_ON = 0.9
_MOST_PREFIXES = 200_000  # counted beginnings; a file with more has no names to find


class Names:
    """Counts how lines begin, then tells the names. Feed every line's rest, then ask."""

    def __init__(self, known: Sequence[str]) -> None:
        self._known = {name for name in known if name}
        self._starts: Counter[str] = Counter()
        self._names: set[str] | None = None

    def feed(self, rest: str) -> None:
        """One line after its clock time."""
        if len(self._starts) > _MOST_PREFIXES:
            return
        self._starts.update(_prefixes(rest))

    def split(self, rest: str) -> tuple[str, str] | None:
        """The longest name that heads ``rest``, and the words after it; None when no name does."""
        if self._names is None:
            self._names = self._likely()
        for name in (rest, *reversed(list(_prefixes(rest)))):
            if name in self._names:
                return name, rest[len(name) + 1 :]
        return None

    def _likely(self) -> set[str]:
        found = {start for start in self._starts if start in self._known}
        first = [start for start in self._starts if " " not in start]
        longer = self._by_beginning()
        while first:
            start = first.pop()
            count = self._starts[start]
            if count < RECURRING:
                continue
            more = [one for one in longer.get(start, ()) if self._starts[one] >= RECURRING]
            if more and sum(self._starts[one] for one in more) >= count * _GOES_ON:
                first += more
            else:
                found.add(start)
        return found

    def _by_beginning(self) -> dict[str, list[str]]:
        longer: dict[str, list[str]] = {}
        for start in self._starts:
            if " " in start:
                longer.setdefault(start.rpartition(" ")[0], []).append(start)
        return longer


def _prefixes(rest: str) -> Iterable[str]:
    """The first one to four words of ``rest``, as long as some words are left and none is a marker."""
    at = -1
    for _ in range(_WORDS):
        end = rest.find(" ", at + 1)
        if end < 0 or end > _LONGEST:
            return
        if is_bare_word(rest[at + 1 : end]):
            return
        if end > 0:
            yield rest[:end]
        at = end
