"""Whoever writes oddly, or means harm: no crash, no long wait, the same answer twice, and the same answer in disguise.

The promise is 200 ms for a draft of 5,000 characters; ``bench/coach_speed.py`` measures it. The ceilings here are generous
ones against patterns that backtrack without end, which take minutes and not tenths.
"""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta, timezone
from itertools import chain

import jaconv
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yorisoi import data
from yorisoi.core.coach import Draft, EvidenceModel, Report, Situation, lint, rules, wish
from yorisoi.core.coach.rule import Example
from yorisoi.core.coach.wish import wishes

LEXICON = data.lexicon()
LONG, ENDLESS = 5_000, 20_000  # characters: the promise, and the longest sheet the desk takes
CEILING = 2.0  # seconds for a draft, on a busy machine
ENDLESS_CEILING = 6.0
JST = timezone(timedelta(hours=9))
SITUATION = Situation(
    channel="email",
    sent_at=datetime(2026, 6, 16, 10, tzinfo=JST),
    stage="considering",
    unanswered_in_a_row=2,
    last_outgoing_days_ago=3,
    last_incoming_days_ago=90,
    known_facts=("製麺機を探していた",),
    their_requests=("夜は苦手なのでメールだけでお願いします",),
    product_of_sender="外壁塗装",
)
BOTH = pytest.mark.parametrize("model", [None, data.coach_model()], ids=["rules", "evidence"])
FLAGGED = [(rule.id, case) for rule in rules() for case in rule.flagged]
PASSING = [(rule.id, case) for rule in rules() for case in rule.passing]


def judge(
    body: str, model: EvidenceModel | None, situation: Situation = SITUATION, subject: str | None = None
) -> Report:
    return lint(Draft(body=body, subject=subject), situation, LEXICON, evidence=model)


def labels(case: Example, model: EvidenceModel | None, dress: Callable[[str], str] = str) -> set[str]:
    return set(judge(dress(case.draft.body), model, case.situation, case.draft.subject).labels)


def strewn(sign: str) -> Callable[[str], str]:
    """Put a sign after every third one, but not at the end of a line."""
    return lambda text: "".join(one + (sign if at % 3 == 2 and one != "\n" else "") for at, one in enumerate(text))


DISGUISES: dict[str, Callable[[str], str]] = {
    "zero_width_space": strewn("\u200b"),
    "zero_width_joiner": strewn("\u200d"),
    "word_joiner": strewn("\u2060"),
    "byte_order_mark": strewn("\ufeff"),
    "soft_hyphen": strewn("\u00ad"),
    "right_to_left": strewn("\u202e"),
    "left_to_right": strewn("\u200e"),
    "isolates": strewn("\u2067"),
    "variation": strewn("\ufe0f"),
    "half_width_kana": lambda text: jaconv.z2h(text, kana=True, ascii=False, digit=False),
    "wide_letters": lambda text: jaconv.h2z(text, kana=False, ascii=True, digit=True),
    "taken_apart": lambda text: unicodedata.normalize("NFD", text),
}


@BOTH
@pytest.mark.parametrize("dress", DISGUISES.values(), ids=DISGUISES.keys())
def test_the_answer_is_the_same_in_disguise(dress: Callable[[str], str], model: EvidenceModel | None) -> None:
    changed = [
        (rule, case.draft.body) for rule, case in FLAGGED[::3] if labels(case, model, dress) != labels(case, model)
    ]
    assert changed == []


@BOTH
@pytest.mark.parametrize("dress", DISGUISES.values(), ids=DISGUISES.keys())
def test_a_kind_draft_stays_kind_in_disguise(dress: Callable[[str], str], model: EvidenceModel | None) -> None:
    changed = [
        (rule, case.draft.body) for rule, case in PASSING[::5] if labels(case, model, dress) - labels(case, model)
    ]
    assert changed == []


