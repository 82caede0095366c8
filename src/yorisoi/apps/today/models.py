"""What the owner answered to a suggestion. Suggestions themselves are read, never stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import models

from yorisoi.apps.contacts.models import Contact


class Answer(models.TextChoices):
    """One tap on 今日."""

    DONE = "done", "連絡しました"
    NOT_NOW = "not_now", "今はやめておく"
    REST = "rest", "しばらくお休み"
    NEVER = "never", "おすすめに出さない"


class Choice(models.Model):
    """The owner's answer for one person on one day; the last one counts."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="choices")
    day = models.DateField()
    answer = models.CharField(max_length=8, choices=Answer)
    until = models.DateField(null=True, blank=True)  # not suggested again before this day
    at = models.DateTimeField()

    class Meta:
        verbose_name = "今日の返事"
        verbose_name_plural = "今日の返事"
        constraints = [models.UniqueConstraint(fields=["owner", "contact", "day"], name="choice_once_a_day")]
        indexes = [
            models.Index(fields=["owner", "day"], name="choice_by_day"),
            models.Index(fields=["owner", "contact", "-until"], name="choice_until"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.contact_id} {self.answer}"

    @staticmethod
    def outweighs(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
        """Whether of two answers of one day, when two cards become one, the first counts: the later one does."""
        return bool(one["at"] > other["at"])
