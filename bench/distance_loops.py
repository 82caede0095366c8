"""Speed of the engine's loops on one core, beside py-fsrs and fsrs-rs-python on the same timelines, in one run.

    python bench/distance_loops.py [--quick]

A spaced-repetition scheduler is the nearest relative that is widely used: it too carries a small state from event to
event, forecasts before each and sets the next date. A touch of theirs is taken there as "good", any other as "again".
Times are of the processor, best of some rounds, so that other work on the machine counts as little as can be.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("RAYON_NUM_THREADS", "1")

import importlib
import importlib.util
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import numpy as np

from yorisoi.core.distance import Touch, replay
from yorisoi.core.distance.codes import ANSWER_CODES, CODE, KINDS
from yorisoi.core.distance.lean import follow
from yorisoi.core.distance.population import Population, step
from yorisoi.core.distance.population_touches import Touches
from yorisoi.core.distance.touch import TouchKind
from yorisoi.core.distance.tuning import SHIPPED
from yorisoi.core.distance.window import closes_after, opens_after


def installed(name: str) -> Any:
    """A module of the bench extra; None without it, and the engine's own lines are printed all the same."""
    return importlib.import_module(name) if importlib.util.find_spec(name) else None


fsrs, fsrs_rs_python = installed("fsrs"), installed("fsrs_rs_python")

DAY = 86_400.0
TOUCHES = 10  # a person, in the batch
MEAN_SILENCE = 2.5  # days
SHARE = {  # how often each kind of touch comes
    TouchKind.THEIR_MESSAGE: 0.35,
    TouchKind.MY_MESSAGE: 0.40,
    TouchKind.CONVERSATION: 0.05,
    TouchKind.IN_PERSON: 0.05,
    TouchKind.GIVE: 0.05,
    TouchKind.NEWSLETTER: 0.05,
    TouchKind.THEIR_BROADCAST: 0.05,
}
SCALAR_BOUND = 1.5  # µs a touch, with forecast and learning
BATCH_BOUND = 30.0  # millions a second
GOOD, AGAIN = 3, 1  # ratings of the schedulers
RETENTION = 0.9  # the schedulers' default
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> None:
    """Measure and print."""
    quick = "--quick" in sys.argv
    one_by_one(5_000 if quick else 50_000, rounds=3 if quick else 5)
    all_at_once(20_000 if quick else 200_000, rounds=3 if quick else 9)


def timelines(people: int, touches: int) -> Touches:
    """The same made-up timelines every time."""
    rng, rows = np.random.default_rng(0), people * touches
    silence = rng.exponential(MEAN_SILENCE * DAY, (people, touches))
    at = BEGIN.timestamp() + np.cumsum(silence, axis=1).ravel()
    kind = rng.choice([CODE[name] for name in SHARE], rows, p=list(SHARE.values()))
    return Touches.of(np.repeat(np.arange(people), touches), at, kind, rng.integers(1, 4, rows))


def one_by_one(count: int, rounds: int) -> None:
    """One touch after the other, each forecast before it comes and learned from after."""
    data = timelines(1, count)
    at, kind = data.at.tolist(), data.kind.tolist()
    rows = list(zip(at, kind, data.recipients.tolist(), strict=True))
    touches = [Touch(at=datetime.fromtimestamp(s, UTC), kind=KINDS[k], recipients=n) for s, k, n in rows]
    end = touches[-1].at
    print(f"one touch after the other ({count:,} touches), µs a touch")
    own = best(lambda: follow(rows), rounds) / count * 1e6
    asks = len(step(Population.start(1), data).row)
    line("the model, with forecast and learning", own, f"(bound {SCALAR_BOUND}); {asks / count:.0%} are forecast")
    line("the whole engine, with its courtesies", best(lambda: replay(touches, end), rounds) / count * 1e6)
    if fsrs is None:
        print("  py-fsrs and fsrs-rs-python are not installed (extra: bench)")
        return
    ratings = [GOOD if code < ANSWER_CODES else AGAIN for code in kind]
    whens = [touch.at for touch in touches]
    days = np.diff(np.floor(data.at / DAY), prepend=np.floor(data.at[0] / DAY)).astype(int).tolist()
    python = best(lambda: py_fsrs(whens, ratings), rounds) / count * 1e6
    line("py-fsrs, with forecast", python, f"{python / own:.0f} times the model's")
    rust = best(lambda: fsrs_rs(days, ratings), rounds) / count * 1e6
    line("fsrs-rs-python, state and dates", rust, f"{rust / own:.0f} times the model's")


