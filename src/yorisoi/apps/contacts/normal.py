"""One form of a mail address, a phone number or a page, for telling whether two cards mean the same."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

import phonenumbers

from yorisoi.apps.contacts.models import PointKind

_PHONES = frozenset({PointKind.PHONE, PointKind.MOBILE, PointKind.FAX})
_SPACES = re.compile(r"\s+")
_NOT_DIGIT = re.compile(r"\D+")


def normal_value(kind: str, value: str) -> str:
    """Return the form of ``value`` that is compared: lower-case mail, E.164 phone, address without spaces.

    What cannot be understood (a phone number with too few digits, an address of the web without a host) is only
    narrowed and lower-cased, never refused: the card says what it says.
    """
    plain = unicodedata.normalize("NFKC", value).strip()
    if kind in _PHONES:
        return _phone(plain)
    if kind == PointKind.MAIL:
        return _SPACES.sub("", plain).removeprefix("mailto:").lower()
    if kind == PointKind.URL:
        return _page(plain)
    return _SPACES.sub("", plain).lower()


def _phone(plain: str) -> str:
    try:
        number = phonenumbers.parse(plain.replace("内線", " ext. "), "JP")
    except phonenumbers.NumberParseException:
        return _NOT_DIGIT.sub("", plain) or plain
    if not phonenumbers.is_possible_number(number):
        return _NOT_DIGIT.sub("", plain) or plain
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return f"{written};{number.extension}" if number.extension else written


def _page(plain: str) -> str:
    try:
        parts = urlsplit(plain if "//" in plain else f"//{plain}")
    except ValueError:
        return plain.lower()
    host = (parts.hostname or "").removeprefix("www.")
    if not host:
        return plain.lower()
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{parts.path.rstrip('/')}{query}"
