"""自分中心: wordings of many hands, and their harmless twins; silence first."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from yorisoi.core.coach import Report
from yorisoi.core.coach.rule import Example, example

QUIET = (
    example(
        "教えていただいた呼吸のおかげで、初めて10km走れました。",
        exchanges=5,
    ),
    example(
        "ご著書のランキング入り、おめでとうございます。",
        exchanges=4,
    ),
    example(
        "娘が逆上がりできた!あの公園の鉄棒、低くて良かったわ",
        stage="warm",
        exchanges=20,
        channel="line",
    ),
    example(
        "7月から事務所の電話番号が変わります。新しい番号は下のとおりです。",
        stage="client",
        exchanges=9,
    ),
    example(
        "来年の目標を決められたと伺い、私も早起きを始めました。三日続いています。",
        exchanges=3,
    ),
    example(
        "お力添えをいただいた件、無事に終わりました。ありがとうございました。",
        exchanges=6,
    ),
    example(
        "教室の展覧会に初めて出しました。先生に褒めていただいた藍の線を使っています。",
        exchanges=5,
    ),
    example(
        "うちの猫が脱走して、三日目に帰ってきました。先生の「匂いのついた毛布」の知恵のおかげです。",
        exchanges=4,
    ),
    example(
        "会の会計係になりました。数字が苦手で、毎晩そろばんを弾いています。",
        exchanges=4,
    ),
    example(
        "担当が産休に入りますので、来月から私、西村が伺います。",
        stage="client",
        exchanges=12,
    ),
    example(
        "おかげさまで工房が五年目を迎えました。あの日の「続けてみたら」に支えられました。",
        exchanges=5,
    ),
)


HEARD = (
    example(
        "今月あと一件でトップ賞なんです!協力してもらえませんか?",
        exchanges=3,
        channel="line",
    ),
    example(
        "開業したばかりで実績がなく困っております。どうか最初のお客様になってください。",
        exchanges=2,
    ),
    example(
        "弊社は昨年、過去最高の売上を達成いたしました。新社屋も完成し、業界紙にも取り上げられました。",
        exchanges=4,
    ),
    example(
        "フォロワー1万人を目指しています!シェアと高評価お願いします!",
        exchanges=3,
        channel="messenger",
    ),
    example(
        "ノルマやばくて…名前だけでも貸してくれない?",
        stage="warm",
        exchanges=12,
        channel="line",
    ),
    example(
        "この契約が決まらないと、私の立場がなくなってしまいます。",
        stage="considering",
        exchanges=3,
    ),
    example(
        "昇進試験の課題で、面談の実績が三名分必要です。お力を貸していただけませんか。",
        exchanges=3,
    ),
    example(
        "今期の予算達成まで残り二件でございまして、何卒お力添えをいただきたく存じます。",
        exchanges=3,
    ),
    example(
        "ついに私の本が書店に並びました!全国ランキング入りです!テレビ出演も決まりました!!買って投稿してね!",
        exchanges=4,
        channel="messenger",
    ),
    example(
        "今月ピンチなんです〜助けてください😭",
        stage="considering",
        exchanges=3,
        channel="line",
    ),
    example(
        "開店一周年を満席で迎えるのが私の悲願です。どうか席を埋めに来てください。",
        exchanges=3,
    ),
    example(
        "アンケートあと5人でボーナス出るんよ!名前貸して!",
        stage="warm",
        exchanges=15,
        channel="line",
    ),
    example(
        "当社の知名度向上のため、貴店の店頭にポスターを貼らせてください。",
        exchanges=2,
    ),
    example(
        "今月の順位があと一つで一位なの!一票入れて!",
        exchanges=4,
        channel="line",
    ),
    example(
        "このたび、業界紙の一面に弊社の記事が掲載されました。累計一万台を突破し、過去最高の売上となりました。",
        exchanges=3,
    ),
)


@pytest.mark.parametrize("case", QUIET, ids=lambda case: case.draft.body[:18])
def test_stays_silent(case: Example, judge: Callable[[Example], Report]) -> None:
    assert "self_centered" not in judge(case).labels


@pytest.mark.parametrize("case", HEARD, ids=lambda case: case.draft.body[:18])
def test_speaks(case: Example, judge: Callable[[Example], Report]) -> None:
    assert "self_centered" in judge(case).labels


def test_a_known_fact_is_offered_instead(say: Callable[..., Report]) -> None:
    report = say("今月の目標にあと1棟足りません。", exchanges=3, known_facts=("外壁の色を迷っている",))
    (finding,) = [f for f in report.findings if f.rule == "self_centered"]
    assert "外壁の色を迷っている" in finding.why


def test_news_that_thanks_is_a_gift(say: Callable[..., Report]) -> None:
    words = "受賞しました。先生のおかげです。ありがとうございました。"
    assert say(words, exchanges=4).labels == []


def test_a_long_talk_about_oneself(say: Callable[..., Report]) -> None:
    words = "私は島に生まれました。私は弁論部に入りました。私は資格を取りました。私の歩みはまだ続きます。" * 6
    assert "self_centered" in say(words, stage="met_once", exchanges=0).labels
