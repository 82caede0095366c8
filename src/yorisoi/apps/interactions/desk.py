"""The writing desk: a sheet, the coach beside it, and ways to carry the words out by hand. Nothing is sent from here."""

from __future__ import annotations

import hashlib
import unicodedata
import uuid
from contextlib import suppress
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from yorisoi.apps.accounts.request import OwnerRequest
from yorisoi.apps.accounts.selectors import preferences_of
from yorisoi.apps.accounts.services import save_preferences
from yorisoi.apps.contacts import selectors as contacts
from yorisoi.apps.contacts.models import Contact, FactKind, PointKind
from yorisoi.apps.interactions import selectors, services
from yorisoi.apps.interactions.forms import DeskForm
from yorisoi.apps.interactions.models import Channel, Direction, Kind
from yorisoi.apps.interactions.scaffolding import LEFT_ALONE, NOTHING_KNOWN, RefusedError, compose, offers
from yorisoi.core import coach
from yorisoi.core.distance import places

# The five ways to give are all gifts in the timeline, unless the words ask for an answer.
LONGEST_START = 2_000
"""Characters of a first text that a link may bring along."""
LINE_SHARE = "https://line.me/R/share?text="
"""LINE's own link: it opens the app with the words, and the owner picks the person and sends."""


@require_GET
def desk(request: OwnerRequest, contact_id: int) -> HttpResponse:
    """An empty sheet, or one with the scaffold that 今日 handed over."""
    contact = get_object_or_404(Contact, owner=request.user, pk=contact_id)
    usual = selectors.usual_channel(request.user, contact)
    channel = usual if usual in {c.value for c in selectors.DESK_CHANNELS} else Channel.EMAIL.value
    technique = request.GET.get("technique", "")[:30]
    body = request.GET.get("body", "")[:LONGEST_START]
    if technique and not body:
        with suppress(RefusedError):  # an empty sheet then; the page says why beside the ways to begin
            body = _composed(request, contact, technique, channel)
    first = {"channel": channel, "body": body, "technique": technique, "once": uuid.uuid4().hex}
    return _page(
        request, contact, DeskForm(initial=first), _review(request, contact, first) if first["body"] else None, first
    )


@require_POST
def begin(request: OwnerRequest, contact_id: int) -> HttpResponse:
    """Put a scaffold on the sheet, under what is written already. Nothing is stored."""
    contact = get_object_or_404(Contact, owner=request.user, pk=contact_id)
    form = DeskForm(request.POST)
    if not form.is_valid():
        return _page(request, contact, form, None, {}, status=422)
    values = form.cleaned_data
    technique = request.POST.get("begin", "")[:30]
    try:
        lines = _composed(request, contact, technique, values["channel"])
    except RefusedError as error:
        return _page(request, contact, form, None, values, refused=str(error))
    values |= {"body": "\n\n".join(part for part in (values["body"].rstrip(), lines) if part), "technique": technique}
    return _page(request, contact, DeskForm(initial=values), _review(request, contact, values), values)


@require_POST
def rest_rule(request: OwnerRequest, contact_id: int) -> HttpResponse:
    """Switch one rule off for good, from the finding itself; the sheet keeps what is written."""
    contact = get_object_or_404(Contact, owner=request.user, pk=contact_id)
    form = DeskForm(request.POST)
    rule = next((one for one in coach.rules() if one.id == request.POST.get("rest_rule")), None)
    if not form.is_valid() or rule is None:
        return _page(request, contact, form, None, {}, status=422)
    off = preferences_of(request.user).rules_off or []
    save_preferences(owner=request.user, rules_off=sorted({*off, rule.id}))
    values = form.cleaned_data
    said = f"「{rule.name}」の指摘を休ませました。設定でいつでも戻せます。"
    return _page(request, contact, form, _review(request, contact, values), values, said=said)


def _composed(request: OwnerRequest, contact: Contact, technique: str, channel: str) -> str:
    facts = contacts.known(request.user, contact).facts
    return compose(request.user, contact, facts, technique, channel=channel, now=request.now)


@require_POST
def check(request: OwnerRequest, contact_id: int) -> HttpResponse:
    """Read the draft in the light of this relationship: a part of the page with htmx, the whole page without."""
    contact = get_object_or_404(Contact, owner=request.user, pk=contact_id)
    form = DeskForm(request.POST)
    if not form.is_valid():
        return _page(request, contact, form, None, {}, status=422)
    values = form.cleaned_data
    return _page(request, contact, form, _review(request, contact, values), values)


