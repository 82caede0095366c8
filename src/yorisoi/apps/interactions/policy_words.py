"""The rows of the courtesy policy in words: what each asks for, what it rests on, and what changes it."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from yorisoi.core.distance import Tuning


class Basis(StrEnum):
    """What a rule rests on, as it is written beside it."""

    TOLD = "うかがったこと"
    OWNER = "ご自身で決めたこと"
    PRACTICE = "実務の目安(仮の見立て)"
    DATA = "公開データからの見立て"
    RECORD = "記録の有無"


class Change(StrEnum):
    """Where the owner can change what a rule says."""

    CLOSENESS = "間柄を変える"
    COMFORT = "この方との間合いを変える"
    FACT = "書きとめたことを直す"
    REACTION = "お返事があったことを書きとめる"
    MET = "出会った日を直す"
    FIRST = "やり取りを書きとめる"
    THEY_WROTE = "ご連絡をいただいたときに書きとめる"


class Row(NamedTuple):
    """One row: the rule in one sentence, its basis, and where it is changed."""

    say: Callable[[Tuning], str]
    basis: Basis
    change: Change


def _closed(why: str) -> Row:
    return Row(
        lambda _: f"{why}方には、この方から書いてくださるまで、日を決めずにそっとしておきます。",
        Basis.TOLD,
        Change.THEY_WROTE,
    )


def _pace(name: str, days: Callable[[Tuning], int]) -> Row:
    return Row(
        lambda t: f"間柄「{name}」の目安は、どちらかの最後のやり取りから{days(t)}日です。",
        Basis.PRACTICE,
        Change.CLOSENESS,
    )


def _own_rest(end: str) -> Row:
    return Row(lambda _: f"ご自身で決めたお休みです。{end}", Basis.OWNER, Change.FACT)


ROWS: dict[str, Row] = {
    "declined": _closed("お断りの"),
    "asked_to_stop": _closed("連絡はいらないとうかがった"),
    "unanswered_1": Row(
        lambda t: f"お返事のないお声がけが1回あるときは、そこから{t.unanswered_once_days}日あけます。",
        Basis.PRACTICE,
        Change.REACTION,
    ),
    "unanswered_2": Row(
        lambda t: f"お返事のないお声がけが2回つづいたら、そこから{t.unanswered_twice_days}日あけます。",
        Basis.PRACTICE,
        Change.REACTION,
    ),
    "unanswered_3": Row(
        lambda t: f"お返事のないお声がけが{t.let_go_after}回つづいたら、日を決めずに相手におまかせします。",
        Basis.PRACTICE,
        Change.REACTION,
    ),
    "hold_mourning": Row(
        lambda t: f"喪中の方には、忌明け(日が決まっていなければ{t.mourning_days}日)まで用件をお送りしません。",
        Basis.TOLD,
        Change.FACT,
    ),
    "hold_disaster": Row(
        lambda t: f"災害のときは、その日まで(日が決まっていなければ{t.disaster_days}日)お見舞いのほかは控えます。",
        Basis.TOLD,
        Change.FACT,
    ),
    "hold_resting": _own_rest("その日まで、何もはじめません。"),
    "hold_resting_open": _own_rest("終わりの日が決まっていないので、日を出していません。"),
    "wish_not_before": Row(
        lambda _: "うかがった日より前には、こちらから書きません。約束の日は、間柄の目安より先に立ちます。",
        Basis.TOLD,
        Change.FACT,
    ),
    "wish_busy_until": Row(lambda _: "お忙しいとうかがった日の、翌日からにします。", Basis.TOLD, Change.FACT),
    "thinking": Row(
        lambda t: (
            f"「考えたい」とうかがったら、約束の日(日が決まっていなければ{t.thinking_days}日)まで相手の時間です。"
        ),
        Basis.TOLD,
        Change.FACT,
    ),
    "just_met": Row(
        lambda t: f"はじめてお会いしてから{t.first_gift_days}日は、お礼のほかに何もはじめません。",
        Basis.PRACTICE,
        Change.MET,
    ),
    "remember": Row(
        lambda _: "「覚えておくだけ」の方には、こちらからの予定を立てません。", Basis.OWNER, Change.CLOSENESS
    ),
    "no_history": Row(lambda _: "会った日もやり取りもまだ記録がないので、日を出せません。", Basis.RECORD, Change.FIRST),
    "pace_close": _pace("親しく", lambda t: t.close_days),
    "pace_middle": _pace("ときどき", lambda t: t.middle_days),
    "pace_outer": _pace("ゆるやかに", lambda t: t.outer_days),
    "pace_slowest": _pace("ゆるやかに", lambda t: t.slowest_days),
    "measured": Row(
        lambda t: (
            "書いたときにお返事などがある見こみが、待っているときの見こみを十分に上回るころです。"
            f"式は公開データから、上回る線(オッズ比で{t.or_star:g})は仮に決めています。"
        ),
        Basis.DATA,
        Change.COMFORT,
    ),
}

SLOWER = "この1年はこちらからのお便りが多めなので、間柄の目安よりひとつゆっくりの{days}日にしています。"
SLOWER_DAYS: dict[str, Callable[[Tuning], int]] = {
    "pace_middle": lambda t: t.middle_days,
    "pace_outer": lambda t: t.outer_days,
    "pace_slowest": lambda t: t.slowest_days,
}

NO_DATE = {
    "declined": "日付は、決めていません。この方からご連絡をいただいたら、そこからまた始まります。",
    "asked_to_stop": "日付は、決めていません。この方からご連絡をいただいたら、そこからまた始まります。",
    "unanswered_3": "日付は、決めていません。この方からご連絡をいただいたら、そこからまた始まります。",
    "hold_resting_open": "日付は、決まっていません。お休みの終わりの日を書きとめると、その日になります。",
    "remember": "日付は、決めていません。間柄を「ゆるやかに」などに変えると、目安の日が出ます。",
    "no_history": "日付は、まだ出せません。会った日ややり取りをひとつ書きとめると、出るようになります。",
}
"""Where no day is set: that there is none, and what would set one."""

ASSUMPTIONS = {
    "policy": "間柄ごとの日数や、お返事がないときに待つ日数は、実務の目安から決めた仮の値です。",
    "comfort": "選んでいただいた間合い(もう少し間をあける・近く)を入れた日数です。その幅は、測ったものではなく決めごとです。",
    "formula": "薄れ方や負担の式は、公開されているメールやメッセージの記録から求めたもので、この方を測ったものではありません。",
    "weights": "お会いしたこと・贈りもの・読者への便りの重みは、データがないため仮に決めた値です。",
    "counting": "1時間のうちにつづけた連絡はひとつに、お返事を求めない返信は贈りものと同じに数えています。これも仮の決めごとです。",
}
