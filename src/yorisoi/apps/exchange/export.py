"""Taking everything out: people as vCard and CSV for other programs, and all there is as JSON for coming back.

Written in slices, so that memory stays small however long the history is; each file appears whole or not at all.
"""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any, cast

from django.utils import timezone

from yorisoi.apps.accounts.models import Comfort, Owner
from yorisoi.apps.accounts.selectors import preferences_of
from yorisoi.apps.contacts.models import Contact, Fact, Point, SeasonOverride, Tag
from yorisoi.apps.events.models import Event
from yorisoi.apps.exchange import book, gatherings_out, record, talks
from yorisoi.apps.exchange.format import Writer, writers
from yorisoi.apps.exchange.household import PREFERENCES
from yorisoi.apps.interactions.models import Interaction

VCARD, CSV, JSON = "people.vcf", "people.csv", "yorisoi.json"
ZIP_MEMORY = 8 * 1024 * 1024  # bytes of a zip held in memory; a larger one is built in an unnamed temporary file
_OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What was written: counts of rows, and the names of the files."""

    contacts: int
    points: int
    tags: int
    facts: int
    interactions: int
    events: int
    files: tuple[str, ...] = (VCARD, CSV, JSON)


def contents(owner: Owner) -> Summary:
    """Return what an export would hold."""
    return Summary(
        contacts=Contact.objects.filter(owner=owner).count(),
        points=Point.objects.filter(owner=owner).count(),
        tags=Tag.objects.filter(owner=owner).count(),
        facts=Fact.objects.filter(owner=owner).count(),
        interactions=Interaction.objects.filter(owner=owner).count(),
        events=Event.objects.filter(owner=owner).count(),
    )


def write_all(owner: Owner, directory: Path, now: datetime) -> Summary:
    """Write the three files into ``directory`` (made if need be), readable by nobody else.

    A file of the same name is replaced only when its successor is whole.

    Raises:
        OSError: the directory cannot be written.
    """
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, write in _FILES:
        handle, temporary = tempfile.mkstemp(prefix=f".{name}.", dir=directory)  # mode 0600 by itself
        try:
            with os.fdopen(handle, "wb") as out:
                write(owner, now, out)
                out.flush()
                os.fsync(out.fileno())
            Path(temporary).chmod(_OWNER_ONLY)
            Path(temporary).replace(directory / name)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    return contents(owner)


def as_zip(owner: Owner, *, now: datetime) -> IO[bytes]:
    """Return the three files as one zip, rewound. The file has no name and is gone once closed."""
    stream = cast(IO[bytes], tempfile.SpooledTemporaryFile(max_size=ZIP_MEMORY))  # noqa: SIM115  (the answer closes it)
    try:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, write in _FILES:
                info = zipfile.ZipInfo(name, date_time=timezone.localtime(now).timetuple()[:6])
                info.external_attr = _OWNER_ONLY << 16
                info.compress_type = zipfile.ZIP_DEFLATED
                with archive.open(info, "w", force_zip64=True) as out:
                    write(owner, now, out)
    except BaseException:
        stream.close()
        raise
    stream.seek(0)
    return stream


def people(owner: Owner, *, history: bool) -> Iterator[list[record.Person]]:
    """Yield everyone as records, some hundred at a time; with all that passed between when ``history``."""
    ids = list(Contact.objects.filter(owner=owner).order_by("pk").values_list("pk", flat=True))
    for part in book.chunks(ids):
        contacts = list(Contact.objects.filter(owner=owner, pk__in=part).order_by("pk"))
        points = _by_contact(Point.objects.filter(owner=owner, contact__in=part).order_by("position", "pk"))
        tags = _by_contact(Tag.objects.filter(owner=owner, contact__in=part).order_by("pk"))
        facts = _by_contact(Fact.objects.filter(owner=owner, contact__in=part).order_by("pk"))
        seasons = _by_contact(SeasonOverride.objects.filter(owner=owner, contact__in=part).order_by("pk"))
        touches: dict[int, list[Any]] = defaultdict(list)
        if history:
            rows = Interaction.objects.filter(owner=owner, contact__in=part).order_by("at", "pk")
            touches = _by_contact(rows)
        yield [_person(c, points[c.pk], tags[c.pk], facts[c.pk], seasons[c.pk], touches[c.pk]) for c in contacts]


def _by_contact(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.contact_id].append(row)
    return found


def _person(
    contact: Contact,
    points: list[Point],
    tags: list[Tag],
    facts: list[Fact],
    seasons: list[SeasonOverride],
    touches: list[Interaction],
) -> record.Person:
    return record.Person(
        where="",
        uid=str(contact.uid),
        family=contact.family,
        given=contact.given,
        family_kana=contact.family_kana,
        given_kana=contact.given_kana,
        organisation=contact.organisation,
        department=contact.department,
        title=contact.title,
        profession=contact.profession,
        points=tuple(map(_point, points)),
        tags=tuple(tag.name for tag in tags),
        met_on=contact.met_on,
        met_where=contact.met_where,
        met_how=contact.met_how,
        birthday=contact.birthday,
        closeness=contact.closeness,
        never_suggest=contact.never_suggest,
        comfort="" if contact.comfort == Comfort.USUAL else contact.comfort,
        closed_at=contact.closed_at,
        closed_because=contact.closed_because,
        facts=tuple(map(_fact, facts)),
        touches=tuple(map(_touch, touches)),
        source=contact.source,
        origins=tuple(_origin(name, entry) for name, entry in contact.provenance.items()),
        seasons=tuple(map(_season, seasons)),
        learning_from=contact.learning_from,
    )


def _point(point: Point) -> record.Point:
    return record.Point(
        kind=cast(record.PointKind, point.kind),
        label=point.label,
        value=point.value,
        source=point.source,
        on=point.on,
    )


def _origin(name: str, entry: dict[str, str]) -> record.Origin:
    on = entry.get("on")
    return record.Origin(field=name, source=entry.get("source", ""), on=date.fromisoformat(on) if on else None)


def _season(row: SeasonOverride) -> record.Season:
    return record.Season(first=row.first, last=row.last, level=row.level, text=row.text, profession=row.profession)


def _fact(fact: Fact) -> record.FactNote:
    return record.FactNote(
        kind=cast(record.FactKind, fact.kind),
        text=fact.text,
        on=fact.on,
        source=fact.source,
        state=("solved" if fact.solved else "open") if fact.kind == "concern" else None,
        until=fact.until,
        wish=fact.wish or None,
    )


def _touch(row: Interaction) -> record.Happening:
    return record.Happening(
        at=row.at,
        direction=cast(record.Direction, row.direction),
        channel=row.channel,
        kind=row.kind,
        asks_reply=row.asks_reply,
        technique=row.technique,
        length=row.length,
        text=row.text or None,
        reaction=row.reaction,
        reaction_at=row.reaction_at,
        thanks=row.thanks,
        recipients=row.recipients,
        no_answer_needed=row.no_answer_needed,
        source=row.source,
        key=talks.portable_key(row.once_key or "", row.created_at),
    )


def _writer(name: str) -> Writer:
    return next(each for each in writers() if each.name == name)


def _write_vcard(owner: Owner, now: datetime, out: IO[bytes]) -> None:
    for some in people(owner, history=False):
        out.write(_writer("vcard").write(some))


def _write_csv(owner: Owner, now: datetime, out: IO[bytes]) -> None:
    # One table with one header: the writer needs everyone at once, but no history.
    out.write(_writer("contact_csv").write([person for some in people(owner, history=False) for person in some]))


def _write_json(owner: Owner, now: datetime, out: IO[bytes]) -> None:
    writer = _writer("yorisoi_json")
    whole = json.loads(writer.write([]))
    whole.pop("contacts")
    of_trades = SeasonOverride.objects.filter(owner=owner, contact__isnull=True).order_by("pk")
    whole |= {
        "exported_at": now.isoformat(),
        "preferences": _preferences(owner),
        "seasons": [asdict(_season(row)) for row in of_trades],
        **gatherings_out.everything(owner),
    }
    # The contacts come last, slice by slice, each as the format itself writes it.
    out.write(json.dumps(whole, ensure_ascii=False).encode()[:-1] + b', "contacts": [')
    comma = b"\n"
    for some in people(owner, history=True):
        for contact in json.loads(writer.write(some))["contacts"]:
            out.write(comma + json.dumps(contact, ensure_ascii=False).encode())
            comma = b",\n"
    out.write(b"\n]}\n")


def _preferences(owner: Owner) -> dict[str, Any]:
    stored = preferences_of(owner)
    return {name: getattr(stored, name) for name in PREFERENCES}


_FILES: tuple[tuple[str, Callable[[Owner, datetime, IO[bytes]], None]], ...] = (
    (VCARD, _write_vcard), (CSV, _write_csv), (JSON, _write_json),
)  # fmt: skip
