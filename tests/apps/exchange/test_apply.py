"""Accepting a plan: once, whole or not at all, and the same file again changes nothing."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import Any

import pytest

from tests.apps.exchange.conftest import all_rows, card
from yorisoi.apps.contacts.models import Contact
from yorisoi.apps.exchange import apply_plan, desk, services
from yorisoi.apps.exchange.errors import AlreadyRunningError, NotPlannedError, PlanChangedError
from yorisoi.apps.exchange.models import Choice, ImportBatch, TouchPage
from yorisoi.apps.interactions.models import Standing


def choose(batch: Any, position: int, answer: str) -> None:
    row = batch.rows.get(position=position)
    assert services.choose(owner=batch.owner, batch=batch, choices={row.pk: answer}) == 1


def test_a_person_comes_in_with_everything_and_its_source(owner: Any, now: Any, bring: Any, accept: Any) -> None:
    batch = bring(
        card("鈴木", "一郎", ORG="みどり商店;営業部", TITLE="店長", EMAIL="a@example.jp", TEL="090-1111-2222",
             CATEGORIES="交流会", BDAY="1980-04-01", NOTE="山が好き", X_PHONETIC_LAST_NAME="スズキ", REV="2025-05-01")
    )  # fmt: skip
    summary = accept(batch)
    assert (summary.created, summary.points, summary.tags, summary.facts) == (1, 2, 1, 1)
    person = owner.contacts.get()
    assert (person.name, person.organisation, person.department, person.title) == (
        "鈴木 一郎",
        "みどり商店",
        "営業部",
        "店長",
    )
    assert person.source == "連絡先カード(vCard)「people.vcf」"
    assert person.provenance["title"] == {"source": person.source, "on": "2025-05-01"}
    assert {point.normal for point in person.points.all()} == {"a@example.jp", "+819011112222"}
    assert person.search_key.text
    assert Standing.objects.filter(contact=person).exists()
    assert (batch.state, batch.applied_at) == ("applied", now)
    assert not list(desk.folder().iterdir())


def test_the_same_file_again_changes_nothing(owner: Any, bring: Any, accept: Any) -> None:
    text = (
        card("鈴木", "一郎", EMAIL="a@example.jp", NOTE="山が好き")
        + card("田中", "次郎")
        + card("", "", ORG="みどり商店", TEL="03-1-2")
    )
    accept(bring(text))
    before = all_rows()
    again = bring(text)
    assert [row.verdict for row in again.rows.all()] == ["skip"] * 3
    assert {row.reason for row in again.rows.all()} == {"もう入っています"}
    summary = accept(again)
    assert (summary.created, summary.merged, summary.unchanged) == (0, 0, 3)
    assert all_rows() == before


def test_what_the_owner_removed_does_not_come_back_with_the_same_card(owner: Any, bring: Any, accept: Any) -> None:
    text = card("鈴木", "一郎", EMAIL="a@example.jp", TEL="090-1111-2222")
    accept(bring(text))
    owner.contacts.get().points.filter(kind="mail").delete()
    accept(bring(text))
    assert owner.contacts.get().points.count() == 1


def test_a_choice_once_made_is_remembered(owner: Any, make_contact: Any, bring: Any, accept: Any) -> None:
    person = make_contact(owner, family="鈴木", given="一郎", organisation="みどり商店")
    text = card("鈴木", "一郎", ORG="あおぞら事務所")
    batch = bring(text)
    choose(batch, 0, "same:0")
    accept(batch)
    assert owner.contacts.count() == 1
    assert [row.verdict for row in bring(text).rows.all()] == ["skip"]
    person.refresh_from_db()
    assert person.organisation == "みどり商店"


def test_doubtful_rows_do_as_chosen_and_wait_when_not(owner: Any, make_contact: Any, bring: Any, accept: Any) -> None:
    make_contact(owner, family="鈴木", given="一郎")
    make_contact(owner, family="田中", given="次郎")
    make_contact(owner, family="山本", given="三郎")
    batch = bring("".join(card(f, g, NOTE="x") for f, g in (("鈴木", "一郎"), ("田中", "次郎"), ("山本", "三郎"))))
    choose(batch, 0, "new")
    choose(batch, 1, "leave")
    summary = accept(batch)
    assert (summary.created, summary.left) == (1, 2)
    assert owner.contacts.filter(family="鈴木").count() == 2
    assert owner.contacts.filter(family="山本").count() == 1


def test_namesakes_of_one_file_become_one_when_the_owner_says_so(owner: Any, bring: Any, accept: Any) -> None:
    batch = bring(card("鈴木", "一郎", TEL="090-1111-2222") + card("鈴木", "一郎", TEL="080-3333-4444"))
    choose(batch, 1, "same:0")
    accept(batch)
    assert owner.contacts.get().points.count() == 2


@pytest.mark.parametrize("nonsense", ["same:9", "same:", "same:-1", "other", "same:１x"])
def test_nonsense_is_no_choice(make_contact: Any, owner: Any, bring: Any, nonsense: str) -> None:
    make_contact(owner, family="鈴木", given="一郎")
    batch = bring(card("鈴木", "一郎"))
    row = batch.rows.get()
    assert services.choose(owner=owner, batch=batch, choices={row.pk: nonsense}) == 0
    row.refresh_from_db()
    assert row.choice == Choice.UNDECIDED


def test_accepting_twice_applies_once(owner: Any, now: Any, bring: Any, accept: Any) -> None:
    batch = bring(card("鈴木", "一郎"))
    first = accept(batch)
    stale = ImportBatch.objects.get(pk=batch.pk)
    before = all_rows()
    assert services.apply(owner=owner, batch=stale, now=now) == first
    assert all_rows() == before


def test_two_hands_at_once_one_works(owner: Any, now: Any, bring: Any) -> None:
    batch = bring(card("鈴木", "一郎"))
    with desk.at_work(batch.uid) as tell:
        tell(3, 10)
        assert desk.progress(batch.uid) == (3, 10)
        with pytest.raises(AlreadyRunningError):
            services.apply(owner=owner, batch=batch, now=now)
        with pytest.raises(AlreadyRunningError):
            services.abandon(owner=owner, batch=batch, now=now)
    assert desk.progress(batch.uid) is None
    assert not Contact.objects.exists()


def test_progress_is_told_to_the_end(owner: Any, now: Any, bring: Any) -> None:
    told: list[tuple[int, int]] = []
    batch = bring("".join(card("鈴木", f"一郎{n}") for n in range(5)))
    services.apply(owner=owner, batch=batch, now=now, progress=lambda done, total: told.append((done, total)))
    assert told[0] == (0, 10)
    assert told[-1] == (10, 10)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_an_error_in_the_middle_leaves_nothing(
    owner: Any, now: Any, bring: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = bring(card("鈴木", "一郎", TEL="090-1111-2222"))
    before = all_rows()

    def breaks(work: Any) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(apply_plan, "_seal", breaks)
    with pytest.raises(RuntimeError):
        services.apply(owner=owner, batch=batch, now=now)
    assert all_rows() == before
    assert ImportBatch.objects.get(pk=batch.pk).state == "planned"
    assert desk.stopped(batch.uid)
    monkeypatch.undo()
    assert services.apply(owner=owner, batch=batch, now=now).created == 1
    assert not desk.stopped(batch.uid)


def test_a_book_that_changed_is_planned_anew_before_anything_is_written(
    owner: Any, make_contact: Any, now: Any, bring: Any, accept: Any
) -> None:
    batch = bring(card("鈴木", "一郎", ORG="みどり商店"))
    person = make_contact(owner, family="鈴木", given="一郎", organisation="みどり商店")
    with pytest.raises(PlanChangedError):
        accept(batch)
    assert owner.contacts.count() == 1
    batch.refresh_from_db()
    row = batch.rows.get()
    assert (row.verdict, row.reason) == ("skip", "もう入っています")
    assert accept(batch).unchanged == 1
    assert row.target_id == person.pk


def test_a_change_that_moves_no_verdict_asks_nothing(owner: Any, make_contact: Any, bring: Any, accept: Any) -> None:
    batch = bring(card("鈴木", "一郎"))
    make_contact(owner, family="田中", given="次郎")
    assert accept(batch).created == 1


def test_an_erased_person_is_not_brought_back(owner: Any, bring: Any, accept: Any) -> None:
    accept(bring(card("鈴木", "一郎", EMAIL="a@example.jp")))
    batch = bring(card("鈴木", "一郎", EMAIL="a@example.jp", TITLE="店長"))
    Contact.objects.all().delete()
    with pytest.raises(PlanChangedError):
        accept(batch)
    assert not Contact.objects.exists()


def test_who_is_erased_is_erased_from_the_plan_and_the_way_back_too(owner: Any, bring: Any, accept: Any) -> None:
    batch = bring(card("鈴木", "一郎", NOTE="山が好き") + card("田中", "次郎"))
    accept(batch)
    assert {str(row.record) for row in batch.rows.all()} == {"{}"}
    owner.contacts.get(family="鈴木").delete()
    assert [row.name for row in batch.rows.all()] == ["田中 次郎"]
    assert [entry.name for entry in batch.undo_entries.all()] == ["田中 次郎"]


def test_erasing_a_candidate_keeps_the_doubtful_row(owner: Any, make_contact: Any, bring: Any, accept: Any) -> None:
    make_contact(owner, family="鈴木", given="一郎")
    batch = bring(card("鈴木", "一郎"))
    Contact.objects.all().delete()
    with pytest.raises(PlanChangedError):
        accept(batch)
    batch.refresh_from_db()
    assert [row.verdict for row in batch.rows.all()] == ["new"]
    assert accept(batch).created == 1


def test_a_copy_left_by_a_dead_process_is_swept(owner: Any, now: Any, bring: Any) -> None:
    left = desk.kept_file(uuid.uuid4())
    left.write_bytes(b"x")
    os.utime(left, (now.timestamp() - 3 * 86_400,) * 2)
    bring(card("鈴木", "一郎"))
    assert not left.exists()


def test_a_plan_let_go_leaves_no_trace_of_its_people(owner: Any, now: Any, bring: Any, accept: Any) -> None:
    batch = bring(card("鈴木", "一郎"))
    services.abandon(owner=owner, batch=batch, now=now)
    services.abandon(owner=owner, batch=batch, now=now)
    assert not batch.rows.exists()
    with pytest.raises(NotPlannedError):
        accept(batch)
    assert not Contact.objects.exists()


def test_the_history_in_the_plan_is_not_kept_after_it(owner: Any, bring: Any, accept: Any) -> None:
    from tests.apps.exchange.conftest import talk

    batch = bring(talk("鈴木 一郎", ("10:00", "私", "こんにちは")), name="a.txt", me=("私",))
    assert TouchPage.objects.count() == 1
    accept(batch)
    assert not TouchPage.objects.exists()


KILLED = """
import io, os, sys, django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.utils import timezone
from yorisoi.apps.accounts.services import ensure_owner
from yorisoi.apps.exchange import apply_plan, services
from yorisoi.apps.exchange.format import Options
owner, now = ensure_owner(), timezone.now()
card = "BEGIN:VCARD\\r\\nVERSION:3.0\\r\\nN:鈴木;{0};;;\\r\\nTEL:090-1111-{0:04d}\\r\\nEND:VCARD\\r\\n"
text = "".join(card.format(number) for number in range(1200))
batch = services.plan_file(owner=owner, name="a.vcf", stream=io.BytesIO(text.encode()), options=Options(), now=now)
def die(done, total):
    if done >= 500:
        print("half way", flush=True)
        sys.stdin.read()
