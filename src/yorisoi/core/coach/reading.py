"""A draft read in the light of one relationship: what the rules look at."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from yorisoi.core.coach.draft import Draft
from yorisoi.core.coach.evidence import Evidence, phrase_evidence
from yorisoi.core.coach.finding import Span
from yorisoi.core.coach.lexicon import Lexicon
from yorisoi.core.coach.season import busy_fact
from yorisoi.core.coach.situation import Situation
from yorisoi.core.coach.text import Sentence, Text
from yorisoi.core.coach.tokens import tokens
from yorisoi.core.coach.wish import NAMED_DAY_GRACE, Wish, WishKind, wishes

LIVE_DAYS = 1
"""Days since their last word within which a conversation is still going on."""
CLOSE_EXCHANGES = 8
"""Answered messages from which two people may be called familiar."""

CLAUSE_ENDS = "、,・…。!?\n"
"""Signs at which a clause ends."""
_QUESTION = re.compile(
    r"(?:\?|(?:です|ます|しょう|ません|ました|でした|の|い|た|る)(?:か|かね|かしら|かな)[。!~〜…\s]*$|かしら|でしょうね|でしょうか|のかな)"
)
_AGREED = re.compile(
    r"約束|合意|一緒に|共同|合同|参加(?:予定|が決|を表明|する)|(?:予定|日程)(?:だった|が決ま)|希望で|求められ|依頼(?:して|され|が)|発注|契約(?:中|済|し|を結)|"
    r"幹事|会員同士|申し込(?:ん|み済)|打ち?合わせ(?:予定|の約)|来店予約|予約(?:済|して)"
)
_WELCOME = re.compile(
    r"(?:と言って(?:くれ|いた)|と誘(?:って|われ)|頼まれ|声をかけてくれ|いつでも(?:言って|聞いて|どうぞ)|聞かせてと|聞かせて」|見たいと|相談したい)"
)
_INTRO = re.compile(
    r"(?:の|、)(?!件|方|話|事|為|予定|通)[一-龠々ァ-ヴーA-Za-z]{1,6}(?:です|でございます|と申します|っす)(?:[。!\s]|$)|(?:株式会社|有限会社|合同会社|事務所)[^。\n]{0,20}(?:です|ございます|申します)"
)
_QUOTE = re.compile(r"「[^」\n]{3,40}」|『[^』\n]{2,40}』")
_KATAKANA = re.compile(r"[ァ-ヴー]{3,}")
_ECHO = re.compile(r"^(..+?)\1$")
_PLAIN_KATAKANA = frozenset(
    {
        "メール",
        "ライン",
        "メッセージ",
        "スタンプ",
        "タイミング",
        "オンライン",
        "サービス",
        "ビジネス",
        "パートナー",
        "ホームページ",
        "セミナー",
        "プライベート",
    }
)
_URL = re.compile(r"https?://\S+")
_NUMBER = re.compile(r"\d+(?!\s?(?:年|月|日|分|時間|%|円|名|社))")


@dataclass(frozen=True, slots=True)
class Hit:
    """A stretch of the normalised text that a cue or phrase matched."""

    start: int
    end: int
    text: str
    sentence: str


class Reading:
    """Draft, situation and phrase book together; everything derived is worked out once, when first asked for."""

    def __init__(self, draft: Draft, situation: Situation, lexicon: Lexicon) -> None:
        """Hold the three."""
        self.draft = draft
        self.situation = situation
        self.lexicon = lexicon
        self.text = Text(draft)
        self._hits: dict[str, tuple[Hit, ...]] = {}
        self._asks: dict[str, bool] = {}

    # --- wording

    def hits(self, *cues: str) -> tuple[Hit, ...]:
        """All places where any of the cues is met, in the order of the cues."""
        return tuple(hit for cue in cues for hit in self._of(cue))

    def has(self, *cues: str) -> bool:
        """Whether any of the cues is met."""
        return any(self._of(cue) for cue in cues)

    def _of(self, name: str) -> tuple[Hit, ...]:
        if name not in self._hits:
            cue = self.lexicon.cues.get(name)
            found = []
            for match in cue.pattern.finditer(self.text.norm) if cue else ():
                sentence = self._sentence(match.start(), match.end())
                if match.end() > match.start() and not (cue and cue.unless and cue.unless.search(sentence.text)):
                    found.append(Hit(match.start(), match.end(), match.group(), sentence.text))
            self._hits[name] = tuple(found)
        return self._hits[name]

    def _sentence(self, start: int, end: int) -> Sentence:
        return self.text.sentence_at(start) or Sentence(start, end, self.text.norm[start:end])

    @cached_property
    def phrases(self) -> tuple[Evidence, ...]:
        """What the phrase book says about this draft in this situation."""
        return phrase_evidence(self.text, self.situation, self.lexicon)

    def phrased(self, rule: str, level: int = 2) -> tuple[Hit, ...]:
        """Places of phrases that speak for a rule at least at a level (1–3)."""
        return tuple(
            Hit(e.start, e.end, self.text.norm[e.start : e.end], self._sentence(e.start, e.end).text)
            for e in self.phrases
            if e.rule == rule and e.phrase.level >= level
        )

    def spans(self, hits: tuple[Hit, ...], most: int = 3) -> tuple[Span, ...]:
        """Raw places of hits, each to the end of its clause, overlapping ones merged into one, at most ``most``."""
        kept: list[tuple[int, int]] = []
        for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
            if not kept or hit.start >= kept[-1][1]:
                kept.append((hit.start, self._clause_end(hit)))
        return tuple(self.text.span(start, end) for start, end in kept[:most])

    def _clause_end(self, hit: Hit) -> int:
        """Where the clause of a hit ends: a pattern may stop within a word, a reader does not."""
        sentence = self.text.sentence_at(hit.start)
        if sentence is None or hit.end >= sentence.end:
            return hit.end
        rest = self.text.norm[hit.end : sentence.end]
        return hit.end + next((at for at, sign in enumerate(rest) if sign in CLAUSE_ENDS), len(rest))

    @cached_property
    def questions(self) -> tuple[Sentence, ...]:
        """Sentences of the body that ask the recipient something."""
        return tuple(s for s in self.text.sentences if s.start >= self.text.body_start and _QUESTION.search(s.text))

    def asks(self, hit: Hit) -> bool:
        """Whether the sentence of a hit is a question."""
        if hit.sentence not in self._asks:
            self._asks[hit.sentence] = bool(_QUESTION.search(hit.sentence))
        return self._asks[hit.sentence]

    # --- what of theirs is in it

    @cached_property
    def facts_used(self) -> tuple[tuple[str, int, int], ...]:
        """Known facts the draft takes up, each with the place of the word shared."""
        used = []
        for fact in self.situation.known_facts:
            for token in tokens(fact):
                at = self.text.norm.find(token)
                if at >= 0:
                    used.append((fact, at, at + len(token)))
                    break
        return tuple(used)

    @cached_property
    def product_hits(self) -> tuple[Hit, ...]:
        """Places where the sender's own trade is named outside a self-introduction."""
        found = []
        for token in tokens(self.situation.product_of_sender, trade=True):
            for match in re.finditer(re.escape(token), self.text.norm):
                sentence = self._sentence(match.start(), match.end())
                if not _introduces(sentence.text):
                    found.append(Hit(match.start(), match.end(), token, sentence.text))
        return tuple(found)

    @cached_property
    def substance(self) -> int:
        """How many concrete things the draft holds: known facts, quotes, links, numbers, names of things, news."""
        product = {h.text for h in self.product_hits}
        plain = "\n".join(s.text for s in self.text.sentences if not _introduces(s.text))
        names = {
            w
            for w in _KATAKANA.findall(plain)
            if not _ECHO.match(w) and w not in _PLAIN_KATAKANA and not any(p in w or w in p for p in product)
        }
        return (
            2 * len(self.facts_used)
            + 2 * len(_QUOTE.findall(plain))
            + len(_URL.findall(plain))
            + min(2, len(_NUMBER.findall(plain)))
            + len(names)
            + 2 * len(self.hits("shared_news"))
        )

    # --- circumstances

    @cached_property
    def wishes(self) -> tuple[Wish, ...]:
        """Their wishes, seen from the day of sending."""
        return wishes(self.situation.their_requests, self.situation.sent_at.date())

    def wish(self, *kinds: WishKind) -> Wish | None:
        """The first wish of one of the kinds."""
        return next((w for w in self.wishes if w.kind in kinds), None)

    @cached_property
    def requested(self) -> bool:
        """Whether they asked for something this draft may well be the answer to."""
        return self.wish(WishKind.REQUEST) is not None

    @cached_property
    def on_their_day(self) -> bool:
        """Whether they named this day, or a day just past, for hearing from me."""
        today = self.situation.sent_at.date()
        for wish in self.wishes:
            if wish.kind in {WishKind.ON_DATE, WishKind.NOT_BEFORE} and wish.opens is not None:
                grace = NAMED_DAY_GRACE if wish.kind is WishKind.ON_DATE else 4 * NAMED_DAY_GRACE
                if wish.opens <= today <= wish.opens + timedelta(days=grace):
                    return True
        return False

    @cached_property
    def live(self) -> bool:
        """Whether they wrote today or yesterday and nothing of mine is unanswered."""
        days = self.situation.last_incoming_days_ago
        return days is not None and days <= LIVE_DAYS and self.situation.unanswered_in_a_row == 0

    @cached_property
    def close(self) -> bool:
        """Whether the two are familiar."""
        return self.situation.stage == "warm" or self.situation.exchanges >= CLOSE_EXCHANGES

    @cached_property
    def agreed(self) -> bool:
        """Whether there is a settled matter between them: a contract or something known to be arranged."""
        return self.situation.stage == "client" or any(_AGREED.search(_plain(f)) for f in self.situation.known_facts)

    @cached_property
    def invited(self) -> bool:
        """Whether the recipient opened this subject: a request, an invitation, words of welcome."""
        return self.requested or any(_WELCOME.search(_plain(f)) for f in self.situation.known_facts)

    @cached_property
    def asking(self) -> tuple[Hit, ...]:
        """Places that ask for a meeting, a referral, work, a trial."""
        return self.hits("ask_meeting", "ask_referral", "ask_work", "ask_trial")

    @cached_property
    def agenda(self) -> bool:
        """Whether the draft wants something: it asks, offers, presses, or talks of the sender's trade."""
        if self.asking or self.product_hits:
            return True
        return self.has(
            "offer",
            "brochure",
            "decision_state",
            "own_need",
            "veiled",
            "denial",
            "demand_reply",
            "deadline_reply",
            "homework",
            "choose",
            "ask_event",
            "favour",
            "pretext",
            "veiled_call",
        )

    @cached_property
    def eases(self) -> bool:
        """Whether the draft takes weight off: lets go, or says nothing is needed, and wants nothing."""
        light = self.has("withdraw") or (self.has("release") and (self.has("no_hurry") or not self.product_hits))
        return light and not self.asking and not self.has("offer", "deadline_reply", "choose", "homework")

    @cached_property
    def busy(self) -> str | None:
        """The known fact that makes this moment a bad one, if any."""
        return busy_fact(self.situation.known_facts, self.situation.sent_at)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _introduces(sentence: str) -> bool:
    """Whether the sender names themselves in it; a sentence with a quote tells more than a name."""
    return _INTRO.search(sentence) is not None and "「" not in sentence and "『" not in sentence
