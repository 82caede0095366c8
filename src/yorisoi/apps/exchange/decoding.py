"""Bytes to lines of Japanese text, in the one order that does not garble names in silence.

Byte order mark → ISO-2022-JP escapes → strict UTF-8 → CP932 (EUC-JP where only that makes sense) → UTF-8 with replacement
and a warning. UTF-8 comes before
CP932 because about half of all Japanese UTF-8 strings also decode as CP932, as nonsense, while hardly any CP932 string
is valid UTF-8. CP932 and never ``shift_jis``: the plain codecs fail on ①, ㈱ and 髙, which cards are full of.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

_CHUNK = 1 << 20  # bytes looked at in one go while checking, so that a check costs no second copy of the file
_UTF16_SAMPLE = 4096  # bytes of the head in which UTF-16 without a mark shows itself
# Share of sign pairs with a zero byte: line ends, commas and digits make up more than this of any UTF-16 list or talk.
_UTF16_SHARE = 0.08
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CP932_NAMES = {"shift_jis", "shift-jis", "sjis", "x-sjis", "ms932", "windows-31j", "cp932"}
_JIS_NAMES = {"iso-2022-jp", "iso-2022-jp-ms", "csiso2022jp", "cp50220", "cp50221", "cp50222"}
# Python's CP932 lets the single bytes 80, A0, FD, FE and FF pass as these; nobody writes them, broken UTF-8 is full of them.
_UNASSIGNED = re.compile("[\x80\xa0\uf8f0-\uf8f3]")
_EUC_SAMPLE = 1 << 16  # bytes of the head in which EUC-JP shows itself: hundreds of lines
_EUC = re.compile(rb"(?:[\x00-\x7f]|[\xa1-\xfe]{2}|\x8e[\xa1-\xdf]|\x8f[\xa1-\xfe]{2})*+")
_EUC_PAIR = re.compile(rb"(?<![\x8e\x8f])[\xa1-\xfe]{2}")
_EUC_EVERYDAY = frozenset((0xA1, 0xA3, 0xA4, 0xA5, *range(0xB0, 0xD0)))  # punctuation, digits, kana, everyday kanji
_EUC_SHARE = 0.9  # of pairs that are everyday signs: rare kanji of names are far fewer than one in ten
_KANA_SHARE = 0.25  # of pairs that are kana, where the bytes would also be half-width katakana
_JIS_MARK = re.compile(rb"\x1b(?:\$[B@]|\(I)")
_JIS_ESCAPE = re.compile(rb"\x1b(?:\$[B@]|\([BJI])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Text that is decoded as it is read: the file's bytes are held once, never the whole text.

    ``broken_line`` counts from 1 and is the first line with bytes that no encoding explains.
    """

    data: bytes
    encoding: str
    errors: str = "strict"
    broken_line: int | None = None

    def lines(self) -> Iterator[str]:
        """Lines without their ends. CRLF, LF and CR end a line, and nothing else does (not U+2028, not form feeds)."""
        stream = io.TextIOWrapper(io.BytesIO(self.data), encoding=self.encoding, errors=self.errors, newline=None)
        first = True
        for line in stream:
            text = line.rstrip("\n")
            if first:
                text = text.lstrip("\ufeff")  # some tools write the mark twice
                first = False
            yield text


