"""The daily page and its taps. Each tap answers with the page's own part for htmx, and with a redirect without it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from yorisoi.apps.accounts.request import OwnerRequest
from yorisoi.apps.contacts.models import Contact
from yorisoi.apps.interactions import picture
from yorisoi.apps.today import selectors, services
from yorisoi.apps.today.forms import PRESETS, DoneForm, RestForm
from yorisoi.kit import japanese_date


@require_GET
def today(request: OwnerRequest) -> HttpResponse:
    """Whom to think of today, or no one."""
    return render(request, "today/today.html", _context(request))


@require_POST
def done(request: OwnerRequest, contact_id: int) -> HttpResponse:
    """I have written to them."""
    contact = _contact(request, contact_id)
    form = DoneForm(request.POST)
    if not form.is_valid():
        return _answer(request, contact, trouble="何をお送りになったか、もう一度お選びください。")
    said = f"{contact.call_name}へ連絡したことを書きとめました。"
    return _do(request, contact, said, lambda: services.done(
        owner=request.user, contact=contact, now=request.now, **form.cleaned_data
    ))  # fmt: skip


@require_POST
def not_now(request: OwnerRequest, contact_id: int) -> HttpResponse:
    """Not this week."""
    contact = _contact(request, contact_id)
    said = f"{contact.call_name}のことは、また来週以降にしましょう。"
    return _do(request, contact, said, lambda: services.not_now(owner=request.user, contact=contact, now=request.now))


@require_POST
def rest(request: OwnerRequest, contact_id: int) -> HttpResponse:
    """Let them rest until a day."""
    contact = _contact(request, contact_id)
    day = timezone.localdate(request.now)
    form = RestForm(request.POST, today=day)
    if not form.is_valid():
        first = next(iter(form.errors.values()))[0]
        return _answer(request, contact, trouble=str(first))
    until = form.cleaned_data["until"]
    said = f"{contact.call_name}は{japanese_date.day(until, today=day)}までお休みです。それまで忘れていて大丈夫です。"
    return _do(
        request, contact, said, lambda: services.rest(owner=request.user, contact=contact, until=until, now=request.now)
    )


@require_POST
def never(request: OwnerRequest, contact_id: int) -> HttpResponse:
    """Keep them in the book, and out of this page."""
    contact = _contact(request, contact_id)
    said = f"{contact.call_name}は、これからおすすめに出しません。人の一覧には残ります。"
    return _do(request, contact, said, lambda: services.never(owner=request.user, contact=contact, now=request.now))


@require_POST
def undo(request: OwnerRequest, contact_id: int) -> HttpResponse:
    """Take today's answer about them back."""
    contact = _contact(request, contact_id)
    if services.take_back(owner=request.user, contact=contact, now=request.now):
        return _answer(request, contact, said=f"{contact.call_name}のことを、元に戻しました。")
    return _answer(request, contact, said="取り消すものは、もうありませんでした。")


def _do(request: OwnerRequest, contact: Contact, said: str, act: Callable[[], Any]) -> HttpResponse:
    try:
        act()
    except ValidationError as error:
        return _answer(request, contact, trouble=" ".join(error.messages))
    return _answer(request, contact, said=said)


def _answer(request: OwnerRequest, contact: Contact, *, said: str = "", trouble: str = "") -> HttpResponse:
    """Show the day again: the part of the page with htmx, the whole page after a redirect without."""
    if not request.htmx:
        if trouble:
            messages.warning(request, trouble)
        else:
            messages.success(request, said)
        return redirect("today")
    context = {**_context(request), "said": said, "trouble": trouble, "touched": contact.pk}
    return render(request, "today/_day.html", context)


def _context(request: OwnerRequest) -> dict[str, Any]:
    day = selectors.list_today(request.user, request.now)
    strips = picture.strips_of(request.user, [found.contact.pk for found in day.suggestions], now=request.now)
    return {
        "today": day,
        "cards": [(found, strips.get(found.contact.pk)) for found in day.suggestions],
        "presets": [(key, label) for key, (label, _) in PRESETS.items()],
    }


def _contact(request: OwnerRequest, contact_id: int) -> Contact:
    return get_object_or_404(Contact, owner=request.user, pk=contact_id)
