"""Small files to bring in, and the way to bring them in."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from tests.apps.cards.conftest import reader as reader


def card(family: str, given: str = "", **lines: str) -> str:
    """One vCard. ``lines`` are further properties: ``EMAIL="a@example.jp"``; an underscore stands for a hyphen."""
    more = "".join(f"{name.replace('_', '-')}:{value}\r\n" for name, value in lines.items())
    return f"BEGIN:VCARD\r\nVERSION:3.0\r\nN:{family};{given};;;\r\nFN:{family} {given}\r\n{more}END:VCARD\r\n"


def talk(partner: str, *lines: tuple[str, str, str], day: str = "2026/10/01(木)") -> str:
    """A LINE talk history of one day: (time, speaker, words)."""
    body = "\n".join("\t".join(line) for line in lines)
    return f"[LINE] {partner}とのトーク履歴\n保存日時:2026/11/01 10:00\n\n{day}\n{body}\n"


def all_rows() -> dict[str, list[dict[str, Any]]]:
    """Everything stored about people and their caches, to compare before and after."""
    from django.apps import apps

    names = ("Contact", "Point", "Tag", "Fact", "SearchKey")
    models = [apps.get_model("contacts", name) for name in names]
    models += [apps.get_model("interactions", name) for name in ("Interaction", "Standing")]
    models += [apps.get_model("accounts", "Preferences"), apps.get_model("exchange", "KnownAs")]
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


@pytest.fixture
def bring(owner: Any, now: datetime) -> Callable[..., Any]:
    """Plan a file: ``bring(text, name="people.vcf", me=("私",))``."""
    from yorisoi.apps.exchange import services
    from yorisoi.apps.exchange.format import Options

    def plan(text: str, *, name: str = "people.vcf", at: datetime = now, whose: Any = owner, **options: Any) -> Any:
        stream = io.BytesIO(text.encode())
        return services.plan_file(owner=whose, name=name, stream=stream, options=Options(**options), now=at)

    return plan


@pytest.fixture
def accept(owner: Any, now: datetime) -> Callable[..., Any]:
    """Apply a plan and return its summary."""
    from yorisoi.apps.exchange import services

    def apply(batch: Any, *, at: datetime = now) -> Any:
        return services.apply(owner=batch.owner, batch=batch, now=at)

    return apply
