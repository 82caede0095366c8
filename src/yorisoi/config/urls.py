"""The table of contents. One line a page; each app lists its own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that the server breathes; says nothing about anyone."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("accounts/", include("allauth.urls")),
    path("", include("yorisoi.apps.today.urls")),
    path("", include("yorisoi.apps.accounts.urls")),
    path("", include("yorisoi.apps.contacts.urls")),
    path("", include("yorisoi.apps.interactions.urls")),
    path("", include("yorisoi.apps.exchange.urls")),
]
