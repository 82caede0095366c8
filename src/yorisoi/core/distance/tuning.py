"""Every number of the engine, once, with its unit and its reason.

The constants of the equations were fitted on public message timing; the policy rows are defaults from practice.
The short names are those of the published equations, so that a table of constants can be pasted in as it is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


@dataclass(frozen=True, kw_only=True)
class Tuning:
    """All constants. Frozen; change one with ``dataclasses.replace`` or read overrides with ``from_mapping``.

    Raises:
        ValueError: a number is not finite, or out of the range in which the equations make sense.
    """

    # --- odds of a reply: logit p = b0 + bA·ln(eps+A) − bP·ln(1+P) − bN·ln n + b_me + b ---------------------------
    b0: float = -0.034  # logit; base of the reply odds (fitted)
    bA: float = 1.116  # noqa: N815 - logit per ln strength (fitted)
    eps: float = 0.424  # strength; so that a stranger's logarithm exists (fitted)
    bP: float = 0.325  # noqa: N815 - logit per ln pressure (fitted): asks in a row devalue the next one
    bN: float = 0.178  # noqa: N815 - logit per ln recipients (fitted): a message to many is nobody's to answer

    # --- fading between touches ---------------------------------------------------------------------------------
    S: float = 6.87  # days; scale of forgetting (fitted)
    d: float = 0.5  # power of forgetting (fitted): a power law, not a half-life
    tau: float = 365.0  # days; pressure leaks away over about a year: waiting alone heals only in part (fitted)

    # --- what a touch adds --------------------------------------------------------------------------------------
    gain_answer: float = 1.0  # strength per message of theirs, conversation or meeting (message fitted)
    gain_broadcast: float = 0.75  # strength per broadcast of theirs (fitted, with a choice: less than a message)
    load_ask: float = 1.0  # pressure per message of mine that wants something (fitted)
    load_give: float = 0.3  # pressure per gift that asks for no reply (assumption: a little, not nothing)
    load_newsletter: float = 0.2  # pressure per letter they subscribed to (assumption: less than a gift)

    # --- learning -----------------------------------------------------------------------------------------------
    var_person: float = 0.3  # logit²; how far one person strays from the average (fitted)
    var_me: float = 0.1  # logit²; how far one owner strays from the average (fitted)
    H: float = 7.0  # days; an answer within a week counts as one
    learn_silence: float = 1.0  # days of silence before a touch teaches: inside a conversation everyone answers

    calibrate_from: int = 300  # outcomes; below that an owner's intercept and slope would be noise

    # --- odds that they come by themselves, and what writing adds -----------------------------------------------
    a0: float = -0.267  # logit; base of being heard from if I write (fitted)
    aA: float = 1.090  # noqa: N815 - logit per ln strength (fitted)
    aP: float = 0.186  # noqa: N815 - logit per ln pressure (fitted)
    c0: float = -1.288  # logit; base of hearing from them anyway (fitted)
    cA: float = 1.082  # noqa: N815 - logit per ln strength (fitted)
    cw: float = 0.485  # logit per ln day of silence (fitted)

    # --- the measured window ------------------------------------------------------------------------------------
    or_star: float = 5.0  # odds ratio of writing over waiting from which writing is worth it (choice)
    rho: float = 0.5  # share of presence left when the window closes: "before it has halved" (choice)
    min_gap: float = 1.0  # days; nothing opens within a day of the last touch (the data begin there)
    horizon: float = 36_500.0  # days; a deadline a century away is no deadline

    # --- policy: just met ---------------------------------------------------------------------------------------
    thanks_business_days: int = 3  # business days; a thank-you is best on the next one and still fine to the third
    thanks_limit_days: int = 7  # days; after a week it is no longer written as thanks
    first_gift_days: int = 14  # days; after the thanks, leave two weeks
    first_gift_until_days: int = 60  # days; one gift, when there is a reason about them

    # --- policy: pace, counted from either side's last contact --------------------------------------------------
    close_days: int = 30  # days; close colleagues hear from each other about monthly
    middle_days: int = 90  # days; a middle tie about once a season
    outer_days: int = 180  # days; an outer tie about twice a year
    slowest_days: int = 365  # days; an outer tie that is one tier slower
    one_sided_ratio: float = 4.0  # my messages per message of theirs; above it, one tier slower
    one_sided_buckets: int = 12  # twelfths of a year over which that is counted
    burst_hours: float = 1.0  # hours; messages of one side this close together are one approach

    # --- policy: no answer, their time, long silence ------------------------------------------------------------
    unanswered_once_days: int = 60  # days; one missing answer is the normal case
    unanswered_twice_days: int = 180  # days; then only an occasion, or handing over the choice
    let_go_after: int = 3  # asks in a row; leave it to them
    thinking_days: int = 60  # days for "let me think" when they named no day
    mourning_days: int = 49  # days; to the end of mourning (忌明け) when no day is given
    disaster_days: int = 10  # days; no business messages after a disaster where they are
    reply_lapses_days: int = 14  # days; an older message is no longer called owed, so that an import does not nag
    dormant_days: int = 1095  # days; three years: the first message asks for nothing
    hold_over_days: float = 3.0  # days; the courtesy calendar moving a day further than this is a rest, not a wait

    time_zone: str = "Asia/Tokyo"  # whose calendar decides which day it is

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name == "time_zone":
                continue
            if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
                raise ValueError(f"{field.name} must be a finite number")
            if field.name in _POSITIVE and value <= 0:
                raise ValueError(f"{field.name} must be above 0")
            if field.name in _NOT_NEGATIVE and value < 0:
                raise ValueError(f"{field.name} must not be below 0")
        if not self.rho < 1:
            raise ValueError("rho must be below 1")
        try:
            _ = self.zone
        except (ZoneInfoNotFoundError, ValueError, TypeError, OSError) as error:
            raise ValueError(f"time_zone is unknown: {self.time_zone!r}") from error

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone whose midnights count."""
        return ZoneInfo(self.time_zone)

    @classmethod
    def from_mapping(cls, overrides: Mapping[str, object]) -> Tuning:
        """The shipped constants with some replaced by name.

        Raises:
            ValueError: a name is not a constant of the engine (the message names it), or a value is unfit.
        """
        known = {field.name: field.type for field in fields(cls)}
        values: dict[str, object] = {}
        for name, value in overrides.items():
            if name not in known:
                raise ValueError(f"unknown tuning: {name}")
            if known[name] == "str":
                if not isinstance(value, str):
                    raise ValueError(f"{name} must be a text")
            elif isinstance(value, bool) or not isinstance(value, int | float):
                raise ValueError(f"{name} must be a finite number")
            elif known[name] == "int":
                if not math.isfinite(value) or value != int(value):
                    raise ValueError(f"{name} must be a whole number")
                value = int(value)
            values[name] = value
        return cls(**values)  # type: ignore[arg-type]  # each value was checked against its field above


_POSITIVE = frozenset(
    {"eps", "S", "d", "tau", "H", "cw", "or_star", "rho", "let_go_after", "one_sided_buckets", "horizon"}
)
_NOT_NEGATIVE = frozenset(field.name for field in fields(Tuning) if field.name.endswith("_days")) | {
    "gain_answer",
    "gain_broadcast",
    "load_ask",
    "load_give",
    "load_newsletter",
    "var_person",
    "var_me",
    "learn_silence",
    "min_gap",
    "one_sided_ratio",
    "burst_hours",
}

SHIPPED = Tuning()
"""The constants as shipped."""
