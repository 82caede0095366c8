"""Evidence from wording: which phrases of the book are met in this draft, and for which rule they speak."""

from __future__ import annotations

from dataclasses import dataclass

from yorisoi.core.coach.lexicon import Lexicon, Phrase
from yorisoi.core.coach.situation import Situation
from yorisoi.core.coach.text import Text

DORMANT_DAYS = 60
"""Days without a word either way from which a tie is dormant."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place of the normalised text that speaks for a rule, and the phrase it rests on."""

    rule: str
    start: int
    end: int
    phrase: Phrase


def phrase_evidence(text: Text, situation: Situation, lexicon: Lexicon) -> tuple[Evidence, ...]:
    """Every phrase whose condition holds here and whose exception does not."""
    found = []
    for phrase in lexicon.phrases:
        if phrase.pattern is None or not applies(phrase.condition, situation):
            continue
        for match in phrase.pattern.finditer(text.norm):
            sentence = text.sentence_at(match.start())
            around = text.norm if phrase.whole_message or sentence is None else sentence.text
            if match.end() > match.start() and not (phrase.unless and phrase.unless.search(around)):
                found.append(Evidence(phrase.rule, match.start(), match.end(), phrase))
    return tuple(found)


def applies(condition: str, situation: Situation) -> bool:
    """Whether the condition of a phrase holds in a situation; an unknown condition never does."""
    silence = situation.silence_days
    return {
        "always": True,
        "relation": True,
        "unanswered": situation.unanswered_in_a_row > 0,
        "dormant": silence is not None and silence >= DORMANT_DAYS,
        "no_consent": not situation.consent_recorded,
        "mlm": situation.mode == "mlm",
        "shigyo": situation.mode == "lawyer",
        "first_thankyou": situation.stage == "met_once" and situation.exchanges == 0,
        "chat": situation.channel in {"line", "messenger", "sms"},
    }.get(condition, False)
