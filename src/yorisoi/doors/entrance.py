"""The way in: one-time links, and the address a server is reached at."""

from __future__ import annotations

import ipaddress
from datetime import datetime
from typing import TYPE_CHECKING

from yorisoi.doors.operations.issue_link import Answer as Link

if TYPE_CHECKING:
    from yorisoi.apps.accounts.models import Owner

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8765
ENTER_PATH = "/enter/"  # where the web app spends a one-time token


def one_time_link(*, owner: Owner, host: str, port: int, now: datetime) -> Link:
    """Issue a token and return the address that spends it: on this machine, never through a proxy."""
    from yorisoi.apps.accounts import services

    token = services.issue_sign_in_link(owner=owner, now=now)
    return Link(url=f"{address(host, port)}{ENTER_PATH}{token}/", expires_at=now + services.LINK_LIFETIME)


def address(host: str, port: int) -> str:
    """Return the address to type on this machine for a server that listens on ``host``."""
    shown = DEFAULT_HOST if host in ("0.0.0.0", "::", "") else host  # noqa: S104  (compared, not bound)
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


def is_loopback(host: str) -> bool:
    """Say whether only this machine can reach a server that listens on ``host``."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
