"""The equations once more, written as plainly as they are published, to hold the engine against.

Slow, loose and without any structure on purpose: nothing here is shared with the code under test.
"""

from __future__ import annotations

import math

C = {
    "b0": -0.034, "bA": 1.116, "eps": 0.424, "S": 6.87, "d": 0.5, "bP": 0.325, "tau": 365, "bN": 0.178,
    "var_person": 0.3, "var_me": 0.1, "a0": -0.267, "aA": 1.090, "aP": 0.186, "c0": -1.288, "cA": 1.082,
    "cw": 0.485, "H": 7, "or_star": 5, "rho": 0.5,
}  # fmt: skip


def sigma(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def run(rows: list[tuple[float, str, int]], now: float, c: dict[str, float] = C) -> dict[str, float | None]:
    """Figures at ``now``; rows are (day, kind, recipients), sorted and not later than ``now``."""
    A = P = b = b_me = 0.0
    v, v_me = c["var_person"], c["var_me"]
    t: float | None = None
    pending: list[tuple[float, float]] = []

    def step(p: float, y: int) -> None:
        nonlocal b, v, b_me, v_me
        info = p * (1 - p)
        k = 1 + info * (v + v_me)
        b, b_me, v, v_me = (
            b + v * (y - p) / k,
            b_me + v_me * (y - p) / k,
            v - v**2 * info / k,
            v_me - v_me**2 * info / k,
        )

    def overdue(at: float) -> None:
        for asked, p in [ask for ask in pending if ask[0] + c["H"] < at]:
            step(p, 0)
            pending.remove((asked, p))

    for at, kind, n in rows:
        x = 0.0 if t is None else at - t
        A, P = A * (1 + x / c["S"]) ** (-c["d"]), P * math.exp(-x / c["tau"])
        overdue(at)
        if kind in ("their_message", "conversation", "in_person"):
            for _, p in pending:
                step(p, 1)
            pending.clear()
            A, P = A + 1, 0.0
        elif kind == "my_message":
            if t is not None and x >= 1:
                logit = c["b0"] + c["bA"] * math.log(c["eps"] + A) - c["bP"] * math.log(1 + P) - c["bN"] * math.log(n)
                pending.append((at, sigma(logit + b_me + b)))
            P += 1
        else:
            A += 0.75 if kind == "their_broadcast" else 0
            P += {"give": 0.3, "newsletter": 0.2, "their_broadcast": 0}[kind]
        t = at
    overdue(now)
    opens = closes = None
    if t is not None:
        e = math.log(c["or_star"]) - (c["a0"] - c["c0"]) - (c["aA"] - c["cA"]) * math.log(c["eps"] + A)
        opens = t + max(1, math.exp((e + c["aP"] * math.log(1 + P)) / c["cw"]) - 1)
        target = c["rho"] * (c["eps"] + A) - c["eps"]
        if target > 0:
            closes = t + c["S"] * ((A / target) ** (1 / c["d"]) - 1)
    x = 0.0 if t is None else now - t
    now_A, now_P = A * (1 + x / c["S"]) ** (-c["d"]), P * math.exp(-x / c["tau"])
    strong = math.log(c["eps"] + now_A)
    alone = c["c0"] + c["cA"] * strong - c["cw"] * math.log(1 + x)
    return {
        "A": now_A,
        "P": now_P,
        "A_last": A,
        "P_last": P,
        "reply_odds": sigma(c["b0"] + c["bA"] * strong - c["bP"] * math.log(1 + now_P) + b_me + b),
        "spontaneous_odds": sigma(alone),
        "uplift": sigma(c["a0"] + c["aA"] * strong - c["aP"] * math.log(1 + now_P) + b_me + b)
        - sigma(alone + b_me + b),
        "presence": sigma(c["b0"] + c["bA"] * strong),
        "b": b,
        "v": v,
        "b_me": b_me,
        "v_me": v_me,
        "opens": opens,
        "closes": closes,
    }
