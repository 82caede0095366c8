"""What was planned, what was accepted, and how to take it back. The uploaded file itself is not kept here."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from yorisoi.apps.contacts.models import Contact


class State(models.TextChoices):
    """Where an import stands. While it is being applied it is still ``planned``: until the commit nothing happened.

    Photographs are read first, one after the other, before there is a plan.
    """

    READING = "reading", "読み取り中"
    PLANNED = "planned", "確認待ち"
    APPLIED = "applied", "取り込み済み"
    UNDONE = "undone", "元に戻しました"
    ABANDONED = "abandoned", "取りやめました"


class Verdict(models.TextChoices):
    """What the plan proposes for one person."""

    NEW = "new", "新しく加えます"
    MERGE = "merge", "今ある方に足します"
    DOUBTFUL = "doubtful", "確認をお願いします"
    SKIP = "skip", "変わりません"


class Choice(models.TextChoices):
    """The owner's answer to a doubtful row."""

    UNDECIDED = "", "まだ決めていません"
    SAME = "same", "同じ方です"
    NEW = "new", "別の方として加えます"
    LEAVE = "leave", "今回は取り込みません"


class ImportBatch(models.Model):
    """One file on its way in: planned, then applied, then perhaps undone.

    ``question`` is what the owner must answer before the plan can be accepted; empty when nothing is open.
    ``basis`` is the state of the address book that the plan was made against.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="imports")
    uid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    file_name = models.CharField("ファイル", max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(default=0)  # bytes
    format = models.CharField(max_length=40)
    label = models.CharField("形式", max_length=100)
    state = models.CharField("状態", max_length=10, choices=State, default=State.PLANNED)
    question = models.CharField(max_length=20, blank=True, default="")
    material = models.JSONField(default=dict, blank=True)  # what the question page shows: columns, speakers
    options = models.JSONField(default=dict, blank=True)  # the owner's answers about this file
    counts = models.JSONField(default=dict, blank=True)
    problems = models.JSONField(default=list, blank=True)
    basis = models.CharField(max_length=64, blank=True, default="")
    before = models.JSONField(default=dict, blank=True)  # preferences as they were before the import
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    # Of photographs: the cards that came in together. Of people brought in: when the owner had sorted them.
    stack = models.UUIDField(null=True, blank=True, editable=False)
    sorted_at = models.DateTimeField(null=True, blank=True)
    abandoned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "取り込み"
        verbose_name_plural = "取り込み"
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["owner", "-created_at", "-id"], name="import_by_time")]

    def __str__(self) -> str:
        return f"{self.file_name}({self.get_state_display()})"


class PlanRow(models.Model):
    """One person of the file and what is proposed for them.

    ``record`` holds the person without the history, which lies in ``TouchPage``. ``fields`` is the merge, field by
    field: ``{"field", "label", "now", "file", "wins": "now" | "file", "why"}``. ``gains`` counts what would be added.
    ``candidates`` are those it may be: ``{"kind": "contact" | "row", "number": id or position, "name"}``.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    verdict = models.CharField(max_length=8, choices=Verdict)
    rank = models.PositiveSmallIntegerField(default=0)  # the order of showing: doubtful first
    reason = models.CharField(max_length=300)
    name = models.CharField(max_length=200)
    where = models.CharField(max_length=100)
    record = models.JSONField()
    # Whom a sure row means, and once applied whom it became. Who is erased is erased from here too.
    target = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    candidates = models.JSONField(default=list, blank=True)
    fields = models.JSONField(default=list, blank=True)
    gains = models.JSONField(default=dict, blank=True)
    warnings = models.JSONField(default=list, blank=True)
    choice = models.CharField(max_length=6, choices=Choice, blank=True, default=Choice.UNDECIDED)
    chosen = models.JSONField(default=dict, blank=True)  # of "same": the candidate meant

    class Meta:
        verbose_name = "計画の一行"
        verbose_name_plural = "計画の行"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["batch", "position"], name="plan_row_once")]
        indexes = [models.Index(fields=["batch", "rank", "position"], name="plan_row_shown")]

    def __str__(self) -> str:
        return f"{self.name}: {self.verdict}"


class TouchPage(models.Model):
    """A slice of one planned person's history, so that a long talk never has to fit in one piece."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    row = models.ForeignKey(PlanRow, on_delete=models.CASCADE, related_name="touch_pages")
    position = models.PositiveIntegerField()
    touches = models.JSONField()

    class Meta:
        verbose_name = "計画のやり取り"
        verbose_name_plural = "計画のやり取り"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["row", "position"], name="touch_page_once")]

    def __str__(self) -> str:
        return f"{self.row_id} の {self.position}"


class KnownAs(models.Model):
    """A name under which a file knew a person: its card number, its talk name, or the very card as read.

    Two people may share a key (one card accepted for two); a person carries it once.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)  # "uid:…", "line:…" or "card:…", the tail a hash

    class Meta:
        verbose_name = "ファイルでの呼び名"
        verbose_name_plural = "ファイルでの呼び名"
        constraints = [models.UniqueConstraint(fields=["contact", "key"], name="known_as_once")]
        indexes = [models.Index(fields=["owner", "key"], name="known_as_by_key")]

    def __str__(self) -> str:
        return self.key


class UndoEntry(models.Model):
    """What one import did to one person, enough to take it back exactly.

    ``before`` is the changed columns as they were; ``added`` the ids of rows that were made, by kind. ``seal`` is a
    hash of all that is stored of the person right after: when it no longer fits, someone has edited them since.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="undo_entries")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")  # who is erased stays erased
    name = models.CharField(max_length=200)
    created = models.BooleanField()
    before = models.JSONField(default=dict, blank=True)
    added = models.JSONField(default=dict, blank=True)
    seal = models.CharField(max_length=64)

    class Meta:
        verbose_name = "元に戻すための控え"
        verbose_name_plural = "元に戻すための控え"
        constraints = [models.UniqueConstraint(fields=["batch", "contact"], name="undo_entry_once")]

    def __str__(self) -> str:
        return f"{self.name}({'新規' if self.created else '変更'})"
