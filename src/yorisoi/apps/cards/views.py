"""The pages of card pictures. A picture goes to its owner only, and into no cache."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yorisoi.apps.accounts.request import OwnerRequest
from yorisoi.apps.cards import selectors, services
from yorisoi.apps.cards.crops import crop
from yorisoi.apps.cards.labels import LABELS, doubted
from yorisoi.apps.cards.models import Card, CardImage, State
from yorisoi.apps.contacts.models import Contact

CARDS_SHOWN = 12  # of one person on their page: more cards of one person are a collection, not a memory


@require_GET
def card(request: OwnerRequest, card_id: int) -> HttpResponse:
    """One card: the picture, what was read on it, and the way to have it read again or erased."""
    held = _own(request, card_id)
    reading = selectors.reading_of(held)
    said = [(label, getattr(reading.fields, name)) for name, label in LABELS.items() if name not in _NOT_SHOWN]
    context = {
        "card": held,
        "said": [(label, text) for label, text in said if text],
        "extra": reading.fields.extra,
        "doubts": doubted(reading.fields),
        "may_read_again": held.state in (State.READ, State.FAILED),
    }
    return render(request, "cards/card.html", context)


_NOT_SHOWN = frozenset({"family", "given", "family_kana", "given_kana", "qualification", "extra"})


@require_GET
def card_image(request: OwnerRequest, card_id: int) -> HttpResponse:
    """The picture itself."""
    return _jpeg(_pixels(_own(request, card_id)))


@require_GET
def card_crop(request: OwnerRequest, card_id: int, field: str) -> HttpResponse:
    """The spot of the picture that a doubt about ``field`` speaks of; the whole picture when it speaks of no spot."""
    held = _own(request, card_id)
    doubt = next((one for one in selectors.reading_of(held).fields.doubts if one.field == field), None)
    if doubt is None:
        raise Http404
    pixels = _pixels(held)
    return _jpeg(crop(pixels, doubt.box) if doubt.box is not None else pixels)


@require_http_methods(["GET", "POST"])
def card_delete(request: OwnerRequest, card_id: int) -> HttpResponse:
    """Ask once, then erase the picture and what was read on it."""
    held = _own(request, card_id)
    if request.method == "POST":
        services.remove(owner=request.user, card=held)
        messages.success(request, "名刺の写真を消しました。")
        return redirect("person", held.contact_id) if held.contact_id else redirect("today")
    return render(request, "cards/card_delete.html", {"card": held})


@require_POST
def card_read_again(request: OwnerRequest, card_id: int) -> HttpResponse:
    """Have the picture read once more."""
    held = services.read_again(owner=request.user, card=_own(request, card_id), now=request.now)
    messages.success(request, "もう一度、読み取っています。")
    return redirect("card", held.pk)


@require_GET
def person_cards(request: OwnerRequest, contact_id: int) -> HttpResponse:
    """A person's cards; fetched into their page, or a page of its own without JavaScript."""
    contact = get_object_or_404(Contact, owner=request.user, pk=contact_id)
    shown = list(selectors.cards_of(request.user, contact)[:CARDS_SHOWN])
    context = {"contact": contact, "cards": shown}
    return render(request, f"cards/{'_' if request.htmx else ''}person_cards.html", context)


def _own(request: OwnerRequest, card_id: int) -> Card:
    return get_object_or_404(Card.objects.select_related("contact"), owner=request.user, pk=card_id)


def _pixels(held: Card) -> bytes:
    try:
        return selectors.jpeg_of(held)
    except CardImage.DoesNotExist as error:
        raise Http404 from error


def _jpeg(pixels: bytes) -> HttpResponse:
    response = HttpResponse(pixels, content_type="image/jpeg")
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
