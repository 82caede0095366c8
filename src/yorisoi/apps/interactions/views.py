"""The person's page and the rows of the timeline."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yorisoi.apps.accounts.request import OwnerRequest
from yorisoi.apps.contacts import merging, seasons
from yorisoi.apps.contacts import selectors as contacts
from yorisoi.apps.contacts.models import Contact
from yorisoi.apps.interactions import comfort, explain, folding, garden, learned, learning, picture, selectors, services
from yorisoi.apps.interactions.forms import QUICK, InteractionForm, QuickForm, ReactionForm
from yorisoi.apps.interactions.models import Interaction, Reaction

# What can come back, in the order of the buttons; closing ones stand apart, under a fold.
WARM_REACTIONS = (Reaction.REPLIED, Reaction.THANKED, Reaction.READ_ONLY, Reaction.NO_ANSWER)
CLOSING_REACTIONS = (Reaction.DECLINED, Reaction.ASKED_TO_STOP)


@require_GET
def person(request: OwnerRequest, contact_id: int) -> HttpResponse:
    """Everything about one person: today's advice first, then what came back, what is known, and the timeline.

    Who was merged into someone else is shown there: an old link, or a page kept on the phone, still leads to them.
    """
    contact = Contact.objects.filter(owner=request.user, pk=contact_id).first()
    if contact is None and (kept := merging.kept_instead(request.user, contact_id)) is not None:
        return redirect("person", kept)
    contact = contact or _contact(request, contact_id)
    return render(request, "interactions/person.html", _person_context(request, contact))


def _person_context(request: OwnerRequest, contact: Contact) -> dict[str, Any]:
    rows = list(
        Interaction.objects.filter(owner=request.user, contact=contact).only(*folding.TOUCH_FIELDS).order_by("at", "pk")
    )
    known = contacts.known(request.user, contact)
    ground: Any = {
        "known": learning.known_of(request.user.pk),
        "calendar": seasons.calendar_of(request.user, contact),
        "now": request.now,
    }
    distance = folding.fold_contact(contact, rows, known.facts, **ground)
    shown = selectors.timeline(request.user, contact, limit=selectors.PAGE_ROWS + 1)
    return {
        "contact": contact,
        "comforts": comfort.choices(contact, rows, known.facts, **ground),
        "learned": learned.of_person(contact, rows, ground["known"], now=request.now),
        "known": known,
        "distance": distance,
        "advice": selectors.advice_sentence(distance),
        "question": explain.question_of(distance),
        "picture": picture.of_person(contact, rows, distance, now=request.now),
        "rows": shown[: selectors.PAGE_ROWS],
        "more": shown[selectors.PAGE_ROWS - 1] if len(shown) > selectors.PAGE_ROWS else None,
        "latest": selectors.last_of_mine(request.user, contact),
        "warm_reactions": WARM_REACTIONS,
        "closing_reactions": CLOSING_REACTIONS,
        "quick": QUICK.items(),
        "once": uuid.uuid4().hex,
    }


@require_GET
def garden_page(request: OwnerRequest) -> HttpResponse:
    """Every tie at once."""
    context = {"garden": garden.look(request.user, now=request.now), "states": list(garden.STATES.items())}
    return render(request, "interactions/garden.html", context)


@require_GET
def why(request: OwnerRequest, contact_id: int) -> HttpResponse:
    """The advice taken apart; fetched into a fold, or a page of its own without JavaScript."""
    contact = _contact(request, contact_id)
    rows, facts = selectors.rows_and_facts(request.user, contact)
    context = {"contact": contact, "why": explain.explain(contact, rows, facts, now=request.now)}
    return render(request, f"interactions/{'_' if request.htmx else ''}explain.html", context)


@require_GET
def timeline_page(request: OwnerRequest, contact_id: int) -> HttpResponse:
    """Older rows; fetched into the person's page, or a page of its own without JavaScript."""
    contact = _contact(request, contact_id)
    mark = request.GET.get("before")
    before = None
    if mark is not None:
        before = get_object_or_404(Interaction, owner=request.user, contact=contact, pk=_whole_number(mark))
    rows = selectors.timeline(request.user, contact, before=before, limit=selectors.PAGE_ROWS + 1)
    context = {
        "contact": contact,
        "rows": rows[: selectors.PAGE_ROWS],
        "more": rows[selectors.PAGE_ROWS - 1] if len(rows) > selectors.PAGE_ROWS else None,
    }
    template = "interactions/_timeline_rows.html" if request.htmx else "interactions/timeline.html"
    return render(request, template, context)


@require_POST
def log(request: OwnerRequest, contact_id: int) -> HttpResponse:
    """Write something down in two taps: now, with the channel last used."""
    contact = _contact(request, contact_id)
    form = QuickForm(request.POST)
    if not form.is_valid():
        messages.info(request, "何を書きとめるか、もう一度お選びください。")
        return redirect("person", contact.pk)
    tap = QUICK[form.cleaned_data["what"]]
    services.record(
        owner=request.user,
        contact=contact,
        at=request.now,
        now=request.now,
        once_key=f"tap:{form.cleaned_data['once']}",
        direction=tap.direction,
        channel=tap.channel or selectors.usual_channel(request.user, contact),
        kind=tap.kind,
    )
    messages.success(request, f"「{tap.label}」と書きとめました。日時や内容は、あとから直せます。")
    return redirect("person", contact.pk)


