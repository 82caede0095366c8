"""Read a photograph of a business card, on this machine alone; no data folder and no database.

Each field is a text, empty where the card says nothing of it. ``addr`` is the address in one line without its postal code,
its printed lines joined by a space; ``zip`` is seven digits with a hyphen; telephone numbers have hyphens.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from yorisoi.doors.operation import Argument, House, Needs, RefusedError

NAME = "card"
SUMMARY = "名刺の写真を読み、お名前やご連絡先を書き出します。写真はこの機械の外に出ません。"
NEEDS = Needs.NOTHING

FIELDS = {
    "name": "お名前", "kana": "ふりがな", "company": "会社・団体", "dept": "部署", "title": "肩書き・資格", "email": "メール",
    "url": "ホームページ", "tel": "電話", "fax": "FAX", "mobile": "携帯", "zip": "郵便番号", "addr": "住所",
}  # fmt: skip
_KEYS = {"department": "dept", "address": "addr"}  # where the keys of the answer differ from the core's names


@dataclass(frozen=True, kw_only=True)
class Question:
    """Which photograph."""

    photo: Annotated[Path, Argument("名刺の写真(JPEG・PNG・WebP・HEICなど)。", "PHOTO")]


@dataclass(frozen=True, kw_only=True)
class Uncertain:
    """One field to look at again. ``box``: left, top, right, bottom as shares of the picture (0-1), or null."""

    field: Annotated[str, "項目。"]
    why: Annotated[str, "わけ。"]
    box: Annotated[list[float] | None, "写真のどこか(左・上・右・下。幅と高さに対する割合)。"]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The fields of the card."""

    name: Annotated[str, "お名前。姓と名のあいだに空白一つ。"]
    family: Annotated[str, "姓。"]
    given: Annotated[str, "名。"]
    kana: Annotated[str, "ふりがな。"]
    company: Annotated[str, "会社・団体。"]
    dept: Annotated[str, "部署。"]
    title: Annotated[str, "肩書き・資格。"]
    email: Annotated[str, "メール。"]
    url: Annotated[str, "ホームページ。"]
    tel: Annotated[str, "電話。"]
    fax: Annotated[str, "FAXの番号。"]
    mobile: Annotated[str, "携帯。"]
    zip: Annotated[str, "郵便番号(123-4567)。"]
    addr: Annotated[str, "住所。行は空白でつなぎます。"]
    doubts: Annotated[list[Uncertain], "念のため見ていただきたい項目。"]


def run(question: Question, house: House) -> Answer:
    """Read the photograph.

    Raises:
        RefusedError: it is no picture, or the reader of print is not installed.
    """
    from yorisoi.apps.cards.ocr import ReaderMissingError
    from yorisoi.apps.cards.picture import MAX_BYTES, NotAPictureError, open_picture
    from yorisoi.apps.cards.reading import read_card

    with question.photo.open("rb") as file:
        data = file.read(MAX_BYTES + 1)  # one more than is taken, to know that it is too large
    try:
        fields = read_card(open_picture(data, question.photo.name).jpeg).fields
    except (NotAPictureError, ReaderMissingError) as error:
        raise RefusedError(str(error)) from error
    return Answer(
        name=fields.name,
        family=fields.family,
        given=fields.given,
        kana=fields.kana,
        company=fields.company,
        dept=fields.department,
        title=fields.title,
        email=fields.email,
        url=fields.url,
        tel=fields.tel,
        fax=fields.fax,
        mobile=fields.mobile,
        zip=fields.zip,
        addr=fields.address,
        doubts=[
            Uncertain(
                field=_KEYS.get(doubt.field, doubt.field),
                why=doubt.why,
                box=[round(side, 4) for side in (doubt.box.left, doubt.box.top, doubt.box.right, doubt.box.bottom)]
                if doubt.box
                else None,
            )
            for doubt in fields.doubts
        ],
    )


def render(answer: Answer) -> str:
    """Put the card into words, one field a line; a mark shows what to look at again."""
    told = {name: getattr(answer, name) for name in FIELDS}
    if not any(told.values()):
        return "文字を見つけられませんでした。明るいところで、名刺が大きく写るように撮ってみてください。"
    doubted = {doubt.field for doubt in answer.doubts}
    lines = [f"{FIELDS[name]}: {text}{'  ※' if name in doubted else ''}" for name, text in told.items() if text]
    if doubted & set(FIELDS):
        lines.append("※ 文字が少し読みにくいところです。お手もとの名刺とお確かめください。")
    return "\n".join(lines)
