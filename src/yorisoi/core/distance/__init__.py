"""The distance engine (間合い): how near two people are, and whether writing now would be kind.

Two layers, never mixed: what is measured (a small model of the tie) and what is courteous (a policy of defaults).
``fold`` gives the answer for a timeline; ``start``, ``advance`` and ``read`` are the same, one touch at a time.
"""

from yorisoi.core.distance.advice import AdviceKind, Distance, Reason
from yorisoi.core.distance.calibration import Calibration, Outcome, fit, outcomes
from yorisoi.core.distance.comfort import Comfort, tuned
from yorisoi.core.distance.days import IsDayOff, weekend
from yorisoi.core.distance.fold import fold, odds_at, read, replay
from yorisoi.core.distance.habit import Habit, Sureness, habit
from yorisoi.core.distance.history import Asked, Evidence, asked, evidence
from yorisoi.core.distance.measure import measure
from yorisoi.core.distance.opening import Earliest
from yorisoi.core.distance.pooling import Forecast, Pool, apart, forecasts, pooled
from yorisoi.core.distance.recalibration import Judged, Trial, judge
from yorisoi.core.distance.relation import Closeness, Hold, Relation, Wish
from yorisoi.core.distance.scaffold import About, Material, places, written
from yorisoi.core.distance.state import State, advance, start
from yorisoi.core.distance.technique import Occasion, Technique, techniques
from yorisoi.core.distance.touch import Touch, TouchKind
from yorisoi.core.distance.tuning import SHIPPED, Tuning

__all__ = [
    "SHIPPED",
    "About",
    "AdviceKind",
    "Asked",
    "Calibration",
    "Closeness",
    "Comfort",
    "Distance",
    "Earliest",
    "Evidence",
    "Forecast",
    "Habit",
    "Hold",
    "IsDayOff",
    "Judged",
    "Material",
    "Occasion",
    "Outcome",
    "Pool",
    "Reason",
    "Relation",
    "State",
    "Sureness",
    "Technique",
    "Touch",
    "TouchKind",
    "Trial",
    "Tuning",
    "Wish",
    "advance",
    "apart",
    "asked",
    "evidence",
    "fit",
    "fold",
    "forecasts",
    "habit",
    "judge",
    "measure",
    "odds_at",
    "outcomes",
    "places",
    "pooled",
    "read",
    "replay",
    "start",
    "techniques",
    "tuned",
    "weekend",
    "written",
]
