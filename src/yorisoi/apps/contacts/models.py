"""The tables of people. Every row leads with its owner; every index does too."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import models

from yorisoi import data
from yorisoi.apps.accounts.models import Comfort
from yorisoi.apps.contacts.validators import plausible_day


class Closeness(models.TextChoices):
    """How near the owner wishes to be; it sets the pace of the courtesy policy."""

    REMEMBER = "remember", "覚えておくだけ"
    OUTER = "outer", "ゆるやかに"
    MIDDLE = "middle", "ときどき"
    CLOSE = "close", "親しく"


class Contact(models.Model):
    """A person in the address book (人 / ご縁)."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="contacts")
    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    family = models.CharField("姓", max_length=80, blank=True, default="")
    given = models.CharField("名", max_length=80, blank=True, default="")
    family_kana = models.CharField("姓のよみ", max_length=120, blank=True, default="")
    given_kana = models.CharField("名のよみ", max_length=120, blank=True, default="")
    organisation = models.CharField("会社・事務所", max_length=200, blank=True, default="")
    department = models.CharField("部署", max_length=200, blank=True, default="")
    title = models.CharField("肩書き", max_length=120, blank=True, default="")
    profession = models.CharField("職業", max_length=40, blank=True, default="")  # an id of data/professions.yaml
    birthday = models.CharField("誕生日", max_length=10, blank=True, default="")  # YYYY-MM-DD, or --MM-DD without year
    met_on = models.DateField("出会った日", null=True, blank=True, validators=[plausible_day])
    met_where = models.CharField("出会った場所", max_length=200, blank=True, default="")
    met_how = models.CharField("出会ったきっかけ", max_length=300, blank=True, default="")
    closeness = models.CharField("間柄", max_length=10, choices=Closeness, default=Closeness.REMEMBER)
    # On top of the owner's own wish for all people.
    comfort = models.CharField("この方との間合い", max_length=6, choices=Comfort, default=Comfort.USUAL)
    # What earlier asks had taught is forgotten; the timeline is not.
    learning_from = models.DateTimeField("ここから学ぶ", null=True, blank=True)
    # Who asked to be left alone stays left alone until they write themselves.
    closed_at = models.DateTimeField("そっとしておくことにした日", null=True, blank=True)
    closed_because = models.CharField(
        max_length=20,
        blank=True,
        default="",
        choices=[("declined", "お断り"), ("asked_to_stop", "連絡はいらないとのこと")],
    )
    # 「この人ではない」: kept in the book, never suggested.
    never_suggest = models.BooleanField("おすすめに出さない", default=False)
    # Where each of the plain fields above came from: {"organisation": {"source": "名刺", "on": "2026-11-20"}}.
    provenance = models.JSONField(default=dict, blank=True)
    source = models.CharField("登録のもと", max_length=200, blank=True, default="手入力")
    # The form that wrote this person: sent twice, it writes once.
    once_key = models.CharField(max_length=80, null=True, blank=True, editable=False)  # noqa: DJ001  (NULL means "no key", and NULLs may repeat)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name = "人"
        verbose_name_plural = "人"
        constraints = [
            models.UniqueConstraint(fields=["owner", "once_key"], name="contact_once"),
            models.UniqueConstraint(fields=["owner", "uid"], name="contact_uid_once_an_owner"),
        ]
        indexes = [
            models.Index(fields=["owner", "family_kana", "given_kana", "id"], name="contact_by_reading"),
            models.Index(fields=["owner", "family", "given"], name="contact_by_name"),
            models.Index(fields=["owner", "-updated_at", "id"], name="contact_by_change"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Family and given name as a Japanese reader expects them; the organisation when no name is known."""
        return " ".join(part for part in (self.family, self.given) if part) or self.organisation or "お名前未登録"

    @property
    def kana(self) -> str:
        return " ".join(part for part in (self.family_kana, self.given_kana) if part)

    @property
    def call_name(self) -> str:
        """How a sentence names this person."""
        return f"{self.family or self.given or self.organisation or 'この方'}さん"

    @property
    def profession_name(self) -> str:
        """The profession as a reader knows it; what was typed, when it is none of the known ones."""
        known = data.professions().get(self.profession)
        return known.name if known else self.profession

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


class PointKind(models.TextChoices):
    """A way to reach someone."""

    MAIL = "mail", "メール"
    PHONE = "phone", "電話"
    MOBILE = "mobile", "携帯"
    FAX = "fax", "FAX"
    ADDRESS = "address", "住所"
    URL = "url", "ウェブ"
    LINE = "line", "LINE"
    OTHER = "other", "その他"


class Point(models.Model):
    """One mail address, phone number, postal address or page of a person."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="points")
    kind = models.CharField("種類", max_length=10, choices=PointKind)
    label = models.CharField("呼び名", max_length=40, blank=True, default="")
    value = models.CharField("内容", max_length=500)
    normal = models.CharField(max_length=500)  # for matching: lower-cased mail, E.164 phone
    position = models.PositiveSmallIntegerField(default=0)
    source = models.CharField("もと", max_length=200, blank=True, default="手入力")
    on = models.DateField("いつ知ったか", null=True, blank=True, validators=[plausible_day])

    class Meta:
        verbose_name = "連絡先"
        verbose_name_plural = "連絡先"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["contact", "kind", "normal"], name="point_once_a_contact"),
        ]
        indexes = [models.Index(fields=["owner", "kind", "normal"], name="point_by_value")]

    def __str__(self) -> str:
        return self.value

    @staticmethod
    def says(row: Mapping[str, Any]) -> tuple[str, str]:
        """What a row says, for two cards made one: a telephone is the same telephone, called mobile or not."""
        kind = PointKind.PHONE if row["kind"] == PointKind.MOBILE else row["kind"]
        return kind, row["normal"]


