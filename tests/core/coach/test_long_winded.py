"""長すぎる: length is weighed against the stage, and never where it was asked for; silence first."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from yorisoi.core.coach import Report, Severity

SENTENCE = "庭の木が少しずつ色づいてきました。"
LIST = "\n".join(
    f"{n}. 企画から運用までの流れを細かくご説明する項目がここに続きます。準備の目安も書きます。" for n in range(1, 9)
)


def text(size: int) -> str:
    return (SENTENCE * (size // len(SENTENCE) + 1))[:size]


@pytest.mark.parametrize("size", [0, 20, 200, 399, 400])
def test_a_mail_up_to_four_hundred_is_fine(size: int, say: Callable[..., Report]) -> None:
    assert "long_winded" not in say(text(size), exchanges=3).labels


@pytest.mark.parametrize("size", [401, 600, 3000])
def test_a_longer_mail_is_not(size: int, say: Callable[..., Report]) -> None:
    assert "long_winded" in say(text(size), exchanges=3).labels


@pytest.mark.parametrize("channel", ["line", "messenger", "sms"])
@pytest.mark.parametrize(("size", "heard"), [(300, False), (301, True)])
def test_a_chat_is_shorter(channel: str, size: int, heard: bool, say: Callable[..., Report]) -> None:
    assert ("long_winded" in say(text(size), channel=channel, exchanges=3).labels) is heard


def test_asked_for_length_is_fine(say: Callable[..., Report]) -> None:
    assert say(text(900), stage="client", exchanges=20, their_requests=("手順を全部書いてください",)).labels == []


def test_a_live_talk_between_friends_is_fine(say: Callable[..., Report]) -> None:
    facts = {"channel": "line", "stage": "warm", "exchanges": 40, "last_incoming_days_ago": 0}
    assert say(text(500), **facts).labels == []


def test_a_packed_list_to_someone_barely_known(say: Callable[..., Report]) -> None:
    assert len(LIST) <= 400
    assert "long_winded" in say(LIST, exchanges=1).labels
    assert "long_winded" not in say(LIST, exchanges=9).labels


def test_a_few_dates_are_no_packed_list(say: Callable[..., Report]) -> None:
    dates = "\n".join(f"・{n}日 10時" for n in range(1, 8))
    assert "long_winded" not in say(dates, exchanges=1).labels


def test_settled_work_with_a_client_is_only_noticed(say: Callable[..., Report]) -> None:
    report = say("明日の工程です。" + text(500), stage="client", exchanges=20)
    assert report.labels == []
    assert [f.severity for f in report.findings if f.rule == "long_winded"] == [Severity.NOTICE]


def test_the_weightiest_paragraph_is_shown(say: Callable[..., Report]) -> None:
    body = f"こんにちは。\n\n{text(450)}\n\nそれでは。"
    (finding,) = [f for f in say(body, exchanges=3).findings if f.rule == "long_winded"]
    assert finding.spans[0].start == body.index("庭")
    assert "字" in finding.why


def test_letters_to_readers_may_be_long(say: Callable[..., Report]) -> None:
    assert say(text(2000), is_newsletter=True).labels == []
