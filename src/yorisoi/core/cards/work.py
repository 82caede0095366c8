"""Where somebody works and as what: organisation, department, title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from yorisoi.core.cards import words
from yorisoi.core.cards.labels import Label, Piece
from yorisoi.core.cards.layout import follows, same_size, union
from yorisoi.core.cards.person import LONGEST, is_kana_line, looks_like_name
from yorisoi.core.cards.tables import CardTables

_WRAP_GAP = 0.7  # thicknesses between the two lines of a broken name of an organisation
_WRAP_SIZE = 0.72  # least share of the smaller print in the larger
_HOUSE_SIZE = 1.15  # least share of the titles' print in that of an organisation that ends like a part of one
_HOUSE_ENDS = (
    "店",
    "ステーション",
    "センター",
    "ラボ",
    "工場",
    "委員会",
    "事務局",
    "研究室",
    "部会",
    "分院",
    "カンパニー",
)
_PART_ENDS = ("支店", "本店")  # of those that end alike, what is never the whole
_HEAD_SIZE = 0.8  # the same for a line above it, which might as well be a slogan
_WRAP_SIZE_OF_FEW = 0.4  # the same for a single sign left over: a lone ッ or ク is small
_LONGEST_ORGANISATION = 40  # signs; a longer line is a sentence
_LONGEST_TITLE = 20
_MOST_TITLES = 4
_TITLE_GAP = 1.2  # thicknesses between the name and a title nobody knows
_SENTENCE = re.compile(r"[。!?!?]|(?:です|ます|ください|します)|[をにへが]\S{1,8}[るうくすたむ]$")


@dataclass(slots=True)
class Work:
    """What was found, each with the pieces it stands in."""

    company: str = ""
    company_pieces: list[Piece] = field(default_factory=list)
    department: str = ""
    department_pieces: list[Piece] = field(default_factory=list)
    title: str = ""
    title_pieces: list[Piece] = field(default_factory=list)


def untangled(pieces: Sequence[Piece], tables: CardTables) -> list[Piece]:
    """Make each piece one thing: 株式会社みなと 営業部 課長 佐藤健一 falls into four, 森田税理士 and 事務所 become one."""
    done: list[Piece] = []
    waiting = _with_tails(pieces, tables)
    while waiting:
        piece = waiting.pop(0)
        cut = 0 if piece.label is not Label.NONE else _cut(piece.text, tables)
        if not cut:
            done.append(piece)
            continue
        waiting[:0] = [
            Piece(text=piece.text[:cut].strip(), label=piece.label, source=piece.source),
            Piece(text=piece.text[cut:].strip(), label=piece.label, source=piece.source),
        ]
    return done


def _with_tails(pieces: Sequence[Piece], tables: CardTables) -> list[Piece]:
    """Join a line that is nothing but the end of an organisation's name (事務所) to the line it was broken off."""
    rest = list(pieces)
    for tail in [piece for piece in _free(pieces) if piece.text in tables.organisations]:
        head = next((piece for piece in _free(rest) if _is_same_block(piece, tail)), None)
        if head is not None:
            source = replace(
                head.source,
                score=min(head.score, tail.score),
                box=union(head.box, tail.box),
                area=union(head.source.area, tail.source.area),
            )
            rest[rest.index(head)] = Piece(text=head.text + tail.text, label=head.label, source=source)
            rest.remove(tail)
    return rest


def _cut(text: str, tables: CardTables) -> int:
    """Return where a line falls in two, or 0. The earliest cut that makes sense of both halves."""
    if text.isascii() or words.is_title(text, tables):
        return _cut_inside(text, tables) if not text.isascii() else 0
    for match in re.finditer(r"\s+", text):
        head, tail = text[: match.start()], text[match.end() :]
        tail_is_work = words.is_title(tail, tables) or words.is_department(tail, tables)
        if (
            words.has_form(head, tables)
            and not words.has_form(tail, tables)
            and (tail_is_work or _ends_in_name(tail, tables))
        ):
            return match.end()
        if words.is_department(head, tables) and (words.is_title(tail, tables) or _ends_in_name(tail, tables)):
            return match.end()
        if words.is_title(head, tables) and looks_like_name(tail, tables) and not words.is_organisation(tail, tables):
            return match.end()
        if looks_like_name(head, tables) and not words.is_title(head, tables) and words.is_title(tail, tables):
            return match.end()
    return _cut_inside(text, tables)


