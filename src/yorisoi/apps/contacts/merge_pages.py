"""The pages on which two cards of one person are found, looked at side by side, made one, and made two again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yorisoi.apps.accounts.request import OwnerRequest
from yorisoi.apps.contacts import duplicates, joining, merging, pairs, search
from yorisoi.apps.contacts.models import Contact, Merge, Point

FOUND = 8  # people a search by hand offers; who is not among them is found by another word
PICK = "pick-"  # stands before a field's name on the sheet


@require_GET
def duplicates_page(request: OwnerRequest) -> HttpResponse:
    """Probable pairs in the whole book."""
    page = pairs.pairs(request.user, after=request.GET.get("after", ""))
    return render(request, "contacts/duplicates.html", {"page": page, "begun": "after" in request.GET})


@require_GET
def same_person(request: OwnerRequest, contact_id: int) -> HttpResponse:
    """Who may be this very person; anyone else is found by a few signs."""
    contact = get_object_or_404(Contact, owner=request.user, pk=contact_id)
    query = request.GET.get("q", "").replace("\x00", "").strip()
    context: dict[str, Any] = {"contact": contact, "query": query}
    if query:
        found = search.search(request.user, query, limit=FOUND + 1)
        context["found"] = [person for person in found if person.pk != contact_id][:FOUND]
    context["alike"] = [] if query else duplicates.others_like(request.user, contact)
    return render(request, "contacts/same_person.html", context)


@require_http_methods(["GET", "POST"])
def merge(request: OwnerRequest, contact_id: int, other_id: int) -> HttpResponse:
    """Both cards side by side; with one tap they are one."""
    done = Merge.objects.filter(owner=request.user, kept=contact_id, gone_id=other_id, undone_at=None).first()
    if done is not None:  # sent twice, or the back button
        return redirect("person", contact_id)
    keep, gone = (get_object_or_404(Contact, owner=request.user, pk=pk) for pk in (contact_id, other_id))
    if keep == gone:
        messages.info(request, "同じ一枚どうしは、まとめられません。")
        return redirect("same_person", contact_id)
    if request.method == "POST" and (answer := _merge(request, keep, gone)) is not None:
        return answer
    context = {
        "shown": merging.preview(request.user, keep, gone),
        "cards": [(person, _points_of(request, person)) for person in (keep, gone)],
        "blank": joining.BLANK,
    }
    return render(request, "contacts/merge.html", context)


def _merge(request: OwnerRequest, keep: Contact, gone: Contact) -> HttpResponse | None:
    chosen = {name.removeprefix(PICK): str(side) for name, side in request.POST.items() if name.startswith(PICK)}
    try:
        done = merging.merge(owner=request.user, keep=keep, gone=gone, now=request.now, chosen=chosen)
    except Contact.DoesNotExist as error:
        raise Http404 from error
    except ValidationError as error:
        messages.info(request, " ".join(error.messages))
        return None
    undo = reverse("merge_undo", args=[done.pk])
    sentence = '{}のもう一枚とまとめました。<a href="{}">元に戻す</a>'
    messages.success(request, format_html(sentence, done.kept.call_name, undo))
    return redirect("person", keep.pk)


@require_POST
def not_same(request: OwnerRequest, contact_id: int, other_id: int) -> HttpResponse:
    """These two are two people, and are not asked about again."""
    one, other = (get_object_or_404(Contact, owner=request.user, pk=pk) for pk in (contact_id, other_id))
    if one != other:
        pairs.not_same(owner=request.user, contact=one, other=other, now=request.now)
        messages.success(request, "別の方として、おぼえておきます。")
    if request.POST.get("from") == "person":
        return redirect("same_person", contact_id)
    after = request.POST.get("after", "")
    page = reverse("duplicates")
    return redirect(
        f"{page}?after={after}" if after.replace("-", "").replace("_", "").replace("=", "").isalnum() else page
    )


@require_http_methods(["GET", "POST"])
def merge_undo(request: OwnerRequest, merge_id: int) -> HttpResponse:
    """What goes back to which card; with one tap they are two again."""
    held = get_object_or_404(Merge.objects.select_related("kept"), owner=request.user, pk=merge_id)
    if held.undone_at is not None:
        messages.info(request, "すでに元に戻しています。")
        return redirect("person", held.kept_id)
    if request.method == "POST":
        try:
            anyway = request.POST.get("anyway") == "yes"
            back = merging.undo(owner=request.user, merge=held, now=request.now, anyway=anyway)
        except merging.EditedSinceError:
            messages.info(request, "まとめたあとに書きとめられたことがあります。もう一度、ご確認ください。")
            return redirect("merge_undo", merge_id)
        except merging.CannotUndoError as error:
            messages.info(request, str(error))
            return redirect("merge_undo", merge_id)
        messages.success(request, f"{back.call_name}を、もとの二枚に戻しました。")
        return redirect("person", held.kept_id)
    context = {"merge": held, "edited": merging.is_edited(held), "later": merging.later_than(held)}
    return render(request, "contacts/merge_undo.html", context)


def _points_of(request: OwnerRequest, person: Contact) -> list[Point]:
    return list(Point.objects.filter(owner=request.user, contact=person))
