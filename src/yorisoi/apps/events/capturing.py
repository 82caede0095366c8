"""Writing down who was met, in the moment: each capture once, however often the phone sends it.

The phone makes the capture's id. What comes twice (a reload, a double tap, two tabs, an answer that was lost because
the server fell over) is the same row, also when both arrive at the same moment.
"""

from __future__ import annotations

import re
import uuid
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.cards import services as cards
from yorisoi.apps.cards.picture import MAX_BYTES as PHOTO_BYTES
from yorisoi.apps.cards.picture import NotAPictureError
from yorisoi.apps.contacts.plausible import straight
from yorisoi.apps.events.models import Capture, CaptureState, Event

# A phone's clock may run a little ahead; a capture of the day after tomorrow is a clock set wrongly.
CLOCK_AHEAD = timedelta(minutes=5)
# A phone left in a drawer may send late; older than two months, the clock is more likely wrong than the phone patient.
OLDEST = timedelta(days=60)
NAME_LENGTH, NOTE_LENGTH, CODE_LENGTH = 200, 4000, 4000  # characters, as the table holds them
# A gathering named on the phone, without a time, is the one of that name within a day: parties pass midnight.
SAME_EVENT = timedelta(hours=18)
# The namespace of the uids of events that were only named on the phone.
NAMED_EVENTS = uuid.UUID("8b6d4f0e-3f0b-4a53-9f57-6f6d6a1c2f11")

NOTHING = "お名前かひとこと、またはお写真を入れてください。"
TOO_LARGE = f"写真が大きすぎました({PHOTO_BYTES // 1024**2}MBまで)。"
PHOTO_TROUBLE = "photo_trouble"  # the key in ``Capture.answers`` that says why a photo was not kept
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def receive(
    *,
    owner: Owner,
    client_id: uuid.UUID,
    now: datetime,
    name: str = "",
    note: str = "",
    code: str = "",
    photo: bytes | None = None,
    photo_name: str = "",
    event: Event | None = None,
    captured_at: datetime | None = None,
) -> Capture:
    """Write one capture down, with its photo, in one transaction; or return the one that this id already is.

    A photo that is no picture is left out when there is a name or a word besides; ``answers["photo_trouble"]`` then
    says so in a sentence.

    Args:
        owner: Whose.
        client_id: Made where it was captured; one id is one capture.
        now: Aware.
        name: As heard or read; a family name is plenty.
        note: Whatever was said.
        code: The text of a QR code.
        photo: The picture file as it came, at most ``PHOTO_BYTES``.
        photo_name: Its file name.
        event: Where it was; of this owner.
        captured_at: By the phone's clock; out of bounds it is taken as ``now``.

    Raises:
        Event.DoesNotExist: the event is not this owner's.
        ValidationError: there is nothing in it, or a text is too long.
    """
    if event is not None and event.owner_id != owner.pk:
        raise Event.DoesNotExist
    if (known := _known(owner, client_id)) is not None:
        return known
    when = {"captured_at": bounded(captured_at, now), "received_at": now}
    texts = _texts(name=name, note=note, code=code)
    capture = Capture(owner=owner, client_id=client_id, event=event, **when, **texts)
    try:
        with transaction.atomic():
            _write(capture, photo, photo_name, now)
    except IntegrityError:
        # The same capture was a moment earlier, by another way: its row is the row.
        if (known := _known(owner, client_id)) is not None:
            return known
        raise
    return capture


def _write(capture: Capture, photo: bytes | None, photo_name: str, now: datetime) -> None:
    if photo:
        _keep_photo(capture, photo, photo_name, now)
    if not (capture.name or capture.note or capture.code or capture.card):
        raise ValidationError(capture.answers.get(PHOTO_TROUBLE) or NOTHING)
    capture.save(force_insert=True)


def _keep_photo(capture: Capture, photo: bytes, photo_name: str, now: datetime) -> None:
    if len(photo) > PHOTO_BYTES:
        capture.answers[PHOTO_TROUBLE] = TOO_LARGE
        return
    try:
        capture.card = cards.keep(owner=capture.owner, data=photo, name=photo_name, now=now, uid=capture.client_id)
    except NotAPictureError as error:
        capture.answers[PHOTO_TROUBLE] = str(error)


