"""The page at the gathering: photo, name, a word; save, and the next person. It works without a script, too."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.accounts.request import OwnerRequest
from yorisoi.apps.accounts.selectors import mark_of, preferences_of
from yorisoi.apps.events import captured, capturing, debriefing, selectors
from yorisoi.apps.events.capture_forms import CaptureForm, WordsForm
from yorisoi.apps.events.models import Capture, CaptureState, Event

CAPTURES_A_PAGE = 20  # two evenings' worth of cards fit a few screens of a phone
UNKNOWN_EVENT = "会が見つからなかったので、会を決めずに控えました。"


@require_http_methods(["GET", "POST"])
def capture(request: OwnerRequest) -> HttpResponse:
    """The sheet for the next person, and below it who has arrived."""
    if request.method == "POST":
        return _save(request)
    events = captured.events_to_choose(request.user, request.now)
    return _sheet(request, _fresh(request, events))


@require_GET
def shell(request: OwnerRequest) -> HttpResponse:
    """The same page without anyone on it, for the phone to keep; the gatherings only where it may be read offline."""
    reading = preferences_of(request.user).offline_reading
    events = captured.events_to_choose(request.user, request.now) if reading else []
    response = _sheet(request, _fresh(request, events), is_shell=True)
    response["X-Yorisoi-Keep"] = mark_of(request.user)
    return response


@require_GET
def arrived(request: OwnerRequest) -> HttpResponse:
    """The list of who has arrived, alone, for the page to renew."""
    return render(request, "events/_arrived.html", _arrived(request))


@require_GET
def token(request: OwnerRequest) -> JsonResponse:
    """Whose house this is, and the word that opens it: asked for by a phone that was away longer than its page."""
    return JsonResponse({"csrf": get_token(request), "owner": mark_of(request.user)})


@require_POST
def receive(request: OwnerRequest) -> JsonResponse:
    """One capture from the phone. Answers with its id only when it is written down, so the phone may forget it."""
    told = request.POST.get("client_id", "")
    if request.POST.get("owner") != mark_of(request.user):
        return JsonResponse({"client_id": told, "refused": "ほかの方の控えです。"}, status=409)
    form = CaptureForm(request.POST, request.FILES, events=[])
    form.fields["event"] = form.fields["event_name"].__class__(required=False)  # any id: it may be gone by now
    try:
        uuid.UUID(told)
        if not form.is_valid():
            raise ValidationError([str(error) for errors in form.errors.values() for error in errors])
        row, trouble = _write_down(request, form.cleaned_data)
    except ValueError:
        return JsonResponse({"client_id": told, "refused": "この控えは読み取れませんでした。"}, status=400)
    except ValidationError as error:
        return JsonResponse({"client_id": told, "refused": " ".join(error.messages)}, status=422)
    return JsonResponse({"client_id": told, "state": row.state, "trouble": trouble})


@require_http_methods(["GET", "POST"])
def capture_edit(request: OwnerRequest, capture_id: int) -> HttpResponse:
    """Mend a capture that has arrived, or take it back."""
    row = get_object_or_404(Capture.objects.select_related("event"), owner=request.user, pk=capture_id)
    events = captured.events_to_choose(request.user, request.now)
    if row.event is not None and row.event not in events:
        events = [row.event, *events]
    words = {"event": str(row.event_id or ""), "name": row.name, "note": row.note, "code": row.code}
    form = WordsForm(request.POST if request.method == "POST" else None, initial=words, events=events)
    if form.is_valid():
        chosen = _own_event(request.user, form.cleaned_data["event"])
        given = {name: form.cleaned_data[name] for name in ("name", "note", "code")}
        try:
            capturing.revise(owner=request.user, capture=row, event=chosen, **given)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "控えをなおしました。")
            return redirect("capture")
    context = {"capture": row, "form": form, "waiting": row.state == CaptureState.WAITING}
    return render(request, "events/capture_edit.html", context, status=422 if form.errors else 200)


@require_POST
def capture_remove(request: OwnerRequest, capture_id: int) -> HttpResponse:
    """Take a capture back, with its photo."""
    row = get_object_or_404(Capture, owner=request.user, pk=capture_id)
    if capturing.take_back(owner=request.user, capture=row, now=request.now):
        messages.success(request, "控えを取り消しました。写真も消しました。")
    else:
        messages.info(request, "もうふりかえりが済んでいるので、そのままにしました。")
    return redirect("capture")


def _save(request: OwnerRequest) -> HttpResponse:
    """The page's own form, sent without a script."""
    events = captured.events_to_choose(request.user, request.now)
    form = CaptureForm(request.POST, request.FILES, events=events)
    if not form.is_valid():
        return _sheet(request, form, status=422)
    try:
        row, trouble = _write_down(request, form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return _sheet(request, form, status=422)
    messages.success(request, f"{row.name or '名刺'}を控えました。次の方をどうぞ。")
    if trouble:
        messages.warning(request, trouble)
    return redirect(f"{reverse('capture')}?event={row.event_id or ''}")


def _write_down(request: OwnerRequest, told: dict[str, Any]) -> tuple[Capture, str]:
    """Return the row and what could not be kept of it, as a sentence for the owner."""
    owner, now = request.user, request.now
    at: datetime = capturing.bounded(told["captured_at"], now)
    event = capturing.event_named(owner=owner, name=told["event_name"], at=at, now=now)
    trouble = ""
    if event is None and told["event"]:
        event = _own_event(owner, told["event"])
        trouble = "" if event else UNKNOWN_EVENT
    photo = told["photo"]
    words = {name: told[name] for name in ("name", "note", "code")}
    row = capturing.receive(
        owner=owner,
        client_id=told["client_id"],
        now=now,
        photo=photo.read(capturing.PHOTO_BYTES + 1) if photo else None,
        photo_name=photo.name if photo else "",
        event=event,
        captured_at=at,
        **words,
    )
    if told["amend"]:
        row = capturing.revise(owner=owner, capture=row, event=event, **words)
    return row, " ".join(sentence for sentence in (row.answers.get(capturing.PHOTO_TROUBLE, ""), trouble) if sentence)


def _own_event(owner: Owner, told: str) -> Event | None:
    return Event.objects.filter(owner=owner, pk=told).first() if told.isdecimal() and len(told) < _ID_DIGITS else None


_ID_DIGITS = 19  # a row's id has fewer: larger ones do not fit its column


def _fresh(request: OwnerRequest, events: list[Event]) -> CaptureForm:
    told = request.GET.get("event")
    here = selectors.event_now(request.user, request.now) if events else None
    chosen = told if told is not None else str(here.pk if here else "")
    return CaptureForm(initial={"client_id": uuid.uuid4(), "event": chosen}, events=events)


def _sheet(request: OwnerRequest, form: CaptureForm, *, is_shell: bool = False, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "mark": mark_of(request.user), "is_shell": is_shell}
    if not is_shell:
        context |= _arrived(request)
    return render(request, "events/capture.html", context, status=status)


def _arrived(request: OwnerRequest) -> dict[str, Any]:
    rows = captured.arrived(request.user, request.now)
    page = Paginator(rows, CAPTURES_A_PAGE).get_page(request.GET.get("page"))
    return {"page": page, "shown": [debriefing.Shown(row, debriefing.name_of(row)) for row in page]}
