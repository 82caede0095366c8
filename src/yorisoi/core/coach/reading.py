"""A draft read in the light of one relationship: what the rules look at."""

from __future__ import annotations

from yorisoi.core.coach.draft import Draft
from yorisoi.core.coach.lexicon import Lexicon
from yorisoi.core.coach.situation import Situation
from yorisoi.core.coach.text import Text


class Reading:
    """Draft, situation and phrase book together."""

    def __init__(self, draft: Draft, situation: Situation, lexicon: Lexicon) -> None:
        """Hold the three; everything derived is worked out when first asked for."""
        self.draft = draft
        self.situation = situation
        self.lexicon = lexicon
        self.text = Text(draft)
