"""What a phone needs to keep the house in its pocket: the manifest, the service worker, and the page without a signal.

Nothing here says anything about anyone, so all three are open to a browser that is not signed in.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

# Our own files that every page needs; the phone keeps them so that a page opens without a signal.
SHELL = (
    "yorisoi.css", "yorisoi.js", "outbox.js", "offline.js", "capture.js", "icon.svg", "icon-180.png", "icon-192.png",
    "icon-512.png", "icon-maskable-512.png", "django_htmx/htmx-2.min.js",
)  # fmt: skip
WORKER = "sw.js"
VERSION_LENGTH = 12  # hexadecimal digits: two versions of one house never share them
PAPER = "#f6f1e7"  # the ground of the light pages, as in yorisoi.css


@require_GET
@never_cache
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker with its version above it. Served from the root, so that it may answer for every page of the house."""
    response = HttpResponse(_script(), content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = "/"
    return response


@require_GET
def manifest(request: HttpRequest) -> JsonResponse:
    """What the phone shows on its home screen."""
    said = {
        "id": "/",
        "name": "寄り添い",
        "short_name": "寄り添い",
        "lang": "ja",
        "start_url": reverse("today"),
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [
            {"src": static("icon-192.png"), "sizes": "192x192", "type": "image/png"},
            {"src": static("icon-512.png"), "sizes": "512x512", "type": "image/png"},
            {"src": static("icon-maskable-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
        ],
        "shortcuts": [
            {
                "name": "お会いした方を控える",
                "short_name": "控える",
                "url": reverse("capture"),
                "icons": [{"src": static("icon-192.png"), "sizes": "192x192", "type": "image/png"}],
            }
        ],
    }
    return JsonResponse(said, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """Shown in place of a page that the phone does not keep."""
    return render(request, "events/offline.html")


def _script() -> str:
    return _assembled() if not settings.DEBUG else _assembled.__wrapped__()


@lru_cache(maxsize=1)
def _assembled() -> str:
    """The worker and above it what it keeps, with a version that changes when any of it does."""
    worker = _read(WORKER).decode()
    digest = hashlib.sha256(worker.encode())
    for name in SHELL:
        digest.update(_read(name))
    names = {
        "VERSION": digest.hexdigest()[:VERSION_LENGTH],
        "SHELL": [static(name) for name in SHELL],
        "OFFLINE": reverse("offline"),
    }
    return "".join(f"const {name} = {json.dumps(value)};\n" for name, value in names.items()) + worker


def _read(name: str) -> bytes:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return Path(found).read_bytes()
