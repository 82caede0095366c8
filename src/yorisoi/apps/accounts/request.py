"""What a page receives: a request that passed the door, so its user is an owner and the clock has been read."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from yorisoi.apps.accounts.models import Owner


class OwnerRequest(HttpRequest):
    """A private page's request. The middlewares see to it that these attributes hold; this only names their types."""

    user: Owner  # the door lets no anonymous user through
    now: datetime  # aware; taken once at the door
    htmx: HtmxDetails