def _cut_inside(text: str, tables: CardTables) -> int:
    """Cut where no space was printed or read: 営業部課長, 代表取締役佐藤健一."""
    part, _ = words.split_title(text, tables)
    if part and words.is_department(part, tables):
        return len(part)
    if words.is_title(text, tables):
        return 0
    for title in tables.titles_longest_first:
        rest = text[len(title) :]
        if text.startswith(title) and 2 < len(rest.replace(" ", "")) <= LONGEST and looks_like_name(rest, tables):
            if words.is_organisation(rest, tables) or words.is_department(rest, tables):
                return 0
            return len(title)
    return 0


def _ends_in_name(text: str, tables: CardTables) -> bool:
    return any(
        words.is_title(text[: match.start()], tables) and looks_like_name(text[match.end() :], tables)
        for match in re.finditer(r"\s+", text)
    )


def work_of(pieces: Sequence[Piece], name: Piece | None, tables: CardTables) -> Work:
    """Find organisation, department and title, and claim their pieces. ``name``: where the person's name stands."""
    work = Work()
    _find_titles(pieces, work, tables)
    _find_company(pieces, name, work, tables)
    _find_departments(pieces, name, work, tables)
    _find_unknown_title(pieces, name, work, tables)
    return work


def _free(pieces: Sequence[Piece]) -> list[Piece]:
    return [piece for piece in pieces if not piece.taken and piece.label is Label.NONE and piece.text]


def _is_note(text: str) -> bool:
    """Say whether a line is worth keeping but names no work."""
    return words.is_registration(text) or words.tells_hours(text)


def _find_titles(pieces: Sequence[Piece], work: Work, tables: CardTables) -> None:
    found = [piece for piece in _free(pieces) if words.is_title(piece.text, tables)]
    japanese = [piece for piece in found if not piece.text.isascii()]
    for piece in (japanese or found)[:_MOST_TITLES]:
        piece.taken = "title"
        work.title_pieces.append(piece)
    work.title = " ".join(dict.fromkeys(piece.text for piece in work.title_pieces))


def _find_company(pieces: Sequence[Piece], name: Piece | None, work: Work, tables: CardTables) -> None:
    free = [piece for piece in _free(pieces) if _may_be_company(piece)]
    named = [piece for piece in free if words.is_organisation(piece.text, tables)]
    best = max(named, key=lambda piece: _rank(piece, tables), default=None)
    if best is None:
        best = _unmarked_company(free, name, work, tables) or _lone_house(free, tables)
    if best is None:
        return
    best.taken = "company"
    work.company_pieces = [best]
    work.company = _with_wraps(best, pieces, work, tables)


def _may_be_company(piece: Piece) -> bool:
    text = piece.text
    return (
        2 <= len(text) <= _LONGEST_ORGANISATION
        and not _is_note(text)
        and not _SENTENCE.search(text)
        and not re.fullmatch(r"[\d\W_]+", text)
    )


def _rank(piece: Piece, tables: CardTables) -> tuple[bool, bool, bool, float]:
    text = piece.text
    return (
        words.has_form(text, tables),
        not text.isascii(),
        not words.is_department(text, tables),
        piece.size,
    )


def _unmarked_company(free: Sequence[Piece], name: Piece | None, work: Work, tables: CardTables) -> Piece | None:
    """Return the largest line that nothing else has claimed: a shop or a studio is called what it likes.

    A line that ends like a part of an organisation (表具店, 訪問看護ステーション) is the whole of it where it is printed
    larger than the titles; a part of one is printed as they are.
    """
    titles = max((piece.size for piece in work.title_pieces), default=0.0)
    rest = [
        piece
        for piece in free
        if (not words.is_department(piece.text, tables) or 0 < titles * _HOUSE_SIZE <= piece.size)
        and len(piece.text) > 2
        and not (name is not None and is_kana_line(piece.text) and piece.size < name.size * 0.5)
    ]
    japanese = [piece for piece in rest if not piece.text.isascii()]
    return max(
        japanese or [piece for piece in rest if len(piece.text) > 3],
        key=lambda piece: piece.size * (1.3 if words.hints_at_organisation(piece.text, tables) else 1.0),
        default=None,
    )


