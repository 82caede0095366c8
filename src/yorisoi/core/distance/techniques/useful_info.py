"""Useful information: one thing that helps with what they worry about or care for."""

from __future__ import annotations

from yorisoi.core.distance.scaffold import Material, place
from yorisoi.core.distance.technique import Occasion, Technique


def judge(occasion: Occasion) -> str | None:
    """An open worry comes before an interest."""
    if occasion.concerns_open:
        return f"「{occasion.concerns_open[0]}」を気にかけていらしたので、役に立つ情報をひとつお渡しできます。"
    if occasion.interests:
        return f"「{occasion.interests[0]}」に関心をお持ちなので、参考になる情報をひとつお渡しできます。"
    return None


def compose(material: Material) -> tuple[str, ...]:
    """What they said, the one thing found, and leave to pass it over."""
    return (
        f"{material.recalled}を覚えていて、ひとつ見つけました。",
        place("見つけたことを一文。どこで見たか、どこが役に立ちそうか"),
        "気が向いたときに読んでみてね。返事は気にしないでね。"
        if material.easy
        else "お役に立つところだけ、ご覧ください。お返事はお気になさらず。",
    )


TECHNIQUE = Technique(
    id="useful_info",
    label="役に立つ情報",
    when="気がかりや関心をうかがっていて、それに合う確かな情報が手元にあるとき",
    needs="記事・制度・資料などをひとつ(出どころのわかるもの)",
    hints=(
        "いつ、どんなお話をうかがったかを一言",
        "情報はひとつだけ。要点を一文で",
        "「ご返信には及びません」と添えて終える",
    ),
    judge=judge,
    compose=compose,
)
