"""誰にでも送れる: wordings of many hands, and their harmless twins; silence first."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from yorisoi.core.coach import Report
from yorisoi.core.coach.rule import Example, example

QUIET = (
    example(
        "先日はありがとうございました。鹿のジビエの下処理の話、目から鱗でした。",
        stage="met_once",
        exchanges=0,
        known_facts=("ジビエ料理の店を準備中",),
    ),
    example(
        "会員各位 8月の休業日のお知らせです。11日から15日までお休みします。",
        stage="client",
        exchanges=10,
        known_facts=("毎月末に棚卸し",),
    ),
    example(
        "昨日はありがとうございました。今後ともよろしくお願いいたします。",
        stage="met_once",
        exchanges=0,
        known_facts=(),
    ),
    example(
        "ありがとう!助かった!",
        stage="warm",
        exchanges=30,
        channel="line",
        known_facts=("釣り好き",),
        last_incoming_days_ago=0,
    ),
    example(
        "部員の皆さんの写真、市役所のロビーで拝見しました。逆光の一枚が忘れられません。",
        stage="acquainted",
        exchanges=4,
        known_facts=("写真部の顧問",),
    ),
    example(
        "蜂蜜の色が花で変わる話、食卓で三回しました。",
        stage="met_once",
        exchanges=0,
        known_facts=("蜂蜜を作っている",),
    ),
    example(
        "川底の石を返すときのコツ、子どもに教えたら得意げでした。",
        stage="met_once",
        exchanges=0,
        known_facts=("川の生き物を調べている",),
    ),
    example(
        "皆様で作られた点字の絵本、手ざわりが楽しかったです。",
        stage="acquainted",
        exchanges=3,
        known_facts=("点字図書を作っている",),
    ),
    example(
        "先日はありがとうございました。灯台の話の続き、いつか聞かせてください。",
        stage="met_once",
        exchanges=0,
        known_facts=("灯台の写真を撮る",),
    ),
    example(
        "会員の皆様へ 来月のお稽古は第二土曜に変わります。",
        stage="acquainted",
        exchanges=6,
        known_facts=("詩吟の会の会員同士",),
    ),
)


HEARD = (
    example(
        "先日は貴重なお時間をいただき、誠にありがとうございました。今後とも何卒よろしくお願い申し上げます。",
        stage="met_once",
        exchanges=0,
        known_facts=("ジビエ料理の店を準備中",),
    ),
    example(
        "日頃お世話になっている皆さまへ、夏のご挨拶をお送りしております。",
        stage="acquainted",
        exchanges=1,
        known_facts=("水墨画を習っている",),
    ),
    example(
        "【会社名】【お名前】様 お世話になっております。",
        stage="met_once",
        exchanges=0,
        known_facts=("農園を継いだばかり",),
    ),
    example(
        "貴社の益々のご発展を心よりお祈り申し上げます。",
        stage="met_once",
        exchanges=0,
        known_facts=("保育園の調理師",),
    ),
    example(
        "昨日は素敵なご縁をありがとうございました✨これからもよろしくお願いします!",
        stage="met_once",
        exchanges=1,
        channel="line",
        known_facts=("盲導犬の訓練士",),
    ),
    example(
        "関係者各位 新しい季節を迎え、皆様にはいよいよご清栄のことと存じます。",
        stage="acquainted",
        exchanges=2,
        known_facts=("古民家を改修中",),
    ),
    example(
        "このたびはご縁をいただき誠にありがとうございます。皆様のお役に立てるよう精進してまいります。",
        stage="met_once",
        exchanges=0,
        known_facts=("蜂蜜を作っている",),
    ),
    example(
        "いつもお世話になっている皆さんへ一斉送信で失礼します!",
        stage="acquainted",
        exchanges=2,
        known_facts=("手話通訳をしている",),
    ),
    example(
        "名刺交換をさせていただきました皆様に、心より御礼申し上げます。",
        stage="met_once",
        exchanges=0,
        known_facts=("義足を作っている",),
    ),
    example(
        "昨日は大変有意義なひとときをありがとうございました。今後のご縁を大切にしてまいります。",
        stage="met_once",
        exchanges=0,
        known_facts=("川の生き物を調べている",),
    ),
    example(
        "このたびは名刺交換の機会を賜り、誠にありがとうございました。貴社のますますのご発展をお祈り申し上げます。",
        stage="met_once",
        exchanges=0,
        known_facts=("灯台の写真を撮る",),
    ),
    example(
        "お客様各位 年末年始の営業についてと、新春セールのお知らせです。",
        stage="acquainted",
        exchanges=1,
        known_facts=("酒蔵で杜氏をしている",),
    ),
    example(
        "お世話になった皆様へ 新しい事業のご案内です。貴社の更なるご発展をお祈りいたします。",
        stage="acquainted",
        exchanges=2,
        known_facts=("鷹匠の修業中",),
    ),
)


@pytest.mark.parametrize("case", QUIET, ids=lambda case: case.draft.body[:18])
def test_stays_silent(case: Example, judge: Callable[[Example], Report]) -> None:
    assert "impersonal" not in judge(case).labels


@pytest.mark.parametrize("case", HEARD, ids=lambda case: case.draft.body[:18])
def test_speaks(case: Example, judge: Callable[[Example], Report]) -> None:
    assert "impersonal" in judge(case).labels


def test_nothing_known_nothing_missed(say: Callable[..., Report]) -> None:
    words = "先日は貴重なお時間をいただき、ありがとうございました。今後ともよろしくお願いいたします。"
    assert say(words, stage="met_once", known_facts=()).labels == []
    assert say(words, stage="met_once", known_facts=("藍を育てている",)).labels == ["impersonal"]


def test_left_over_placeholders_are_found_in_the_subject(say: Callable[..., Report]) -> None:
    report = say("ご挨拶申し上げます。", subject="○○様 ご挨拶", stage="met_once", known_facts=("個展が近い",))
    assert "impersonal" in report.labels
    assert any(s.field == "subject" for f in report.findings for s in f.spans)


def test_a_fact_of_theirs_makes_it_personal(say: Callable[..., Report]) -> None:
    report = say("個展のご盛会、おめでとうございます。", stage="met_once", known_facts=("10月に個展",))
    assert report.labels == []
    assert "remembers" in {good.kind for good in report.good}