ODD: dict[str, str] = {
    "emoji": "お元気ですか👋🏽😊 先日の件👨‍👩‍👧‍👦、ご検討🙏いかがでしょうか❓🇯🇵",
    "half_width": "ｺﾞｹﾝﾄｳｼﾞｮｳｷｮｳﾊｲｶｶﾞﾃﾞｼｮｳｶ｡ｵﾍﾝｼﾞｦｵﾏﾁｼﾃｵﾘﾏｽ｡",
    "spaces": "ご 検 討 状 況 は い か が で し ょ う か 。",
    "wide_spaces": "ご　返　信　を　お　待　ち　し　て　い　ま　す",
    "old_kanji": "御檢討狀況は如何でせうか。御返事を御待ち申上げて居りまする。",
    "kansai": "あれからどないでっか。はよ決めてもらわな、こっちも困りますねん。",
    "tohoku": "あの件なじょだべ。返事けでけろ。",
    "kyushu": "あん話、どげんなっとっと？はよ返事せんね。",
    "english": "Hi 佐藤さん, just following up on ご提案の件. Let me know ASAP！",
    "right_to_left": "\u202eかうょしでがかいは討検ご\u202c شكرا לך",
    "surrogates": "ご検討\ud83dはいかが\udc00でしょうか",
    "zalgo": "ご\u0301\u0327検\u0332\u0333討" + "\u0300" * 300 + "はいかがでしょうか",
    "nulls": "ご\x00検\x01討\x7fは\x85いかが\u2028で\u2029しょうか",
    "private_use": "ご\ue000検\U0010ffff討\ufffeはいかがでしょうか",
    "ideographs": "ご㋿検㍿討﷽㌀はいかがでしょうか⑳",
    "only_marks": "\u3099\u309a\u0301\u200d\ufe0f\u20e3",
    "line_ends": "ご検討\r状況は\r\n\n\rいかが\vでしょうか\f",
    "nothing": "",
    "blank": " \u3000\t\n\u00a0",
}


@BOTH
@pytest.mark.parametrize("body", ODD.values(), ids=ODD.keys())
def test_odd_hands_are_read_twice_alike(body: str, model: EvidenceModel | None) -> None:
    for text in (body, body * 40):
        first = judge(text, model, subject=body or None)
        assert first == judge(text, model, subject=body or None)
        for span in chain.from_iterable(finding.spans for finding in first.findings):
            whole = text if span.field == "body" else body
            assert whole[span.start : span.end] == span.text


SIGNS = (
    "お", "。", "、", "\n", "\r\n", " ", "\u3000", "\u200b", "\u202e", "\u3099", "ﾞ", "ｶﾞ", "😀", "👨‍👩‍👧", "0", "a", "?", "か?", "!!", "「",
    "」", "○", "様", "\ud800", "\u0301", "﷽", "㌀", "①", "一", "ー", "〜", "…", "・", "で", "いか", "https://", "@", "{{", "\x00",
)  # fmt: skip


@pytest.mark.parametrize("sign", SIGNS, ids=ascii)
def test_one_sign_without_end_is_borne(sign: str) -> None:
    body = (sign * ENDLESS)[:ENDLESS]
    began = time.perf_counter()
    assert len(judge(body, data.coach_model(), subject=body[:300]).shown) <= 3
    assert time.perf_counter() - began < ENDLESS_CEILING


def patterns() -> Iterator[tuple[str, re.Pattern[str], tuple[str, ...]]]:
    """Every pattern of the phrase book and of wishes, with texts that nearly fit it."""
    for cue in LEXICON.cues.values():
        yield cue.name, cue.pattern, (*cue.examples, *cue.traps)
        if cue.unless:
            yield f"{cue.name} unless", cue.unless, (*cue.traps, *cue.examples)
    for phrase in LEXICON.phrases:
        if phrase.pattern:
            yield phrase.id, phrase.pattern, (phrase.example,)
        if phrase.unless:
            yield f"{phrase.id} unless", phrase.unless, (phrase.example,)
    told = (
        "夜は苦手です",
        "もう連絡しないで",
        "電話はしないでメールで",
        "3月まで忙しいので落ち着いたらこちらから",
        "GW明けに連絡",
    )
    for name, held in vars(wish).items():
        if isinstance(held, re.Pattern):
            yield f"wish {name}", held, told
    for one, _ in wish._NAMED:
        yield "wish named", one, told
    for channel, word in wish._CHANNEL_WORDS:
        yield f"wish only {channel}", re.compile(word + wish._ONLY), told
        yield f"wish not by {channel}", re.compile(word + wish._NOT_BY), told