class Tag(models.Model):
    """A word the owner sorts people by."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="tags")
    name = models.CharField("タグ", max_length=60)

    class Meta:
        verbose_name = "タグ"
        verbose_name_plural = "タグ"
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["contact", "name"], name="tag_once_a_contact")]
        indexes = [models.Index(fields=["owner", "name"], name="tag_by_name")]

    def __str__(self) -> str:
        return self.name


class FactKind(models.TextChoices):
    """What kind of thing they told us."""

    STRENGTH = "strength", "得意な場面"
    INTEREST = "interest", "関心"
    CONCERN = "concern", "気にかかっていること"
    VALUE = "value", "大切にしていること"
    BACKGROUND = "background", "背景"
    FAMILY = "family", "ご家族"
    AVOID = "avoid", "触れないこと"
    REQUEST = "request", "ご希望"
    NOTE = "note", "覚え書き"


class Wish(models.TextChoices):
    """What a request asks of us, where the product can keep it."""

    NONE = "", "そのほか"
    NOT_BEFORE = "not_before", "この日以降に"
    BUSY_UNTIL = "busy_until", "この日まで忙しい"
    THINKING = "thinking", "考える時間がほしい"
    NO_CONTACT = "no_contact", "連絡はいらない"
    MAIL_ONLY = "mail_only", "メールだけで"
    NO_PRODUCT = "no_product", "商品の話はしない"
    MOURNING = "mourning", "喪中・忌中"
    DISASTER = "disaster", "災害に遭われた"
    REST = "rest", "しばらくお休み(自分で決めた)"


class Fact(models.Model):
    """One thing known of a person, in their words where possible, with where it came from and when."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="facts")
    kind = models.CharField("種類", max_length=12, choices=FactKind)
    text = models.TextField("内容", max_length=2000)
    on = models.DateField("いつ", validators=[plausible_day])  # the day it was said or seen
    source = models.CharField("どこで", max_length=200, blank=True, default="")
    solved = models.BooleanField("解決済み", default=False)  # of a concern only
    wish = models.CharField("どんなご希望", max_length=12, choices=Wish, blank=True, default="")  # of a request only
    until = models.DateField(
        "いつまで・いつから", null=True, blank=True, validators=[plausible_day]
    )  # of a request only
    once_key = models.CharField(max_length=80, null=True, blank=True, editable=False)  # noqa: DJ001  (as of a contact)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = "知っていること"
        verbose_name_plural = "知っていること"
        ordering = ["-on", "-id"]
        constraints = [models.UniqueConstraint(fields=["owner", "once_key"], name="fact_once")]
        indexes = [models.Index(fields=["owner", "contact", "kind"], name="fact_by_contact")]

    def __str__(self) -> str:
        return self.text[:40]


