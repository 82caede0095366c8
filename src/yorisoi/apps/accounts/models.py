"""Who owns the rows, and the preferences that shape advice."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models


class Owner(AbstractUser):
    """A person whose relationships these are. Every other row of the product leads back to one owner."""

    class Meta(AbstractUser.Meta):
        verbose_name = "持ち主"
        verbose_name_plural = "持ち主"


class Mode(models.TextChoices):
    """The law that the writing desk keeps in mind."""

    NORMAL = "normal", "ふつう"
    MLM = "mlm", "連鎖販売取引"
    LAWYER = "lawyer", "弁護士"


class Comfort(models.TextChoices):
    """How much room the owner wants, in general or with one person; ``core.distance.tuned`` says what that changes."""

    WIDER = "wider", "もう少し間をあける"
    USUAL = "usual", "いつもどおり"
    NEARER = "nearer", "もう少し近く"


class Preferences(models.Model):
    """One row an owner: how much attention to spend, and what the coach should know of the sender."""

    owner = models.OneToOneField(Owner, on_delete=models.CASCADE, related_name="preferences", primary_key=True)
    # Two a day and eight a week: the attention budget of the courtesy policy; the owner may lower or raise it.
    suggestions_per_day = models.PositiveSmallIntegerField("一日のおすすめの数", default=2)
    suggestions_per_week = models.PositiveSmallIntegerField("一週間のおすすめの数", default=8)
    comfort = models.CharField("間合い", max_length=6, choices=Comfort, default=Comfort.USUAL)
    product = models.CharField("扱っているもの", max_length=200, blank=True, default="")
    mode = models.CharField("書くときの決まり", max_length=10, choices=Mode, default=Mode.NORMAL)
    rules_off = models.JSONField("休ませている指摘", default=list, blank=True)
    # Names under which the owner appears in talk histories ("who is me"), asked once and kept.
    my_names = models.JSONField("トーク履歴での自分の名前", default=list, blank=True)
    keep_bodies = models.BooleanField("取り込むときに本文も残す", default=False)
    # The phone keeps 今日 and the brief to read without a network; off, it keeps nothing but what waits to be sent.
    offline_reading = models.BooleanField("電波のないところでも今日を読めるようにする", default=True)
    own_news = models.CharField("いまの近況(ひとこと)", max_length=300, blank=True, default="")

    class Meta:
        verbose_name = "好み"
        verbose_name_plural = "好み"

    def __str__(self) -> str:
        return f"{self.owner_id} の好み"


class SecondOpinion(models.Model):
    """Where the owner lets a draft be read by a language model of their own choice. No row: nothing is ever asked.

    A table of its own, beside the preferences: those go into exports and come in with files; an address that drafts are
    sent to and the key for it must not.
    """

    owner = models.OneToOneField(Owner, on_delete=models.CASCADE, related_name="second_opinion", primary_key=True)
    address = models.CharField("アドレス", max_length=300)
    model = models.CharField("モデルの名前", max_length=120)
    key = models.CharField("鍵", max_length=500, blank=True, default="")

    class Meta:
        verbose_name = "外のAI"
        verbose_name_plural = "外のAI"

    def __str__(self) -> str:
        return f"{self.owner_id} の外のAI"


class SignInLink(models.Model):
    """A one-time way in for the owner of this machine. Only the hash of the token is kept."""

    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, related_name="sign_in_links")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "一度だけの入り口"
        verbose_name_plural = "一度だけの入り口"

    def __str__(self) -> str:
        return f"{self.owner_id} の入り口({'使用済み' if self.used_at else '未使用'})"
