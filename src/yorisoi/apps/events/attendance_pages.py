"""The pages on which people are added to a gathering, with one thumb, and corrected."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from yorisoi.apps.accounts.request import OwnerRequest
from yorisoi.apps.contacts import search
from yorisoi.apps.contacts.models import Contact
from yorisoi.apps.events import likely, selectors, services
from yorisoi.apps.events.checks import has_begun
from yorisoi.apps.events.forms import AttendForm, SaidForm
from yorisoi.apps.events.models import Attendance, Event, Presence
from yorisoi.apps.events.views import own_event

FOUND_SHOWN = 20  # people of one search: a few screens of a phone; another letter shortens the list
LIKELY_SHOWN = 12  # people who may come, shown before anything is typed: two or three screens
LONGEST_QUERY = 60  # characters of a search that are carried on to the next page
# One tap each, in the order the thumb needs them.
BUTTONS_THERE = (Presence.CAME, Presence.PRESENT)
BUTTONS_AHEAD = (Presence.EXPECTED, Presence.AWAY)


@require_GET
@vary_on_headers("HX-Request")
def event_people(request: OwnerRequest, event_id: int) -> HttpResponse:
    """Find people and tap them in; the list alone when it follows the typing."""
    event = own_event(request, event_id)
    query = request.GET.get("q", "").replace("\x00", "").strip()
    people = search.search(request.user, query, limit=FOUND_SHOWN) if query else []
    written = selectors.presence_of(request.user, event, people)
    context = {
        "event": event,
        "query": query,
        "picks": [(person, written.get(person.pk), "") for person in people] if query else _likely(request, event),
        "buttons": _buttons(event, request),
        "is_cut": len(people) >= FOUND_SHOWN,
    }
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "events/_picks.html", context)
    return render(request, "events/event_people.html", context)


@require_POST
def event_attend(request: OwnerRequest, event_id: int) -> HttpResponse:
    """One person in one tap. The same tap twice is one."""
    event = own_event(request, event_id)
    form = AttendForm(request.POST)
    if not form.is_valid():
        messages.info(request, "どなたのことか、もう一度お選びください。")
        return redirect("event_people", event_id)
    contact = get_object_or_404(Contact, owner=request.user, pk=form.cleaned_data["contact"])
    row: Attendance | None = None
    trouble = ""
    try:
        row = services.attend(
            owner=request.user, event=event, contact=contact, now=request.now, presence=form.cleaned_data["presence"]
        )
    except ValidationError as error:
        trouble = " ".join(error.messages)
    if request.htmx:
        context: dict[str, Any] = {
            "event": event, "person": contact, "row": row, "trouble": trouble, "buttons": _buttons(event, request),
            "tapped": True,
        }  # fmt: skip
        return render(request, "events/_pick.html", context)
    if row is None:
        messages.info(request, trouble)
    else:
        messages.success(request, f"{contact.call_name}を「{row.get_presence_display()}」と書きとめました。")
    query = request.POST.get("q", "")[:LONGEST_QUERY]
    place = reverse("event_people", args=[event_id])
    return redirect(f"{place}?{urlencode({'q': query})}" if query else place)


@require_http_methods(["GET", "POST"])
def attendance(request: OwnerRequest, event_id: int, attendance_id: int) -> HttpResponse:
    """Correct what is written of one person at a gathering."""
    row = _own(request, event_id, attendance_id)
    data = request.POST if request.method == "POST" else None
    form = SaidForm(data, initial={"presence": row.presence, "said": row.said})
    if request.method == "POST" and form.is_valid():
        try:
            services.attend(
                owner=request.user, event=row.event, contact=row.contact, now=request.now, **form.cleaned_data
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, "保存しました。")
            return redirect("event", event_id)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "events/attendance.html", {"form": form, "row": row, "event": row.event}, status=status)


@require_POST
def attendance_leave(request: OwnerRequest, event_id: int, attendance_id: int) -> HttpResponse:
    """Take one person out of a gathering."""
    row = _own(request, event_id, attendance_id)
    services.leave(owner=request.user, attendance=row, now=request.now)
    messages.success(request, f"{row.contact.call_name}の参加を取り消しました。")
    return redirect("event", event_id)


def _own(request: OwnerRequest, event_id: int, attendance_id: int) -> Attendance:
    rows = Attendance.objects.select_related("event", "contact")
    return get_object_or_404(rows, owner=request.user, event=event_id, pk=attendance_id)


def _likely(request: OwnerRequest, event: Event) -> list[tuple[Contact, Attendance | None, str]]:
    """Who may come, to be tapped without typing."""
    found = likely.likely(request.user, event, now=request.now)[:LIKELY_SHOWN]
    written = selectors.presence_of(request.user, event, [each.contact for each in found])
    return [(each.contact, written.get(each.contact.pk), each.reason) for each in found]


def _buttons(event: Event, request: OwnerRequest) -> tuple[Presence, ...]:
    return BUTTONS_THERE if has_begun(event, now=request.now) else BUTTONS_AHEAD
