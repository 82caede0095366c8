"""What a reader could not take as it stands, gathered within bounds."""

from __future__ import annotations

from yorisoi.apps.exchange.record import Problem

# Nobody reads more than this; a file with more has one fault many times.
SHOWN = 50


class Doubts:
    """Problems in order of finding: the first ``SHOWN`` are kept, the rest are counted."""

    def __init__(self) -> None:
        self._kept: list[Problem] = []
        self._more = 0

    def add(self, text: str, line: int | None = None) -> None:
        """Note one; ``text`` is a whole Japanese sentence."""
        if len(self._kept) < SHOWN:
            self._kept.append(Problem(line=line, text=text))
        else:
            self._more += 1

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All of them, the uncounted rest as one sentence."""
        if not self._more:
            return tuple(self._kept)
        return (*self._kept, Problem(text=f"ほかにも同じようなところが{self._more}件ありました。"))