services.apply(owner=owner, batch=batch, now=now, progress=die)
"""

RESUMED = """
import django
django.setup()
from django.utils import timezone
from yorisoi.apps.exchange import desk, services
from yorisoi.apps.exchange.models import ImportBatch
batch = ImportBatch.objects.get()
assert desk.stopped(batch.uid), "the page must be able to say that it stopped"
print(services.apply(owner=batch.owner, batch=batch, now=timezone.now()).created)
"""


@pytest.mark.slow
def test_kill_in_the_middle_leaves_nothing_and_the_plan_can_be_accepted_again(tmp_path: Path) -> None:
    source = Path(services.__file__).parents[3]
    env = {**os.environ, "YORISOI_DATA": str(tmp_path), "DATABASE_URL": "", "PYTHONPATH": str(source),
           "DJANGO_SETTINGS_MODULE": "yorisoi.config.settings"}  # fmt: skip
    worker = subprocess.Popen(
        [sys.executable, "-c", KILLED], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert worker.stdout is not None
    assert worker.stdout.readline().strip() == "half way"
    worker.send_signal(signal.SIGKILL)
    worker.wait(20)
    worker.stdout.close()
    assert worker.stdin is not None
    worker.stdin.close()
    time.sleep(0.1)
    with sqlite3.connect(tmp_path / "yorisoi.sqlite3") as database:
        counts = {
            table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("contacts_contact", "contacts_point", "exchange_knownas", "exchange_undoentry")
        }
        assert set(counts.values()) == {0}
        assert database.execute("SELECT state FROM exchange_importbatch").fetchall() == [("planned",)]
    database.close()
    again = subprocess.run([sys.executable, "-c", RESUMED], env=env, capture_output=True, text=True, check=False)
    assert again.stdout.strip() == "1200", again.stderr
