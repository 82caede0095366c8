"""What a line of a talk room is: text, a picture, a sticker, a call, a notice of the room. All known spellings.

Mobile apps write ``[写真]``, the PC app the bare word. Only the form is told here, never who spoke.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_FORMS: dict[str, tuple[str, ...]] = {
    "photo": ("写真", "画像", "Photo", "Photos", "Image"),
    "video": ("動画", "Video", "Videos"),
    "sticker": ("スタンプ", "Sticker", "Stickers"),
    "voice": ("ボイスメッセージ", "音声メッセージ", "Voice message", "Audio"),
    "file": ("ファイル", "File"),
    "contact": ("連絡先", "Contact"),
    "location": ("位置情報", "Location", "null"),
    "note": ("ノート", "Notes", "Note"),
    "album": ("アルバム", "Albums", "Album"),
    "poll": ("投票", "Poll"),
    "gift": ("プレゼント", "Gift"),
}
_BY_WORD = {word: form for form, words in _FORMS.items() for word in words}
_BRACKETED = re.compile(r"\[([^\[\]\n]{1,20})\](?: (.*))?", re.DOTALL)
_CALL = re.compile(r"(?:☎\ufe0f?\s*)?(?:通話時間|Call time)\s*(?:(\d{1,2}):)?(\d{1,3}):(\d{2})")
_MISSED = re.compile(r"(?:☎\ufe0f?\s*)?(?:不在着信|通話に応答がありませんでした|No answer|Missed call)")
_CANCELLED = re.compile(r"☎\ufe0f?\s*(?:通話をキャンセルしました|Cancell?ed (?:the )?call)")
_NOTICE = re.compile(
    r"メッセージの送信を取り消しました。?$|unsent a message\.?$|^Message unsent\.?$"
    r"|(?:が|は)(?:参加|退会)しました。?$|を(?:グループに追加|招待|退会)しました。?$|から退会させました。?$"
    r"|に(?:変更|設定)しました。?$|アルバムを(?:作成|削除)しました。?$|アナウンスしました。?$"
    r"|グループ(?:音声|ビデオ)?通話が(?:開始されました|終了しました)。?$|^☎ chat\."
    r"|(?:joined|left) the (?:group|chat)\.?$|(?:added|invited) .+ to the (?:group|chat)\.?$"
    r"|^Group (?:voice |video )?call (?:started|ended)\.?$"
)
# A sentence that hopes for an answer: a question mark, a polite question at its end, or a plain request for a word.
_ASKS = re.compile(
    r"[?？]|(?:ですか|ますか|ませんか|でしょうか|ましょうか|いかがですか)[。．!！\s]*$"
    r"|教えて(?:ください|下さい|いただけ|頂け|もらえ)|(?:お?返事|ご?返信|ご連絡)[^。\n]{0,8}(?:ください|下さい|お待ち|いただけ)",
    re.MULTILINE,
)
_LONGEST_NOTICE = 300  # characters: two names and a few words
_EMOJI = "(emoji)"  # stands for a bought emoji inside a text
BOTS = frozenset({"Auto-reply"})
# What of a marker is worth keeping with the owner's leave: a file's name, a place, a poll's question.
_TELLING = frozenset({"text", "file", "location", "poll", "note", "album"})


@dataclass(frozen=True, slots=True)
class Mark:
    """What one message is. ``length``: characters of a text, seconds of a call, 0 of anything else."""

    form: str
    kind: str = "message"
    length: int = 0
    asks_reply: bool = False
    text: str | None = None


def is_notice(text: str) -> bool:
    """Whether the room itself speaks: who came and went, what was unsent, a group call."""
    return len(text) <= _LONGEST_NOTICE and _NOTICE.search(text) is not None


def is_bare_word(text: str) -> bool:
    """Whether the PC app would write this word for a picture, a sticker or the like."""
    return text in _BY_WORD or text.startswith("☎")


def mark(body: str, *, bare: bool, keep: bool) -> Mark | None:
    """What ``body`` is; None for a notice of the room. ``bare``: the PC app's words; ``keep``: the text may stay."""
    if body.startswith("☎") or body[:4] in ("通話時間", "不在着信", "Call"):
        if found := _CALL.fullmatch(body):
            hours, minutes, seconds = (int(part or 0) for part in found.groups())
            return Mark("call", kind="call", length=hours * 3600 + minutes * 60 + seconds)
        if _MISSED.fullmatch(body):
            return Mark("missed_call")
        if _CANCELLED.fullmatch(body):
            return Mark("cancelled_call")
        if body.startswith("☎"):
            return None
    form = "text"
    if bare:
        form = _BY_WORD.get(body, "text")
    if body.startswith("[") and (found := _BRACKETED.fullmatch(body)):
        form = _BY_WORD.get(found[1], form)
    text = body.replace(_EMOJI, "").strip()
    if not text:
        form = "sticker"
    kept = (text if form == "text" else body) if keep and form in _TELLING else None
    if form != "text":
        return Mark(form, kind="gift" if form == "gift" else "message", text=kept)
    return Mark("text", length=len(text), asks_reply=_ASKS.search(text) is not None, text=kept)
