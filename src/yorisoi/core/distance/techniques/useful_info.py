"""Useful information: one thing that helps with what they worry about or care for."""

from __future__ import annotations

from yorisoi.core.distance.technique import Occasion, Technique


def judge(occasion: Occasion) -> str | None:
    """An open worry comes before an interest."""
    if occasion.concerns_open:
        return f"「{occasion.concerns_open[0]}」を気にかけていらしたので、役に立つ情報をひとつお渡しできます。"
    if occasion.interests:
        return f"「{occasion.interests[0]}」に関心をお持ちなので、参考になる情報をひとつお渡しできます。"
    return None


TECHNIQUE = Technique(
    id="useful_info",
    label="役に立つ情報",
    when="気がかりや関心をうかがっていて、それに合う確かな情報が手元にあるとき",
    needs="記事・制度・資料などをひとつ(出どころのわかるもの)",
    scaffold=(
        "いつ、どんなお話をうかがったかを一言",
        "情報はひとつだけ。要点を一文で",
        "「ご返信には及びません」と添えて終える",
    ),
    judge=judge,
)
