"""vCard content lines: unfolding, parameters, encodings and escapes of 2.1, 3.0 and 4.0, without meaning.

An own reader and not a library's: ten thousand cards must be read in seconds on one slow core, telephones of twenty
years write lines that strict parsers refuse, and every doubt must name its line.
"""

from __future__ import annotations

import base64
import binascii
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from yorisoi.apps.exchange.decoding import decode_value
from yorisoi.apps.exchange.formats._doubts import Doubts
from yorisoi.apps.exchange.source import MAX_LINE, Unreadable, too_long

# Never read: pictures and keys are large, private or both, and nothing is fetched from where they point.
DROPPED = frozenset({"PHOTO", "LOGO", "KEY", "X-THUMBNAIL", "X-DCM-DLPHOTO", "X-ABCROP-RECTANGLE"})
MAX_LINES = 500  # content lines of one card; an honest one has thirty
_BARE_ENCODINGS = frozenset({"QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT", "B", "Q"})
_NAME = re.compile(r"[A-Za-z0-9_-]+")
_QUOTED_HEAD = re.compile(r'((?:[^":]|"[^"]*")*):(.*)', re.DOTALL)
_PARAM = re.compile(r'(?:[^";]|"[^"]*")+')
_ESCAPE = re.compile(r"\\([nN,;:\\])")


@dataclass(slots=True)
class Line:
    """One content line. ``value`` is decoded text, still escaped; ``params`` have upper-case keys and raw values."""

    name: str
    group: str
    params: dict[str, str]
    value: str

    @property
    def types(self) -> frozenset[str]:
        """The TYPE words in upper case."""
        return frozenset(self.params.get("TYPE", "").upper().split(","))


@dataclass(slots=True)
class Card:
    """One card: which in the file, the line it begins on, and its lines."""

    number: int
    line: int
    lines: list[Line] = field(default_factory=list)


def unescaped(value: str) -> str:
    """``\\n``, ``\\,``, ``\\;``, ``\\:`` and ``\\\\`` as the signs they stand for; any other backslash is itself."""
    if "\\" not in value:
        return value
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def components(value: str, sign: str = ";") -> list[str]:
    """A structured value cut at every ``sign`` that is not escaped, each part unescaped."""
    if "\\" not in value:
        return value.split(sign)
    cuts = [-1]
    at = 0
    while at < len(value):
        if value[at] == "\\":
            at += 1
        elif value[at] == sign:
            cuts.append(at)
        at += 1
    cuts.append(len(value))
    return [unescaped(value[start + 1 : end]) for start, end in itertools.pairwise(cuts)]


def cards(lines: Iterable[str], doubts: Doubts) -> Iterator[Card]:
    """Every card of a file; what cannot be read is added to ``doubts``.

    Raises:
        Unreadable: a card is never closed, or a line or a card is larger than any honest one.
    """
    unfolder = _Unfolder()
    card: Card | None = None
    count = inner = 0  # inner: cards inside a card (AGENT), which are passed over
    for number, text in unfolder.logical(lines):
        mark = text[:11].upper().strip() if text[:1] in "BbEe" else ""
        if mark == "BEGIN:VCARD":
            if card is None:
                count += 1
                card = Card(number=count, line=number)
            elif inner or (card.lines and card.lines[-1].name == "AGENT"):
                inner += 1
            else:
                raise _never_closed(card.line)
        elif mark.startswith("END:VCARD"):
            if inner:
                inner -= 1
            elif card is not None:
                yield card
                card = None
            else:
                doubts.add(f"{number}行目に、始まりのないカードの終わりがありました。飛ばして読みました。", number)
        elif card is not None and not inner and (line := _line(text, number, doubts)) is not None:
            card.lines.append(line)
            if len(card.lines) > MAX_LINES:
                raise Unreadable(
                    f"{card.line}行目からのカードが大きすぎて読めませんでした。そのカードを除いて、もう一度お試しください。",
                    card.line,
                )
    if card is not None:
        raise _never_closed(card.line)


def _never_closed(line: int) -> Unreadable:
    return Unreadable(
        f"{line}行目から始まるカードが途中で切れています。元のアプリからもう一度書き出してみてください。", line
    )


