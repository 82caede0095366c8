"""ふりかえり: one person at a time, each step saved as one goes; what it comes to; and the way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from yorisoi.apps.accounts.request import OwnerRequest
from yorisoi.apps.contacts.models import Closeness
from yorisoi.apps.events import debriefing, triage
from yorisoi.apps.events.debrief_sheet import (
    ANOTHER,
    KEEP,
    LET_GO,
    PERSON,
    POINTS,
    STAY,
    TRIAGE,
    SheetForm,
    filled,
    is_read,
    words_for,
    words_of,
)  # fmt: skip
from yorisoi.apps.events.models import Capture, CaptureState, Event
from yorisoi.apps.events.prefill import looks_of

ASK_WHO = "お名前やご連絡先の似た方がいらっしゃいます。同じ方かどうかだけ、お選びください。"
SOME_LEFT = "お名前のまだ分からない{left}名は、残してあります。お時間のあるときに、見てあげてください。"


@require_http_methods(["GET", "POST"])
def debrief(request: OwnerRequest, event_id: int) -> HttpResponse:
    """The debrief of one gathering: where it stands, or how it ended."""
    return _overview(request, get_object_or_404(Event, owner=request.user, pk=event_id))


@require_http_methods(["GET", "POST"])
def debrief_loose(request: OwnerRequest) -> HttpResponse:
    """The debrief of people met outside any gathering."""
    return _overview(request, None)


@require_http_methods(["GET", "POST"])
def debrief_one(request: OwnerRequest, capture_id: int) -> HttpResponse:
    """One person: the card beside the fields, three questions, and what is to come of it."""
    capture = _capture(request, capture_id)
    if request.method == "POST":
        return _answer(request, capture)
    if capture.state != CaptureState.WAITING:
        return _on(request, capture, just="")
    return _page(request, capture, words_for(capture))


@require_POST
def debrief_undo(request: OwnerRequest, capture_id: int) -> HttpResponse:
    """Let this person wait again, with everything that was typed."""
    capture = triage.take_back(owner=request.user, capture_id=_capture(request, capture_id).pk, now=request.now)
    if capture.state == CaptureState.WAITING:
        messages.success(request, "元に戻しました。書いたものは、そのまま残っています。")
        return redirect("debrief_one", capture.pk)
    messages.info(request, "この控えは、もう消してあります。")
    return _on(request, capture, just="")


def _overview(request: OwnerRequest, event: Event | None) -> HttpResponse:
    if request.method == "POST":
        return _settle(request, event)
    progress = debriefing.progress(request.user, event, now=request.now)
    context: dict[str, Any] = {
        "event": event,
        "progress": progress,
        "here": _address(event),
        "just": _just(request, event),
    }
    if progress.waiting:
        rows = list(debriefing.waiting(request.user, event)[: debriefing.LISTED])
        context["waiting"] = [debriefing.Shown(row, debriefing.name_of(row)) for row in rows]
        context["first"] = rows[0]
        return render(request, "events/debrief.html", context)
    context["closing"] = debriefing.closing(request.user, event, now=request.now)
    return render(request, "events/debrief_end.html", context)


def _settle(request: OwnerRequest, event: Event | None) -> HttpResponse:
    """Finish the rest in one tap, or close the debrief."""
    match request.POST.get("action"):
        case "rest":
            rest = triage.finish_rest(owner=request.user, event=event, now=request.now)
            if rest.done:
                messages.success(request, f"{rest.done}名の方を書きとめました。覚えておくだけで大丈夫です。")
            if rest.left:
                messages.info(request, SOME_LEFT.format(left=rest.left))
        case "close":
            count = triage.close(owner=request.user, event=event)
            messages.success(request, f"{count}名分の控えと写真を消しました。" if count else "おつかれさまでした。")
            return redirect("today")
    return redirect(_address(event))


def _answer(request: OwnerRequest, capture: Capture) -> HttpResponse:
    """What was posted from a sheet: kept as it grows (no action), or one of the buttons."""
    words = words_of(request.POST)
    match request.POST.get("action", ""):
        case "finish":
            return _finish(request, capture, words)
        case "later":
            triage.put_off(owner=request.user, capture_id=capture.pk, words=words)
            return _on(request, capture, just="")
    held = triage.save(owner=request.user, capture_id=capture.pk, words=words)
    if request.htmx:
        if request.htmx.target == "alike":
            return render(request, "events/_alike.html", _alike_context(request, words))
        return render(request, "events/_saved.html", {"late": held.state != CaptureState.WAITING})
    messages.success(request, "ここまでを残しました。続きは、いつでも、どの端末からでもどうぞ。")
    return redirect(_address(capture.event))


def _finish(request: OwnerRequest, capture: Capture, words: dict[str, Any]) -> HttpResponse:
    if capture.state != CaptureState.WAITING:
        return _on(request, capture, just=str(capture.pk))  # a second click, or another tab: it is done already
    if words["closeness"] == LET_GO:
        triage.let_go(owner=request.user, capture_id=capture.pk, words=words, now=request.now)
        return _on(request, capture, just=str(capture.pk))
    form = SheetForm(words)
    found = debriefing.alike(request.user, words)
    known = words["same"] in {str(one.contact.pk) for one in found}
    if not form.is_valid() or (found and not known and words["same"] != ANOTHER):
        triage.save(owner=request.user, capture_id=capture.pk, words=words)
        return _page(request, capture, words, form=form, asked=bool(found) and form.is_valid(), status=422)
    try:
        sheet = filled(form, alike=known)
        triage.finish(owner=request.user, capture_id=capture.pk, words=words, sheet=sheet, now=request.now)
    except ValidationError as error:
        triage.save(owner=request.user, capture_id=capture.pk, words=words)
        form.add_error(None, " ".join(error.messages))
        return _page(request, capture, words, form=form, status=422)
    return _on(request, capture, just=str(capture.pk))


def _page(
    request: OwnerRequest,
    capture: Capture,
    words: dict[str, Any],
    *,
    form: SheetForm | None = None,
    asked: bool = False,
    status: int = 200,
) -> HttpResponse:
    shown = form or SheetForm(words)
    looks = looks_of(capture)
    further = (*PERSON[4:], *POINTS)
    context = {
        "capture": capture,
        "event": capture.event,
        "series": capture.event.series if capture.event is not None else None,
        "progress": debriefing.progress(request.user, capture.event, now=request.now),
        "here": _address(capture.event),
        "form": shown,
        "mistakes": form is not None and not asked,
        "asked": ASK_WHO if asked else "",
        "names": _beside(shown, ("family", "given", "family_kana", "given_kana"), looks),
        "doubted": _beside(shown, [name for name in further if name in looks], looks),
        "more": _beside(shown, [name for name in further if name not in looks], looks),
        "looks": sum(len(found) for found in looks.values()),
        "open_more": form is not None and any(name in shown.errors for name in further),
        "open_rest": any(shown[name].value() or name in shown.errors for name in ("avoid", "note")),
        "is_read": is_read(capture),
        "just": _just(request, capture.event),
        **_alike_context(request, words),
    }
    return render(request, "events/debrief_one.html", context, status=status)


def _alike_context(request: OwnerRequest, words: Mapping[str, Any]) -> dict[str, Any]:
    """The question whether this is somebody in the book, with what is ticked; only a sure one is ticked beforehand."""
    found = debriefing.alike(request.user, words)
    ids = {str(one.contact.pk) for one in found}
    chosen = str(words.get("same") or "")
    if chosen not in ids | {ANOTHER}:
        chosen = next((str(one.contact.pk) for one in found if one.sure), "")
    near = str(words.get("closeness") or "")
    if found and near == Closeness.REMEMBER and not words.get("offered"):
        near = KEEP
    options = [*([STAY] if found else []), *TRIAGE]
    return {
        "found": found,
        "same": chosen,
        "take": list(words.get("take") or ()),
        "options": options,
        "near": near if near in {value for value, _, _ in options} else options[0][0] if found else TRIAGE[0][0],
        "keep": KEEP,
        "another": ANOTHER,
    }


def _beside(
    form: SheetForm, names: Sequence[str], looks: Mapping[str, Sequence[Any]]
) -> list[tuple[Any, Sequence[Any]]]:
    return [(form[name], looks.get(name, ())) for name in names]


def _on(request: OwnerRequest, capture: Capture, *, just: str) -> HttpResponse:
    """To who comes next, or to the end, with a way back for the one just finished."""
    following = debriefing.following(request.user, capture.event, but=capture.pk)
    address = reverse("debrief_one", args=[following.pk]) if following is not None else _address(capture.event)
    return redirect(f"{address}?{urlencode({'just': just})}" if just else address)


def _just(request: OwnerRequest, event: Event | None) -> Capture | None:
    """Who was finished a moment ago and can be taken back."""
    asked = request.GET.get("just", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        return None
    rows = Capture.objects.select_related("contact").filter(owner=request.user, event=event)
    return rows.exclude(state=CaptureState.WAITING).filter(pk=int(asked)).first()


def _address(event: Event | None) -> str:
    return reverse("debrief", args=[event.pk]) if event is not None else reverse("debrief_loose")


def _capture(request: OwnerRequest, capture_id: int) -> Capture:
    try:
        return debriefing.get(request.user, capture_id)
    except Capture.DoesNotExist:
        return get_object_or_404(Capture, owner=request.user, pk=capture_id)
