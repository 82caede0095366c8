"""The pages of bringing in and taking out. Every id is looked up among the owner's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yorisoi.apps.accounts.request import OwnerRequest
from yorisoi.apps.cards import selectors as cards
from yorisoi.apps.cards.labels import doubted
from yorisoi.apps.exchange import (
    background,
    desk,
    export,
    gatherings,
    household,
    photos,
    questions,
    selectors,
    services,
    sorting,
)
from yorisoi.apps.exchange.errors import EditedSinceError, ExchangeError
from yorisoi.apps.exchange.format import Options
from yorisoi.apps.exchange.forms import UploadForm, choices_in, question_form
from yorisoi.apps.exchange.models import ImportBatch, PlanRow, State, Verdict
from yorisoi.apps.exchange.source import Unreadable

ROWS_A_PAGE = 50  # a few screens of a phone
BATCHES_A_PAGE = 20
CARDS_SHOWN = 60  # of those that could not be read; typing more by hand is no evening's work
REFUSALS_SHOWN = 5  # sentences about files; more would hide the page
POLL_SECONDS = 1  # between two looks at the progress; a person feels no faster one


@require_GET
def imports(request: OwnerRequest) -> HttpResponse:
    """Past imports and those that wait, newest first."""
    page = Paginator(selectors.batches(request.user), BATCHES_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "exchange/imports.html", {"page": page})


@require_http_methods(["GET", "POST"])
def import_new(request: OwnerRequest) -> HttpResponse:
    """Choose files; each is planned by itself. Nothing but the plans is written."""
    usual = services.default_options(request.user)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = UploadForm(data, files, initial={"keep_bodies": usual.keep_bodies})
    if not form.is_valid():
        return render(request, "exchange/import_new.html", {"form": form}, status=422 if form.errors else 200)
    options = replace(usual, keep_bodies=form.cleaned_data["keep_bodies"])
    planned, unreadable = _take_in(request, form.cleaned_data["file"], options)
    shown = [*unreadable[:REFUSALS_SHOWN], *_more(len(unreadable) - REFUSALS_SHOWN)]
    if not planned:
        return render(request, "exchange/import_new.html", {"form": form, "unreadable": shown}, status=422)
    for sentence in shown:
        messages.warning(request, sentence)
    return redirect("import_plan", planned[0].pk) if len(planned) == 1 else redirect("imports")


def _take_in(request: OwnerRequest, files: Sequence[Any], options: Options) -> tuple[list[ImportBatch], list[str]]:
    """Plan each file, and keep the photographs together to be read. Returns the imports, and what could not be taken."""
    planned: list[ImportBatch] = []
    unreadable: list[str] = []
    pictures: list[tuple[str, Any]] = []
    for file in files:
        name = file.name or "ファイル"
        try:
            if photos.holds_photos(file):
                pictures.append((name, file))
                continue
            planned.append(
                services.plan_file(owner=request.user, name=name, stream=file, options=options, now=request.now)
            )
        except Unreadable as error:
            unreadable.append(f"{name}: {error}")
    received = photos.receive(
        owner=request.user, files=pictures, called=photos.title([name for name, _ in pictures]), now=request.now
    )
    if received.batch is not None:
        planned.append(received.batch)
    if received.twice:
        messages.info(request, f"同じ写真が{received.twice}枚あったので、一枚ずつにしました。")
    return planned, [*unreadable, *received.refused]


def _more(rest: int) -> list[str]:
    return [f"ほかに{rest}個、読み取れないファイルがありました。"] if rest > 0 else []


@require_http_methods(["GET", "POST"])
def import_plan(request: OwnerRequest, batch_id: int) -> HttpResponse:
    """The plan of one file: first its question if it has one, then the rows with the choices to make."""
    batch = _own(request, batch_id)
    if batch.state == State.READING:
        return redirect("import_reading", batch.pk)
    if batch.state != State.PLANNED:
        return redirect("import_result", batch.pk)
    if desk.progress(batch.uid) is not None:
        return redirect("import_progress", batch.pk)
    if batch.question:
        return _question(request, batch)
    if request.method == "POST":
        services.choose(owner=request.user, batch=batch, choices=choices_in(request.POST))
        if request.htmx:
            return HttpResponse(status=204)
        messages.success(request, "選んだ内容を書きとめました。")
        return redirect(f"{reverse('import_plan', args=[batch.pk])}?{request.GET.urlencode()}")
    return _show_plan(request, batch)


def _show_plan(request: OwnerRequest, batch: ImportBatch, *, notice: str = "", status: int = 200) -> HttpResponse:
    verdict = request.GET.get("verdict", "")
    rows = selectors.rows(batch)
    if verdict in Verdict.values:
        rows = rows.filter(verdict=verdict)
    household_lines = household.sentences(batch)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    page.object_list = _with_spots(selectors.with_cards(request.user, page.object_list))
    context = {
        "batch": batch,
        "page": page,
        "verdict": verdict,
        "pager_query": f"verdict={verdict}&" if verdict in Verdict.values else "",
        "counts": [
            (value, label, batch.counts.get(value, 0), f"{batch.counts.get(value, 0):,}名") for value, label in _COUNTED
        ],
        "undecided": selectors.undecided(batch),
        "writes": bool(household_lines) or any(batch.counts.get(value) for value in ("new", "merge", "doubtful")),
        "household": household_lines,
        "unread": selectors.unread_cards(batch)[:CARDS_SHOWN],
        "stopped": desk.stopped(batch.uid),
        "notice": notice,
    }
    return render(request, "exchange/import_plan.html", context, status=status)


def _with_spots(rows: list[PlanRow]) -> list[PlanRow]:
    """Give each row that was read from a card what to look at there."""
    for row in rows:
        card = row.card  # type: ignore[attr-defined]
        row.doubts = doubted(cards.reading_of(card).fields) if card is not None else []  # type: ignore[attr-defined]
    return rows


_COUNTED = (("doubtful", "確認をお願いします"), ("merge", "今ある方に足します"), ("new", "新しく加えます"), ("skip", "変わりません"))  # fmt: skip


def _question(request: OwnerRequest, batch: ImportBatch) -> HttpResponse:
    form = question_form(batch.question, batch.material, request.POST if request.method == "POST" else None)
    notice = ""
    if form.is_valid():
        options = form.answer(questions.load_options(batch.options))
        try:
            services.answer(owner=request.user, batch=batch, options=options, now=request.now)
            return redirect("import_plan", batch.pk)
        except (ExchangeError, Unreadable) as error:
            notice = str(error)
    context = {"batch": batch, "form": form, "notice": notice}
    return render(request, "exchange/import_question.html", context, status=422 if form.errors or notice else 200)


@require_POST
def import_apply(request: OwnerRequest, batch_id: int) -> HttpResponse:
    """Accept the plan. Sent twice, it is applied once."""
    batch = _own(request, batch_id)
    try:
        if batch.state == State.PLANNED and not batch.question and desk.progress(batch.uid) is None:
            services.choose(owner=request.user, batch=batch, choices=choices_in(request.POST))
            done = background.start(owner=request.user, batch=batch, now=request.now)
            return redirect("import_result" if done else "import_progress", batch.pk)
    except ExchangeError as error:
        messages.warning(request, str(error))
        return redirect("import_plan", batch.pk)
    return redirect("import_progress", batch.pk)


@require_GET
def import_progress(request: OwnerRequest, batch_id: int) -> HttpResponse:
    """How far it is. The page asks again by itself, or by being read again."""
    batch = _own(request, batch_id)
    told = desk.progress(batch.uid)
    if told is None:
        where = reverse("import_plan" if batch.state == State.PLANNED else "import_result", args=[batch.pk])
        return HttpResponse(headers={"HX-Redirect": where}) if request.htmx else redirect(where)
    done, total = told
    context = {"batch": batch, "done": done, "total": total, "percent": 100 * done // total if total else 0,
               "poll_seconds": POLL_SECONDS}  # fmt: skip
    return render(request, "exchange/_progress.html" if request.htmx else "exchange/import_progress.html", context)


@require_GET
def import_result(request: OwnerRequest, batch_id: int) -> HttpResponse:
    """What an import did, and the way back."""
    batch = _own(request, batch_id)
    if batch.state in (State.PLANNED, State.READING):
        return redirect("import_plan", batch.pk)
    summary = services.summary_of(batch)
    done = [(label, f"{count:,}{unit}") for label, count, unit in (*_told(summary), *gatherings.results(batch))]
    context = {
        "batch": batch,
        "summary": summary,
        "done": done,
        "loose": selectors.loose_cards(batch)[:CARDS_SHOWN],
        "sort": sorting.is_wanted(batch),
    }
    return render(request, "exchange/import_result.html", context)


def _told(summary: services.Summary) -> list[tuple[str, int, str]]:
    left = [("今回は取り込まなかった方", summary.left, "名")] if summary.left else []
    return [
        ("新しく加えた方", summary.created, "名"),
        ("書きたした方", summary.merged, "名"),
        ("もう入っていた方", summary.unchanged, "名"),
        *left,
        ("連絡先", summary.points, "件"),
        ("覚え書き", summary.facts, "件"),
        ("やり取り", summary.interactions, "件"),
    ]


@require_http_methods(["GET", "POST"])
def import_undo(request: OwnerRequest, batch_id: int) -> HttpResponse:
    """Take an import back; people edited since are named first, and stay as they are when the owner says so."""
    batch = _own(request, batch_id)
    if batch.state != State.APPLIED:
        return redirect("import_result", batch.pk)
    context: dict[str, Any] = {"batch": batch, "summary": services.summary_of(batch)}
    if request.method == "POST":
        keep = request.POST.get("keep_edited") == "yes"
        try:
            known = batch.undo_entries.count()
            done = services.undo(owner=request.user, batch=batch, now=request.now, keep_edited=keep)
        except EditedSinceError as error:
            return render(request, "exchange/import_undo.html", {**context, "edited": error.names}, status=409)
        except ExchangeError as error:
            messages.warning(request, str(error))
        else:
            kept = f"手を加えられた{known - done:,}名は、そのままです。" if known > done else ""
            messages.success(request, f"取り込む前に戻しました({done:,}名)。{kept}")
        return redirect("import_result", batch.pk)
    return render(request, "exchange/import_undo.html", context)


@require_POST
def import_abandon(request: OwnerRequest, batch_id: int) -> HttpResponse:
    """Let a plan go."""
    batch = _own(request, batch_id)
    try:
        services.abandon(owner=request.user, batch=batch, now=request.now)
        messages.success(request, "取り込みを取りやめました。何も書き込んでいません。")
    except ExchangeError as error:
        messages.warning(request, str(error))
    return redirect("imports")


@require_GET
def export_page(request: OwnerRequest) -> HttpResponse:
    """Say what the zip holds, and give it."""
    return render(request, "exchange/export.html", {"contents": export.contents(request.user)})


@require_GET
def export_zip(request: OwnerRequest) -> HttpResponse:
    """Everything, as one zip that is never left on the disk."""
    stream = export.as_zip(request.user, now=request.now)
    name = f"yorisoi-{timezone.localdate(request.now):%Y-%m-%d}.zip"
    return FileResponse(stream, as_attachment=True, filename=name, content_type="application/zip")  # type: ignore[return-value]


def _own(request: OwnerRequest, batch_id: int) -> ImportBatch:
    return get_object_or_404(ImportBatch, owner=request.user, pk=batch_id)
