"""Handing over the choice: they decide whether and when to go on, and silence is a fine answer."""

from __future__ import annotations

from yorisoi.core.distance.scaffold import Material, place
from yorisoi.core.distance.technique import OCCASION_ONLY_FROM, Occasion, Technique


def judge(occasion: Occasion) -> str | None:
    """One missing answer is the normal case; the choice is handed over after the second."""
    if occasion.unanswered >= OCCASION_ONLY_FROM:
        return "お返事のないお便りがつづいたので、続けるかお休みするかを相手にゆだねると、お互いに楽になります。"
    return None


def compose(material: Material) -> tuple[str, ...]:
    """Owning that it was all one way, one kind word, and the choice laid into their hands."""
    return (
        "これまで、こちらの都合でお便りしてきました。",
        f"{material.recalled}は、今も心に残っています。",
        place("ひとこと、お礼や応援のことばを"),
        "続きは、お気持ちが向いたときだけで。このままでも、もちろん大丈夫です。",
    )


TECHNIQUE = Technique(
    id="hand_over_choice",
    label="選択をゆだねる",
    when="お返事のないお便りが2回つづいたあと、十分に間をおいてから",
    needs="特にありません(これまでの用件を、いったん区切る気持ち)",
    hints=(
        "こちらの都合でお送りしてきたことへの気づかいを一言",
        "「必要なときにお声がけください」と、時期も要否も相手に",
        "お返事がなくてもかまわないことをはっきり書く",
    ),
    judge=judge,
    compose=compose,
    after_silence=True,
)
