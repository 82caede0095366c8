"""The pages of photographs on their way in: how far the reading is, and one card to look at or to type by hand."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from yorisoi.apps.accounts.request import OwnerRequest
from yorisoi.apps.cards import background
from yorisoi.apps.cards import selectors as cards
from yorisoi.apps.cards import services as keeping
from yorisoi.apps.cards.fields import contact_fields
from yorisoi.apps.cards.forms import CardForm
from yorisoi.apps.cards.labels import doubted
from yorisoi.apps.cards.models import Card
from yorisoi.apps.contacts import services as contacts
from yorisoi.apps.exchange import photos, plan
from yorisoi.apps.exchange.models import ImportBatch, State

POLL_SECONDS = 2  # between two looks: a card takes about as long


@require_http_methods(["GET", "POST"])
def import_reading(request: OwnerRequest, batch_id: int) -> HttpResponse:
    """How far the reading is; it goes on without anybody looking. Posted, it asks for the plan of what is read."""
    batch = get_object_or_404(ImportBatch, owner=request.user, pk=batch_id)
    if request.method == "POST":
        batch = photos.plan_if_read(owner=request.user, batch_id=batch.pk, now=request.now)
    if batch.state != State.READING:
        where = reverse("import_plan", args=[batch.pk])
        return HttpResponse(headers={"HX-Redirect": where}) if request.htmx else redirect(where)
    background.wake(now=request.now)  # the reader of a server that was killed is called again
    context = {"batch": batch, "progress": photos.progress(batch), "poll_seconds": POLL_SECONDS}
    return render(request, "exchange/_reading.html" if request.htmx else "exchange/import_reading.html", context)


@require_http_methods(["GET", "POST"])
def import_card(request: OwnerRequest, batch_id: int, card_id: int) -> HttpResponse:
    """One card of an import beside its picture: mend what was read, or type what could not be.

    While the plan waits it is made anew. After that, a card that belongs to nobody becomes a person.
    """
    batch = get_object_or_404(ImportBatch, owner=request.user, pk=batch_id, stack__isnull=False)
    card = get_object_or_404(Card, owner=request.user, pk=card_id, stack=batch.stack)
    if card.contact_id is not None:
        return redirect("card", card.pk)
    said = cards.reading_of(card).fields
    form = CardForm(request.POST if request.method == "POST" else None, said=said)
    if form.is_valid():
        photos.mend(owner=request.user, batch=batch, card=card, fields=form.typed(), now=request.now)
        if batch.state != State.APPLIED:
            messages.success(request, "書きとめました。計画にも入っています。")
            return redirect("import_plan", batch.pk)
        return redirect("person", _write_down(request, batch, card))
    context = {
        "batch": batch,
        "card": card,
        "form": form,
        "doubts": doubted(said),
        "waits": batch.state != State.APPLIED,
    }
    return render(request, "exchange/import_card.html", context, status=422 if form.errors else 200)


def _write_down(request: OwnerRequest, batch: ImportBatch, card: Card) -> int:
    card.refresh_from_db()
    fields, points = contact_fields(cards.reading_of(card))
    contact = contacts.create(
        owner=request.user, now=request.now, source=plan.source_of(batch), points=points,
        once_key=f"card:{card.uid}", **fields,
    )  # fmt: skip
    keeping.attach(owner=request.user, card=card, contact=contact)
    messages.success(request, f"{contact.call_name}を書きとめました。")
    return contact.pk
