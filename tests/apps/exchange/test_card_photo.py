"""A drawer of photographed cards: received, read behind the pages, planned, brought in, taken back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.apps.cards.conftest import number_on, numbered, picture, said
from tests.apps.exchange.conftest import all_rows

NAMES = ("佐藤", "鈴木", "高橋", "田中", "伊藤", "渡辺", "山本", "中村", "小林", "加藤")


def person_on(jpeg: bytes) -> Any:
    """Everybody has another name, mail and office."""
    number = number_on(jpeg)
    family, given = NAMES[number % 10], f"{'一二三四五六七八九十'[number // 10 % 10]}{number}"
    return said(
        name=f"{family} {given}", family=family, given=given, company=f"第{number}工房", email=f"p{number}@example.jp"
    )


@pytest.fixture
def drawer(owner: Any, now: datetime, reader: dict[str, Any]) -> Callable[..., Any]:
    """Receive photographs: ``drawer(1, 2, 3)``, numbers or bytes; read them; return the import."""
    from yorisoi.apps.cards import background
    from yorisoi.apps.exchange import photos

    reader["said"] = person_on

    def receive(*what: Any, whose: Any = owner, read: bool = True, at: datetime = now) -> Any:
        files = [
            (f"card-{place}.jpg", io.BytesIO(one if isinstance(one, bytes) else numbered(one)))
            for place, one in enumerate(what)
        ]
        received = photos.receive(owner=whose, files=files, called="引き出し", now=at)
        if received.batch is not None and read:
            background.read_waiting(now=at)
            received.batch.refresh_from_db()
        return received

    return receive


def zipped(entries: dict[str, bytes], **how: Any) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", **how) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


def cards() -> list[tuple[str, int | None]]:
    from yorisoi.apps.cards.models import Card

    return list(Card.objects.order_by("pk").values_list("state", "contact_id"))


class TestTheWayIn:
    def test_photographs_wait_then_are_planned_then_are_people(
        self, owner: Any, drawer: Callable[..., Any], accept: Callable[..., Any], now: datetime
    ) -> None:
        from yorisoi.apps.cards import background
        from yorisoi.apps.cards.models import Card
        from yorisoi.apps.contacts.models import Contact

        batch = drawer(1, 2, 3, read=False).batch
        assert (batch.state, batch.rows.count(), Contact.objects.count()) == ("reading", 0, 0)
        background.read_waiting(now=now)
        batch.refresh_from_db()
        assert (batch.state, batch.counts["new"]) == ("planned", 3)
        assert Contact.objects.count() == 0
        assert accept(batch).created == 3
        for card in Card.objects.select_related("contact"):
            assert card.contact is not None
            assert f"第{number_on(bytes(card.image.jpeg))}工房" == card.contact.organisation

    def test_two_sides_of_one_person_hang_together(
        self, owner: Any, drawer: Callable[..., Any], accept: Callable[..., Any], reader: dict[str, Any], now: datetime
    ) -> None:
        from yorisoi.apps.contacts.models import Contact

        def same(jpeg: bytes) -> Any:
            return said(company="佐藤工房", tel=f"03-1234-567{number_on(jpeg)}")

        received = drawer(1, 2, read=False)
        reader["said"] = same
        from yorisoi.apps.cards import background

        background.read_waiting(now=now)
        received.batch.refresh_from_db()
        assert accept(received.batch).created == 1
        assert cards() == [("read", Contact.objects.get().pk)] * 2

    def test_who_is_known_gains_the_picture(
        self, owner: Any, drawer: Callable[..., Any], accept: Callable[..., Any], make_contact: Callable[..., Any]
    ) -> None:
        known = make_contact(owner, family="鈴木", given="一1", organisation="第1工房")
        batch = drawer(1).batch
        assert batch.counts["merge"] == 1
        assert accept(batch).merged == 1
        assert cards() == [("read", known.pk)]

    def test_the_same_drawer_again_changes_nothing(
        self, owner: Any, drawer: Callable[..., Any], accept: Callable[..., Any]
    ) -> None:
        accept(drawer(1, 2).batch)
        before, hung = all_rows(), cards()
        again = drawer(1, 2).batch
        assert again.counts["skip"] == 2
        accept(again)
        assert all_rows() == before
        assert cards() == hung  # nor does a picture hang twice

    def test_the_same_picture_twice_is_kept_once(self, drawer: Callable[..., Any]) -> None:
        received = drawer(1, 1, 2)
        assert (received.kept, received.twice) == (2, 1)

    def test_what_is_no_picture_is_said_and_the_rest_comes_in(self, drawer: Callable[..., Any]) -> None:
        received = drawer(1, picture()[:300])
        assert (received.kept, len(received.refused)) == (1, 1)
        assert "card-1.jpg" in received.refused[0]

    def test_nothing_but_broken_pictures_leaves_nothing(self, drawer: Callable[..., Any]) -> None:
        from yorisoi.apps.exchange.models import ImportBatch

        received = drawer(picture()[:300])
        assert received.batch is None
        assert (ImportBatch.objects.count(), cards()) == (0, [])

    def test_no_plan_while_photographs_still_come_in(
        self, owner: Any, drawer: Callable[..., Any], now: datetime
    ) -> None:
        from yorisoi.apps.exchange import photos

        batch = drawer(1, read=False).batch
        batch.material = {photos.ARRIVING: True}
        batch.save()
        from yorisoi.apps.cards import background

        background.read_waiting(now=now)
        batch.refresh_from_db()
        assert batch.state == "reading"
        assert photos.plan_if_read(owner=owner, batch_id=batch.pk, now=now).state == "planned"

    def test_a_server_killed_before_the_plan_makes_it_when_it_starts_again(
        self, drawer: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, now: datetime
    ) -> None:
        from yorisoi.apps.cards import background
        from yorisoi.apps.exchange import photos

        batch = drawer(1, read=False).batch
        with monkeypatch.context() as killed:
            killed.setattr(photos, "plan_all_read", lambda *, now: None)
            background.read_waiting(now=now)
        batch.refresh_from_db()
        assert batch.state == "reading"
        monkeypatch.setattr(background.connections, "close_all", lambda: None)  # the test's own goes on
        background._work(lambda: now)
        batch.refresh_from_db()
        assert batch.state == "planned"


class TestByHand:
    @pytest.fixture
    def half_read(self, drawer: Callable[..., Any], reader: dict[str, Any], now: datetime) -> Any:
        from yorisoi.apps.cards import background

        batch = drawer(1, 2, read=False).batch
        reader["said"] = lambda jpeg: person_on(jpeg) if number_on(jpeg) == 1 else said(name="", family="", given="")
        background.read_waiting(now=now)
        batch.refresh_from_db()
        return batch

    def test_what_could_not_be_read_is_kept_and_told(self, half_read: Any, signed_in: Any) -> None:
        from yorisoi.apps.cards.models import Card

        assert (half_read.counts["total"], len(half_read.problems)) == (1, 1)
        failed = Card.objects.get(state="failed")
        page = signed_in.get(reverse("import_plan", args=[half_read.pk])).content.decode()
        assert reverse("import_card", args=[half_read.pk, failed.pk]) in page

    def test_typed_before_the_plan_is_accepted_it_joins_the_plan(
        self, half_read: Any, signed_in: Any, accept: Callable[..., Any]
    ) -> None:
        from yorisoi.apps.cards.models import Card

        failed = Card.objects.get(state="failed")
        url = reverse("import_card", args=[half_read.pk, failed.pk])
        assert signed_in.get(url).status_code == 200
        assert signed_in.post(url, {}).status_code == 422
        assert signed_in.post(url, {"family": "森", "company": "森の工房"}).status_code == 302
        half_read.refresh_from_db()
        assert (half_read.counts["new"], half_read.problems) == (2, [])
        assert accept(half_read).created == 2
        failed.refresh_from_db()
        assert failed.contact.name == "森"

    def test_typed_after_it_becomes_a_person_and_outlives_the_undo(
        self, half_read: Any, owner: Any, signed_in: Any, accept: Callable[..., Any], now: datetime
    ) -> None:
        from yorisoi.apps.cards.models import Card
        from yorisoi.apps.contacts.models import Contact
        from yorisoi.apps.exchange import services

        accept(half_read)
        failed = Card.objects.get(state="failed")
        url = reverse("import_card", args=[half_read.pk, failed.pk])
        assert url in signed_in.get(reverse("import_result", args=[half_read.pk])).content.decode()
        for _ in range(2):
            assert signed_in.post(url, {"family": "森"}).status_code == 302
        assert Contact.objects.count() == 2
        services.undo(owner=owner, batch=half_read, now=now)
        assert [contact.family for contact in Contact.objects.all()] == ["森"]
        assert cards() == [("read", Contact.objects.get().pk)]

    def test_choices_made_stay_when_a_card_is_mended(
        self, owner: Any, drawer: Callable[..., Any], make_contact: Callable[..., Any], now: datetime
    ) -> None:
        from yorisoi.apps.cards.models import Card
        from yorisoi.apps.exchange import photos, services
        from yorisoi.core.cards.card import CardFields

        make_contact(owner, family="鈴木", given="一1")
        batch = drawer(1, 2).batch
        row = batch.rows.get(verdict="doubtful")
        services.choose(owner=owner, batch=batch, choices={row.pk: "same:0"})
        card = Card.objects.order_by("pk").last()
        photos.mend(owner=owner, batch=batch, card=card, fields=CardFields(family="森", name="森"), now=now)
        assert batch.rows.get(verdict="doubtful").choice == "same"


class TestTheWayBack:
    def test_undo_leaves_nothing_behind(
        self, owner: Any, drawer: Callable[..., Any], accept: Callable[..., Any], make_contact: Callable[..., Any],
        now: datetime,
    ) -> None:  # fmt: skip
        from yorisoi.apps.exchange import services

        make_contact(owner, family="鈴木", given="一1", organisation="第1工房")
        before = all_rows()
        batch = drawer(1, 2).batch
        accept(batch)
        services.undo(owner=owner, batch=batch, now=now)
        after = all_rows()
        assert {name: len(rows) for name, rows in after.items()} == {name: len(rows) for name, rows in before.items()} | {
            "SearchKey": len(after["SearchKey"]), "Standing": len(after["Standing"])
        }  # fmt: skip
        assert after["Contact"] == before["Contact"]
        assert cards() == []

    def test_pictures_of_those_edited_since_stay(
        self, owner: Any, drawer: Callable[..., Any], accept: Callable[..., Any], now: datetime
    ) -> None:
        from yorisoi.apps.contacts import services as contacts
        from yorisoi.apps.contacts.models import Contact
        from yorisoi.apps.exchange import services

        batch = drawer(1, 2).batch
        accept(batch)
        edited = Contact.objects.get(organisation="第1工房")
        contacts.update(owner=owner, contact=edited, now=now, title="代表")
        with pytest.raises(services.EditedSinceError):
            services.undo(owner=owner, batch=batch, now=now)
        services.undo(owner=owner, batch=batch, now=now, keep_edited=True)
        assert cards() == [("read", edited.pk)]

    def test_a_plan_let_go_takes_its_pictures_along(
        self, owner: Any, drawer: Callable[..., Any], now: datetime
    ) -> None:
        from yorisoi.apps.exchange import services

        for read in (True, False):
            services.abandon(owner=owner, batch=drawer(1, read=read).batch, now=now)
            assert cards() == []

    def test_who_is_erased_takes_the_picture_along(
        self, owner: Any, drawer: Callable[..., Any], accept: Callable[..., Any]
    ) -> None:
        from yorisoi.apps.cards.models import CardImage
        from yorisoi.apps.contacts import services as contacts
        from yorisoi.apps.contacts.models import Contact

        accept(drawer(1, 2).batch)
        contacts.remove(owner=owner, contact=Contact.objects.get(organisation="第1工房"))
        assert len(cards()) == CardImage.objects.count() == 1


class TestZips:
    def test_a_zip_is_a_drawer(self, drawer: Callable[..., Any], owner: Any, now: datetime) -> None:
        from yorisoi.apps.exchange import photos

        data = zipped(
            {
                "cards/1.jpg": numbered(1), "cards/": b"", "__MACOSX/cards/._1.jpg": numbered(9), ".DS_Store": b"x",
                "cards/memo.txt": b"hello", "../../etc/2.JPG": numbered(2), "C:\\evil\\3.jpg": numbered(3),
            }
        )  # fmt: skip
        assert photos.holds_photos(io.BytesIO(data))
        received = photos.receive(owner=owner, files=[("drawer.zip", io.BytesIO(data))], called="drawer.zip", now=now)
        assert (received.kept, len(received.refused), received.batch.file_name) == (3, 1, "drawer.zip")
        from yorisoi.apps.cards.models import Card

        assert sorted(Card.objects.values_list("file_name", flat=True)) == ["1.jpg", "2.JPG", "3.jpg"]

    def test_a_zip_without_photographs_is_none_of_ours(self) -> None:
        from yorisoi.apps.exchange import photos

        for entries in ({"a.txt": b"hello"}, {"inner.zip": zipped({"a.jpg": numbered(1)})}, {}):
            assert not photos.holds_photos(io.BytesIO(zipped(entries)))
        assert not photos.holds_photos(io.BytesIO(b"PK\x03\x04 no zip at all"))

    def test_a_zip_in_a_zip_stays_shut(self, owner: Any, now: datetime) -> None:
        from yorisoi.apps.exchange import photos

        data = zipped({"a.jpg": numbered(1), "inner.zip": zipped({"b.jpg": numbered(2)})})
        received = photos.receive(owner=owner, files=[("a.zip", io.BytesIO(data))], called="a.zip", now=now)
        assert (received.kept, len(received.refused)) == (1, 1)

    def test_a_bomb_is_not_unpacked(self, owner: Any, now: datetime) -> None:
        from yorisoi.apps.cards.picture import MAX_BYTES
        from yorisoi.apps.exchange import photos

        bomb = b"\xff\xd8\xff\xe0" + b"\0" * (MAX_BYTES + 10)
        data = zipped({"a.jpg": bomb, "b.jpg": numbered(1)}, compression=zipfile.ZIP_DEFLATED)
        assert len(data) < 100_000
        received = photos.receive(owner=owner, files=[("a.zip", io.BytesIO(data))], called="a.zip", now=now)
        assert (received.kept, len(received.refused)) == (1, 1)

    def test_photographs_together_have_a_bound(
        self, owner: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from yorisoi.apps.exchange import photos

        data = zipped({f"{n}.jpg": numbered(n) for n in range(6)})
        for name, bound in (("MOST_PHOTOS", 3), ("MOST_UNPACKED", 3 * len(numbered(1)) + 50)):
            with monkeypatch.context() as patch:
                patch.setattr(photos, name, bound)
                received = photos.receive(owner=owner, files=[("a.zip", io.BytesIO(data))], called="a.zip", now=now)
            assert 1 <= received.kept <= 4
            assert "次の回に" in received.refused[-1]

    def test_a_table_of_contents_made_to_fill_the_memory_is_not_read(self) -> None:
        from yorisoi.apps.exchange import photos
        from yorisoi.apps.exchange.source import Unreadable

        honest = zipped({"a.jpg": numbered(1)})
        end = honest.rindex(b"PK\x05\x06")
        huge = honest[: end + 12] + (2**31).to_bytes(4, "little") + honest[end + 16 :]
        large = honest[:end] + b"PK\x06\x07" + b"\0" * 16 + honest[end:]
        many = zipped({f"{n}.txt": b"" for n in range(photos.MOST_ENTRIES + 1)})
        for data in (huge, large, many):
            with pytest.raises(Unreadable):
                photos.holds_photos(io.BytesIO(data))

    def test_broken_and_locked_zips_are_told(self, owner: Any, now: datetime) -> None:
        from yorisoi.apps.exchange import photos

        honest = zipped({"a.jpg": numbered(1)})
        at = honest.index(b"PK\x01\x02")
        locked = bytearray(honest)
        locked[6] |= 1  # in the entry's own head
        locked[at + 8] |= 1  # and in the table of contents
        for data in (honest[:-30], bytes(locked), honest[:40] + b"\0" * 60 + honest[100:]):
            received = photos.receive(owner=owner, files=[("a.zip", io.BytesIO(data))], called="a.zip", now=now)
            assert received.batch is None
            assert len(received.refused) == 1


class TestPages:
    def upload(self, client: Any, *files: tuple[str, bytes]) -> Any:
        sent = [SimpleUploadedFile(name, data) for name, data in files]
        return client.post(reverse("import_new"), {"file": sent})

    def test_from_the_upload_to_the_people(
        self, owner: Any, signed_in: Any, drawer: Callable[..., Any], now: datetime
    ) -> None:
        from yorisoi.apps.cards import background
        from yorisoi.apps.contacts.models import Contact
        from yorisoi.apps.exchange.models import ImportBatch

        answer = self.upload(signed_in, ("1.jpg", numbered(1)), ("2.jpg", numbered(2)))
        batch = ImportBatch.objects.get()
        reading = reverse("import_reading", args=[batch.pk])
        assert signed_in.get(answer["Location"])["Location"] == reading
        page = signed_in.get(reading).content.decode()
        assert "2枚のうち、0枚" in page
        assert 'http-equiv="refresh"' in page
        assert "読み取り中" in signed_in.get(reverse("imports")).content.decode()
        background.read_waiting(now=now)
        assert signed_in.get(reading)["Location"] == reverse("import_plan", args=[batch.pk])
        assert signed_in.get(reading, headers={"HX-Request": "true"})["HX-Redirect"]
        assert signed_in.get(reverse("import_plan", args=[batch.pk])).status_code == 200
        signed_in.post(reverse("import_apply", args=[batch.pk]))
        assert Contact.objects.count() == 2
        result = signed_in.get(reverse("import_result", args=[batch.pk])).content.decode()
        assert "みなさん「覚えておくだけ」にする" in result

    def test_photographs_and_other_files_together(self, owner: Any, signed_in: Any, reader: dict[str, Any]) -> None:
        from tests.apps.exchange.conftest import card
        from yorisoi.apps.exchange.models import ImportBatch

        answer = self.upload(
            signed_in,
            ("1.jpg", numbered(1)),
            ("a.vcf", card("森").encode()),
            ("b.zip", zipped({"2.png": numbered(2)})),
            ("c.bin", b"?"),
        )
        assert answer["Location"] == reverse("imports")
        kinds = sorted(ImportBatch.objects.values_list("format", "state"))
        assert kinds == [("card_photo", "reading"), ("vcard", "planned")]
        assert len(cards()) == 2
        assert "何のファイルか分かりませんでした" in signed_in.get(answer["Location"]).content.decode()

    def test_another_owners_cards_do_not_exist(self, stranger: Any, signed_in: Any, drawer: Callable[..., Any]) -> None:
        from yorisoi.apps.cards.models import Card

        theirs, mine = drawer(1, whose=stranger).batch, drawer(2).batch
        card = Card.objects.get(owner=stranger)
        for batch in (theirs, mine):
            assert signed_in.get(reverse("import_card", args=[batch.pk, card.pk])).status_code == 404
            assert signed_in.post(reverse("import_card", args=[batch.pk, card.pk]), {"family": "森"}).status_code == 404
        for name in ("card", "card_image", "card_delete"):
            assert signed_in.get(reverse(name, args=[card.pk])).status_code == 404

    def test_two_owners_bring_in_the_same_drawer(
        self, owner: Any, stranger: Any, drawer: Callable[..., Any], accept: Callable[..., Any]
    ) -> None:
        from yorisoi.apps.cards.models import Card

        for whose in (owner, stranger):
            accept(drawer(1, 2, whose=whose).batch)
        assert all(card.contact.owner_id == card.owner_id for card in Card.objects.select_related("contact"))
        assert len(cards()) == 4

    @pytest.mark.parametrize("page", ["import_plan", "import_result", "import_sort"])
    def test_questions_to_the_database_do_not_grow(
        self, signed_in: Any, drawer: Callable[..., Any], accept: Callable[..., Any], page: str
    ) -> None:
        counts = []
        for numbers in (range(1, 4), range(100, 130)):
            batch = drawer(*numbers).batch
            if page != "import_plan":
                accept(batch)
            with CaptureQueriesContext(
                connection,
            ) as asked:
                assert signed_in.get(reverse(page, args=[batch.pk])).status_code == 200
            counts.append(len(asked))
        assert counts[0] == counts[1]
