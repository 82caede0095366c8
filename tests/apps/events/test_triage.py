"""What becomes of people met: nothing is pressed, everybody can be taken back, and the rest is done in one tap."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from yorisoi.apps.cards.models import Card, CardImage
from yorisoi.apps.contacts import services as contacts
from yorisoi.apps.contacts.models import Contact, Fact, Point
from yorisoi.apps.events import debriefing, triage
from yorisoi.apps.events.models import Attendance, Capture, CaptureState, FirstTouch
from yorisoi.apps.interactions import services as interactions
from yorisoi.apps.interactions.models import Interaction
from yorisoi.apps.today.selectors import list_today

Make = Callable[..., Any]


def address(capture: Capture) -> str:
    return reverse("debrief_one", args=[capture.pk])


def take_back(client: Client, capture: Capture) -> Capture:
    answer = client.post(reverse("debrief_undo", args=[capture.pk]))
    assert answer.status_code == 302
    return Capture.objects.get(pk=capture.pk)


@pytest.fixture
def finished(signed_in: Client, captured: Make, sheet: Make) -> Make:
    """Finish somebody: ``finished(strength="相続")``."""

    def make(capture: Capture | None = None, **words: Any) -> Capture:
        capture = capture or captured()
        assert signed_in.post(address(capture), sheet(**words)).status_code == 302
        return Capture.objects.get(pk=capture.pk)

    return make


class TestTheChoice:
    def test_just_remembering_is_chosen_beforehand(self, signed_in: Client, captured: Make) -> None:
        page = signed_in.get(address(captured())).content.decode()
        assert 'value="remember" checked' in page

    @pytest.mark.parametrize("closeness", ["remember", "outer", "middle", "close"])
    def test_each_is_kept(self, closeness: str, finished: Make) -> None:
        assert finished(closeness=closeness).contact.closeness == closeness

    def test_no_choice_is_just_remembering(self, finished: Make) -> None:
        assert finished(closeness="").contact.closeness == "remember"

    def test_a_strange_choice_is_asked_again(self, signed_in: Client, captured: Make, sheet: Make) -> None:
        assert signed_in.post(address(captured()), sheet(closeness="enemy")).status_code == 422
        assert Contact.objects.count() == 0


class TestNotThisPerson:
    @pytest.fixture
    def gone(self, signed_in: Client, captured: Make, sheet: Make) -> Capture:
        capture = captured("", card={"family": "髙橋"}, note="名刺だけ")
        signed_in.post(address(capture), sheet(closeness="let_go", strength="相続"))
        return Capture.objects.get(pk=capture.pk)

    def test_makes_nobody_and_keeps_the_picture_until_the_end(self, gone: Capture) -> None:
        assert gone.state == CaptureState.LET_GO
        assert (Contact.objects.count(), CardImage.objects.count()) == (0, 1)

    def test_can_be_taken_back_with_its_words(self, signed_in: Client, gone: Capture) -> None:
        assert take_back(signed_in, gone).state == CaptureState.WAITING
        assert "相続</textarea>" in signed_in.get(address(gone)).content.decode()

    def test_needs_no_name(self, signed_in: Client, captured: Make) -> None:
        capture = captured("")
        signed_in.post(address(capture), {"action": "finish", "closeness": "let_go"})
        assert Capture.objects.get().state == CaptureState.LET_GO

    def test_is_deleted_when_the_debrief_is_closed(self, signed_in: Client, last_night: Any, gone: Capture) -> None:
        signed_in.post(reverse("debrief", args=[last_night.pk]), {"action": "close"})
        gone.refresh_from_db()
        assert (Card.objects.count(), CardImage.objects.count()) == (0, 0)
        assert (gone.name, gone.note, gone.answers, gone.card) == ("", "", {}, None)
        assert take_back(signed_in, gone).state == CaptureState.LET_GO
        page = signed_in.get(reverse("debrief", args=[last_night.pk])).content.decode()
        assert "元に戻す" not in page

    def test_is_deleted_after_a_day_when_nobody_closed_it(
        self, finished: Make, gone: Capture, captured: Make, now: datetime
    ) -> None:
        Capture.objects.filter(pk=gone.pk).update(finished_at=now - timedelta(hours=23))
        finished()
        assert CardImage.objects.count() == 1
        Capture.objects.filter(pk=gone.pk).update(finished_at=now - timedelta(hours=25))
        finished(captured("中村"), family="中村", given="")
        assert CardImage.objects.count() == 0


class TestTakingBack:
    def test_whoever_was_made_is_gone_and_the_words_are_there(
        self, signed_in: Client, finished: Make, captured: Make
    ) -> None:
        capture = finished(captured("", card={"family": "髙橋"}), strength="相続", mobile="090-1234-5678", coming="on")
        back = take_back(signed_in, capture)
        assert (back.state, back.contact, back.finished_at) == (CaptureState.WAITING, None, None)
        assert back.card is not None
        assert back.card.contact is None
        for model in (Contact, Fact, Point, Attendance, Interaction, FirstTouch):
            assert model.objects.count() == 0, model
        assert "相続</textarea>" in signed_in.get(address(capture)).content.decode()

    def test_finished_again_is_one_person(self, signed_in: Client, finished: Make) -> None:
        capture = take_back(signed_in, finished(strength="相続"))
        finished(capture, strength="相続税")
        assert (Contact.objects.count(), Fact.objects.get().text) == (1, "相続税")

    def test_twice_changes_nothing_more(self, signed_in: Client, finished: Make) -> None:
        capture = finished()
        take_back(signed_in, capture)
        assert take_back(signed_in, capture).state == CaptureState.WAITING

    def test_whoever_was_touched_since_stays_with_what_came_since(
        self, signed_in: Client, owner: Any, finished: Make, now: datetime
    ) -> None:
        capture = finished(strength="相続", value="約束")
        contact = capture.contact
        contacts.add_fact(owner=owner, contact=contact, kind="interest", text="登山", on=now.date(), now=now)
        mended = contact.facts.get(kind="value")
        contacts.change_fact(owner=owner, contact=contact, fact_id=mended.pk, now=now, text="約束と時間")
        take_back(signed_in, capture)
        assert set(contact.facts.values_list("text", flat=True)) == {"登山", "約束と時間"}
        assert Attendance.objects.count() == Interaction.objects.count() == 0
        # What is finished again becomes a person of its own, or is added to this one, as the owner says.
        finished(Capture.objects.get(), same="another")
        assert Contact.objects.count() == 2

    def test_a_message_written_since_keeps_the_person(
        self, signed_in: Client, owner: Any, finished: Make, now: datetime
    ) -> None:
        capture = finished()
        interactions.record(
            owner=owner, contact=capture.contact, at=now, direction="mine", channel="email", kind="message", now=now
        )
        take_back(signed_in, capture)
        assert Contact.objects.count() == Interaction.objects.count() == 1

    def test_somebody_in_the_book_is_as_before(
        self, signed_in: Client, owner: Any, finished: Make, now: datetime
    ) -> None:
        known = contacts.create(
            owner=owner, now=now, family="高橋", given="一郎", organisation="旧事務所", closeness="close",
            points=[("mobile", "090-1234-5678")],
        )  # fmt: skip
        contacts.add_fact(owner=owner, contact=known, kind="strength", text="登記", on=now.date(), now=now)
        words = {
            "organisation": "新事務所", "title": "所長", "mobile": "090-1234-5678", "mail": "t@example.jp",
            "strength": "相続", "same": str(known.pk), "closeness": "middle", "take": f"{known.pk}:organisation",
        }  # fmt: skip
        capture = finished(**words)
        known.refresh_from_db()
        assert (known.organisation, known.title, known.closeness) == ("新事務所", "所長", "middle")
        take_back(signed_in, capture)
        known.refresh_from_db()
        assert (known.organisation, known.title, known.closeness) == ("旧事務所", "", "close")
        assert list(known.points.values_list("value", flat=True)) == ["090-1234-5678"]
        assert list(known.facts.values_list("text", flat=True)) == ["登記"]
        assert Attendance.objects.count() == Interaction.objects.count() == 0

    def test_who_was_there_already_stays_there(
        self, signed_in: Client, owner: Any, last_night: Any, finished: Make, now: datetime
    ) -> None:
        from yorisoi.apps.events.services import attend

        known = contacts.create(owner=owner, now=now, family="髙橋", given="一郎")
        attend(owner=owner, event=last_night, contact=known, now=now)
        capture = finished(same=str(known.pk), closeness="keep")
        take_back(signed_in, capture)
        assert Attendance.objects.get().contact == known
        assert Interaction.objects.count() == 1

    def test_of_two_cards_of_one_person_the_other_one_keeps_them(
        self, signed_in: Client, finished: Make, captured: Make
    ) -> None:
        first = finished(mobile="090-1234-5678", strength="相続")
        finished(captured(), mobile="090-1234-5678", same=str(first.contact_id), closeness="keep", value="約束")
        take_back(signed_in, first)
        assert Contact.objects.count() == Attendance.objects.count() == 1
        assert list(Fact.objects.values_list("text", flat=True)) == ["約束"]

    def test_their_first_touch_makes_room(self, signed_in: Client, finished: Make, captured: Make) -> None:
        rows = [finished(captured(f"人{n}"), family=f"人{n}", given="", strength="相続") for n in range(3)]
        assert FirstTouch.objects.count() == 3
        take_back(signed_in, rows[0])
        assert FirstTouch.objects.count() == 2

    def test_only_ones_own(self, signed_in: Client, stranger: Any, captured: Make, now: datetime) -> None:
        theirs = captured(whose=stranger, at=None, state="let_go", finished_at=now)
        assert signed_in.post(reverse("debrief_undo", args=[theirs.pk])).status_code == 404
        theirs.refresh_from_db()
        assert theirs.state == CaptureState.LET_GO


class TestTheRest:
    def settle(self, client: Client, event: Any) -> str:
        url = reverse("debrief", args=[event.pk]) if event else reverse("debrief_loose")
        return client.post(url, {"action": "rest"}, follow=True).content.decode()

    def test_is_written_down_in_one_tap_just_to_be_remembered(
        self, signed_in: Client, owner: Any, last_night: Any, captured: Make, now: datetime
    ) -> None:
        captured("髙橋 一郎", note="声の大きい方")
        captured("", card={"family": "中村", "given": "花子", "company": "中村商店"})
        page = self.settle(signed_in, last_night)
        assert "2名の方を書きとめました" in page
        assert sorted(Contact.objects.values_list("family", "organisation", "closeness")) == [
            ("中村", "中村商店", "remember"), ("髙橋", "", "remember"),
        ]  # fmt: skip
        assert Fact.objects.get().text == "声の大きい方"

    def test_leaves_those_whose_name_nobody_knows(self, signed_in: Client, last_night: Any, captured: Make) -> None:
        captured("")
        captured("", card={"state": "waiting"})
        captured("", card={"state": "failed"})
        assert "お名前のまだ分からない3名は、残してあります" in self.settle(signed_in, last_night)
        assert Capture.objects.filter(state=CaptureState.WAITING).count() == 3

    def test_takes_what_was_half_written_along(
        self, signed_in: Client, last_night: Any, captured: Make, sheet: Make
    ) -> None:
        signed_in.post(address(captured("")), sheet(action="", strength="相続", closeness="close"))
        self.settle(signed_in, last_night)
        assert (Contact.objects.get().family, Fact.objects.get().text) == ("髙橋", "相続")
        assert Contact.objects.get().closeness == "remember"

    def test_adds_a_sure_one_to_the_book_and_leaves_them_as_they_are(
        self, signed_in: Client, owner: Any, last_night: Any, captured: Make, now: datetime
    ) -> None:
        known = contacts.create(
            owner=owner, now=now, family="高橋", given="一郎", closeness="close", points=[("mail", "t@example.jp")]
        )
        captured("", card={"family": "高橋", "given": "一郎", "email": "t@example.jp", "company": "髙橋会計"})
        self.settle(signed_in, last_night)
        known.refresh_from_db()
        assert (Contact.objects.count(), known.closeness, known.organisation) == (1, "close", "髙橋会計")

    def test_twice_is_once(self, signed_in: Client, last_night: Any, captured: Make) -> None:
        captured()
        self.settle(signed_in, last_night)
        self.settle(signed_in, last_night)
        assert Contact.objects.count() == 1

    def test_each_can_be_taken_back(self, signed_in: Client, last_night: Any, captured: Make) -> None:
        capture = captured()
        assert reverse("debrief_undo", args=[capture.pk]) in self.settle(signed_in, last_night)
        take_back(signed_in, capture)
        assert Contact.objects.count() == 0

    def test_people_met_outside_any_gathering(self, signed_in: Client, captured: Make) -> None:
        captured(at=None)
        self.settle(signed_in, None)
        assert Contact.objects.count() == 1

    def test_what_was_let_go_stays_let_go(
        self, signed_in: Client, last_night: Any, captured: Make, sheet: Make
    ) -> None:
        signed_in.post(address(captured()), sheet(closeness="let_go"))
        self.settle(signed_in, last_night)
        assert Contact.objects.count() == 0

    def test_the_morning_after_brings_no_storm(
        self, signed_in: Client, owner: Any, last_night: Any, captured: Make, now: datetime
    ) -> None:
        for number in range(20):
            captured(f"人{number}", note="きのうの話" if number % 2 else "")
        self.settle(signed_in, last_night)
        for days in range(30):
            today = list_today(owner, now + timedelta(days=days))
            assert len(today.thanks) + len(today.suggestions) <= 2 + 2


class TestTheEnd:
    def test_tells_the_days_to_come_and_what_may_be_forgotten(
        self, signed_in: Client, last_night: Any, finished: Make, captured: Make
    ) -> None:
        finished(strength="相続", closeness="middle")
        finished(captured("中村"), family="中村", given="")
        page = signed_in.get(reverse("debrief", args=[last_night.pk])).content.decode()
        assert "おつかれさまでした" in page
        assert "11月18日(水)" in page
        assert "ときどき:1名" in page
        assert "覚えておくだけ:1名" in page
        assert "12月1日(火)まで" in page

    def test_a_person_erased_since_is_no_part_of_it(
        self, signed_in: Client, owner: Any, last_night: Any, finished: Make
    ) -> None:
        contacts.remove(owner=owner, contact=finished().contact)
        page = signed_in.get(reverse("debrief", args=[last_night.pk])).content.decode()
        assert "髙橋" not in page

    def test_counts_only_this_gathering(
        self, owner: Any, last_night: Any, finished: Make, captured: Make, now: datetime
    ) -> None:
        finished()
        captured(at=None)
        progress = debriefing.progress(owner, last_night, now=now)
        assert (progress.total, progress.finished, progress.waiting) == (1, 1, 0)

    def test_closing_another_owners_debrief_is_refused(self, owner: Any, stranger: Any, now: datetime) -> None:
        from yorisoi.apps.events.models import Event
        from yorisoi.apps.events.services import create_event

        theirs = create_event(owner=stranger, name="他会", starts_at=now, now=now)
        with pytest.raises(Event.DoesNotExist):
            triage.close(owner=owner, event=theirs)
