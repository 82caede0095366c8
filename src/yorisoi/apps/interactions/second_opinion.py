"""「外のAIにも聞いてみる」: first the owner sees what would go out, sign for sign; a second tap sends exactly that.

Only with an address in the preferences, never for somebody who is left alone. What comes back are suggestions beside the
coach's report: they change no finding, open no closed box, and are not kept.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from yorisoi import data
from yorisoi.apps.accounts.endpoint import RefusedAddressError, place
from yorisoi.apps.accounts.models import Owner, SecondOpinion
from yorisoi.apps.accounts.request import OwnerRequest
from yorisoi.apps.accounts.selectors import preferences_of, second_opinion_of
from yorisoi.apps.contacts.models import Contact, Point, PointKind
from yorisoi.apps.interactions import selectors
from yorisoi.apps.interactions.asking import SilentError, ask
from yorisoi.apps.interactions.forms import DeskForm
from yorisoi.core import coach
from yorisoi.core.coach import second_opinion as outside
from yorisoi.core.coach.masking import Mask
from yorisoi.core.names.fold import fold

NOTHING_CAME = "いまは、外のAIから使えるお返事が届きませんでした。下書きはそのままです。"
NOTHING_TO_ADD = "外のAIからは、言いかえの案はありませんでした。"
CHANGED = "お見せしてから中身が変わりましたので、まだ送っていません。もう一度ご覧ください。"
WITHOUT_DRAFT = "本文を書いてから、聞いてみましょう。"
LEGAL_FORMS = (
    "株式会社",
    "有限会社",
    "合同会社",
    "合資会社",
    "合名会社",
    "一般社団法人",
    "一般財団法人",
    "(株)",
    "(有)",
)
KEPT_POINTS = (PointKind.ADDRESS, PointKind.LINE, PointKind.OTHER)
"""Ways to reach somebody that no pattern finds; mail, telephone and pages are found by their shape."""


@never_cache
@require_POST
def show(request: OwnerRequest, contact_id: int) -> HttpResponse:
    """Show the whole body of the request. Nothing is sent from here."""
    contact, opinion = _offered(request, contact_id)
    form = DeskForm(request.POST)
    if not form.is_valid():
        return _page(request, contact, opinion, {}, said="書き机に戻って、下書きを少しだけ見なおしてください。")
    return _shown(request, contact, opinion, form.cleaned_data)


@never_cache
@require_POST
def send(request: OwnerRequest, contact_id: int) -> HttpResponse:
    """Send what was shown, and only that: when it would differ by one sign, show it again instead."""
    contact, opinion = _offered(request, contact_id)
    form = DeskForm(request.POST)
    if not form.is_valid():
        return _page(request, contact, opinion, {}, said="書き机に戻って、下書きを少しだけ見なおしてください。")
    values = form.cleaned_data
    situation = selectors.situation_for(request.user, contact, channel=values["channel"], now=request.now)
    asked = _question(request, contact, opinion, values, situation)
    if not values["body"].strip() or request.POST.get("seal") != _seal(opinion, asked):
        return _shown(request, contact, opinion, values, said=CHANGED)
    try:
        answer = ask(opinion.address, opinion.key, asked.body.encode())
        found = outside.suggestions(answer, asked)
    except (SilentError, outside.BadAnswerError):
        return _page(request, contact, opinion, values, said=NOTHING_CAME)
    off = frozenset(preferences_of(request.user).rules_off)
    found = outside.gentle(
        found,
        asked,
        lambda draft: coach.lint(draft, situation, data.lexicon(), off=off, evidence=data.coach_evidence()),
    )
    return _page(request, contact, opinion, values, suggestions=found, said="" if found else NOTHING_TO_ADD)


def _offered(request: OwnerRequest, contact_id: int) -> tuple[Contact, SecondOpinion]:
    """The person and the address; no such page without an address, or for somebody who is left alone."""
    contact = get_object_or_404(Contact, owner=request.user, pk=contact_id)
    opinion = second_opinion_of(request.user)
    if opinion is None or contact.is_closed:
        raise Http404
    return contact, opinion


def _shown(
    request: OwnerRequest, contact: Contact, opinion: SecondOpinion, values: dict[str, Any], *, said: str = ""
) -> HttpResponse:
    if not values["body"].strip():
        return _page(request, contact, opinion, values, said=WITHOUT_DRAFT)
    situation = selectors.situation_for(request.user, contact, channel=values["channel"], now=request.now)
    asked = _question(request, contact, opinion, values, situation)
    return _page(request, contact, opinion, values, said=said, asked=asked, seal=_seal(opinion, asked))


def _question(
    request: OwnerRequest,
    contact: Contact,
    opinion: SecondOpinion,
    values: dict[str, Any],
    situation: coach.Situation,
) -> outside.Question:
    draft = coach.Draft(body=values["body"], subject=values["subject"] or None)
    hidden = () if _with_names(request) else masks_of(request.user, contact)
    return outside.question(draft, situation, model=opinion.model, masks=hidden, fold=fold)


def _with_names(request: OwnerRequest) -> bool:
    return request.POST.get("with_names") == "on"


def _seal(opinion: SecondOpinion, asked: outside.Question) -> str:
    """What was shown, as one number: where it goes and every sign of it."""
    return hashlib.sha256(f"{opinion.address}\n{asked.body}".encode()).hexdigest()


def masks_of(owner: Owner, contact: Contact) -> tuple[Mask, ...]:
    """Who is not to be named: the person as A, the owner as B, the organisation as A社, and where the person lives."""
    mine = preferences_of(owner).my_names
    points = Point.objects.filter(owner=owner, contact=contact, kind__in=KEPT_POINTS).values_list("value", flat=True)
    return (
        Mask(_names(contact.family, contact.given) + _names(contact.family_kana, contact.given_kana), "A", "さん"),
        Mask(_organisation(contact.organisation), "A社"),
        Mask((*_parted(mine), *_names(owner.last_name, owner.first_name)), "B"),
        Mask(tuple(points), "(連絡先)"),
    )


def _names(family: str, given: str) -> tuple[str, ...]:
    return tuple(word for word in (f"{family}{given}", f"{given}{family}", family, given) if word)


def _parted(mine: list[str]) -> list[str]:
    """Each of the owner's names whole, and its parts: 「林 みのり」 is also called みのり."""
    return [word for name in mine for word in (name, *name.split()) if word.strip()]