@require_http_methods(["GET", "POST"])
def interaction_new(request: OwnerRequest, contact_id: int) -> HttpResponse:
    """Write a row down with its own time: back-dating is welcome."""
    contact = _contact(request, contact_id)
    first = {
        "at": timezone.localtime(request.now),
        "channel": selectors.usual_channel(request.user, contact),
        "direction": "mine",
    }
    form = InteractionForm(request.POST or None, initial=first)
    once = request.POST.get("once") or uuid.uuid4().hex
    if request.method == "POST" and form.is_valid():
        services.record(
            owner=request.user, contact=contact, now=request.now, once_key=f"form:{once[:32]}", **form.cleaned_data
        )
        messages.success(request, "書きとめました。")
        return redirect("person", contact.pk)
    return _form_page(request, contact, form, "書きとめる", once=once)


@require_http_methods(["GET", "POST"])
def interaction_edit(request: OwnerRequest, interaction_id: int) -> HttpResponse:
    """Correct a row. The person's distance is reckoned anew from the whole timeline."""
    row = get_object_or_404(Interaction.objects.select_related("contact"), owner=request.user, pk=interaction_id)
    form = InteractionForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        services.change(owner=request.user, interaction_id=row.pk, now=request.now, **form.cleaned_data)
        messages.success(request, "直しました。間合いも計算しなおしました。")
        return redirect("person", row.contact_id)
    return _form_page(request, row.contact, form, "やり取りを直す", row=row)


def _form_page(request: OwnerRequest, contact: Contact, form: InteractionForm, title: str, **more: Any) -> HttpResponse:
    context = {"contact": contact, "form": form, "page_title": title, **more}
    return render(request, "interactions/interaction_form.html", context, status=422 if form.is_bound else 200)


@require_POST
def interaction_remove(request: OwnerRequest, interaction_id: int) -> HttpResponse:
    """Take a row out again."""
    row = get_object_or_404(Interaction, owner=request.user, pk=interaction_id)
    contact_id = services.remove(owner=request.user, interaction_id=row.pk, now=request.now)
    messages.success(request, "やり取りをひとつ消しました。")
    return redirect("person", contact_id)


@require_POST
def react(request: OwnerRequest, interaction_id: int) -> HttpResponse:
    """Note what came back, in one tap; the distance moves at once and says why."""
    row = get_object_or_404(Interaction, owner=request.user, pk=interaction_id)
    form = ReactionForm(request.POST)
    if not form.is_valid():
        messages.info(request, "どう返ってきたか、もう一度お選びください。")
        return redirect("person", row.contact_id)
    before = row.reaction
    try:
        row = services.react(
            owner=request.user, interaction_id=row.pk, reaction=form.cleaned_data["reaction"], now=request.now
        )
    except ValidationError as error:
        messages.info(request, " ".join(error.messages))
        return redirect("person", row.contact_id)
    contact = _contact(request, row.contact_id)
    distance = selectors.distance_of(request.user, contact, now=request.now)
    said = Reaction(row.reaction).label if row.reaction else "まだ"
    if before != row.reaction:
        messages.success(request, f"「{said}」と書きとめました。{selectors.advice_sentence(distance)}")
    return redirect("person", row.contact_id)


@require_POST
def settle_reply(request: OwnerRequest, contact_id: int) -> HttpResponse:
    """The owner says that no answer is owed here any more."""
    contact = _contact(request, contact_id)
    services.settle_reply(owner=request.user, contact=contact, now=request.now)
    messages.success(request, f"{contact.call_name}へのお返事は、済んだことにしました。")
    return redirect(_back(request) or reverse("person", args=[contact.pk]))


@require_POST
def close(request: OwnerRequest, contact_id: int) -> HttpResponse:
    """They asked to be left in peace, whatever the channel it was said on."""
    contact = _contact(request, contact_id)
    because = request.POST.get("because", "")
    if because not in services.CLOSING.values():
        messages.info(request, "そっとしておく理由を、もう一度お選びください。")
        return redirect("person", contact.pk)
    services.close(owner=request.user, contact=contact, because=because, now=request.now)
    messages.success(request, f"{contact.call_name}のことは、そっとしておきます。おすすめにも便りにも出しません。")
    return redirect("person", contact.pk)


def _contact(request: OwnerRequest, contact_id: int) -> Contact:
    return get_object_or_404(Contact, owner=request.user, pk=contact_id)


def _whole_number(text: str) -> int:
    """Ids come from a URL; what is no number names no row (0 is never an id)."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _back(request: OwnerRequest) -> str | None:
    return reverse("today") if request.POST.get("from") == "today" else None
