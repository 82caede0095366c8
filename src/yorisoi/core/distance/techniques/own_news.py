"""My own news as a gift: short, and asking for nothing."""

from __future__ import annotations

from yorisoi.core.distance.relation import Closeness
from yorisoi.core.distance.scaffold import Material, place
from yorisoi.core.distance.technique import Occasion, Technique

_NEAR = (Closeness.CLOSE, Closeness.MIDDLE)


def judge(occasion: Occasion) -> str | None:
    """News of mine is welcome where a tie exists already; to an acquaintance it reads as self-promotion."""
    if occasion.has_own_news and occasion.closeness in _NEAR:
        return "ふだんからやり取りのある方なので、こちらの近況も気軽に受けとっていただけそうです。"
    return None


def compose(material: Material) -> tuple[str, ...]:
    """One piece of news, and what it has to do with them."""
    return (
        material.own_news or place("近況を一文"),
        f"{material.recalled}が、そのとき頭に浮かびました。",
        place("どこがつながったのかを一文"),
        "それだけなので、返事は気にしないでね。" if material.easy else "お知らせまでですので、お返事はお気になさらず。",
    )


TECHNIQUE = Technique(
    id="own_news",
    label="近況のおすそわけ",
    when="ある程度やり取りのある方に、読んで楽しい近況や学びがあるとき",
    needs="相手にも意味のある、自分の近況をひとつ",
    hints=(
        "近況を一つ、三文以内で",
        "相手の役に立つ点、または相手を思い出した理由を一言",
        "お願いごとは書かず、体を気づかう一言で結ぶ",
    ),
    judge=judge,
    compose=compose,
)
