"""Why: the facts behind an advice, put into sentences."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from yorisoi.core.distance import words
from yorisoi.core.distance.advice import AdviceKind, Reason
from yorisoi.core.distance.days import local_day
from yorisoi.core.distance.opening import Opening
from yorisoi.core.distance.policy import Floor, named_wish
from yorisoi.core.distance.relation import Relation
from yorisoi.core.distance.state import State, one_sided
from yorisoi.core.distance.tuning import Tuning
from yorisoi.kit import japanese_date

_PACED = ("pace_close", "pace_middle", "pace_outer", "pace_slowest")


class Facts(NamedTuple):
    """What the sentences are made of. Times are seconds since 1970; ``today`` is what the courtesy calendar says of now."""

    state: State
    relation: Relation
    tuning: Tuning
    way: Opening
    today: Reason | None
    kind: AdviceKind
    until: float | None
    thanks: tuple[float, float] | None
    owed: float | None
    silence_days: float | None


def reasons(facts: Facts, today: date) -> tuple[Reason, ...]:
    """All reasons, weightiest first: the reply owed, the advice itself, then what to mind when writing.

    Args:
        facts: As gathered by the fold.
        today: The local day of reading; days of other years are written with their year.
    """
    return (*_reply(facts, today), *_main(facts, today), *_wording(facts, today), *_footnotes(facts, today))


def _reply(facts: Facts, today: date) -> Iterator[Reason]:
    if facts.owed is not None:
        on = local_day(facts.owed, facts.tuning)
        yield _say(words.BESIDE, "reply_owed", today, on=on)


def _main(facts: Facts, today: date) -> Iterator[Reason]:
    """The sentence for the advice."""
    until = None if facts.until is None else local_day(facts.until, facts.tuning)
    floor = facts.way.binding
    if facts.today is not None:
        yield _courtesy(facts.today, today, until)
    elif facts.kind is not AdviceKind.REACH:
        if floor.code == "courtesy":
            yield _courtesy(facts.way.courtesy, today, until)
        else:
            assumption = floor.code == "measured" and facts.state.ledger.assumed
            yield _say(words.RESTING, floor.code, today, on=floor.on, until=until, floor=floor, assumption=assumption)
    elif facts.thanks is not None and until is not None and facts.until == facts.thanks[1]:
        met = local_day(facts.thanks[0], facts.tuning)
        yield _say(words.BESIDE, "thanks", today, on=met, until=date.fromordinal(until.toordinal() - 1))
    else:
        yield _opened(facts, today)


def _opened(facts: Facts, today: date) -> Reason:
    """The sentence for an open window."""
    rule = facts.way.rule
    wish = named_wish(facts.relation, facts.state.ledger, facts.tuning)
    if wish is not None and wish.text:
        code = "thinking" if wish.kind == "thinking" else f"wish_{wish.kind}"
        said = Floor(rule.at, rule.kind, code, wish.said_on, wish.text)
        return _say(words.OPEN, code, today, on=wish.said_on, floor=said)
    if facts.way.rule.code == "just_met":
        return _say(words.OPEN, "just_met", today, on=rule.on)
    contact = facts.state.ledger.contact
    if contact is None:
        return _say(words.OPEN, "open_unmet", today)
    return _say(words.OPEN, "open", today, on=local_day(contact, facts.tuning))


def _wording(facts: Facts, today: date) -> Iterator[Reason]:
    """What to mind once one may write."""
    if facts.kind is not AdviceKind.REACH:
        return
    ledger = facts.state.ledger
    if ledger.asked is not None and ledger.unanswered:
        code = "unanswered_1_wording" if ledger.unanswered == 1 else "unanswered_2_wording"
        yield _say(words.BESIDE, code, today, on=local_day(ledger.asked, facts.tuning))
    at = facts.state.tie.at
    if at is not None and facts.silence_days is not None and facts.silence_days >= facts.tuning.dormant_days:
        yield _say(words.BESIDE, "dormant", today, on=local_day(at, facts.tuning))


def _footnotes(facts: Facts, today: date) -> Iterator[Reason]:
    if facts.way.rule.code in _PACED and one_sided(facts.state.ledger, facts.tuning):
        yield _say(words.BESIDE, "one_sided", today)
    if facts.way.rule.code == "measured" and facts.state.ledger.assumed and facts.state.tie.at is not None:
        on = local_day(facts.state.tie.at, facts.tuning)
        yield _say(words.BESIDE, "assumed_weights", today, on=on, assumption=True)


def _courtesy(given: Reason | None, today: date, until: date | None) -> Reason:
    """The calendar's own words, or ours when it gave none."""
    if given is not None and given.text:
        return given
    return _say(words.RESTING, "courtesy", today, until=until)


def _say(
    table: dict[str, str],
    code: str,
    today: date,
    *,
    on: date | None = None,
    until: date | None = None,
    floor: Floor | None = None,
    assumption: bool = False,
) -> Reason:
    filled = {
        "on": "以前" if on is None else japanese_date.day(on, today=today),
        "until": "" if until is None else japanese_date.day(until, today=today),
        "count": "" if floor is None else str(floor.many),
        "words": "" if floor is None else floor.words,
    }
    text = table[code].format_map(filled)
    if table is words.RESTING and floor is not None and floor.words:
        if code.startswith("hold_"):
            text = words.NOTE.format_map({**filled, "text": text})
        else:
            text = words.SAID.format_map(filled)
    return Reason(code=code, text=text, on=on, assumption=assumption)