def _organisation(name: str) -> tuple[str, ...]:
    core = name
    for legal in LEGAL_FORMS:
        core = core.replace(legal, "")
    return tuple(word for word in (name, core.strip()) if word)


def _where(opinion: SecondOpinion) -> str:
    """The address in full, as it is connected to."""
    try:
        there = place(opinion.address)
    except RefusedAddressError:  # allowed when it was set, and not any more: nothing will be sent there
        return opinion.address
    host = f"[{there.host}]" if ":" in there.host else there.host
    return f"{'https' if there.secure else 'http'}://{host}:{there.port}{there.path}"


def _page(
    request: OwnerRequest,
    contact: Contact,
    opinion: SecondOpinion,
    values: dict[str, Any],
    *,
    said: str = "",
    asked: outside.Question | None = None,
    seal: str = "",
    suggestions: tuple[outside.Suggestion, ...] = (),
) -> HttpResponse:
    context = {
        "contact": contact,
        "model": opinion.model,
        "where": _where(opinion),
        "sheet": {name: values.get(name, "") for name in ("channel", "subject", "body", "technique", "once")},
        "asks_reply": values.get("asks_reply", False),
        "dismissed": ",".join(sorted(values.get("dismissed", ()))),
        "said": said,
        "asked": asked,
        "seal": seal,
        "with_names": _with_names(request),
        "suggestions": suggestions,
    }
    return render(request, "interactions/second_opinion.html", context)
