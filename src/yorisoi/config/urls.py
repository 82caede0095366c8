"""The table of contents. One line a page; each app lists its own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path, re_path


def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that the server breathes; says nothing about anyone."""
    return HttpResponse("ok", content_type="text/plain")


def no_mail_here(request: HttpRequest) -> HttpResponse:
    """Say how to come in again: this house sends no mail, so what allauth would do by mail is shut."""
    return render(request, "accounts/no_mail.html", status=404)


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    re_path(r"^accounts/(?:password/reset|email|confirm-email|login/code)/", no_mail_here),
    path("accounts/", include("allauth.urls")),
    path("", include("yorisoi.apps.today.urls")),
    path("", include("yorisoi.apps.accounts.urls")),
    path("", include("yorisoi.apps.contacts.urls")),
    path("", include("yorisoi.apps.interactions.urls")),
    path("", include("yorisoi.apps.cards.urls")),
    path("", include("yorisoi.apps.events.urls")),
    path("", include("yorisoi.apps.exchange.urls")),
]
