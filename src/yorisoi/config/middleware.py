"""What every request passes: the clock, read once; the door, open to signed-in owners only; what a phone may keep."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from yorisoi.apps.accounts import selectors

# Reached without signing in. Everything else is private; a new page is closed until someone opens it here.
PUBLIC_PREFIXES = ("/accounts/", "/enter/", "/static/", "/healthz", "/sw.js", "/manifest.webmanifest", "/offline/")
# The pages a phone may keep to read without a signal, where the owner allows it; on the page where the owner says so, the
# phone hears it at once.
KEPT_PAGES = ("today", "brief")
ASKED_ON = "preferences"
KEEP_HEADER = "X-Yorisoi-Keep"


class ClockMiddleware:
    """Take the time once, at the door: views read ``request.now`` and pass it on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = current_time()  # type: ignore[attr-defined]
        return self.get_response(request)


class OwnersOnlyMiddleware:
    """Send strangers to the sign-in page, and keep private pages out of every cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(PUBLIC_PREFIXES):
            return self.get_response(request)
        if not request.user.is_authenticated:
            if request.headers.get("HX-Request"):
                response = HttpResponse(status=401)
                response["HX-Redirect"] = resolve_url(settings.LOGIN_URL)
                return response
            return redirect_to_login(request.get_full_path())
        response = self.get_response(request)
        add_never_cache_headers(response)
        return response


class OfflineReadingMiddleware:
    """Mark what a phone may keep with its owner's mark, or say "off" when the owner wants nothing kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        page = request.resolver_match.url_name if request.resolver_match else None
        if request.method == "GET" and response.status_code == 200 and page in (*KEPT_PAGES, ASKED_ON):
            if not selectors.preferences_of(request.user).offline_reading:  # type: ignore[arg-type]  # past the door
                response[KEEP_HEADER] = "off"
            elif page in KEPT_PAGES and not request.headers.get("HX-Request"):
                response[KEEP_HEADER] = selectors.mark_of(request.user)  # type: ignore[arg-type]
        return response


def current_time() -> datetime:
    """Return now, aware and in the owner's time zone; or the fixed moment of ``YORISOI_NOW``, used by demonstrations and browser tests."""
    now = datetime.fromisoformat(settings.FIXED_NOW) if settings.FIXED_NOW else timezone.now()
    # In the owner's zone: what reads the hour or the day of it (the coach, the calendar) means theirs.
    return timezone.localtime(now)
