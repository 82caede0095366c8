"""The timeline (the truth) and the cached distance (a pure fold over it, which may be dropped and made anew)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from yorisoi.apps.contacts.models import Contact


class Direction(models.TextChoices):
    """Who reached out."""

    MINE = "mine", "こちらから"
    THEIRS = "theirs", "相手から"
    MUTUAL = "mutual", "お互いに"


class Channel(models.TextChoices):
    """How."""

    EMAIL = "email", "メール"
    LINE = "line", "LINE"
    MESSENGER = "messenger", "メッセンジャー"
    SMS = "sms", "SMS"
    PHONE = "phone", "電話"
    LETTER = "letter", "手紙・はがき"
    IN_PERSON = "in_person", "対面"


class Kind(models.TextChoices):
    """What it was."""

    MESSAGE = "message", "連絡"
    ASK = "ask", "お願い・質問"
    GIFT = "gift", "贈りもの(情報など)"
    MEETING = "meeting", "会った"
    CALL = "call", "話した"
    LETTER = "letter", "便り(読者として)"


class Reaction(models.TextChoices):
    """What came back."""

    NONE = "", "まだ"
    REPLIED = "replied", "返事があった"
    THANKED = "thanked", "お礼をいただいた"
    READ_ONLY = "read_only", "読んでくださった"
    NO_ANSWER = "no_answer", "返事はなかった"
    DECLINED = "declined", "お断りされた"
    ASKED_TO_STOP = "asked_to_stop", "連絡はいらないとのこと"


class Interaction(models.Model):
    """One contact in either direction, or mutual (やり取り)."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="interactions")
    at = models.DateTimeField("いつ")
    direction = models.CharField("どちらから", max_length=6, choices=Direction)
    channel = models.CharField("手段", max_length=10, choices=Channel)
    kind = models.CharField("内容", max_length=8, choices=Kind, default=Kind.MESSAGE)
    asks_reply = models.BooleanField("返事をお願いした", default=False)
    thanks = models.BooleanField("出会いのお礼", default=False)
    technique = models.CharField("技術", max_length=30, blank=True, default="")  # an id of core.distance.techniques
    text = models.TextField("本文", blank=True, default="", max_length=20000)
    length = models.PositiveIntegerField("字数", default=0)  # kept even when the text is not
    recipients = models.PositiveSmallIntegerField("宛先の人数", default=1)
    reaction = models.CharField("どう返ってきたか", max_length=14, choices=Reaction, blank=True, default="")
    reaction_at = models.DateTimeField(null=True, blank=True)
    no_answer_needed = models.BooleanField(
        "返事はもう要らない", default=False
    )  # of their message: the owner settled it
    source = models.CharField("もと", max_length=200, blank=True, default="手入力")
    # The same click, or the same line of an imported file, is recorded once: unique within the owner when given.
    once_key = models.CharField(max_length=80, null=True, blank=True)  # noqa: DJ001  (NULL means "no key", and NULLs may repeat)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = "やり取り"
        verbose_name_plural = "やり取り"
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "once_key"], name="interaction_recorded_once"),
        ]
        indexes = [
            models.Index(fields=["owner", "contact", "-at", "-id"], name="interaction_timeline"),
            models.Index(fields=["owner", "-at"], name="interaction_recent"),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id} {self.at:%Y-%m-%d} {self.direction} {self.kind}"


class Carries(models.IntegerChoices):
    """What a message of the owner's own accord could rest on, from what is known of the person."""

    NOTHING = 0, "まだありません"
    OWN_NEWS = 1, "近況なら"  # near, and something is known, but nothing that asks for more than news
    THEIR_MATTER = (
        2,
        "この方のことなら",
    )  # an interest, a value, an open concern, a date they named, or a choice to hand over


# In place of the profession, for people whose busy times it does not tell: 今日 asks their own calendar.
OWN_CALENDAR = "@own"