def decode(data: bytes) -> Decoded:
    """Choose the encoding of ``data``. Never raises: what nothing explains is replaced and ``broken_line`` tells where."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _whole(data[len(mark) :], encoding)
    if (bare := _utf16_without_mark(data)) is not None:
        return _whole(data, bare)
    if data.isascii():
        if _JIS_MARK.search(data):
            return Decoded(data=_from_jis(data).encode("utf-8"), encoding="utf-8")
        return Decoded(data=data, encoding="utf-8")
    if _first_bad(data, "utf-8") is None:
        return Decoded(data=data, encoding="utf-8")
    if _is_euc(data) and _first_bad(data, "euc_jp") is None:
        return Decoded(data=data, encoding="euc_jp")
    if _first_bad(data, "cp932") is None:
        return Decoded(data=data, encoding="cp932")
    return _whole(data, "utf-8")


def decode_value(data: bytes, charset: str) -> str:
    """One quoted-printable or base64 value. A declared ``charset`` goes first, then the order of the whole file."""
    name = charset.strip().lower()
    if name in _CP932_NAMES:
        name = "cp932"
    elif name in _JIS_NAMES:
        return _from_jis(data)
    try:
        return data.decode(name or "utf-8")
    except (LookupError, UnicodeError):
        decoded = decode(data)
        return decoded.data.decode(decoded.encoding, "replace")


def _whole(data: bytes, encoding: str) -> Decoded:
    bad = _first_bad(data, encoding)
    if bad is None:
        return Decoded(data=data, encoding=encoding)
    newlines = data[:bad].decode(encoding, "replace")
    line = newlines.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    return Decoded(data=data, encoding=encoding, errors="replace", broken_line=line)


def _first_bad(data: bytes, encoding: str) -> int | None:
    """Offset (within a chunk's accuracy of a few bytes) of the first byte that ``encoding`` cannot read, None if none."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    view = memoryview(data)
    for start in range(0, len(data), _CHUNK):
        chunk = view[start : start + _CHUNK]
        try:
            text = decoder.decode(chunk, final=start + _CHUNK >= len(data))
        except UnicodeDecodeError as error:
            carried = len(error.object) - len(chunk)  # bytes of a sign that the chunk before had begun
            return max(0, start - carried + error.start)
        if encoding == "cp932" and _UNASSIGNED.search(text):
            return start
    return None


def broken_euc_line(decoded: Decoded) -> int | None:
    """Where EUC-JP breaks, when nothing explains the bytes and yet they are built as it is: a sign of some maker's own."""
    if decoded.broken_line is None or not _is_euc(decoded.data):
        return None
    return _whole(decoded.data, "euc_jp").broken_line


def _is_euc(data: bytes) -> bool:
    """EUC-JP by its looks: built of its pairs alone, most of them everyday signs, and no half-width katakana of CP932.

    CP932 with a single hiragana or everyday kanji has bytes that EUC-JP never has. Only half-width katakana could be
    both: as EUC-JP text they would be full of what CP932 calls half-width commas and dots, which nobody writes so often.
    """
    sample = data[:_EUC_SAMPLE]
    if len(data) > len(sample):
        sample = sample[: sample.rfind(b"\n") + 1]
    if not _EUC.fullmatch(sample):
        return False
    pairs = _EUC_PAIR.findall(sample)
    everyday = sum(pair[0] in _EUC_EVERYDAY for pair in pairs)
    if not pairs or everyday < len(pairs) * _EUC_SHARE:
        return False
    kana = sum(pair[0] in (0xA4, 0xA5) for pair in pairs)
    with_kanji = any(0xE0 <= byte <= 0xFC for byte in sample)
    return with_kanji or kana >= len(pairs) * _KANA_SHARE


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 betrays itself: its line ends and commas are zero bytes, all on one side of the pair."""
    sample = data[:_UTF16_SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if len(data) % 2 or not (even or odd) or (even and odd):
        return None
    if (even or odd) < len(sample) / 2 * _UTF16_SHARE:
        return None
    encoding = "utf-16-be" if even else "utf-16-le"
    return encoding if _first_bad(data, encoding) is None else None


def _from_jis(data: bytes) -> str:
    """ISO-2022-JP with NEC and IBM extensions, which Python's own codecs refuse: each pair goes by way of CP932."""
    parts: list[str] = []
    mode = b"\x1b(B"
    at = 0
    for found in _JIS_ESCAPE.finditer(data):
        parts.append(_jis_run(data[at : found.start()], mode))
        mode, at = found.group(), found.end()
    parts.append(_jis_run(data[at:], mode))
    return "".join(parts)


def _jis_run(run: bytes, mode: bytes) -> str:
    if mode == b"\x1b(I":
        return bytes(byte | 0x80 if 0x21 <= byte <= 0x5F else byte for byte in run).decode("cp932", "replace")
    if mode not in (b"\x1b$B", b"\x1b$@"):
        return run.decode("ascii", "replace")
    out: list[str] = []
    index = 0
    while index < len(run):
        if run[index] < 0x21 or index + 1 >= len(run):  # a line end inside kanji mode: the escape back was forgotten
            out.append(chr(run[index]))
            index += 1
            continue
        out.append(_jis_pair(run[index], run[index + 1]))
        index += 2
    return "".join(out)


def _jis_pair(row: int, cell: int) -> str:
    """One JIS X 0208 row and cell as the CP932 sign of the same place."""
    trail = cell + ((0x1F if cell <= 0x5F else 0x20) if row & 1 else 0x7E)
    lead = (row - 0x21) // 2 + 0x81
    return bytes((lead + 0x40 if lead > 0x9F else lead, min(trail, 0xFF))).decode("cp932", "replace")
