"""Pictures of cards and what was read on them. The picture as it came is never kept: only a copy drawn anew."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from yorisoi.apps.contacts.models import Contact


class State(models.TextChoices):
    """Where the reading of a card stands."""

    WAITING = "waiting", "読み取り待ち"
    READING = "reading", "読み取り中"
    READ = "read", "読み取りました"
    FAILED = "failed", "読み取れませんでした"


class Card(models.Model):
    """One picture of a card. ``reading`` is a ``core.cards.CardReading`` as plain data; ``stack`` joins pictures that
    came in together."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="cards")
    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    stack = models.UUIDField(null=True, blank=True)
    # Who is erased takes the picture along.
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.CASCADE, related_name="cards")
    file_name = models.CharField("ファイル", max_length=255, blank=True, default="")
    sha256 = models.CharField(max_length=64)  # of the file as it came, to know the same picture again
    width = models.PositiveIntegerField()  # pixels of the kept copy
    height = models.PositiveIntegerField()
    state = models.CharField("状態", max_length=8, choices=State, default=State.WAITING)
    reading = models.JSONField(default=dict, blank=True)
    trouble = models.CharField(max_length=300, blank=True, default="")  # why it could not be read, for the owner
    tries = models.PositiveSmallIntegerField(default=0)  # begun readings: a picture that kills the reader is let be
    held_until = models.DateTimeField(null=True, blank=True)  # a reader works on it until then
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "名刺の写真"
        verbose_name_plural = "名刺の写真"
        ordering = ["-created_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["owner", "uid"], name="card_uid_once_an_owner")]
        indexes = [
            models.Index(fields=["owner", "contact"], name="card_by_contact"),
            models.Index(fields=["owner", "stack", "id"], name="card_by_stack"),
            models.Index(
                fields=["state", "id"], name="card_to_read", condition=models.Q(state__in=["waiting", "reading"])
            ),
        ]

    def __str__(self) -> str:
        return f"名刺 {self.pk}({self.get_state_display()})"


class CardImage(models.Model):
    """The pixels of a card, apart from it so that no list reads them. JPEG, drawn anew, without EXIF."""

    card = models.OneToOneField(Card, on_delete=models.CASCADE, related_name="image", primary_key=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    jpeg = models.BinaryField()

    class Meta:
        verbose_name = "名刺の画像"
        verbose_name_plural = "名刺の画像"

    def __str__(self) -> str:
        return f"名刺 {self.card_id} の画像"
