"""The sentences of the engine. Warm, short, and never a reproach.

Each may use ``{on}`` (the day of the fact), ``{until}`` (the day it opens), ``{count}`` and ``{words}`` (theirs).
"""

from __future__ import annotations

RESTING = {
    "declined": "{on}に、お気持ちをはっきりうかがっています。お便りをいただくまで、そっとしておきましょう。",
    "asked_to_stop": "{on}に、ご連絡を控えてほしいとうかがっています。お便りをいただくまで、こちらからは書かずにおきましょう。",
    "unanswered_3": "{on}までに{count}回お声をかけました。あとは相手におまかせして、お便りをいただくまでそっとしておきましょう。",
    "hold_mourning": "喪に服していらっしゃいます。こちらからの用件は、{until}からにしましょう。",
    "hold_disaster": "大変なときかもしれません。お見舞いのほかは、{until}からにしましょう。",
    "hold_resting": "{until}までお休みと決めています。それまでは何もしなくて大丈夫です。",
    "hold_resting_open": "お休みと決めています。何もしなくて大丈夫です。",
    "wish_not_before": "{on}にうかがったご希望に合わせて、{until}まで待ちましょう。",
    "wish_busy_until": "{on}に、お忙しいとうかがっています。次は{until}からにしましょう。",
    "thinking": "{on}に「考えたい」とうかがいました。{until}までは相手の時間です。こちらですることはありません。",
    "unanswered_1": "{on}のお便りにお返事がないのは、ごく普通のことです。{until}まで、ゆっくり間をおきましょう。",
    "unanswered_2": "{on}まで2回つづけてお声をかけました。{until}まではお休みしましょう。",
    "just_met": "{on}にお会いしたばかりです。お礼のあとは、{until}まで間をおきましょう。",
    "remember": "心にとめておく方です。いま、こちらからすることはありません。",
    "no_history": "やり取りの記録はまだありません。会った日ややり取りを残すと、間合いが見えてきます。",
    "pace_close": "{on}にやり取りがありました。次は{until}ごろがちょうどよい間合いです。",
    "pace_middle": "{on}にやり取りがありました。{until}ごろまで、ゆったり構えて大丈夫です。",
    "pace_outer": "{on}にやり取りがありました。{until}ごろまで、そっと見守る時期です。",
    "pace_slowest": "{on}にやり取りがありました。{until}ごろまで、長い目で見守りましょう。",
    "measured": "{on}のやり取りから、まだ日が浅いころです。{until}ごろまで待つと、受けとめてもらいやすくなります。",
    "courtesy": "相手のご都合を考えて、{until}からにしましょう。",
}
"""While something rests or waits, by the code of the rule that holds it."""

OPEN = {
    "wish_not_before": "{on}に「{words}」とうかがいました。お約束のころです。",
    "wish_busy_until": "{on}に「{words}」とうかがいました。そろそろ落ち着かれたころです。",
    "thinking": "{on}から、考える時間をとっていただきました。急がせないひとことなら、どうぞ。",
    "just_met": "{on}にお会いしてから、ほどよく間があきました。相手のためになる理由があれば、贈りものをひとつ。",
    "open": "{on}のやり取りから、ほどよく間があきました。相手のためになる話があれば、書いてもよいころです。",
    "open_unmet": "いまなら書いてもよいころです。相手のためになる話があれば、どうぞ。",
}
"""Once the window is open, by the code of the rule that had held it; ``open`` for all others."""

SAID = "「{words}」({on})とのことでした。次は{until}からにしましょう。"
"""While a wish stands and their own words are known."""

NOTE = "{text}(メモ: {words})"
"""A hold with the owner's own note."""

BESIDE = {
    "reply_owed": "{on}にお便りをいただいています。お返事がまだでしたら、まずはひとことお返しを。",
    "thanks": "{on}にお会いしました。お礼のひとことは{until}までが自然です。心に残った話をひとつ添えて、お願いごとは書かずに。",
    "unanswered_1_wording": "前のお便りにお返事がないことには、触れずに書きましょう。",
    "unanswered_2_wording": "書くなら、季節のご挨拶やお祝い、続けるかどうかを相手にゆだねるひとことだけにしましょう。",
    "one_sided": "この1年は、こちらからのお便りが多めでした。いつもよりゆったり間をとりましょう。",
    "dormant": "{on}から長い間があいています。具体的なきっかけがあるときに、はじめの1通では何もお願いせずに。",
    "assumed_weights": "お会いしたことや贈りものの重みは、データがないため仮に決めた値です。",
}
"""Said beside the main reason."""
