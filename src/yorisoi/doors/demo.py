"""A house to look around in: sample people with a past, 今日, the coach on two drafts, and the web app."""

from __future__ import annotations

import json
import os
import tempfile
import uuid
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from yorisoi.doors import house, serve
from yorisoi.doors.entrance import DEFAULT_HOST, DEFAULT_PORT
from yorisoi.doors.operation import House, Needs, RefusedError
from yorisoi.doors.operations import card, check_draft, import_files, list_events, list_today
from yorisoi.kit import japanese_date

MARK = "demo.json"  # in the data folder: this one is for looking around, and how far it was filled
DRAFTS = "drafts/"  # in the sample network: what is handed to the coach, not brought in
GATHERINGS = "gatherings.json"  # likewise: who was at which gathering
CARDS = "cards/"  # likewise: photographs of cards, captured at the last gathering
MY_NAMES = ("堀田 みのり", "堀田みのり")  # whose network the sample is
SHOWN = 4  # people of each plan shown by name
USUAL_FOLDER = "~/.yorisoi-demo"  # never the owner's own folder


@click.command("demo", help="見本のご縁を用意して、ひととおりお見せします。")
@click.option("--serve/--no-serve", "serving", default=True, help="最後にウェブの画面を開く・開かない。")
@click.option("--port", default=DEFAULT_PORT, type=click.IntRange(1, 65535), metavar="番号", help="ポート。")
def command(serving: bool, port: int) -> None:
    """Fill a demonstration folder when it is empty, walk through it, and serve it."""
    os.environ.setdefault("YORISOI_DATA", USUAL_FOLDER)
    entered = house.enter(Needs.MEMORY, now=house.current_time(), progress=house.show_progress)
    files = _sample(entered.now.date())
    if _is_filled(entered):
        click.echo(f"見本は用意できています({_folder()})。")
    else:
        _fill(entered, {path: content for path, content in files.items() if not path.startswith(DRAFTS)})
        _title("交流会")
        click.echo(list_events.render(list_events.run(list_events.Question(), entered)))
        _title("名刺の読み取り")
        for path in (path for path in files if path.startswith(CARDS)):
            _capture(entered, path, files[path])
    _title("今日")
    click.echo(list_today.render(list_today.run(list_today.Question(), entered)))
    sending = _courteous_moment(entered)
    for draft in json.loads(files[f"{DRAFTS}drafts.json"])["drafts"]:
        _show_draft(draft, files[DRAFTS + draft["file"]].decode(), sending)
    if serving:
        _title("ウェブの画面")
        serve.serve(entered, host=DEFAULT_HOST, port=port)


def _sample(today: date) -> dict[str, bytes]:
    from yorisoi.data import demo_dates

    return demo_dates.shifted(today)


def _folder() -> Path:
    from django.conf import settings

    return Path(settings.DATA_DIR)


def _is_filled(entered: House) -> bool:
    """Say whether the sample is all there.

    Raises:
        RefusedError: the folder holds somebody's own people.
    """
    from yorisoi.apps.contacts.models import Contact

    mark = _folder() / MARK
    if mark.exists():
        return bool(json.loads(mark.read_text(encoding="utf-8"))["filled"])
    if Contact.objects.filter(owner=entered.owner).exists():
        raise RefusedError(
            f"「{_folder()}」には、ご自分のデータがあるようです。見本は別のフォルダーで: YORISOI_DATA=~/.yorisoi-demo yorisoi demo"
        )
    return False


def _fill(entered: House, files: dict[str, bytes]) -> None:
    """Bring the sample in. Begun and not finished, it is simply begun again: what is in already stays as it is."""
    _title("取り込み")
    _mark(entered, filled=False)
    with tempfile.TemporaryDirectory(prefix="yorisoi-demo-") as name:
        paths = []
        for path, content in files.items():
            if path == GATHERINGS or path.startswith(CARDS):
                continue
            place = Path(name) / path
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(content)
            paths.append(place)
        for place in paths:
            question = import_files.Question(files=(place,), apply=True, me=MY_NAMES, keep_bodies=True)
            for plan in import_files.run(question, entered).files:
                click.echo("\n".join(import_files.worded(plan, SHOWN)))
    _gather(entered, json.loads(files[GATHERINGS]))
    _mark(entered, filled=True)


def _gather(entered: House, told: dict[str, Any]) -> None:
    """Write the gatherings down, and who was there. Once more changes nothing."""
    from yorisoi.apps.contacts.models import Contact
    from yorisoi.apps.events import services

    people = {str(contact.uid): contact for contact in Contact.objects.filter(owner=entered.owner)}
    for each in told["events"]:
        event = services.create_event(
            owner=entered.owner,
            now=entered.now,
            name=each["name"],
            starts_at=datetime.fromisoformat(each["starts_at"]),
            ends_at=datetime.fromisoformat(each["ends_at"]),
            series=told["series"],
            place=told["place"],
            host=told["host"],
            uid=each["uid"],
        )
        for row in each["people"]:
            services.attend(
                owner=entered.owner,
                event=event,
                contact=people[row["uid"]],
                now=entered.now,
                presence=row["presence"],
                said=row["said"],
            )


def _capture(entered: House, path: str, photo: bytes) -> None:
    """Capture a card as at the last gathering, read it here and now, and leave its person to the debrief."""
    from yorisoi.apps.cards import background
    from yorisoi.apps.events import capturing, selectors

    event = selectors.past(entered.owner, entered.now).first()
    held = capturing.receive(
        owner=entered.owner,
        client_id=uuid.uuid5(uuid.NAMESPACE_URL, path),
        now=entered.now,
        note="受付のとなりでお話しした方。顧問先の採用で手いっぱいとのこと。",
        photo=photo,
        photo_name=path,
        event=event,
        captured_at=event.starts_at if event else None,
    )
    background.read_waiting(now=entered.now, owner=entered.owner)
    with tempfile.TemporaryDirectory(prefix="yorisoi-demo-") as name:
        place = Path(name) / "card.jpg"
        place.write_bytes(photo)
        try:
            click.echo(card.render(card.run(card.Question(photo=place), entered)))
        except RefusedError as error:  # the reader of print is an extra; the capture waits for it or for typing
            click.echo(str(error))
    click.echo(f"「{held.event.name if held.event else '交流会'}」の控えに入れました。ふりかえりでお迎えできます。")


def _mark(entered: House, *, filled: bool) -> None:
    told = {"filled": filled, "on": entered.now.date().isoformat()}
    (_folder() / MARK).write_text(json.dumps(told), encoding="utf-8")


def _courteous_moment(entered: House) -> House:
    """Stand at the next working hour: the words of a draft are to be judged, not the hour somebody looks around."""
    from yorisoi import data
    from yorisoi.core import courtesy

    verdict = courtesy.earliest(
        entered.now, channel=courtesy.Channel.LINE, profession=None, table=data.courtesy_table()
    )
    return replace(entered, now=verdict.next_ok)


def _show_draft(draft: dict[str, Any], body: str, entered: House) -> None:
    _title(f"下書き({draft['contact']}さんへ、{japanese_date.moment(entered.now)}): {draft['file']}")
    click.echo("\n".join(f"  | {line}" for line in body.strip().splitlines()))
    question = check_draft.Question(contact=draft["contact"], channel=draft["channel"], draft=body)
    click.echo(check_draft.render(check_draft.run(question, entered)))


def _title(words: str) -> None:
    click.echo(f"\n── {words}")
