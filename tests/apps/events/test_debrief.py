"""The debrief: nothing typed is lost, a person is made once with everything said, and nobody is made twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from yorisoi.apps.contacts import services as contacts
from yorisoi.apps.contacts.models import Contact, Fact, Point
from yorisoi.apps.events import debriefing, triage
from yorisoi.apps.events.debrief_sheet import SHEET, SheetForm, filled
from yorisoi.apps.events.models import Attendance, Capture, CaptureState, FirstTouch
from yorisoi.apps.events.words import means_to_come
from yorisoi.apps.interactions.models import Interaction

Make = Callable[..., Any]
HTMX = {"HX-Request": "true"}


def address(capture: Capture) -> str:
    return reverse("debrief_one", args=[capture.pk])


def shown(client: Client, capture: Capture) -> str:
    return client.get(address(capture)).content.decode()


class TestNothingIsInvented:
    def test_an_empty_evening_says_so(self, signed_in: Client, last_night: Any) -> None:
        page = signed_in.get(reverse("debrief", args=[last_night.pk])).content.decode()
        assert "ふりかえる方は、いらっしゃいません" in page

    def test_a_name_alone_makes_a_person_and_not_one_fact(self, signed_in: Client, captured: Make, sheet: Make) -> None:
        signed_in.post(address(captured()), sheet())
        assert Contact.objects.count() == 1
        assert Fact.objects.count() == Point.objects.count() == FirstTouch.objects.count() == 0

    def test_blank_answers_are_no_facts(self, signed_in: Client, captured: Make, sheet: Make) -> None:
        signed_in.post(address(captured()), sheet(strength="  \n ", concern="\u3000"))
        assert Fact.objects.count() == 0

    def test_nobody_alike_no_question(self, signed_in: Client, captured: Make, make_contact: Make, owner: Any) -> None:
        make_contact(owner, family="中村")
        assert "同じ方でしょうか" not in shown(signed_in, captured())

    def test_without_any_name_nobody_is_made_and_nothing_is_lost(self, signed_in: Client, captured: Make) -> None:
        capture = captured("")
        answer = signed_in.post(address(capture), {"action": "finish", "strength": "相続", "closeness": "close"})
        assert answer.status_code == 422
        assert "姓だけでも" in answer.content.decode()
        assert Contact.objects.count() == 0
        assert "相続" in shown(signed_in, capture)

    def test_a_value_too_long_is_shown_again(self, signed_in: Client, captured: Make, sheet: Make) -> None:
        answer = signed_in.post(address(captured()), sheet(organisation="あ" * 300))
        assert answer.status_code == 422
        assert Contact.objects.count() == 0


class TestAPersonIsMade:
    def test_with_everything_that_was_said(
        self, signed_in: Client, owner: Any, last_night: Any, captured: Make, sheet: Make, now: datetime
    ) -> None:
        capture = captured()
        said = {"strength": "相続", "value": "約束", "concern": "採用", "avoid": "前職", "note": "犬が二匹"}
        answer = signed_in.post(address(capture), sheet(**said, mobile="090-1234-5678", closeness="middle"))
        assert answer.status_code == 302
        contact = Contact.objects.get(owner=owner)
        assert (contact.name, contact.closeness) == ("髙橋 一郎", "middle")
        assert (contact.met_on, contact.met_where) == ((now - timedelta(hours=15)).date(), "あおば会")
        facts = Fact.objects.filter(contact=contact)
        assert {(fact.kind, fact.text, fact.source, fact.on) for fact in facts} == {
            (kind, text, "あおば会", contact.met_on) for kind, text in said.items()
        }
        assert (Point.objects.get().kind, Point.objects.get().on) == ("mobile", contact.met_on)
        assert Attendance.objects.get(contact=contact).event == last_night
        assert Interaction.objects.filter(contact=contact, kind="meeting").count() == 1
        capture.refresh_from_db()
        assert (capture.state, capture.contact_id, capture.finished_at) == (CaptureState.DONE, contact.pk, now)
        assert FirstTouch.objects.get().contact == contact

    def test_with_the_card(self, signed_in: Client, captured: Make, sheet: Make) -> None:
        capture = captured("", card={"family": "髙橋", "given": "一郎", "company": "髙橋会計"})
        signed_in.post(address(capture), sheet())
        capture.refresh_from_db()
        assert capture.card.contact_id == capture.contact_id is not None

    def test_expected_at_the_next_one(
        self, signed_in: Client, owner: Any, last_night: Any, captured: Make, sheet: Make
    ) -> None:
        signed_in.post(address(captured()), sheet(coming="on"))
        here, there = Attendance.objects.order_by("event__starts_at")
        assert (here.presence, here.said) == ("came", triage.COMING)
        assert (there.presence, there.event.series) == ("expected", last_night.series)

    def test_what_is_written_of_coming_is_understood_before_the_next_one(self) -> None:
        assert means_to_come(triage.COMING, said_in=11, month=12, is_next=True) is True

    def test_their_own_words_about_coming_stay(
        self, signed_in: Client, owner: Any, last_night: Any, captured: Make, sheet: Make, now: datetime
    ) -> None:
        from yorisoi.apps.events.services import attend

        known = contacts.create(owner=owner, now=now, family="髙橋", given="一郎")
        attend(owner=owner, event=last_night, contact=known, now=now, said="12月は難しいです")
        signed_in.post(address(captured()), sheet(same=str(known.pk), closeness="keep", coming="on"))
        assert known.attendances.get(event=last_night).said == "12月は難しいです"

    def test_without_a_gathering(self, signed_in: Client, captured: Make, sheet: Make, now: datetime) -> None:
        signed_in.post(address(captured(at=None)), sheet(strength="相続"))
        contact = Contact.objects.get()
        assert contact.met_on == now.date() - timedelta(days=1)
        assert Interaction.objects.get(contact=contact).kind == "meeting"
        assert FirstTouch.objects.get().event is None

    def test_after_them_comes_the_next(self, signed_in: Client, captured: Make, sheet: Make) -> None:
        first, second = captured(), captured("中村")
        answer = signed_in.post(address(first), sheet())
        assert answer.headers["Location"] == f"{address(second)}?just={first.pk}"
        page = signed_in.get(answer.headers["Location"]).content.decode()
        assert "2名のうち1名" in page
        assert "髙橋さんを書きとめました" in page

    def test_sent_twice_is_one_person(self, signed_in: Client, captured: Make, sheet: Make) -> None:
        capture = captured()
        for _ in range(2):
            assert signed_in.post(address(capture), sheet(strength="相続")).status_code == 302
        assert (Contact.objects.count(), Fact.objects.count(), Interaction.objects.count()) == (1, 1, 1)

    def test_words_that_come_late_change_nothing(self, signed_in: Client, captured: Make, sheet: Make) -> None:
        capture = captured()
        signed_in.post(address(capture), sheet())
        late = signed_in.post(address(capture), sheet(action="", family="別人"), headers=HTMX)
        assert "もう書きとめて" in late.content.decode()
        assert Contact.objects.get().family == "髙橋"


class TestTheSheet:
    def test_begins_with_what_was_typed(self, signed_in: Client, captured: Make) -> None:
        page = shown(signed_in, captured("髙橋 一郎", note="相続が得意"))
        assert 'name="family" value="髙橋"' in page
        assert 'name="given" value="一郎"' in page
        assert "相続が得意</textarea>" in page

    def test_begins_with_what_was_read(self, signed_in: Client, captured: Make) -> None:
        card = {"family": "髙橋", "given": "一郎", "company": "髙橋会計", "email": "t@example.jp", "zip": "100-0001"}
        page = shown(signed_in, captured("", card=card))
        assert 'value="髙橋会計"' in page
        assert 'value="t@example.jp"' in page

    def test_begins_with_the_code_that_was_scanned(self, signed_in: Client, captured: Make) -> None:
        code = "BEGIN:VCARD\nVERSION:3.0\nN:髙橋;一郎;;;\nFN:髙橋 一郎\nORG:髙橋会計\nEMAIL:t@example.jp\nEND:VCARD"
        page = shown(signed_in, captured("", code=code, card={"family": "高橋", "title": "所長"}))
        assert 'name="family" value="髙橋"' in page  # the code goes before the print
        assert 'value="所長"' in page
        assert 'value="t@example.jp"' in page

    def test_a_code_that_says_nothing_of_a_person_is_a_note(self, signed_in: Client, captured: Make) -> None:
        assert "声の大きい方\n会場の案内</textarea>" in shown(
            signed_in, captured("", note="声の大きい方", code="会場の案内")
        )

    def test_a_typed_family_name_keeps_the_given_name_of_the_card(self, signed_in: Client, captured: Make) -> None:
        assert 'name="given" value="一郎"' in shown(
            signed_in, captured("髙橋", card={"family": "髙橋", "given": "一郎"})
        )

    def test_what_is_doubtful_stands_beside_its_place_on_the_card(self, signed_in: Client, captured: Make) -> None:
        box = {"left": 0.1, "top": 0.1, "right": 0.5, "bottom": 0.3}
        doubts = [{"field": "email", "why": "0とOが紛らわしい字です", "box": box}]
        capture = captured("", card={"family": "髙橋", "email": "o0@example.jp", "doubts": doubts})
        page = shown(signed_in, capture)
        assert "ご確認ください" in page
        assert "0とOが紛らわしい字です" in page
        assert reverse("card_crop", args=[capture.card_id, "email"]) in page

    def test_a_card_not_yet_read_says_so(self, signed_in: Client, captured: Make) -> None:
        assert "名刺を読み取っています" in shown(signed_in, captured("", card={"state": "waiting"}))

    def test_words_are_only_words(self, signed_in: Client, captured: Make) -> None:
        page = shown(signed_in, captured("<script>alert(1)</script>", note="</textarea><b>"))
        assert "<script>alert(1)" not in page
        assert "</textarea><b>" not in page

    def test_what_is_written_is_kept_as_one_goes(self, signed_in: Client, captured: Make, sheet: Make) -> None:
        capture = captured()
        said = sheet(action="", strength="相続", given="", closeness="close")
        answer = signed_in.post(address(capture), said, headers=HTMX)
        assert "ここまで残しました" in answer.content.decode()
        page = shown(signed_in, capture)
        assert "相続</textarea>" in page
        assert 'name="given" value="一郎"' not in page
        assert 'value="close" checked' in page
        assert Contact.objects.count() == 0

    def test_a_reading_that_comes_later_fills_what_is_empty(
        self, signed_in: Client, captured: Make, sheet: Make
    ) -> None:
        capture = captured("", card={"state": "waiting"})
        signed_in.post(address(capture), sheet(action="", family="高橋", given=""), headers=HTMX)
        capture.card.state, capture.card.reading = "read", {"fields": {"family": "髙橋", "given": "一郎"}}
        capture.card.save()
        page = shown(signed_in, capture)
        assert 'name="family" value="高橋"' in page
        assert 'name="given" value="一郎"' in page

    def test_hostile_words_are_cut_and_kept(self, signed_in: Client, captured: Make) -> None:
        capture = captured()
        signed_in.post(address(capture), {"family": "あ\x00" * 9000, "take": ["x" * 999] * 99, "same": "7" * 5000})
        capture.refresh_from_db()
        assert len(capture.answers[SHEET]["family"]) <= 2000
        assert "\x00" not in capture.answers[SHEET]["family"]
        assert shown(signed_in, capture)

    def test_reading_writes_nothing_and_costs_the_same_for_three_and_thirty(
        self, signed_in: Client, owner: Any, captured: Make, last_night: Any
    ) -> None:
        counts = []
        for many in (3, 27):
            rows = [captured(f"人{number}", card={"family": f"人{number}"}) for number in range(many)]
            for url in (address(rows[0]), reverse("debrief", args=[last_night.pk])):
                with CaptureQueriesContext(connection) as seen:
                    assert signed_in.get(url).status_code == 200
                counts.append(len(seen))
                writes = [q["sql"] for q in seen if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
                assert writes == []
        assert counts[:2] == counts[2:]


class TestSomebodyInTheBook:
    @pytest.fixture
    def takahashi(self, owner: Any, now: datetime) -> Any:
        return contacts.create(
            owner=owner, now=now, family="高橋", given="一郎", organisation="旧事務所", closeness="close",
            points=[("mobile", "090-1234-5678")],
        )  # fmt: skip

    def test_is_asked_about_and_shown_what_would_change(
        self, signed_in: Client, captured: Make, takahashi: Any
    ) -> None:
        card = {"family": "髙橋", "given": "一郎", "company": "新事務所", "mobile": "090-1234-5678"}
        page = shown(signed_in, captured("", card=card))
        assert "同じ方でしょうか" in page
        assert "会社・事務所を「旧事務所」から「新事務所」に" in page
        assert "いまの間柄のまま" in page

    def test_is_added_to_and_never_overwritten_unasked(
        self, signed_in: Client, captured: Make, sheet: Make, takahashi: Any
    ) -> None:
        words = sheet(
            organisation="新事務所", title="所長", mobile="090-1234-5678", mail="t@example.jp", strength="相続",
            same=str(takahashi.pk), closeness="keep",
        )  # fmt: skip
        signed_in.post(address(captured()), words)
        held = Contact.objects.get()
        assert (held.family, held.organisation, held.title, held.closeness) == ("高橋", "旧事務所", "所長", "close")
        assert set(held.points.values_list("value", flat=True)) == {"090-1234-5678", "t@example.jp"}
        assert held.facts.get().text == "相続"
        assert held.attendances.count() == 1

    def test_takes_the_new_words_that_were_ticked(
        self, signed_in: Client, captured: Make, sheet: Make, takahashi: Any
    ) -> None:
        words = sheet(organisation="新事務所", mobile="090-1234-5678", same=str(takahashi.pk), closeness="middle")
        signed_in.post(address(captured()), {**words, "take": [f"{takahashi.pk}:organisation"]})
        held = Contact.objects.get()
        assert (held.family, held.organisation, held.closeness) == ("高橋", "新事務所", "middle")

    @pytest.mark.parametrize(("offered", "closeness"), [("", "close"), ("yes", "remember")])
    def test_turns_no_friend_away_by_a_choice_made_beforehand(
        self, offered: str, closeness: str, signed_in: Client, captured: Make, sheet: Make, takahashi: Any
    ) -> None:
        """Somebody recognised only while typing: the page had chosen "just remember" for somebody new."""
        words = sheet(mobile="090-1234-5678", same=str(takahashi.pk), offered=offered)
        signed_in.post(address(captured("")), words)
        assert Contact.objects.get().closeness == closeness

    def test_may_be_somebody_else(self, signed_in: Client, captured: Make, sheet: Make, takahashi: Any) -> None:
        signed_in.post(address(captured()), sheet(mobile="090-1234-5678", same="another", closeness="keep"))
        assert Contact.objects.count() == 2
        assert Contact.objects.exclude(pk=takahashi.pk).get().closeness == "remember"

    def test_is_asked_about_before_anybody_is_made(
        self, signed_in: Client, captured: Make, sheet: Make, takahashi: Any
    ) -> None:
        """A name typed at the last moment, without a script on the page."""
        capture = captured("")
        answer = signed_in.post(address(capture), sheet(mobile="090-1234-5678", strength="相続"))
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "同じ方かどうかだけ、お選びください" in page
        assert 'value="keep" checked' in page
        assert "相続</textarea>" in page
        assert Contact.objects.count() == 1

    def test_is_found_while_the_name_is_typed(
        self, signed_in: Client, captured: Make, sheet: Make, takahashi: Any
    ) -> None:
        words = sheet(action="", mobile="090-1234-5678")
        answer = signed_in.post(address(captured("")), words, headers={**HTMX, "HX-Target": "alike"})
        assert "同じ方でしょうか" in answer.content.decode()

    def test_another_owners_person_is_nobody_here(
        self, signed_in: Client, stranger: Any, captured: Make, sheet: Make, make_contact: Make
    ) -> None:
        theirs = make_contact(stranger, family="髙橋", given="一郎")
        signed_in.post(address(captured()), sheet(same=str(theirs.pk), strength="相続"))
        assert theirs.facts.count() == 0
        assert Contact.objects.exclude(owner=stranger).count() == 1

    def test_two_cards_of_one_person_at_one_gathering_are_one(
        self, signed_in: Client, captured: Make, sheet: Make
    ) -> None:
        first, second = captured(), captured()
        signed_in.post(address(first), sheet(mobile="090-1234-5678"))
        same = str(Contact.objects.get().pk)
        signed_in.post(address(second), sheet(mobile="090-1234-5678", same=same, closeness="keep", value="約束"))
        contact = Contact.objects.get()
        assert (contact.attendances.count(), contact.interactions.count()) == (1, 1)


class TestTheOrder:
    def test_who_is_put_off_comes_last(
        self, signed_in: Client, owner: Any, last_night: Any, captured: Make, sheet: Make
    ) -> None:
        first, second = captured(), captured("中村")
        answer = signed_in.post(address(first), sheet(action="later", strength="相続"))
        assert answer.headers["Location"] == address(second)
        assert [row.pk for row in debriefing.waiting(owner, last_night)] == [second.pk, first.pk]
        assert "相続</textarea>" in shown(signed_in, first)

    def test_stopping_keeps_everything_and_goes_back(
        self, signed_in: Client, last_night: Any, captured: Make, sheet: Make
    ) -> None:
        capture = captured()
        answer = signed_in.post(address(capture), sheet(action="stop", strength="相続"))
        assert answer.headers["Location"] == reverse("debrief", args=[last_night.pk])
        page = signed_in.get(answer.headers["Location"]).content.decode()
        assert "途中まで" in page
        assert "相続</textarea>" in shown(signed_in, capture)


def test_the_end_costs_the_same_for_three_and_thirty(
    signed_in: Client, owner: Any, last_night: Any, captured: Make, make_contact: Make, now: datetime
) -> None:
    counts = []
    for many in (3, 27):
        for number in range(many):
            contact = make_contact(owner, family=f"人{number}")
            captured(f"人{number}", contact=contact, state="done", finished_at=now)
            captured("営業の方", state="let_go", finished_at=now)
            FirstTouch.objects.create(owner=owner, event=last_night, contact=contact, day=now.date(), created_at=now)
        with CaptureQueriesContext(connection) as seen:
            assert signed_in.get(reverse("debrief", args=[last_night.pk])).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_the_same_moment_make_one_person(owner: Any, captured: Make, sheet: Make, now: datetime) -> None:
    capture = captured()
    words = sheet(strength="相続", mobile="090-1234-5678")
    form = SheetForm(words)
    assert form.is_valid()
    gate, failed = threading.Barrier(4), []

    def send() -> None:
        try:
            gate.wait(10)
            whole = filled(form, alike=False)
            triage.finish(owner=owner, capture_id=capture.pk, words=words, sheet=whole, now=now)
        except Exception as error:  # noqa: BLE001  (told below, in the thread that fails the test)
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failed == []
    assert (Contact.objects.count(), Fact.objects.count(), Point.objects.count()) == (1, 1, 1)
    assert (Attendance.objects.count(), Interaction.objects.count(), FirstTouch.objects.count()) == (1, 1, 1)