class _Unfolder:
    """Physical lines to logical ones: folds, quoted-printable soft breaks, and pictures left out as they pass."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._start = 0
        self._length = 0
        self._soft = False  # the piece before ended in a quoted-printable soft break
        self._skipping = False  # inside a dropped property

    def logical(self, lines: Iterable[str]) -> Iterator[tuple[int, str]]:
        """Each logical line with the number of its first physical one."""
        for number, raw in enumerate(lines, start=1):
            if self._continues(raw, number):
                continue
            if self._pieces:
                yield self._start, self._taken()
            self._begin(raw, number)
        if self._pieces:
            yield self._start, self._taken()

    def _continues(self, raw: str, number: int) -> bool:
        if self._soft:
            self._soft = False
            if not raw[:9].upper().startswith("END:VCARD"):
                self._soft = raw.endswith("=")
                self._add(raw[:-1] if self._soft else raw, number)
                return True
        if self._skipping:
            # Old telephones do not indent the lines of a picture; base64 holds no colon.
            return not raw or raw[0] in " \t" or ":" not in raw
        if raw[:1] in (" ", "\t") and self._pieces:
            self._add(raw[1:], number)
            return True
        return False

    def _begin(self, raw: str, number: int) -> None:
        self._skipping = False
        self._start, self._length = number, 0
        head = raw[: raw.find(":")] if ":" in raw else raw[:MAX_LINE]
        name = head.partition(";")[0].rpartition(".")[2].upper()
        if name in DROPPED or (name == "SOUND" and "X-IRMC" not in head.upper()):
            self._skipping = True
            return
        if not raw.strip():
            return
        self._soft = raw.endswith("=") and "QUOTED-PRINTABLE" in head.upper()
        self._add(raw[:-1] if self._soft else raw, number)

    def _add(self, piece: str, number: int) -> None:
        self._length += len(piece)
        if self._length > MAX_LINE:
            raise too_long(number)
        self._pieces.append(piece)

    def _taken(self) -> str:
        text = self._pieces[0] if len(self._pieces) == 1 else "".join(self._pieces)
        self._pieces = []
        return text


def _line(text: str, number: int, doubts: Doubts) -> Line | None:
    head, colon, value = text.partition(":")
    if '"' in head and (found := _QUOTED_HEAD.fullmatch(text)):
        head, value = found[1], found[2]
        pieces = _PARAM.findall(head)
    else:
        pieces = head.split(";")
    group, _, name = pieces[0].strip().rpartition(".") if pieces else ("", "", "")
    if not colon or not _NAME.fullmatch(name):
        doubts.add(f"{number}行目は連絡先カードの形になっていないため、飛ばして読みました。", number)
        return None
    params: dict[str, str] = {}
    for piece in pieces[1:]:
        key, equals, said = piece.partition("=")
        if not equals:
            key, said = ("ENCODING", key) if key.upper() in _BARE_ENCODINGS else ("TYPE", key)
        key, said = key.strip().upper(), said.replace('"', "")
        params[key] = f"{params[key]},{said}" if key in params else said
    if "ENCODING" in params:
        value = _decoded(value, params)
    return Line(name.upper(), group.rpartition(".")[2].lower(), params, value)


def _decoded(value: str, params: dict[str, str]) -> str:
    encoding, charset = params["ENCODING"].upper(), params.get("CHARSET", "")
    if "QUOTED-PRINTABLE" in encoding or encoding == "Q":
        if not value.isascii():  # half encoded: the telephone left some signs as they are
            return re.sub(r"(?:=[0-9A-Fa-f]{2})+", lambda run: decode_value(_unquoted(run[0]), charset), value)
        return decode_value(_unquoted(value), charset)
    if encoding in ("BASE64", "B"):
        try:
            return decode_value(base64.b64decode(re.sub(r"\s", "", value), validate=True), charset)
        except (binascii.Error, ValueError):
            return value
    return value


def _unquoted(value: str) -> bytes:
    return binascii.a2b_qp(value.encode("ascii"))
