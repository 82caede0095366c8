"""The pages of bringing in: every step with plain links and forms, every id the owner's own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.apps.exchange.conftest import card, talk
from yorisoi.apps.exchange import background, desk, services
from yorisoi.apps.exchange.models import ImportBatch
from yorisoi.apps.interactions.models import Interaction


def upload(client: Any, *files: tuple[str, str], **more: Any) -> Any:
    chosen = [SimpleUploadedFile(name, text.encode()) for name, text in files]
    return client.post(reverse("import_new"), {"file": chosen, **more})


def page(client: Any, name: str, batch: Any, **more: Any) -> Any:
    return client.get(reverse(name, args=[batch.pk]), **more)


def test_the_list_is_kind_when_empty(signed_in: Any) -> None:
    answer = signed_in.get(reverse("imports"))
    assert answer.status_code == 200
    assert "まだ何も取り込んでいません" in answer.content.decode()


def test_from_file_to_result_and_back_without_script(signed_in: Any, owner: Any) -> None:
    answer = upload(signed_in, ("people.vcf", card("鈴木", "一郎", TEL="090-1111-2222")))
    batch = ImportBatch.objects.get()
    assert answer.headers["Location"] == reverse("import_plan", args=[batch.pk])
    shown = signed_in.get(answer.headers["Location"]).content.decode()
    assert "鈴木 一郎" in shown
    assert "まだ住所録にない方です" in shown
    assert not owner.contacts.exists()
    answer = signed_in.post(reverse("import_apply", args=[batch.pk]))
    assert answer.headers["Location"] == reverse("import_result", args=[batch.pk])
    assert "取り込みました" in page(signed_in, "import_result", batch).content.decode()
    assert owner.contacts.count() == 1
    assert "取り込む前に戻しますか" in page(signed_in, "import_undo", batch).content.decode()
    signed_in.post(reverse("import_undo", args=[batch.pk]))
    assert not owner.contacts.exists()
    assert "元に戻しました" in page(signed_in, "import_result", batch).content.decode()


def test_several_files_are_planned_one_by_one(signed_in: Any) -> None:
    answer = upload(signed_in, ("a.vcf", card("鈴木", "一郎")), ("b.vcf", card("田中", "次郎")), ("c.bin", "?"))
    assert answer.headers["Location"] == reverse("imports")
    shown = signed_in.get(reverse("imports")).content.decode()
    assert "a.vcf" in shown
    assert "b.vcf" in shown
    assert "c.bin" in shown  # said in a message: what it was, and what to do
    assert ImportBatch.objects.count() == 2


def test_what_cannot_be_read_is_said_and_nothing_is_stored(signed_in: Any) -> None:
    answer = upload(signed_in, ("empty.vcf", ""))
    assert answer.status_code == 422
    assert "空でした" in answer.content.decode()
    assert not ImportBatch.objects.exists()
    assert upload(signed_in).status_code == 422


def test_doubtful_rows_come_first_and_take_choices(signed_in: Any, owner: Any, make_contact: Any) -> None:
    make_contact(owner, family="鈴木", given="一郎", organisation="みどり商店")
    upload(signed_in, ("a.vcf", card("田中", "次郎") + card("鈴木", "一郎")))
    batch = ImportBatch.objects.get()
    shown = page(signed_in, "import_plan", batch).content.decode()
    assert shown.index("どなたでしょうか") < shown.index("田中 次郎")
    row = batch.rows.get(verdict="doubtful")
    where = reverse("import_plan", args=[batch.pk])
    assert signed_in.post(where, {f"choice-{row.pk}": "new"}, headers={"HX-Request": "true"}).status_code == 204
    row.refresh_from_db()
    assert row.choice == "new"
    assert signed_in.post(where, {f"choice-{row.pk}": "leave"}).status_code == 302
    signed_in.post(reverse("import_apply", args=[batch.pk]), {f"choice-{row.pk}": "same:0"})
    assert owner.contacts.count() == 2


def test_a_double_click_applies_once(signed_in: Any, owner: Any) -> None:
    upload(signed_in, ("a.vcf", card("鈴木", "一郎")))
    batch = ImportBatch.objects.get()
    for _ in range(2):
        answer = signed_in.post(reverse("import_apply", args=[batch.pk]))
        assert answer.status_code == 302
    assert owner.contacts.count() == 1
    assert signed_in.get(answer.headers["Location"], follow=True).redirect_chain[-1][0].endswith("/result/")


def test_who_i_am_is_asked_on_a_page(signed_in: Any, owner: Any) -> None:
    text = talk("鈴木 一郎", ("10:00", "みのり", "やあ"), ("10:10", "鈴木 一郎", "はい"))
    upload(signed_in, ("talk.txt", text), keep_bodies="on")
    batch = ImportBatch.objects.get()
    shown = page(signed_in, "import_plan", batch).content.decode()
    assert "ご自分はどなたですか" in shown
    where = reverse("import_plan", args=[batch.pk])
    assert signed_in.post(where, {}).status_code == 422
    assert signed_in.post(where, {"me": "だれか"}).status_code == 422
    assert signed_in.post(where, {"me": "みのり"}).status_code == 302
    signed_in.post(reverse("import_apply", args=[batch.pk]))
    assert [row.text for row in Interaction.objects.order_by("at")] == ["やあ", "はい"]


def test_columns_are_chosen_with_a_preview(signed_in: Any, owner: Any) -> None:
    table = "なまえ,つとめ先,でんわ\n鈴木 一郎,みどり商店,090-1111-2222\n田中 次郎,あおぞら事務所,\n"
    upload(signed_in, ("list.csv", table))
    batch = ImportBatch.objects.get()
    assert batch.question == "columns"
    shown = page(signed_in, "import_plan", batch).content.decode()
    assert "みどり商店" in shown
    names = {label: value for value, label in batch.material["choices"]}
    full = next(value for label, value in names.items() if "氏名" in label)
    office = next(value for label, value in names.items() if "会社" in label)
    where = reverse("import_plan", args=[batch.pk])
    assert signed_in.post(where, {"column-0": full, "column-1": office, "column-2": ""}).status_code == 302
    signed_in.post(reverse("import_apply", args=[batch.pk]))
    assert sorted(owner.contacts.values_list("family", "organisation")) == [
        ("田中", "あおぞら事務所"), ("鈴木", "みどり商店"),
    ]  # fmt: skip


def test_progress_is_shown_and_leads_on(signed_in: Any, owner: Any) -> None:
    upload(signed_in, ("a.vcf", card("鈴木", "一郎")))
    batch = ImportBatch.objects.get()
    with desk.at_work(batch.uid) as tell:
        tell(40, 100)
        whole = page(signed_in, "import_progress", batch).content.decode()
        assert "40%" in whole
        assert 'http-equiv="refresh"' in whole
        part = page(signed_in, "import_progress", batch, headers={"HX-Request": "true"}).content.decode()
        assert "40%" in part
        assert "<html" not in part
        assert page(signed_in, "import_plan", batch).headers["Location"].endswith("/progress/")
    assert page(signed_in, "import_progress", batch).headers["Location"].endswith(f"/imports/{batch.pk}/")
    signed_in.post(reverse("import_apply", args=[batch.pk]))
    moved = page(signed_in, "import_progress", batch, headers={"HX-Request": "true"})
    assert moved.headers["HX-Redirect"].endswith("/result/")


def test_work_that_stopped_is_said_on_the_plan(signed_in: Any, bring: Any) -> None:
    batch = bring(card("鈴木", "一郎"))
    (desk.folder() / f"{batch.uid}.progress").write_text("[1, 9]")
    assert "途中で止まりました" in page(signed_in, "import_plan", batch).content.decode()
    desk.forget(batch.uid)


def test_a_long_plan_goes_on_behind(signed_in: Any, bring: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Any] = []

    class Thread:
        def __init__(self, *, target: Any, args: Any, **more: Any) -> None:
            self.args = args

        def start(self) -> None:
            started.append(self.args[1])
            self.args[3].set()

    monkeypatch.setattr(background.threading, "Thread", Thread)
    batch = bring("".join(card("鈴木", f"一郎{n}") for n in range(background.ROWS_AT_ONCE + 1)))
    answer = signed_in.post(reverse("import_apply", args=[batch.pk]))
    assert answer.headers["Location"].endswith("/progress/")
    assert started == [batch.pk]


@pytest.mark.django_db(transaction=True)
def test_the_thread_behind_applies_the_plan(owner: Any, now: Any, bring: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    monkeypatch.setattr(background.connections, "close_all", lambda: None)
    batch = bring(card("鈴木", "一郎"))
    holds = threading.Event()
    background._work(owner.pk, batch.pk, now, holds)
    assert holds.is_set()
    assert owner.contacts.count() == 1
    background._work(owner.pk, batch.pk, now, holds)
    assert owner.contacts.count() == 1


def test_edited_people_are_named_before_an_undo(signed_in: Any, owner: Any, now: Any, bring: Any, accept: Any) -> None:
    from yorisoi.apps.contacts import services as contacts

    batch = bring(card("鈴木", "一郎") + card("田中", "次郎"))
    accept(batch)
    contacts.update(owner=owner, contact=owner.contacts.get(family="鈴木"), now=now + timedelta(hours=1), title="店長")
    where = reverse("import_undo", args=[batch.pk])
    answer = signed_in.post(where)
    assert answer.status_code == 409
    assert "鈴木 一郎さん" in answer.content.decode()
    assert owner.contacts.count() == 2
    signed_in.post(where, {"keep_edited": "yes"})
    assert [person.family for person in owner.contacts.all()] == ["鈴木"]


def test_letting_a_plan_go(signed_in: Any, bring: Any) -> None:
    batch = bring(card("鈴木", "一郎"))
    assert signed_in.post(reverse("import_abandon", args=[batch.pk])).status_code == 302
    batch.refresh_from_db()
    assert batch.state == "abandoned"
    assert "何も書き込んでいません" in page(signed_in, "import_result", batch).content.decode()
    assert page(signed_in, "import_plan", batch).headers["Location"].endswith("/result/")


NAMES = ("import_plan", "import_apply", "import_progress", "import_result", "import_undo", "import_abandon")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_another_owners_import_is_not_there(signed_in: Any, stranger: Any, bring: Any, name: str, method: str) -> None:
    batch = bring(card("鈴木", "一郎"), whose=stranger)
    status = getattr(signed_in, method)(reverse(name, args=[batch.pk])).status_code
    only_posts, only_reads = name in ("import_apply", "import_abandon"), name in ("import_progress", "import_result")
    refused = (only_posts and method == "get") or (only_reads and method == "post")
    assert status == (405 if refused else 404)
    batch.refresh_from_db()
    assert batch.state == "planned"


def test_another_owners_rows_take_no_choice(
    signed_in: Any, owner: Any, stranger: Any, make_contact: Any, bring: Any
) -> None:
    make_contact(stranger, family="鈴木", given="一郎")
    theirs = bring(card("鈴木", "一郎"), whose=stranger).rows.get()
    mine = bring(card("田中", "次郎"))
    signed_in.post(reverse("import_plan", args=[mine.pk]), {f"choice-{theirs.pk}": "new"})
    theirs.refresh_from_db()
    assert theirs.choice == ""


@pytest.mark.parametrize("name", ["imports", "import_new", "export", "export_zip"])
def test_strangers_are_sent_to_the_door(db: None, name: str) -> None:
    assert "/accounts/" in Client().get(reverse(name)).headers["Location"]


def test_the_plan_page_asks_as_little_for_many_as_for_few(
    signed_in: Any, owner: Any, make_contact: Any, bring: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(45):
        make_contact(owner, family="鈴木", given=f"一郎{number}")
    few = bring(card("鈴木", "一郎1"))
    many = bring("".join(card("鈴木", f"一郎{number}") for number in range(200)))
    counts = []
    for batch in (few, many):
        with django_assert_max_num_queries(20) as asked:
            page(signed_in, "import_plan", batch)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_names_are_shown_as_text(signed_in: Any, bring: Any) -> None:
    batch = bring(card("<script>alert(1)</script>", "{{7*7}}", NOTE="<img src=x onerror=alert(1)>"))
    shown = page(signed_in, "import_plan", batch).content.decode()
    assert "<script>alert" not in shown
    assert "&lt;script&gt;" in shown
    assert "{{7*7}}" in shown


def test_describe_is_plain_json(owner: Any, make_contact: Any, bring: Any) -> None:
    import json

    from yorisoi.apps.exchange import selectors

    make_contact(owner, family="鈴木", given="一郎")
    told = selectors.describe(bring(card("鈴木", "一郎") + card("田中", "次郎")))
    assert json.loads(json.dumps(told)) == told
    assert [(row["verdict"], row["name"]) for row in told["rows"]] == [("doubtful", "鈴木 一郎"), ("new", "田中 次郎")]
    assert told["rows"][0]["candidates"] == ["鈴木 一郎"]


def test_default_options_follow_the_preferences(owner: Any) -> None:
    from yorisoi.apps.accounts.services import save_preferences

    save_preferences(owner=owner, my_names=["みのり"], keep_bodies=True)
    options = services.default_options(owner)
    assert (options.me, options.keep_bodies) == (("みのり",), True)
