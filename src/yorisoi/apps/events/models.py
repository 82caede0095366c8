"""The tables of gatherings: series, events, who was there, what was captured, and the first touches after."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import models

from yorisoi.apps.cards.models import Card
from yorisoi.apps.contacts.models import Contact


class Series(models.Model):
    """A gathering that comes round: 例会, a monthly meeting."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField("名前", max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = "定例の会"
        verbose_name_plural = "定例の会"
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="series_name_once_an_owner")]

    def __str__(self) -> str:
        return self.name


class Event(models.Model):
    """One gathering (交流会)."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # The iCalendar UID: the same event imported twice is the same event.
    uid = models.CharField(max_length=255)
    series = models.ForeignKey(Series, null=True, blank=True, on_delete=models.SET_NULL, related_name="events")
    name = models.CharField("名前", max_length=200)
    place = models.CharField("場所", max_length=300, blank=True, default="")
    starts_at = models.DateTimeField("始まり")
    ends_at = models.DateTimeField("終わり", null=True, blank=True)
    all_day = models.BooleanField("終日", default=False)
    host = models.CharField("主催", max_length=200, blank=True, default="")
    url = models.URLField("案内のページ", max_length=500, blank=True, default="")
    note = models.TextField("覚え書き", max_length=4000, blank=True, default="")
    source = models.CharField("もと", max_length=200, blank=True, default="手入力")
    once_key = models.CharField(max_length=80, null=True, blank=True, editable=False)  # noqa: DJ001  (as of a contact)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name = "交流会"
        verbose_name_plural = "交流会"
        ordering = ["-starts_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "uid"], name="event_uid_once_an_owner"),
            models.UniqueConstraint(fields=["owner", "once_key"], name="event_once"),
        ]
        indexes = [
            models.Index(fields=["owner", "-starts_at", "-id"], name="event_by_time"),
            models.Index(fields=["owner", "series", "-starts_at"], name="event_by_series"),
        ]

    def __str__(self) -> str:
        return self.name


class Presence(models.TextChoices):
    """What is known of someone's being at an event."""

    CAME = "came", "お会いした"
    PRESENT = "present", "いらしていた"  # seen, not spoken to
    EXPECTED = "expected", "いらっしゃる予定"
    AWAY = "away", "お休み"


class Attendance(models.Model):
    """One person at one event."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="attendances")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="attendances")
    presence = models.CharField("参加", max_length=8, choices=Presence, default=Presence.CAME)
    said = models.CharField("ことば", max_length=300, blank=True, default="")  # 「来月も行きます」
    # The meeting on the timeline that this attendance stands for, so that taking one back takes back the other.
    once_key = models.CharField(max_length=80, blank=True, default="", editable=False)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = "参加"
        verbose_name_plural = "参加"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["event", "contact"], name="attendance_once")]
        indexes = [
            models.Index(fields=["owner", "contact"], name="attendance_by_contact"),
            models.Index(fields=["owner", "event", "presence"], name="attendance_by_event"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.contact_id} {self.presence}"

    @staticmethod
    def outweighs(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
        """Whether of two rows of one event, when two cards become one, the first tells more: having met outweighs a plan."""
        told = [Presence.AWAY, Presence.EXPECTED, Presence.PRESENT, Presence.CAME]
        return told.index(one["presence"]) > told.index(other["presence"])


class CaptureState(models.TextChoices):
    """Where a captured person stands."""

    WAITING = "waiting", "ふりかえり待ち"
    DONE = "done", "書きとめました"
    LET_GO = "let_go", "登録しない"


class Capture(models.Model):
    """One person caught in the moment: a photo, a code, or a name and a few words. The debrief makes a person of it.

    ``client_id`` is made on the phone: the same capture sent again, whatever the reason, is the same row.
    ``answers`` is the half-written debrief, so that it can be stopped and taken up anywhere.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    client_id = models.UUIDField(default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, null=True, blank=True, on_delete=models.SET_NULL, related_name="captures")
    name = models.CharField("お名前", max_length=200, blank=True, default="")
    note = models.TextField("覚え書き", max_length=4000, blank=True, default="")
    code = models.TextField(
        "読み取ったコード", max_length=4000, blank=True, default=""
    )  # a QR code's text: vCard, MECARD, address
    card = models.OneToOneField(Card, null=True, blank=True, on_delete=models.SET_NULL, related_name="capture")
    captured_at = models.DateTimeField("いつ")  # by the phone's clock, bounded by the server's
    received_at = models.DateTimeField()
    state = models.CharField("状態", max_length=8, choices=CaptureState, default=CaptureState.WAITING)
    answers = models.JSONField(default=dict, blank=True)
    # Whom it became. Who is erased takes the capture along: it holds their name and words.
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.CASCADE, related_name="captures")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "その場の控え"
        verbose_name_plural = "その場の控え"
        ordering = ["captured_at", "id"]
        constraints = [models.UniqueConstraint(fields=["owner", "client_id"], name="capture_received_once")]
        indexes = [
            models.Index(fields=["owner", "state", "captured_at", "id"], name="capture_waiting"),
            models.Index(fields=["owner", "event", "captured_at"], name="capture_by_event"),
        ]

    def __str__(self) -> str:
        return f"控え {self.pk}({self.get_state_display()})"


class FirstTouch(models.Model):
    """The day on which a first word to someone just met is suggested: spread, never all at once."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    event = models.ForeignKey(Event, null=True, blank=True, on_delete=models.CASCADE, related_name="first_touches")
    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, related_name="first_touch")
    day = models.DateField("この日に")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = "はじめのひとこと"
        verbose_name_plural = "はじめのひとこと"
        ordering = ["day", "id"]
        indexes = [models.Index(fields=["owner", "day"], name="first_touch_by_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.contact_id}"
