"""An invitation to something public and free of sales, which is easy to pass over."""

from __future__ import annotations

from yorisoi.core.distance.scaffold import Material, place
from yorisoi.core.distance.technique import Occasion, Technique


def judge(occasion: Occasion) -> str | None:
    """An invitation wants an answer, so it waits while another is still open; and it needs a tie to the person."""
    if not occasion.has_public_event or occasion.unanswered:
        return None
    for label, facts in (
        ("に関心をお持ち", occasion.interests),
        ("を気にかけていらっしゃる", occasion.concerns_open),
        ("を得意とされている", occasion.strengths),
    ):
        if facts:
            return f"「{facts[0]}」{label}ので、どなたでも参加できる集まりをお知らせできます。"
    return None


def compose(material: Material) -> tuple[str, ...]:
    """Why them, the plain facts, no selling, and an easy way out."""
    return (
        f"{material.recalled}を思い出し、どなたでも入れる集まりをひとつお知らせします。",
        place("日時・場所・費用・主催を一文で"),
        "何かをおすすめする会ではありません。ご都合が合わなければ、そのままで大丈夫です。",
    )


TECHNIQUE = Technique(
    id="invitation",
    label="集まりへのお誘い",
    when="売り込みのない公開の集まりがあり、相手の関心や得意なことと重なるとき",
    needs="日時・場所・主催・費用のわかる、公開の集まり",
    hints=(
        "なぜこの方にお知らせしたいと思ったかを一言",
        "日時・場所・費用を簡潔に。自分の営業はないと明記",
        "「ご都合が合えば」と添え、お返事がなくてもよい形に",
    ),
    judge=judge,
    compose=compose,
)
