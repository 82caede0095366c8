"""How well the engine tells whether an answer will come, beside what else could be asked, on public message timing.

    python bench/distance_quality.py FOLDER [--quick]      (or set YORISOI_TOUCHES=FOLDER)

FOLDER holds ``college_touches.parquet``, ``enron_touches.parquet`` and ``reality_touches.parquet``. They are no part of
the project. Protocol and rivals are described in ``_distance/``; intervals are 95 %, from drawing whole users again.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # one core, so that the time told is that of one core

import sys
import time
from dataclasses import dataclass

import numpy as np
from _distance import learning, rivals
from _distance.ceiling import boosted, features
from _distance.data import NAMES, VARIABLE, TouchSet, folder, load
from _distance.engine import fitted, logits, unlearning
from _distance.logit import sigma
from _distance.score import Interval, Judge, losses

from yorisoi.core.distance import SHIPPED, Tuning

DRAWS, QUICK_DRAWS = 1000, 100
SHIPPED_AUC = {"college": 0.65, "enron": 0.75, "reality": 0.82}  # to reach with the shipped constants
FITTED_LOSS = {"college": 0.654, "enron": 0.544, "reality": 0.498}  # to reach within 1 % with local constants
FITTED_AUC = {"college": 0.65, "enron": 0.77, "reality": 0.84}  # to reach within 0.01
ROUNDING = 0.0005  # published figures have three places

CONSTANT, MOST, AS_SHIPPED, LOCAL = (
    "constant",
    "most messages ever received",
    "shipped constants",
    "fitted here + person",
)
Column = np.ndarray


@dataclass(frozen=True)
class Found:
    """What was found on one set."""

    data: TouchSet
    chances: dict[str, Column]
    judge: Judge
    tunings: list[Tuning]


def main() -> None:
    """Measure and print."""
    place = folder()
    if place is None:
        print(
            f"no touches: put {', '.join(f'{name}_touches.parquet' for name in NAMES)} in a folder; name it in {VARIABLE}"
        )
        return
    begin, draws = time.perf_counter(), QUICK_DRAWS if "--quick" in sys.argv else DRAWS
    found = [forecast(load(place, name), draws) for name in NAMES]
    for one in found:
        table(one)
    picking(found)
    constants(found)
    everyone = {one.data.name: learning.users(one.data) for one in found}
    harm(found, everyone)
    rule(found, everyone)
    verdict(found)
    print(f"\n{draws} draws of users, {time.perf_counter() - begin:.0f} s")


def forecast(data: TouchSet, draws: int) -> Found:
    """Every way of telling, on the tested rows of one set."""
    known = features(data)
    local, tunings = fitted(data)
    chances = {
        CONSTANT: rivals.by_fold(data, rivals.constant),
        "fixed cadence, best of eight": rivals.by_fold(data, rivals.fixed_cadence),
        "the person's own rhythm": rivals.by_fold(data, rivals.own_rhythm),
        "unanswered count": rivals.by_fold(data, rivals.unanswered),
        MOST: rivals.by_fold(data, rivals.most_received),
        AS_SHIPPED: sigma(logits(data, unlearning(SHIPPED))),
        LOCAL: local,
        "boosted trees (a ceiling)": rivals.by_fold(data, lambda data, train: boosted(data, known, train)),
    }
    rows = data.test
    judge = Judge(data.y[rows], data.column["ego"][rows], draws)
    return Found(data, {name: chance[rows] for name, chance in chances.items()}, judge, tunings)


def table(one: Found) -> None:
    """The scores of every way on one set."""
    y = one.judge.y
    print(f"\n{one.data.name}: {len(y)} late re-openings of {one.judge.weight.shape[1]} users, {y.mean():.1%} answered")
    print(f"  {'':29s} {'log loss':17s} {'AUC':17s} {'Brier':17s} ECE")
    for name, p in one.chances.items():
        judge = one.judge
        auc = "–" if name == CONSTANT else str(judge.auc(p))
        print(f"  {name:29s} {judge.log_loss(p)!s:17s} {auc:17s} {judge.brier(p)!s:17s} {judge.ece(p)}")


def picking(found: list[Found]) -> None:
    """Reply rate when each user writes only the likelier half of their messages."""
    print("\npicking half of one's own messages: reply rate (of all messages: the first line)")
    print(f"  {'':29s} " + " ".join(f"{one.data.name:17s}" for one in found))
    print(f"  {'all':29s} " + " ".join(f"{one.judge.mean(one.judge.y)!s:17s}" for one in found))
    names = [name for name in found[0].chances if name != CONSTANT]
    for name in names:
        print(f"  {name:29s} " + " ".join(f"{_picked(one, name)[0]!s:17s}" for one in found))
    for name in (AS_SHIPPED, LOCAL):
        gains = " ".join(f"{_gain(one, name, MOST)!s:17s}" for one in found)
        print(f"  {name + ' − most received':29s}".ljust(41) + gains)


def _picked(one: Found, name: str) -> tuple[Interval, Column]:
    return one.judge.picking(one.chances[name], one.data.column["t_s"][one.data.test])


def _gain(one: Found, name: str, other: str) -> Interval:
    return one.judge.between(_picked(one, name)[1], _picked(one, other)[1])


def constants(found: list[Found]) -> None:
    """The constants fitted for each quarter: where they agree with the shipped ones, and where they do not."""
    names = ("b0", "bA", "eps", "S", "d", "bP", "tau", "bN", "var_person")
    print("\nconstants fitted on the other three quarters")
    print("  " + " " * 12 + " ".join(f"{name:>8s}" for name in names))
    print("  " + f"{'shipped':12s}" + " ".join(f"{getattr(SHIPPED, name):8.3g}" for name in names))
    for one in found:
        for tuning in one.tunings:
            print("  " + f"{one.data.name:12s}" + " ".join(f"{getattr(tuning, name):8.3g}" for name in names))


def harm(found: list[Found], everyone: dict[str, list[learning.User]]) -> None:
    """What learning online does to the forecasts of the tested rows, and what the rule of the product makes of it."""
    print("\nlearning online, log loss and how it differs from the shipped constants (below 0 is better)")
    for one in found:
        data, rows = one.data, one.data.test
        users = everyone[data.name]
        ways = {
            "constant": one.chances[CONSTANT],
            "shipped, nothing learned": one.chances[AS_SHIPPED],
            "+ person, each tie alone": sigma(logits(data, SHIPPED)[rows]),
            "+ person + user, always used": sigma(learning.learned(data, users)[rows]),
            **{
                f"by the rule from {start:3d} outcomes": sigma(learning.by_rule(data, users, start)[rows])
                for start in learning.FROM[:-1]
            },
        }
        print(f"  {data.name}")
        base = losses(one.judge.y, one.chances[AS_SHIPPED])
        for name, p in ways.items():
            lost = losses(one.judge.y, p)
            print(f"    {name:30s} {one.judge.mean(lost)!s:17s} {one.judge.mean(lost - base)}")


def rule(found: list[Found], everyone: dict[str, list[learning.User]]) -> None:
    """From how many outcomes a user's learning may be judged: log loss on that user's later messages."""
    print(
        "\nafter a user's first N outcomes, log loss on all later messages; users for whom the rule does better / worse"
    )
    print(f"  {'':8s} {'N':>4s} {'users':>6s} {'later':>6s}  shipped  always learned  and two numbers  by the rule")
    for one in found:
        for start in learning.FROM:
            got = learning.later(one.data, everyone[one.data.name], start)
            if got.users:
                print(
                    f"  {one.data.name:8s} {start:4d} {got.users:6d} {got.messages:6d}  {got.shipped:7.3f}  "
                    f"{got.learned:14.3f}  {got.numbers:15.3f}  {got.rule:11.3f}   {got.better} / {got.worse}"
                )


def verdict(found: list[Found]) -> None:
    """Which figures were reached."""
    print("\nreached?")
    for one in found:
        name, judge = one.data.name, one.judge
        shipped = judge.auc(one.chances[AS_SHIPPED]).value
        lost, auc = judge.log_loss(one.chances[LOCAL]).value, judge.auc(one.chances[LOCAL]).value
        print(
            f"  {name:8s} shipped AUC {shipped:.3f} of {SHIPPED_AUC[name]}: {_yes(shipped >= SHIPPED_AUC[name])}; "
            f"fitted log loss {lost:.4f} of at most {FITTED_LOSS[name] * 1.01:.4f}: "
            f"{_yes(lost <= FITTED_LOSS[name] * 1.01)}; "
            f"AUC {auc:.3f} of {FITTED_AUC[name]} − .01: {_yes(auc >= FITTED_AUC[name] - 0.01 - ROUNDING)}"
        )


def _yes(reached: bool) -> str:
    return "yes" if reached else "NO"


if __name__ == "__main__":
    main()
