"""How many outcomes learning needs, and whether it ever makes things worse: simulated owners, and public message timing.

    python bench/learning_needs.py [FOLDER OF *_touches.parquet]   (or YORISOI_TOUCHES; without them only the simulation)

Two things are learned from an owner's outcomes: the offsets (of each person, and of the owner over all people) and, with
more outcomes, two numbers for the logits. Both are used only where they told that owner's own outcomes better. Printed is
the log loss won (+) or lost (−), in thousandths of a nat an outcome, on outcomes that neither fitting nor judging saw.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from yorisoi.core.distance import Asked, Forecast, Touch, Tuning, asked, forecasts, judge
from yorisoi.core.distance.calibration import Calibration
from yorisoi.core.distance.codes import KINDS
from yorisoi.core.distance.learning import DAY
from yorisoi.core.distance.recalibration import LEARN_FROM, surprise

SEED = 1
COUNTS = (60, 120, 200, 300, 450, 600)
OWNERS = 60  # simulated for each kind and count
PEOPLE = 60  # an owner writes to; five outcomes each at three hundred
AHEAD = 200  # outcomes after the verdict, on which it is measured
STRAY = math.sqrt(0.3)  # logits; how far people differ, as shipped
KINDS_OF_OWNER: dict[str, Callable[[float], tuple[float, float]]] = {
    "as the constants say": lambda _: (0.0, 1.0),
    "warmer than most": lambda _: (0.6, 1.0),
    "history says less": lambda _: (0.0, 0.6),
    "warmer, and history says less": lambda _: (0.5, 0.6),
    "turns to the contrary": lambda share: (0.8, 1.6) if share < 2 / 3 else (-0.8, 0.4),
}
LEARNING_FROM = (10, 20, 50, 100, LEARN_FROM)
GROWN = 1.1  # as the product: a verdict is made anew when a tenth more outcomes are known


def main() -> None:
    """Print the three tables."""
    print(
        f"two numbers after so many outcomes: share of owners that keep them, mean won, worst twentieth ({AHEAD} ahead)"
    )
    for name, truth in KINDS_OF_OWNER.items():
        print(f"  {name:30}" + "".join(f" {_numbers(truth, count):>20}" for count in COUNTS))
    print("  " + " " * 30 + "".join(f" {count:>20}" for count in COUNTS))
    place = _folder()
    if place is None:
        print("\nno public touches: name the folder of *_touches.parquet to see them told as well")
        return
    from _distance.data import NAMES, load

    print("\npublic touches: log loss of every outcome, told from what came before it")
    print(
        f"  {'':8} {'outcomes':>9} {'shipped':>8} {'always':>8}" + "".join(f" {f'from {n}':>8}" for n in LEARNING_FROM)
    )
    seen = {name: _owners(load(place, name)) for name in NAMES}
    for name, owners in seen.items():
        print(f"  {name:8} " + _offsets(owners))
    print("\n  two numbers for each user with enough outcomes: users, kept, won over all of them (the next 150)")
    for count in COUNTS[:4]:
        print(f"  after {count:4}  {_public_numbers([one for owners in seen.values() for one in owners], count)}")


def _numbers(truth: Callable[[float], tuple[float, float]], count: int) -> str:
    dice, won = random.Random(SEED), []
    for _ in range(OWNERS):
        told = forecasts(_simulated(dice, truth, count), math.inf)
        found = judge(told[:count], tuning=Tuning(calibrate_from=count))
        logits = [(one.learned if found.offsets.kept else one.shipped, one.answered) for one in told[count:]]
        won.append(_won(found.calibration, logits) if found.numbers.kept else math.nan)
    kept = [gain for gain in won if not math.isnan(gain)]
    all_of_them = sorted(kept + [0.0] * (OWNERS - len(kept)))
    worst = all_of_them[OWNERS // 20]
    return f"{len(kept) / OWNERS:.0%} {sum(kept) / OWNERS * 1000:+.1f} {worst * 1000:+.1f}"


def _simulated(dice: random.Random, truth: Callable[[float], tuple[float, float]], count: int) -> list[list[Asked]]:
    """One ask a day to somebody; their answer after two days or never."""
    strays = [dice.gauss(0.0, STRAY) for _ in range(PEOPLE)]
    people: list[list[Asked]] = [[] for _ in range(PEOPLE)]
    for number in range(count + AHEAD):
        who, logit, at = dice.randrange(PEOPLE), dice.gauss(-0.3, 1.0), number * DAY
        intercept, slope = truth(number / count)
        answered = int(dice.random() < 1.0 / (1.0 + math.exp(-(intercept + slope * logit + strays[who]))))
        people[who].append(Asked(at, at + (2 if answered else 7) * DAY, answered, logit))
    return people


def _won(numbers: Calibration, said: Sequence[tuple[float, int]]) -> float:
    return sum(surprise(logit, y) - surprise(numbers.apply(logit), y) for logit, y in said) / len(said)


def _folder():  # type: ignore[no-untyped-def]  # pyarrow, which the reader needs, is in the bench extra only
    try:
        from _distance.data import folder
    except ImportError:
        return None
    return folder()


def _owners(data) -> list[list[Forecast]]:  # type: ignore[no-untyped-def]
    """The forecasts of every user of a set, by time."""
    now = float(data.touches.at.max())
    ties: dict[tuple[int, int], list[Touch]] = {}
    names = zip(data.column["ego"].tolist(), data.pair.tolist(), strict=True)
    rows = zip(data.touches.at.tolist(), data.touches.kind.tolist(), data.touches.recipients.tolist(), strict=True)
    for (ego, pair), (at, kind, many) in zip(names, rows, strict=True):
        touch = Touch(at=datetime.fromtimestamp(at, UTC), kind=KINDS[kind], recipients=max(many, 1))
        ties.setdefault((ego, pair), []).append(touch)
    users: dict[int, list[list[Asked]]] = {}
    for (ego, _), touches in ties.items():
        users.setdefault(ego, []).append(asked(touches, datetime.fromtimestamp(now, UTC)))
    return [told for people in users.values() if (told := forecasts(people, now))]


def _offsets(owners: list[list[Forecast]]) -> str:
    """Shipped, learned offsets always, and learned offsets from so many outcomes on while they prove themselves."""
    every = [one for told in owners for one in told]
    size = len(every)
    figures = [sum(surprise(one.shipped, one.answered) for one in every) / size]
    figures.append(sum(surprise(one.learned, one.answered) for one in every) / size)
    figures += [sum(_proving(told, least) for told in owners) / size for least in LEARNING_FROM]
    return f"{size:9} " + " ".join(f"{figure:8.4f}" for figure in figures)


def _proving(told: list[Forecast], least: int) -> float:
    """Summed log loss by the product's rule: the verdict of ``compared``, kept running, made anew with each tenth more."""
    total = gain = square = 0.0
    judged, kept = 0, False
    for count, one in enumerate(told):
        shipped, learned = surprise(one.shipped, one.answered), surprise(one.learned, one.answered)
        if count >= least and count >= judged * GROWN:
            mean = gain / count
            spread = math.sqrt(max(square / count - mean * mean, 0.0) / (count - 1))
            judged, kept = count, mean > 0.0 and mean >= spread
        total += learned if kept else shipped
        gain, square = gain + shipped - learned, square + (shipped - learned) ** 2
    return total


def _public_numbers(owners: list[list[Forecast]], count: int) -> str:
    users, kept, won = 0, 0, 0.0
    for told in owners:
        if len(told) < count + 50:
            continue
        found = judge(told[:count], tuning=Tuning(calibrate_from=count))
        users += 1
        if found.numbers.kept:
            ahead = told[count : count + 150]
            kept += 1
            won += _won(
                found.calibration, [(x.learned if found.offsets.kept else x.shipped, x.answered) for x in ahead]
            )
    return f"{users:4} users, {kept:3} kept, {won / users * 1000 if users else 0.0:+.1f}"


if __name__ == "__main__":
    main()