def all_at_once(people: int, rounds: int) -> None:
    """Many people together."""
    data = timelines(people, TOUCHES)
    rows = len(data.at)
    print(f"\n{people:,} people at once, {rows:,} touches, millions a second")
    speed = rows / best(lambda: step(Population.start(people, v_me=0.0), data), rounds) / 1e6
    line("touches, with forecast and learning", speed, bound(speed))
    line("the same, the owner's offset too", rows / best(lambda: step(Population.start(people), data), rounds) / 1e6)
    still = data._replace(
        kind=np.where(data.kind == CODE[TouchKind.MY_MESSAGE], CODE[TouchKind.GIVE], data.kind).astype(np.uint8)
    )
    speed = rows / best(lambda: step(Population.start(people, v_me=0.0), still), rounds) / 1e6
    line("touches that teach nothing", speed, bound(speed))
    population = Population.start(people, v_me=0.0)
    step(population, data)
    speed = people / best(population.windows, rounds) / 1e6
    line("windows, opening and closing", speed, bound(speed))
    values = list(zip(population.strength[:20_000].tolist(), population.pressure[:20_000].tolist(), strict=True))
    scalar = best(lambda: [(opens_after(a, p, SHIPPED), closes_after(a, SHIPPED)) for a, p in values], rounds)
    line("windows, one after the other", len(values) / scalar / 1e6)
    mixed = np.random.default_rng(1).permutation(rows)
    shuffled = [column[mixed] for column in data[:4]]
    line("putting shuffled rows in order first", rows / best(lambda: Touches.of(*shuffled), 3) / 1e6)
    columns = population.nbytes - sum(column.nbytes for column in population.asks)
    asks = len(population.asks.person)
    print(f"  {columns / people:.0f} bytes a person; {asks / people:.2f} open asks a person, 24 bytes each")
    if fsrs_rs_python is not None:
        line("fsrs-rs-python, states of a batch", rust_batch(data, min(people, 20_000), rounds))


def py_fsrs(whens: list[datetime], ratings: list[int]) -> None:
    """Forecast, then review, one card."""
    scheduler, card = fsrs.Scheduler(enable_fuzzing=False), fsrs.Card()
    for when, rating in zip(whens, ratings, strict=True):
        scheduler.get_card_retrievability(card, when)
        card, _ = scheduler.review_card(card, fsrs.Rating(rating), when)


def fsrs_rs(days: list[int], ratings: list[int]) -> None:
    """The states and dates after each review of one card."""
    engine, memory = fsrs_rs_python.FSRS(fsrs_rs_python.DEFAULT_PARAMETERS), None
    for elapsed, rating in zip(days, ratings, strict=True):
        states = engine.next_states(memory, RETENTION, elapsed)
        memory = (states.good if rating == GOOD else states.again).memory


def rust_batch(data: Touches, people: int, rounds: int) -> float:
    """Millions of reviews a second, the items built beforehand."""
    rows = people * TOUCHES
    day = np.floor(data.at[:rows].reshape(people, TOUCHES) / DAY).astype(int)
    elapsed = np.diff(day, axis=1, prepend=day[:, :1]).tolist()
    good = (data.kind[:rows].reshape(people, TOUCHES) < ANSWER_CODES).tolist()
    review, item = fsrs_rs_python.FSRSReview, fsrs_rs_python.FSRSItem
    items = [
        item([review(GOOD if yes else AGAIN, gap) for yes, gap in zip(answers, gaps, strict=True)])
        for answers, gaps in zip(good, elapsed, strict=True)
    ]
    engine = fsrs_rs_python.FSRS(fsrs_rs_python.DEFAULT_PARAMETERS)
    return rows / best(lambda: engine.memory_state_batch(items), rounds) / 1e6


def best(work: Callable[[], object], rounds: int) -> float:
    """Seconds of processor time of the quickest round."""
    seconds = []
    for _ in range(rounds):
        begin = time.process_time()
        work()
        seconds.append(time.process_time() - begin)
    return min(seconds)


def line(name: str, value: float, words: str = "") -> None:
    """One figure."""
    print(f"  {name:38s} {value:8.2f}   {words}".rstrip())


def bound(speed: float) -> str:
    """Whether the bound was kept on this machine."""
    return f"(bound {BATCH_BOUND:.0f}{'' if speed >= BATCH_BOUND else ': not reached here'})"


if __name__ == "__main__":
    main()
