"""A shared topic: something both care about, with nothing behind it."""

from __future__ import annotations

from yorisoi.core.distance.scaffold import Material, place
from yorisoi.core.distance.technique import Occasion, Technique


def judge(occasion: Occasion) -> str | None:
    """An interest is easier to talk about than what they hold dear, so it comes first."""
    if occasion.interests:
        return f"「{occasion.interests[0]}」のお話なら、気軽に受けとっていただけそうです。"
    if occasion.values:
        return f"「{occasion.values[0]}」を大切にされているので、通じる話題をお届けできます。"
    return None


def compose(material: Material) -> tuple[str, ...]:
    """What brought it to mind, and nothing behind it."""
    return (
        f"{material.recalled}を、ふと思い出しました。",
        place("思い出したきっかけを一文。見たもの、食べたもの、聞いたこと"),
        "それだけ伝えたくて。返事は気にしないでね。"
        if material.easy
        else "それだけお伝えしたくて書きました。お返事はお気になさらず。",
    )


TECHNIQUE = Technique(
    id="shared_topic",
    label="共通の話題",
    when="趣味や大切にしていることをうかがっていて、自然に思い出す出来事があったとき",
    needs="その話題にまつわる、最近の小さな出来事",
    hints=(
        "思い出したきっかけを一言",
        "自分の体験を短く。仕事の話はまぜない",
        "問いかけで終えず、相手を気づかう一言で結ぶ",
    ),
    judge=judge,
    compose=compose,
)