PATTERNS = list(patterns())
FILL = ("あ", "一", "ア", "a", "0", " ", "、", "?", "お", "ご", "の", "いい", "ないで", "連絡", "!1")


def bombs(nearly: tuple[str, ...]) -> Iterator[str]:
    """What makes a careless pattern go back and forth: beginnings of what fits, over and over, without the end."""
    for fill in FILL:
        yield (fill * LONG)[:LONG]
    for text in nearly[:4]:
        for part in (text[: len(text) // 2], text[:-2], text):
            if part:
                yield (part * LONG)[:LONG]
                yield part[: len(part) // 2] + "お" * LONG + part[len(part) // 2 :]
                yield part + " " * LONG


@pytest.mark.parametrize(
    ("name", "pattern", "nearly"), PATTERNS, ids=[f"{at}-{one[0]}" for at, one in enumerate(PATTERNS)]
)
def test_no_pattern_goes_back_and_forth(name: str, pattern: re.Pattern[str], nearly: tuple[str, ...]) -> None:
    for bomb in bombs(nearly):
        began = time.perf_counter()
        found = sum(1 for _ in pattern.finditer(bomb))
        assert time.perf_counter() - began < CEILING, f"{name}: {bomb[:20]!r}"
        assert found <= LONG + len(bomb)


NEARLY = [text for cue in LEXICON.cues.values() for text in cue.examples[:1]] + [
    phrase.example for phrase in LEXICON.phrases if phrase.example
]


@pytest.mark.parametrize("text", NEARLY[::2], ids=lambda text: text[:12])
def test_a_long_draft_of_nearly_fitting_words_is_not_slow(text: str) -> None:
    for part in (text[: len(text) // 2 + 1], text):
        body = (part * LONG)[:LONG]
        began = time.perf_counter()
        judge(body, data.coach_model())
        assert time.perf_counter() - began < CEILING


@pytest.mark.parametrize(
    "told", ["連絡は", "電話はしない", "3月まで", "落ち着いたら", "夜", "12", "もう", "メール", "。"]
)
def test_long_wishes_are_borne(told: str) -> None:
    began = time.perf_counter()
    for text in ((told * LONG)[:LONG], told + "あ" * LONG, " " * LONG + told):
        found = wishes((text,), date(2026, 6, 16))
        assert all(one.text == text for one in found)
        judge(
            "またお会いできますように。",
            data.coach_model(),
            Situation(**{**fields(SITUATION), "their_requests": (text,)}),
        )
    assert time.perf_counter() - began < CEILING


def fields(situation: Situation) -> dict[str, object]:
    return {name: getattr(situation, name) for name in Situation.__dataclass_fields__}


NASTY = st.lists(
    st.sampled_from([*SIGNS, *ODD.values(), *NEARLY[::4], "\u202d", "\u2069", "\ufff9", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "ﾟ", "檢討", "しはる"])
    | st.characters(),
    max_size=60,
).map("".join)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(NASTY, st.none() | NASTY, st.sampled_from([None, data.coach_model()]))
def test_whatever_comes_is_borne(body: str, subject: str | None, model: EvidenceModel | None) -> None:
    began = time.perf_counter()
    report = judge(body, model, subject=subject)
    assert time.perf_counter() - began < CEILING
    assert report == judge(body, model, subject=subject)
    assert set(report.labels) <= {rule.id for rule in rules()}