class Standing(models.Model):
    """The distance to one person, cached. Nothing here depends on the hour it is read: dates are compared with now.

    The row may be dropped at any time; ``yorisoi rebuild`` folds the timeline again.
    """

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, related_name="standing", primary_key=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # The engine's five numbers and the moment they hold for.
    strength = models.FloatField(default=0.0)
    pressure = models.FloatField(default=0.0)
    touched_at = models.DateTimeField(null=True, blank=True)
    offset_mean = models.FloatField(default=0.0)
    offset_variance = models.FloatField(default=0.0)
    unanswered = models.PositiveSmallIntegerField(default=0)
    last_mine_at = models.DateTimeField(null=True, blank=True)
    last_theirs_at = models.DateTimeField(null=True, blank=True)
    # The window. No opens_at: no contact is planned (just remember, or let go).
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    thanks_from = models.DateTimeField(null=True, blank=True)
    thanks_until = models.DateTimeField(null=True, blank=True)
    reply_owed_at = models.DateTimeField(null=True, blank=True)
    reply_lapses_at = models.DateTimeField(null=True, blank=True)  # from then on it is no longer called owed
    rests = models.BooleanField(default=False)  # before opens_at: a rest with a reason, rather than a mere wait
    rest_until = models.DateTimeField(null=True, blank=True)
    lets_go = models.BooleanField(default=False)
    opened_by = models.CharField(max_length=40, blank=True, default="")  # code of the rule that set the opening
    named_date = models.BooleanField(default=False)  # the opening is a date they named themselves
    reasons = models.JSONField(default=list)
    # A person is suggested only when something about them is known to write about, and nobody asked to be left alone.
    has_reason = models.BooleanField(default=False)
    carries = models.PositiveSmallIntegerField(choices=Carries, default=Carries.NOTHING)
    # As on the contact (or a mark, where a calendar of their own goes before it), so that 今日 reads one table: trades at
    # their busiest are passed over.
    profession = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        verbose_name = "間合い"
        verbose_name_plural = "間合い"
        indexes = [
            # Who may be written to, read in three ranges: dates they named, windows about to close, and the rest.
            models.Index(
                fields=["owner", "opens_at"], name="standing_named", condition=models.Q(named_date=True, lets_go=False)
            ),
            models.Index(
                fields=["owner", "closes_at", "opens_at"],
                name="standing_closing",
                condition=models.Q(has_reason=True, lets_go=False, opens_at__isnull=False),
            ),
            models.Index(
                fields=["owner", "opens_at"],
                name="standing_opens",
                condition=models.Q(has_reason=True, lets_go=False, opens_at__isnull=False),
            ),
            models.Index(
                fields=["owner", "reply_owed_at"], name="standing_owed", condition=models.Q(reply_owed_at__isnull=False)
            ),
            models.Index(
                fields=["owner", "thanks_until"], name="standing_thanks", condition=models.Q(thanks_until__isnull=False)
            ),
            models.Index(fields=["owner", "rest_until"], name="standing_rests", condition=models.Q(rests=True)),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id} の間合い"


class PersonLearning(models.Model):
    """The asks of one person that teach, and what they teach. A cache: made from the timeline together with the standing.

    ``log`` is the list of ``core.distance.Asked``, so that what was known at any moment can be told without a fold.
    Nobody has a row who was never asked anything after a silence.
    """

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, related_name="learning", primary_key=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    log = models.JSONField(default=list)
    # From this moment on the week of every ask is over, and the four numbers below hold.
    settles_at = models.DateTimeField()
    offset_mean = models.FloatField()
    offset_variance = models.FloatField()
    outcomes = models.PositiveIntegerField()
    answered = models.PositiveIntegerField()

    class Meta:
        verbose_name = "この方から学んだこと"
        verbose_name_plural = "この方から学んだこと"
        indexes = [models.Index(fields=["owner", "settles_at"], name="learning_by_settling")]

    def __str__(self) -> str:
        return f"{self.contact_id} から学んだこと"


class OwnerLearning(models.Model):
    """What all people together taught, and whether it is used. A cache, but for ``reset_at``, which is the owner's word."""

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="learning", primary_key=True
    )
    reset_at = models.DateTimeField(null=True, blank=True)  # asks before it teach nothing any more
    measured_at = models.DateTimeField(null=True, blank=True)
    # The two sums of ``core.distance.Pool``, as of ``measured_at``, and the offset they come to (logits, logits²).
    offset_sum = models.FloatField(default=0.0)
    gained_sum = models.FloatField(default=0.0)
    b_me = models.FloatField(default=0.0)
    v_me = models.FloatField(default=0.0)
    outcomes = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)
    # The verdict of ``core.distance.judge``, made anew when the outcomes have grown by a tenth.
    judged_outcomes = models.PositiveIntegerField(default=0)
    offsets_kept = models.BooleanField(default=False)
    offsets_before = models.FloatField(default=0.0)  # log loss, nats an outcome
    offsets_after = models.FloatField(default=0.0)
    later = models.PositiveIntegerField(default=0)  # outcomes that judged the two numbers; 0 when not tried
    kept = models.BooleanField(default=False)
    intercept = models.FloatField(default=0.0)
    slope = models.FloatField(default=1.0)
    loss_before = models.FloatField(default=0.0)
    loss_after = models.FloatField(default=0.0)

    class Meta:
        verbose_name = "みなさんから学んだこと"
        verbose_name_plural = "みなさんから学んだこと"

    def __str__(self) -> str:
        return f"{self.owner_id} が学んだこと"


class Refolding(models.Model):
    """Folding everybody again, under way or interrupted. The row goes when the last person is done."""

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="refolding", primary_key=True
    )
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    through = models.BigIntegerField(default=0)  # people up to this id are done
    moved_at = models.DateTimeField()

    class Meta:
        verbose_name = "間合いの計算しなおし"
        verbose_name_plural = "間合いの計算しなおし"

    def __str__(self) -> str:
        return f"{self.owner_id}: {self.done}/{self.total}"
