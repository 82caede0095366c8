"""The list of people, and the pages on which a person's card and what is known of them are written."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from yorisoi.apps.accounts.request import OwnerRequest
from yorisoi.apps.contacts import seasons, selectors, services
from yorisoi.apps.contacts.forms import (
    ClosenessForm,
    FactForm,
    NewFactForm,
    NewPersonForm,
    PersonForm,
    PointForm,
    RemoveFactForm,
    TagsForm,
)
from yorisoi.apps.contacts.likeness import MOBILE_PREFIXES
from yorisoi.apps.contacts.models import Closeness, Contact, Fact, FactKind, Point, PointKind, Wish
from yorisoi.apps.contacts.once import key_of


@require_GET
@vary_on_headers("HX-Request")
def people(request: OwnerRequest) -> HttpResponse:
    """Everyone by reading, or those whom a few signs find; the list alone when it follows the typing."""
    asked = {name: request.GET.get(name, "").replace("\x00", "").strip() for name in ("q", "tag", "closeness")}
    if asked["closeness"] not in Closeness.values:
        asked["closeness"] = ""
    page = selectors.page_of_people(
        request.user,
        query=asked["q"],
        tag=asked["tag"],
        closeness=asked["closeness"],
        after=request.GET.get("after", ""),
    )
    context: dict[str, Any] = {
        "page": page,
        "query": asked["q"],
        "tag": asked["tag"],
        "closeness": asked["closeness"],
        "narrowed": any(asked.values()),
        "following": urlencode({**{name: text for name, text in asked.items() if text}, "after": page.after}),
    }
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "contacts/_people_list.html", context)
    context["tags"] = selectors.tags_of(request.user)
    context["nearness"] = [
        (value, label, urlencode({**{name: text for name, text in asked.items() if text}, "closeness": value}))
        for value, label in (("", "みなさん"), *reversed(Closeness.choices))
    ]
    return render(request, "contacts/people.html", context)


@require_http_methods(["GET", "POST"])
def person_new(request: OwnerRequest) -> HttpResponse:
    """A new card; a family name is enough."""
    first = {"family": request.GET.get("family", "")[:80], "once": uuid.uuid4().hex}
    form = NewPersonForm(_posted(request), initial=first)
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        once_key = key_of(fields.pop("once"), fields)
        mail, phone, note, tags = (fields.pop(name) for name in ("mail", "phone", "note", "tags"))
        contact = services.create(
            owner=request.user,
            now=request.now,
            points=_points(mail, phone),
            tags=tags,
            note=note,
            once_key=once_key,
            **fields,
        )
        messages.success(request, f"{contact.call_name}を書きとめました。")
        return redirect("person", contact.pk)
    return render(request, "contacts/person_new.html", {"form": form}, status=_status(form))


@require_http_methods(["GET", "POST"])
def person_edit(request: OwnerRequest, contact_id: int) -> HttpResponse:
    """Correct a card, its tags and the ways to reach the person."""
    contact = _contact(request, contact_id)
    form = PersonForm(_posted(request), instance=contact)
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        tags = fields.pop("tags")
        services.update(owner=request.user, contact=contact, now=request.now, tags=tags, **fields)
        messages.success(request, "保存しました。")
        return redirect("person", contact_id)
    # The form has written what was typed onto its instance; the page shows the name that is stored.
    shown = _contact(request, contact_id)
    points = Point.objects.filter(owner=request.user, contact=shown)
    context = {
        "form": form,
        "contact": shown,
        "points": points,
        "seasons": seasons.seasons_of(request.user, shown),
    }
    return render(request, "contacts/person_edit.html", context, status=_status(form))


@require_http_methods(["GET", "POST"])
def person_delete(request: OwnerRequest, contact_id: int) -> HttpResponse:
    """Ask once, then erase the person wholly."""
    contact = _contact(request, contact_id)
    if request.method == "POST":
        services.remove(owner=request.user, contact=contact)
        messages.success(request, f"{contact.call_name}の記録を、すべて消しました。")
        return redirect("people")
    return render(request, "contacts/person_delete.html", {"contact": contact})


@require_POST
def person_closeness(request: OwnerRequest, contact_id: int) -> HttpResponse:
    """Set how near, in one tap."""
    contact = _contact(request, contact_id)
    form = ClosenessForm(request.POST)
    if form.is_valid():
        services.set_closeness(
            owner=request.user, contact=contact, closeness=form.cleaned_data["closeness"], now=request.now
        )
    else:
        messages.info(request, "間柄を、もう一度お選びください。")
    return redirect("person", contact_id)


@require_POST
def person_tags(request: OwnerRequest, contact_id: int) -> HttpResponse:
    """Set the tags alone."""
    contact = _contact(request, contact_id)
    form = TagsForm(request.POST)
    if form.is_valid():
        services.set_tags(owner=request.user, contact=contact, names=form.cleaned_data["tags"], now=request.now)
    else:
        messages.info(request, " ".join(str(error) for error in form.errors.get("tags", ())))
    return redirect("person", contact_id)


@require_http_methods(["GET", "POST"])
def fact_new(request: OwnerRequest, contact_id: int) -> HttpResponse:
    """Write down one thing known of a person."""
    contact = _contact(request, contact_id)
    kind = request.GET.get("kind", "")
    first = {
        "kind": kind if kind in FactKind.values else FactKind.INTEREST,
        "on": timezone.localdate(request.now),
        "once": uuid.uuid4().hex,
    }
    form = NewFactForm(_posted(request), initial=first)
    if request.method == "POST" and form.is_valid():
        fields = {name: value for name, value in form.cleaned_data.items() if name not in ("solved", "once")}
        once_key = key_of(form.cleaned_data["once"], {**fields, "contact": contact_id})
        fact = services.add_fact(owner=request.user, contact=contact, now=request.now, once_key=once_key, **fields)
        _say_saved(request, contact, fact)
        return redirect("person", contact_id)
    context = {"form": form, "contact": contact, "page_title": "知っていることを書きたす"}
    return render(request, "contacts/fact_form.html", context, status=_status(form))


@require_http_methods(["GET", "POST"])
def fact_edit(request: OwnerRequest, contact_id: int, fact_id: int) -> HttpResponse:
    """Correct one thing known of a person."""
    fact = _fact(request, contact_id, fact_id)
    form = FactForm(_posted(request), instance=fact)
    if request.method == "POST" and form.is_valid():
        saved = services.change_fact(
            owner=request.user, contact=fact.contact, fact_id=fact_id, now=request.now, **form.cleaned_data
        )
        _say_saved(request, saved.contact, saved)
        return redirect("person", contact_id)
    context = {"form": form, "contact": fact.contact, "fact": fact, "page_title": "知っていることを直す"}
    return render(request, "contacts/fact_form.html", context, status=_status(form))


@require_http_methods(["GET", "POST"])
def fact_remove(request: OwnerRequest, contact_id: int, fact_id: int) -> HttpResponse:
    """Ask once, then take the fact away; a closing recorded by mistake may go with it."""
    fact = _fact(request, contact_id, fact_id)
    closed = fact.wish == Wish.NO_CONTACT and fact.contact.is_closed
    form = RemoveFactForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        undo = closed and form.cleaned_data["mistaken"]
        services.remove_fact(
            owner=request.user, contact=fact.contact, fact_id=fact_id, now=request.now, undo_close=undo
        )
        messages.success(request, "消しました。")
        return redirect("person", contact_id)
    context = {"form": form, "contact": fact.contact, "fact": fact, "closed": closed}
    return render(request, "contacts/fact_remove.html", context)


@require_POST
def fact_solve(request: OwnerRequest, contact_id: int, fact_id: int) -> HttpResponse:
    """A concern is solved, or has come back (``solved=no``)."""
    fact = _fact(request, contact_id, fact_id)
    if fact.kind != FactKind.CONCERN:
        messages.info(request, "解決済みにできるのは「気にかかっていること」だけです。")
    else:
        solved = request.POST.get("solved") != "no"
        services.solve_concern(
            owner=request.user, contact=fact.contact, fact_id=fact_id, solved=solved, now=request.now
        )
        messages.success(
            request, "解決されたのですね。書きとめました。" if solved else "まだ気にかかっていることに戻しました。"
        )
    return redirect("person", contact_id)


@require_http_methods(["GET", "POST"])
def point_new(request: OwnerRequest, contact_id: int) -> HttpResponse:
    """Add a way to reach someone."""
    contact = _contact(request, contact_id)
    first = {"kind": PointKind.MAIL, "on": timezone.localdate(request.now), "source": services.BY_HAND}
    form = PointForm(_posted(request), initial=first)
    if request.method == "POST" and form.is_valid():
        services.add_point(owner=request.user, contact=contact, now=request.now, **form.cleaned_data)
        messages.success(request, "連絡先を書きたしました。")
        return redirect("person_edit", contact_id)
    context = {"form": form, "contact": contact}
    return render(request, "contacts/point_form.html", context, status=_status(form))


@require_http_methods(["GET", "POST"])
def point_remove(request: OwnerRequest, contact_id: int, point_id: int) -> HttpResponse:
    """Ask once, then take a way to reach someone away."""
    point = get_object_or_404(
        Point.objects.select_related("contact"), owner=request.user, contact=contact_id, pk=point_id
    )
    if request.method == "POST":
        services.remove_point(owner=request.user, contact=point.contact, point_id=point_id, now=request.now)
        messages.success(request, "連絡先を消しました。")
        return redirect("person_edit", contact_id)
    return render(request, "contacts/point_remove.html", {"contact": point.contact, "point": point})


def _contact(request: OwnerRequest, contact_id: int) -> Contact:
    return get_object_or_404(Contact, owner=request.user, pk=contact_id)


def _fact(request: OwnerRequest, contact_id: int, fact_id: int) -> Fact:
    return get_object_or_404(Fact.objects.select_related("contact"), owner=request.user, contact=contact_id, pk=fact_id)


def _posted(request: OwnerRequest) -> Any:
    """What a form is bound to: nothing on reading, even an empty answer on writing."""
    return request.POST if request.method == "POST" else None


def _points(mail: str, phone: str) -> list[services.NewPoint]:
    points = [services.NewPoint(PointKind.MAIL, mail)] if mail else []
    if phone:
        number = services.normal_value(PointKind.PHONE, phone)
        kind = PointKind.MOBILE if number.startswith(MOBILE_PREFIXES) else PointKind.PHONE
        points.append(services.NewPoint(kind, phone))
    return points


def _status(form: Any) -> int:
    """422 tells the browser and htmx that the form is shown again because something in it needs a look."""
    return 422 if form.is_bound and form.errors else 200


def _say_saved(request: OwnerRequest, contact: Contact, fact: Fact) -> None:
    if fact.wish == Wish.NO_CONTACT:
        messages.success(request, f"書きとめました。{contact.call_name}からご連絡があるまで、そっとしておきます。")
    else:
        messages.success(request, "書きとめました。")
