"""The distance engine (間合い): how near two people are, and whether writing now would be kind.

Two layers, never mixed: what is measured (a small model of the tie) and what is courteous (a policy of defaults).
``fold`` gives the answer for a timeline; ``start``, ``advance`` and ``read`` are the same, one touch at a time.
"""

from yorisoi.core.distance.advice import AdviceKind, Distance, Reason
from yorisoi.core.distance.calibration import Calibration, Outcome, fit, outcomes
from yorisoi.core.distance.days import IsDayOff, weekend
from yorisoi.core.distance.fold import fold, odds_at, read, replay
from yorisoi.core.distance.measure import measure
from yorisoi.core.distance.opening import Earliest
from yorisoi.core.distance.relation import Closeness, Hold, Relation, Wish
from yorisoi.core.distance.state import State, advance, start
from yorisoi.core.distance.technique import Occasion, Technique, techniques
from yorisoi.core.distance.touch import Touch, TouchKind
from yorisoi.core.distance.tuning import SHIPPED, Tuning

__all__ = [
    "SHIPPED",
    "AdviceKind",
    "Calibration",
    "Closeness",
    "Distance",
    "Earliest",
    "Hold",
    "IsDayOff",
    "Occasion",
    "Outcome",
    "Reason",
    "Relation",
    "State",
    "Technique",
    "Touch",
    "TouchKind",
    "Tuning",
    "Wish",
    "advance",
    "fit",
    "fold",
    "measure",
    "odds_at",
    "outcomes",
    "read",
    "replay",
    "start",
    "techniques",
    "weekend",
]