@transaction.atomic
def revise(
    *, owner: Owner, capture: Capture, name: str, note: str, code: str | None = None, event: Event | None = None
) -> Capture:
    """Change a capture that nobody has made a person of yet; one that has become a person stays as it is.

    Raises:
        Capture.DoesNotExist, Event.DoesNotExist: not this owner's.
        ValidationError: nothing would be left in it, or a text is too long.
    """
    if event is not None and event.owner_id != owner.pk:
        raise Event.DoesNotExist
    held = Capture.objects.select_for_update().get(owner=owner, pk=capture.pk)
    if held.state != CaptureState.WAITING:
        return held
    texts = _texts(name=name, note=note, code=held.code if code is None else code)
    if not (any(texts.values()) or held.card_id):
        raise ValidationError(NOTHING)
    held.name, held.note, held.code, held.event = texts["name"], texts["note"], texts["code"], event
    held.save(update_fields=["name", "note", "code", "event"])
    return held


@transaction.atomic
def take_back(*, owner: Owner, capture: Capture, now: datetime) -> bool:
    """Forget a capture that nobody has made a person of: its words and its photo go. Say whether it was forgotten.

    The empty row stays, so that the phone sending it once more does not bring it back.

    Raises:
        Capture.DoesNotExist: not this owner's.
    """
    held = Capture.objects.select_for_update().get(owner=owner, pk=capture.pk)
    if held.state != CaptureState.WAITING:
        return False
    card = held.card
    held.name = held.note = held.code = ""
    held.card, held.answers, held.state, held.finished_at = None, {}, CaptureState.LET_GO, now
    held.save()
    if card is not None:
        cards.remove(owner=owner, card=card)
    return True


def event_named(*, owner: Owner, name: str, at: datetime, now: datetime) -> Event | None:
    """Return the event of that name around ``at``, writing it down when there is none; None for an empty name.

    Two captures of one new event, sent at the same moment, make one event.

    Raises:
        ValidationError: the name is too long.
    """
    name = _cleaned("会のお名前", " ".join(name.split()), NAME_LENGTH)
    if not name:
        return None
    near = Event.objects.filter(owner=owner, name=name, starts_at__gte=at - SAME_EVENT, starts_at__lte=at + SAME_EVENT)
    if (found := near.order_by("-starts_at").first()) is not None:
        return found
    day = timezone.localdate(at)
    event, _ = Event.objects.get_or_create(
        owner=owner,
        uid=str(uuid.uuid5(NAMED_EVENTS, f"{owner.pk}:{day}:{name}")),
        defaults={"name": name, "starts_at": at, "source": "その場の控え", "created_at": now, "updated_at": now},
    )
    return event


def bounded(captured_at: datetime | None, now: datetime) -> datetime:
    """Return when it was captured: by the phone's clock where that can be, otherwise ``now``."""
    if captured_at is None or captured_at.tzinfo is None:
        return now
    return captured_at if now - OLDEST <= captured_at <= now + CLOCK_AHEAD else now


def _texts(*, name: str, note: str, code: str) -> dict[str, str]:
    return {
        "name": _cleaned("お名前", " ".join(name.split()), NAME_LENGTH),
        "note": _cleaned("覚え書き", note, NOTE_LENGTH),
        "code": _cleaned("コード", code, CODE_LENGTH),
    }


def _cleaned(what: str, text: str, longest: int) -> str:
    """Without signs that no person types: control characters, half pairs, and what turns the direction of writing."""
    text = text.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    text = straight(_CONTROL.sub("", text)).strip()
    if len(text) > longest:
        raise ValidationError(f"{what}は{longest}字までにしてください。")
    return text


def _known(owner: Owner, client_id: uuid.UUID) -> Capture | None:
    return Capture.objects.filter(owner=owner, client_id=client_id).first()