class Busyness(models.IntegerChoices):
    """How full a season is, as the courtesy calendar counts it."""

    HOLD = 3, "とても忙しい(そっと待つ)"
    SHORT = 2, "立て込む(返信のいらないひとことだけ)"
    BRIEF = 1, "少し慌ただしい(短めに)"
    FREE = 0, "落ち着いている"


class SeasonOverride(models.Model):
    """A season of every year that the owner knows better than the calendar, for one person or for a whole profession."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="seasons", null=True, blank=True)
    profession = models.CharField("職業", max_length=40, blank=True, default="")  # an id, when it is for a profession
    first = models.CharField("いつから", max_length=5)  # MM-DD, every year
    last = models.CharField("いつまで", max_length=5)  # MM-DD, inclusive; earlier than the first over the year end
    level = models.PositiveSmallIntegerField("どのくらい", choices=Busyness, default=Busyness.HOLD)
    text = models.CharField("ひとこと", max_length=200, blank=True, default="")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = "忙しい時期"
        verbose_name_plural = "忙しい時期"
        ordering = ["first", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(contact__isnull=False, profession="")
                | (models.Q(contact__isnull=True) & ~models.Q(profession="")),
                name="season_of_one_or_of_a_trade",
            ),
            models.CheckConstraint(condition=models.Q(level__lte=3), name="season_level_up_to_three"),
        ]
        indexes = [models.Index(fields=["owner", "contact"], name="season_by_contact")]

    def __str__(self) -> str:
        return f"{self.span} {self.get_level_display()}"

    @property
    def span(self) -> str:
        """「12月1日〜12月31日」; a profession's season begins with its name."""
        (m1, d1), (m2, d2) = (text.split("-") for text in (self.first, self.last))
        whose = "" if self.contact_id is not None else f"{data.professions().label(self.profession)} "
        return f"{whose}{int(m1)}月{int(d1)}日〜{int(m2)}月{int(d2)}日"


class SearchKey(models.Model):
    """What a person is found and listed by. A cache of the contact; ``services.reindex`` makes it anew."""

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, related_name="search_key", primary_key=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    text = models.TextField()  # one normalised line a field
    grams = models.TextField(default="")  # its signs and pairs, each with the owner before it: what the index holds
    reading = models.CharField(max_length=80, default="")  # for the order of lists; guessed when the card has none
    nearness = models.PositiveSmallIntegerField(default=0)  # 0 close … 3 just remember

    class Meta:
        verbose_name = "検索の索引"
        verbose_name_plural = "検索の索引"
        indexes = [
            models.Index(fields=["owner", "reading", "contact"], name="key_by_reading"),
            models.Index(fields=["owner", "nearness", "reading", "contact"], name="key_by_nearness"),
        ]

    def __str__(self) -> str:
        return str(self.contact_id)


class NotSame(models.Model):
    """The owner said that these two are two people: they are not asked about again. Which stands first means nothing."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = "別の方"
        verbose_name_plural = "別の方"
        constraints = [models.UniqueConstraint(fields=["contact", "other"], name="not_same_once")]
        indexes = [models.Index(fields=["owner", "contact"], name="not_same_by_contact")]

    def __str__(self) -> str:
        return f"{self.contact_id} と {self.other_id}"


class Merge(models.Model):
    """Two cards of one person made one, with all it takes to make them two again.

    ``snapshot`` is the card that went, which rows moved, which were there twice and went, and the kept card before and
    after; its shape is ``merging.Snapshot``. ``seal`` is a hash of the kept person right after: when it no longer fits,
    someone has written about them since. Who is erased takes it along.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kept = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    gone_id = models.BigIntegerField()
    gone_uid = models.UUIDField()  # a file that names the card that went means the kept one
    gone_name = models.CharField("もう一枚のお名前", max_length=200)
    snapshot = models.JSONField()
    seal = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "おまとめ"
        verbose_name_plural = "おまとめ"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "gone_id"], condition=models.Q(undone_at__isnull=True), name="merge_stands_once"
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "kept", "-created_at"], name="merge_by_kept"),
            models.Index(fields=["owner", "gone_uid"], name="merge_by_uid"),
        ]

    def __str__(self) -> str:
        return f"{self.gone_name} → {self.kept_id}"
