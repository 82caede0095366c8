"""What is good in a draft is told too, with its place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from yorisoi.core.coach import Report


def kinds(report: Report) -> set[str]:
    return {good.kind for good in report.good}


@pytest.mark.parametrize("body", ["", "お世話になっております。", "よろしくお願いいたします。", "必ずお返事ください。"])
def test_nothing_special_is_not_praised(body: str, say: Callable[..., Report]) -> None:
    assert kinds(say(body)) == set()


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("useful_info", "若い方の育て方の短い記事を見つけました。"),
        ("useful_info", "濡らした布を掛けるだけで楽になりますよ。"),
        ("useful_info", "ご参考まで。"),
        ("shared_topic", "お好きだと伺った落語を聴きました。"),
        ("shared_topic", "おすすめしてくださった映画を観ました。"),
        ("shared_topic", "雲を見て、お話を思い出しました。"),
        ("event_invite", "寺で蓮を見る会があるそうです。"),
        ("event_invite", "展示は入場無料です。"),
        ("event_invite", "申し込みも不要です。"),
        ("own_news", "私は春から古文書を習い始めました。"),
        ("own_news", "やっと走れました。"),
        ("hand_choice", "必要なときに思い出してください。"),
        ("hand_choice", "どちらでも大丈夫です。"),
        ("hand_choice", "急ぎません。"),
        ("thanks", "昨日はありがとうございました。"),
        ("thanks", "助かりました。"),
        ("congratulation", "開店おめでとうございます。"),
        ("congratulation", "ご出産を心よりお祝い申し上げます。"),
        ("no_reply_asked", "お返事はいりません。"),
        ("no_reply_asked", "読み飛ばしてくださいね。"),
    ],
)
def test_good_points_are_named_with_their_place(kind: str, body: str, say: Callable[..., Report]) -> None:
    report = say(body)
    assert kind in kinds(report)
    for good in report.good:
        assert good.what.endswith("。")
        for span in good.spans:
            assert body[span.start : span.end] == span.text


def test_an_event_of_ones_own_trade_is_no_gift(say: Callable[..., Report]) -> None:
    words = "保険の相談会があるそうです。"
    assert "event_invite" in kinds(say(words))
    assert "event_invite" not in kinds(say(words, product_of_sender="生命保険"))


def test_remembered_facts_are_few_and_quoted(say: Callable[..., Report]) -> None:
    facts = ("製麺機を探す", "塩ラーメンを研究", "看板の色褪せ", "西日の窓")
    report = say("製麺機と塩ラーメンと看板と西日の話をしました。", known_facts=facts)
    remembered = [good for good in report.good if good.kind == "remembers"]
    assert len(remembered) == 3
    assert "製麺機を探す" in remembered[0].what


def test_praise_stands_beside_findings(say: Callable[..., Report]) -> None:
    report = say("昨日はありがとうございました。一度お会いできませんか。", stage="met_once")
    assert report.labels == ["premature_ask"]
    assert "thanks" in kinds(report)