@require_POST
def sent(request: OwnerRequest, contact_id: int) -> HttpResponse:
    """Record that the owner has sent this, once: a double click, a reload and the back button give the same row.

    The key of the row is made of the person, the day, the channel and the words; a sheet without words has its own key.
    """
    contact = get_object_or_404(Contact, owner=request.user, pk=contact_id)
    form = DeskForm(request.POST)
    if not form.is_valid():
        return _page(request, contact, form, None, {}, status=422)
    values = form.cleaned_data
    report = _review(request, contact, values)
    if report.closes_box:
        return _page(request, contact, form, report, values, status=422)
    text = _whole(values)
    services.record(
        owner=request.user,
        contact=contact,
        at=request.now,
        direction=Direction.MINE,
        channel=values["channel"],
        kind=_kind(values),
        asks_reply=values["asks_reply"],
        technique=values["technique"],
        text=text,
        now=request.now,
        source="書き机",
        once_key=_once_key(contact, values, text, request),
    )
    messages.success(request, f"{contact.call_name}へ送ったことを書きとめました。あとは、お相手の時間です。")
    return redirect("person", contact.pk)


def _kind(values: dict[str, Any]) -> str:
    if values["asks_reply"]:
        return Kind.ASK
    return Kind.GIFT if values["technique"] else Kind.MESSAGE


def _whole(values: dict[str, Any]) -> str:
    return f"{values['subject']}\n\n{values['body']}" if values["subject"] else values["body"]


def _once_key(contact: Contact, values: dict[str, Any], text: str, request: OwnerRequest) -> str:
    words = "".join(unicodedata.normalize("NFKC", text).split())
    if not words:
        return f"desk:{values['once']}"
    day = timezone.localtime(request.now).date().isoformat()
    digest = hashlib.sha256(f"{contact.pk}\n{day}\n{values['channel']}\n{words}".encode()).hexdigest()
    return f"desk:{digest}"


def _review(request: OwnerRequest, contact: Contact, values: dict[str, Any]) -> coach.Report:
    draft = coach.Draft(body=values.get("body", ""), subject=values.get("subject") or None)
    return selectors.review(
        request.user,
        contact,
        draft,
        channel=values["channel"],
        now=request.now,
        dismissed=values.get("dismissed", frozenset()),
    )


def _page(
    request: OwnerRequest,
    contact: Contact,
    form: DeskForm,
    report: coach.Report | None,
    values: dict[str, Any],
    *,
    status: int = 200,
    refused: str = "",
    said: str = "",
) -> HttpResponse:
    known = contacts.known(request.user, contact)
    context = {
        "contact": contact,
        "form": form,
        "report": report,
        "body": values.get("body", ""),
        "marked": marked(values.get("body", ""), report) if report else [],
        "links": _links(contact, known, values) if report and not report.closes_box and values.get("body") else {},
        "known": known,
        "offers": offers(request.user, contact, known.facts, now=request.now),
        "refused": refused or (LEFT_ALONE if contact.is_closed else NOTHING_KNOWN),
        "was_refused": bool(refused),
        "said": said,
        "places": places(values.get("body", "")),
        "dismissed": ",".join(sorted(values.get("dismissed", ()))),
        "avoid": known.of(FactKind.AVOID),
        "requests": known.of(FactKind.REQUEST),
        "latest": selectors.timeline(request.user, contact, limit=3),
    }
    template = "interactions/_desk_findings.html" if request.htmx else "interactions/desk.html"
    return render(request, template, context, status=status)


def _links(contact: Contact, known: Any, values: dict[str, Any]) -> dict[str, str]:
    """Links that carry the words into the owner's own mail program or LINE. The owner sends, or does not."""
    mail = next((point.value for point in known.points if point.kind == PointKind.MAIL), "")
    subject, body = quote(values.get("subject", "")), quote(values["body"].replace("\r\n", "\n").replace("\n", "\r\n"))
    return {
        "mail": f"mailto:{quote(mail, safe='@')}?subject={subject}&body={body}",
        "line": f"{LINE_SHARE}{quote(values['body'])}",
    }


def marked(body: str, report: coach.Report) -> list[tuple[str, bool]]:
    """Cut the body into stretches, each with whether a shown finding rests on it. The template escapes them."""
    flags = bytearray(len(body))
    for finding in report.shown:
        for span in finding.spans:
            if span.field != "body":
                continue
            for at in range(max(span.start, 0), min(span.end, len(body))):
                flags[at] = 1
    pieces: list[tuple[str, bool]] = []
    start = 0
    for at in range(1, len(body) + 1):
        if at == len(body) or flags[at] != flags[start]:
            pieces.append((body[start:at], bool(flags[start])))
            start = at
    return pieces
