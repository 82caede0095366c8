"""How well and how fast cards are read: a table by field, with what was made up, seconds a card and memory.

    python -m bench.cards FOLDER

``FOLDER`` holds pictures and a ``truth.json``: a list of ``{"id", "val"}``, where ``val`` has name, kana, company, dept, title,
email, url, tel, fax, mobile, zip and addr (a text, a list of lines, or null). Two texts are the same when they are after
NFKC, without spaces, with one kind of dash; a postal code and a number when their digits are.
"""

from __future__ import annotations

import json
import re
import statistics
import sys
import time
import unicodedata
from pathlib import Path
from typing import Any

from yorisoi.apps.cards.picture import open_picture
from yorisoi.apps.cards.reading import read_card

FIELDS = {
    "name": "name", "kana": "kana", "company": "company", "dept": "department", "title": "title", "email": "email", "url": "url",
    "tel": "tel", "fax": "fax", "mobile": "mobile", "zip": "zip", "addr": "address",
}  # fmt: skip
DIGITS_ONLY = ("tel", "fax", "mobile", "zip")
KANJI_DIGITS = str.maketrans("〇一二三四五六七八九", "0123456789")
DASHES = re.compile("[‐‑–—―ー−-]")


def even(value: Any, field: str) -> str:
    text = " ".join(value) if isinstance(value, list) else value or ""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    if field in DIGITS_ONLY:
        return re.sub(r"\D", "", text.translate(KANJI_DIGITS))
    return DASHES.sub("-", text)


def main(folder: Path) -> int:
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    right, present, invented, doubted = (dict.fromkeys(FIELDS, 0) for _ in range(4))
    seconds, work, missed = [], [], []
    for card in truth:
        data = next(folder.glob(f"{card['id']}.*")).read_bytes()
        began, worked = time.perf_counter(), time.process_time()
        reading = read_card(open_picture(data).jpeg)
        seconds.append(time.perf_counter() - began)
        work.append(time.process_time() - worked)
        doubts = {doubt.field for doubt in reading.fields.doubts}
        for field, own in FIELDS.items():
            expected, found = even(card["val"].get(field), field), even(getattr(reading.fields, own), field)
            present[field] += bool(expected)
            invented[field] += bool(found and not expected)
            right[field] += bool(expected and expected == found)
            doubted[field] += own in doubts
            if found != expected:
                missed.append(
                    f"{card['id']} {field}: {expected or '(none)'} / {found or '(none)'}{' ?' if own in doubts else ''}"
                )
    print(f"{'field':10}{'right':>7}{'of':>5}{'made up':>9}{'doubted':>9}")
    for field in FIELDS:
        print(f"{field:10}{right[field]:7}{present[field]:5}{invented[field]:9}{doubted[field]:9}")
    peak = int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024  # type: ignore[index]
    print(
        f"{len(seconds)} cards, {statistics.median(seconds):.2f} s median, {max(seconds):.2f} s longest "
        f"({statistics.median(work):.2f} s of processor), {peak:.0f} MB at most"
    )
    print("\n".join(missed))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
