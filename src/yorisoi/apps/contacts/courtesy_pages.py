"""The courtesy calendar as a page, and the seasons that the owner knows better."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yorisoi import data
from yorisoi.apps.accounts.request import OwnerRequest
from yorisoi.apps.contacts import seasons, year_strip
from yorisoi.apps.contacts.models import Contact, Fact, FactKind, SeasonOverride
from yorisoi.apps.contacts.season_forms import CalendarForm, SeasonForm
from yorisoi.core import courtesy
from yorisoi.kit import japanese_date

MONTHS_SHOWN = 12
FURTHEST_YEARS = 10  # a calendar further away than this is a slip of the year
CHANNELS_BY_HOURS = (courtesy.Channel.EMAIL, courtesy.Channel.LINE, courtesy.Channel.PHONE)


@require_GET
def calendar_page(request: OwnerRequest) -> HttpResponse:
    """A year of one profession, or of one person, drawn and said."""
    form = CalendarForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    contact = _person(request)
    tags = tuple(tag for tag in [str(asked.get("tag", "")).strip()] if tag)
    if contact is not None:
        own = seasons.calendar_of(request.user, contact)
        holds = seasons.holds_of(Fact.objects.filter(owner=request.user, contact=contact, kind=FactKind.REQUEST))
    else:
        own = seasons.calendar_of_trade(request.user, asked.get("profession", ""), tags)
        holds = ()
    channel = courtesy.Channel(asked.get("channel") or courtesy.Channel.EMAIL)
    today = timezone.localdate(request.now)
    first = _first_day(request.GET.get("from", ""), today)
    days = (_after(first, MONTHS_SHOWN) - first).days

    def notes_of(day: date) -> tuple[courtesy.Note, ...]:
        return own.day_notes(day, channel=channel, holds=holds)

    lasting = courtesy.lasting(notes_of)
    context = {
        "form": form,
        "contact": contact,
        "strip": year_strip.draw(courtesy.stretches(first, days, lasting), today=today),
        "periods": [
            (japanese_date.span(each.first, each.last, today=today), each.weather, each.notes[0].text)
            for each in courtesy.periods(first, days, lasting)
        ],
        "legend": [weather for weather in courtesy.Weather if weather is not courtesy.Weather.OPEN],
        "greetings": [
            (each, japanese_date.span(each.from_, each.until, today=today))
            for each in courtesy.greetings_between(first, days, data.courtesy_table(), tags=own.tags)
        ],
        "first": first,
        "earlier": _after(first, -MONTHS_SHOWN),
        "later": _after(first, MONTHS_SHOWN),
        "asked": _without_from(request),
        **_facts_of_the_trade(own, channel),
    }
    return render(request, "contacts/courtesy.html", context)


@require_http_methods(["GET", "POST"])
def season_new(request: OwnerRequest, contact_id: int | None = None) -> HttpResponse:
    """What the owner knows of one person's busy times, or of a profession's; and one more of them."""
    contact = get_object_or_404(Contact, owner=request.user, pk=contact_id) if contact_id is not None else None
    first = {"profession": request.GET.get("profession", "")}
    form = SeasonForm(request.POST if request.method == "POST" else None, trade=contact is None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            seasons.add_season(owner=request.user, contact=contact, now=request.now, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, "書きとめました。この時期は、暦よりもこちらを先に見ます。")
            return redirect("season_new", contact.pk) if contact is not None else redirect("season_new")
    known = [(row, seasons.sentence_of(row)) for row in seasons.seasons_of(request.user, contact)]
    context = {"form": form, "contact": contact, "known": known}
    return render(request, "contacts/season_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def season_remove(request: OwnerRequest, season_id: int) -> HttpResponse:
    """Ask once, then take a season away."""
    season = get_object_or_404(SeasonOverride.objects.select_related("contact"), owner=request.user, pk=season_id)
    if request.method == "POST":
        seasons.remove_season(owner=request.user, season_id=season_id, now=request.now)
        messages.success(request, "消しました。これからは、暦のとおりに見ます。")
        return redirect("season_new", season.contact_id) if season.contact_id else redirect("season_new")
    context = {"season": season, "contact": season.contact, "sentence": seasons.sentence_of(season)}
    return render(request, "contacts/season_remove.html", context)


def _person(request: OwnerRequest) -> Contact | None:
    """The person whose calendar is asked for; another owner's does not exist."""
    asked = request.GET.get("person", "")
    if not asked:
        return None
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= len(str(2**63)) - 1 else 0
    return get_object_or_404(Contact, owner=request.user, pk=number)


def _first_day(asked: str, today: date) -> date:
    """The first of the month asked for; this month when there is none, or when it lies absurdly far away."""
    try:
        day = date.fromisoformat(f"{asked}-01" if len(asked) == len("2026-11") else asked)
    except ValueError:
        day = today
    return (day if abs(day.year - today.year) <= FURTHEST_YEARS else today).replace(day=1)


def _after(month: date, months: int) -> date:
    number = month.year * 12 + month.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def _facts_of_the_trade(own: seasons.Calendar, channel: courtesy.Channel) -> dict[str, Any]:
    """What holds on any day: the rhythm of month, week and day, what to know of the trade, and where it was read."""
    table = data.courtesy_table()
    trade = table.trade(own.profession or None, own.tags)
    rhythm = [f"毎月、{rule.why}で慌ただしい日があります。" for rule in trade.rhythm.monthly]
    rhythm += [rule.why for rule in trade.rhythm.weekly]
    rhythm += [
        f"{_clock(rule.clock.start)}〜{_clock(rule.clock.end)}:{rule.why}"
        for rule in trade.rhythm.daily
        if channel in rule.channels
    ]
    return {
        "trade": "・".join([trade.name or "職業を決めない方", *trade.fields]),
        "fields": [field.label for field in table.professions[trade.row].fields],
        "rhythm": list(dict.fromkeys(rhythm)),
        "notes": trade.notes,
        "hours": _hours(channel),
        "sources": _sources(trade),
    }


def _hours(channel: courtesy.Channel) -> str:
    hours = data.courtesy_table().hours[channel]
    best = "と".join(f"{_clock(each.start)}〜{_clock(each.end)}" for each in hours.best)
    if channel not in CHANNELS_BY_HOURS:
        return "お手紙は、いつ届いても大丈夫です。"
    night = "".join(f"{_clock(each.start)}から翌朝{_clock(each.end)}までは控えます。" for each in hours.never)
    return f"平日の{best}が、届きやすい時間です。{night}"


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02d}"


def _sources(trade: courtesy.Trade) -> Sequence[str]:
    told = [trade.source, *(season.source for season in trade.seasons)]
    return list(dict.fromkeys(each for text in told for each in text.split("; ") if each))


def _without_from(request: OwnerRequest) -> str:
    asked = request.GET.copy()
    asked.pop("from", None)
    return asked.urlencode()
