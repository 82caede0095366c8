"""The normalised text finds its way back to what was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yorisoi.core.coach import Draft
from yorisoi.core.coach.text import Text


def span_of(raw: str, words: str, subject: str | None = None) -> str:
    text = Text(Draft(body=raw, subject=subject))
    at = text.norm.index(words)
    return text.span(at, at + len(words)).text


@pytest.mark.parametrize(
    ("raw", "words", "shown"),
    [
        ("ｶﾞｿﾘﾝは高い", "ガソリン", "ｶﾞｿﾘﾝ"),
        ("今ﾅﾗ半額", "今ナラ半額", "今ﾅﾗ半額"),
        ("１００％です", "100%", "１００％"),
        ("㈱花です", "(株)", "㈱"),
        ("ご\u200b返信ください", "ご返信", "ご\u200b返信"),
        ("\u202bお元気ですか\u202c", "お元気", "お元気"),
        ("は\u3099らの花", "ばら", "は\u3099ら"),
        ("👨‍👩‍👧お元気ですか", "お元気", "お元気"),
        ("ありがとう！", "ありがとう!", "ありがとう！"),
    ],
)
def test_places_are_those_typed(raw: str, words: str, shown: str) -> None:
    assert span_of(raw, words) == shown


def test_the_subject_is_the_first_line() -> None:
    text = Text(Draft(body="本文です", subject="件名です"))
    assert text.norm == "件名です\n本文です"
    assert text.body == "本文です"
    assert text.span(0, 2).field == "subject"
    body = text.span(5, 7)
    assert (body.field, body.start, body.end, body.text) == ("body", 0, 2, "本文")


def test_a_stretch_over_both_is_cut_to_the_subject() -> None:
    text = Text(Draft(body="本文です", subject="件名です"))
    assert text.span(2, 7).text == "です"


def test_no_subject_no_offset() -> None:
    text = Text(Draft(body="本文です"))
    assert text.body == "本文です"
    assert text.span(0, 2).start == 0


def test_empty_texts() -> None:
    text = Text(Draft(body=""))
    assert text.sentences == ()
    assert text.span(0, 0).text == ""
    assert text.sentence_at(0) is None


@pytest.mark.parametrize(
    ("raw", "count"),
    [
        ("一。二。三。", 3),
        ("一\n二\n\n三", 3),
        ("本当ですか?!はい", 2),
        ("一行だけ", 1),
        ("  \n \n", 0),
        ("行一\r\n行二", 2),
    ],
)
def test_sentences(raw: str, count: int) -> None:
    assert len(Text(Draft(body=raw)).sentences) == count


@given(st.text(max_size=200), st.none() | st.text(max_size=40))
def test_every_sentence_has_a_place(body: str, subject: str | None) -> None:
    text = Text(Draft(body=body, subject=subject))
    for sentence in text.sentences:
        assert text.norm[sentence.start : sentence.end] == sentence.text
        span = text.span(sentence.start, sentence.end)
        whole = body if span.field == "body" else subject or ""
        assert 0 <= span.start <= span.end <= len(whole)
        assert whole[span.start : span.end] == span.text


@given(st.text(max_size=300))
def test_normalising_twice_changes_nothing(body: str) -> None:
    once = Text(Draft(body=body)).norm
    assert Text(Draft(body=once)).norm == once or any(ord(c) > 127 for c in once)


def test_both_signs_of_a_line_end_are_one() -> None:
    assert Text(Draft(body="一行目\r\n二行目\r\n\r\n三行目")).norm == "一行目\n二行目\n\n三行目"


def test_letters_spread_for_the_eye_are_one_word_and_stay_traceable() -> None:
    text = Text(Draft(body="ご 検 討 状 況 はいかがでしょうか"))
    assert "ご検討状況" in text.norm.replace(" ", "")
    assert text.norm.startswith("ご検討状況")
    at = text.norm.index("検討状況")
    assert text.span(at, at + 4).text == "検 討 状 況"


@pytest.mark.parametrize("words", ["佐藤 様", "明日 10時 会議室", "A B C D", "春 夏 秋"])
def test_ordinary_spaces_stay(words: str) -> None:
    assert Text(Draft(body=words)).norm == words


@pytest.mark.parametrize("sign", ["\u034f", "\u3164", "\u2800", "\U000e0101", "\u180e", "\ufe01"])
def test_signs_nobody_sees_split_no_word(sign: str) -> None:
    assert Text(Draft(body=f"ご検{sign}討状{sign}況")).norm == "ご検討状況"
