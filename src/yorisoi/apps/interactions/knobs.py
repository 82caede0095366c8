"""Pages on which the owner turns a knob: the comfort with one person, and what was learned."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from yorisoi.apps.accounts.request import OwnerRequest
from yorisoi.apps.contacts.models import Contact
from yorisoi.apps.interactions import learned, refolding, services
from yorisoi.apps.interactions.selectors import standing_of
from yorisoi.kit import japanese_date

BEHIND = "間合いは、いま裏で計算しなおしています。"


@require_POST
def person_comfort(request: OwnerRequest, contact_id: int) -> HttpResponse:
    """Give this person a little more room, or a little less."""
    contact = get_object_or_404(Contact, owner=request.user, pk=contact_id)
    try:
        contact = services.set_comfort(
            owner=request.user, contact=contact, comfort=request.POST.get("comfort", ""), now=request.now
        )
    except ValidationError as error:
        messages.info(request, " ".join(error.messages))
        return redirect("person", contact.pk)
    standing = standing_of(request.user, contact)
    when = ""
    if standing is not None and standing.opens_at is not None and standing.opens_at > request.now:
        when = f"次は{japanese_date.day(standing.opens_at.astimezone(request.now.tzinfo).date())}ごろです。"
    messages.success(request, f"{contact.call_name}との間合いを「{contact.get_comfort_display()}」にしました。{when}")
    return redirect("person", contact.pk)


@require_POST
def person_forget(request: OwnerRequest, contact_id: int) -> HttpResponse:
    """Forget what was learned of this person; with ``again`` in the form, take it all in again."""
    contact = get_object_or_404(Contact, owner=request.user, pk=contact_id)
    again = bool(request.POST.get("again"))
    services.learn_from(owner=request.user, contact=contact, since=None if again else request.now, now=request.now)
    if again:
        messages.success(request, f"{contact.call_name}とのこれまでのやり取りから、もう一度学びました。")
    else:
        messages.success(request, f"{contact.call_name}について学んだことを忘れました。やり取りの記録はそのままです。")
    return redirect("person", contact.pk)


@require_GET
def learned_page(request: OwnerRequest) -> HttpResponse:
    """What all people together taught, and whether it is used."""
    return render(request, "interactions/learned.html", {"overall": learned.overall(request.user, now=request.now)})


@require_POST
def learned_forget(request: OwnerRequest) -> HttpResponse:
    """Forget all that was learned; with ``again``, take it all in again; with ``go_on``, continue what was interrupted."""
    if request.POST.get("go_on"):
        refolding.go_on(owner=request.user, now=request.now)
        messages.info(request, BEHIND)
        return redirect("learned")
    again = bool(request.POST.get("again"))
    done = services.learn_from_everybody(owner=request.user, since=None if again else request.now, now=request.now)
    said = (
        "これまでのやり取りから、もう一度学びます。"
        if again
        else "学んだことをすべて忘れました。やり取りの記録はそのままです。"
    )
    messages.success(request, said if done else f"{said}{BEHIND}")
    return redirect("learned")