def _lone_house(free: Sequence[Piece], tables: CardTables) -> Piece | None:
    """Return a line that may be a part of an organisation or a whole one, where nothing else is named."""
    found = [
        piece
        for piece in free
        if piece.text.endswith(_HOUSE_ENDS)
        and not piece.text.endswith(_PART_ENDS)
        and words.is_department(piece.text, tables)
    ]
    return max(found, key=lambda piece: piece.size, default=None)


def _with_wraps(first: Piece, pieces: Sequence[Piece], work: Work, tables: CardTables) -> str:
    """Add the lines into which a long name of an organisation was broken."""
    text = first.text
    if text in tables.forms:
        before = next((each for each in _free(pieces) if _is_same_block(each, first)), None)
        if before is not None and not _is_something_else(before.text, tables):
            before.taken = "company"
            work.company_pieces.insert(0, before)
            return before.text + text
    elif not words.has_form(text, tables):
        text = _head_of(first, pieces, work, tables) + text
    last = first
    while True:
        after = next((each for each in _free(pieces) if _is_same_block(last, each)), None)
        if after is None or _is_something_else(after.text, tables) or after.text.isascii() != text.isascii():
            return text
        alone = text in tables.forms
        if words.is_department(after.text, tables) and not alone and after.text not in tables.organisations:
            return text
        after.taken = "company"
        work.company_pieces.append(after)
        # A line that ran out of room is no shorter than the next one; a shorter one was ended on purpose.
        ended = last.source.length < after.source.length and words.is_organisation(after.text, tables) and not alone
        text, last = text + (" " if text.isascii() or ended else "") + after.text, after


def _head_of(first: Piece, pieces: Sequence[Piece], work: Work, tables: CardTables) -> str:
    """Return the line above a name's end without a legal form, of the same print: 土屋司法書士・土地 over 家屋調査士事務所."""
    for piece in _free(pieces):
        if (
            _is_same_block(piece, first)
            and same_size(piece.source, first.source, _HEAD_SIZE)
            and not _is_something_else(piece.text, tables)
            and not words.is_department(piece.text, tables)
            and not piece.text.isascii()
        ):
            piece.taken = "company"
            work.company_pieces.insert(0, piece)
            return piece.text
    return ""


def _is_same_block(first: Piece, second: Piece) -> bool:
    least = _WRAP_SIZE if len(second.text) > 1 else _WRAP_SIZE_OF_FEW
    return follows(first.source, second.source, gap=_WRAP_GAP) and same_size(first.source, second.source, least)


def _is_something_else(text: str, tables: CardTables) -> bool:
    return (
        words.is_title(text, tables)
        or _is_note(text)
        or bool(_SENTENCE.search(text))
        or (looks_like_name(text, tables) and not words.is_organisation(text, tables))
    )


def _find_departments(pieces: Sequence[Piece], name: Piece | None, work: Work, tables: CardTables) -> None:
    for piece in _free(pieces):
        text = piece.text
        if _is_note(text) or len(text) > _LONGEST_ORGANISATION or _SENTENCE.search(text):
            continue
        beside_title = any(_near(piece, other) for other in (*work.title_pieces, *([name] if name else [])))
        if words.is_department(text, tables) or (
            beside_title and words.is_organisation(text, tables) and not words.has_form(text, tables)
        ):
            if text.isascii() and work.department_pieces:
                continue
            piece.taken = "department"
            work.department_pieces.append(piece)
    work.department = " ".join(dict.fromkeys(piece.text for piece in work.department_pieces))


def _find_unknown_title(pieces: Sequence[Piece], name: Piece | None, work: Work, tables: CardTables) -> None:
    """Without a known title, a short line right at the name may be one: trades are called many things."""
    if work.title or name is None:
        return
    for piece in _free(pieces):
        if len(piece.text) > _LONGEST_TITLE or piece.text.isascii() or _is_note(piece.text):
            continue
        if _SENTENCE.search(piece.text) or piece.size > name.size or words.is_organisation(piece.text, tables):
            continue
        if follows(piece.source, name.source, gap=_TITLE_GAP):
            piece.taken = "title"
            work.title_pieces.append(piece)
            work.title = piece.text
            return


def _near(one: Piece, other: Piece) -> bool:
    return follows(one.source, other.source, gap=_TITLE_GAP) or follows(other.source, one.source, gap=_TITLE_GAP)
