"""The page on which those whom an import brought are sorted by closeness: one tap for all, or one for each."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from yorisoi.apps.accounts.request import OwnerRequest
from yorisoi.apps.contacts.models import Closeness
from yorisoi.apps.exchange import sorting
from yorisoi.apps.exchange.forms import CLOSENESS_PREFIX, numbered
from yorisoi.apps.exchange.models import ImportBatch, State

PEOPLE_A_PAGE = 30  # a few screens of a phone


@require_http_methods(["GET", "POST"])
def import_sort(request: OwnerRequest, batch_id: int) -> HttpResponse:
    """Show the new people with a closeness each. Posted: what was chosen, and with ``done`` the end of sorting."""
    batch = get_object_or_404(ImportBatch, owner=request.user, pk=batch_id)
    if batch.state != State.APPLIED:
        return redirect("import_result", batch.pk)
    if request.method == "POST":
        choices = numbered(request.POST, CLOSENESS_PREFIX)
        sorting.set_closeness(owner=request.user, batch=batch, choices=choices, now=request.now)
        if "done" in request.POST:
            sorting.finish(owner=request.user, batch=batch, now=request.now)
            messages.success(request, "承りました。間柄は、あとからいつでも変えられます。")
            return redirect("people")
        if request.htmx:
            context = {"batch": batch, "chosen": sorting.chosen(batch)}
            return render(request, "exchange/_sort_done.html", context)
        messages.success(request, "書きとめました。")
        return redirect(f"{reverse('import_sort', args=[batch.pk])}?{request.GET.urlencode()}")
    context = {
        "batch": batch,
        "page": Paginator(sorting.people(batch), PEOPLE_A_PAGE).get_page(request.GET.get("page")),
        "chosen": sorting.chosen(batch),
        "closenesses": Closeness.choices,
    }
    return render(request, "exchange/import_sort.html", context)
