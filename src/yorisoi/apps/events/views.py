"""The list of gatherings, and the pages on which one is written and looked at."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yorisoi.apps.accounts.request import OwnerRequest
from yorisoi.apps.contacts.once import key_of
from yorisoi.apps.events import selectors, services
from yorisoi.apps.events.forms import EventForm, RemoveEventForm, initial_of, next_time
from yorisoi.apps.events.models import Capture, CaptureState, Event

LONGEST_ID = 18  # digits that fit the eight bytes of an id


@require_GET
def events(request: OwnerRequest) -> HttpResponse:
    """Coming gatherings soonest first, and past ones latest first: the last few beside, all of them on asking."""
    past = request.GET.get("when") == "past"
    coming = selectors.upcoming(request.user, request.now)
    gone = selectors.past(request.user, request.now)
    page = selectors.page_of(gone if past else coming, request.GET.get("page"))
    context = {
        "page": page,
        "past": past,
        "recent": [] if past else gone[: selectors.PAST_BESIDE],
        "pager_query": "when=past&" if past else "",
    }
    return render(request, "events/events.html", context)


@require_GET
def event(request: OwnerRequest, event_id: int) -> HttpResponse:
    """One gathering: when and where, and who was there."""
    shown = own_event(request, event_id)
    context = {
        "event": shown,
        "when": selectors.when(shown, now=request.now),
        "people": selectors.event_page(request.user, shown, now=request.now, page=request.GET.get("page")),
        "is_over": not selectors.upcoming(request.user, request.now).filter(pk=shown.pk).exists(),
    }
    return render(request, "events/event.html", context)


@require_http_methods(["GET", "POST"])
def event_new(request: OwnerRequest) -> HttpResponse:
    """A new gathering; ``?after=`` begins with what an earlier one of the series was."""
    first: dict[str, Any] = {"once": uuid.uuid4().hex, "day": timezone.localdate(request.now)}
    after = request.GET.get("after", "")
    if after:
        known = own_event(
            request, int(after) if after.isascii() and after.isdigit() and len(after) <= LONGEST_ID else 0
        )
        first |= {**next_time(known), "day": None}
    form = EventForm(_posted(request), initial=first)
    if request.method == "POST" and form.is_valid():
        told = form.written()
        once_key = key_of(form.cleaned_data["once"], told)
        try:
            made = services.create_event(owner=request.user, now=request.now, once_key=once_key, **told)
        except ValidationError as error:
            _tell(form, error)
        else:
            messages.success(request, f"「{made.name}」を書きとめました。")
            return redirect("event", made.pk)
    return _show_form(request, form, {"page_title": "会を書きとめる"})


@require_http_methods(["GET", "POST"])
def event_edit(request: OwnerRequest, event_id: int) -> HttpResponse:
    """Correct a gathering."""
    known = own_event(request, event_id)
    form = EventForm(_posted(request), initial=initial_of(known))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_event(owner=request.user, event=known, now=request.now, **form.written())
        except ValidationError as error:
            _tell(form, error)
        else:
            messages.success(request, "保存しました。")
            return redirect("event", event_id)
    return _show_form(request, form, {"page_title": "会を直す", "event": known})


@require_http_methods(["GET", "POST"])
def event_remove(request: OwnerRequest, event_id: int) -> HttpResponse:
    """Ask once, then take the gathering away."""
    known = own_event(request, event_id)
    form = RemoveEventForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        with_meetings = form.cleaned_data["with_meetings"]
        services.remove_event(owner=request.user, event=known, now=request.now, with_meetings=with_meetings)
        messages.success(request, f"「{known.name}」を消しました。")
        return redirect("events")
    waiting = Capture.objects.filter(owner=request.user, event=known, state=CaptureState.WAITING).count()
    return render(request, "events/event_remove.html", {"event": known, "form": form, "waiting": waiting})


def own_event(request: OwnerRequest, event_id: int) -> Event:
    """The owner's gathering; another owner's does not exist."""
    return get_object_or_404(Event.objects.select_related("series"), owner=request.user, pk=event_id)


def _show_form(request: OwnerRequest, form: EventForm, context: Mapping[str, Any]) -> HttpResponse:
    names = selectors.series_names(request.user)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "events/event_form.html", {"form": form, "names": names, **context}, status=status)


def _posted(request: OwnerRequest) -> Any:
    """What a form is bound to: nothing on reading, even an empty answer on writing."""
    return request.POST if request.method == "POST" else None


def _tell(form: EventForm, error: ValidationError) -> None:
    """Show a refusal of the services beside the field it is about."""
    told = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    beside = {"starts_at": "day", "ends_at": "ends"}
    for name, sentences in told.items():
        place = beside.get(name, name)
        for sentence in sentences:
            form.add_error(place if place in form.fields else None, sentence)
