"""Calendars in and out, as pages: a file is read and shown first, and written only when the owner says so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yorisoi.apps.accounts.request import OwnerRequest
from yorisoi.apps.events import calendar_plan, ics, selectors
from yorisoi.apps.events.calendar_plan import Applied, Verdict
from yorisoi.apps.events.forms import CalendarFileForm
from yorisoi.apps.events.models import Event
from yorisoi.apps.events.views import own_event

MOST_EXPORTED = 500  # coming gatherings in one file: more than anybody has planned
LONGEST_SOURCE = 100  # characters of a file's name that are remembered


@require_http_methods(["GET", "POST"])
def events_import(request: OwnerRequest) -> HttpResponse:
    """Choose a calendar file; it is read and shown. Nothing is written."""
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = CalendarFileForm(data, files)
    if request.method != "POST" or not form.is_valid():
        return _ask(request, form)
    file = form.cleaned_data["file"]
    try:
        reading = ics.read(file.read(ics.MOST_BYTES + 1), now=request.now)
    except ics.UnreadableError as error:
        form.add_error("file", str(error))
        return _ask(request, form)
    rows = calendar_plan.plan(request.user, reading.entries)
    context = {
        "groups": calendar_plan.groups(rows),
        "counts": {verdict.value: sum(row.verdict is verdict for row in rows) for verdict in Verdict},
        "writes": any(row.verdict in calendar_plan.WRITES for row in rows),
        "left_out": reading.left_out,
        "file_name": file.name,
        "packed": calendar_plan.pack(request.user, reading.entries, f"カレンダー {file.name}"[:LONGEST_SOURCE]),
    }
    return render(request, "events/calendar_plan.html", context)


@require_POST
def events_import_apply(request: OwnerRequest) -> HttpResponse:
    """Write what was chosen of the plan that was shown."""
    try:
        entries, source = calendar_plan.unpack(request.user, request.POST.get("plan", ""))
    except signing.BadSignature:
        messages.info(request, "開いてから時間がたったようです。お手数ですが、もう一度ファイルをお選びください。")
        return redirect("events_import")
    chosen = set(request.POST.getlist("keep"))
    done = calendar_plan.apply(owner=request.user, entries=entries, chosen=chosen, now=request.now, source=source)
    messages.success(request, _sentence(done))
    for sentence in done.left:
        messages.info(request, sentence)
    return redirect("events")


@require_GET
def event_ics(request: OwnerRequest, event_id: int) -> HttpResponse:
    """One gathering as a calendar file."""
    event = own_event(request, event_id)
    return _file([event], f"yorisoi-{timezone.localdate(event.starts_at):%Y-%m-%d}.ics", request)


@require_GET
def events_ics(request: OwnerRequest) -> HttpResponse:
    """All coming gatherings as a calendar file."""
    return _file(selectors.upcoming(request.user, request.now)[:MOST_EXPORTED], "yorisoi.ics", request)


def _file(events: Iterable[Event], name: str, request: OwnerRequest) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    content = ics.write(events, now=request.now)
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


def _ask(request: OwnerRequest, form: Any) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "events/calendar_import.html", {"form": form}, status=status)


def _sentence(done: Applied) -> str:
    told = ((done.new, "新しく書きとめました"), (done.changed, "直しました"), (done.removed, "予定から外しました"))
    said = [f"{count}件を{words}" for count, words in told if count]
    return f"{'。'.join(said)}。" if said else "変わったところはありませんでした。"
