"""The page to read before a gathering, on the phone, on paper, and without a network."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from yorisoi.apps.accounts.request import OwnerRequest
from yorisoi.apps.events import selectors
from yorisoi.apps.events.briefing import brief_of
from yorisoi.apps.events.views import own_event


@require_GET
def brief(request: OwnerRequest, event_id: int) -> HttpResponse:
    """Who may come, what they said, and one thing to give: all of it in this one answer."""
    event = own_event(request, event_id)
    context = {
        "event": event,
        "when": selectors.when(event, now=request.now),
        "brief": brief_of(request.user, event, now=request.now),
    }
    return render(request, "events/brief.html", context)
