"""Make a fresh one-time link that signs the owner in on this machine. Earlier unused links end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from yorisoi.doors.operation import House, Needs, Option

NAME = "link"
SUMMARY = "この端末から入るための、一度だけ使えるリンクを出します。"
NEEDS = Needs.MEMORY
PORTS = (1, 65_535)  # what TCP knows


@dataclass(frozen=True, kw_only=True)
class Question:
    """Where the server listens."""

    host: Annotated[str, Option("サーバーの待ち受け先。", "ホスト")] = "127.0.0.1"
    port: Annotated[int, Option("サーバーのポート。", "番号", within=PORTS)] = 8765


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A way in, to be used once."""

    url: Annotated[str, "開くアドレス。"]
    expires_at: Annotated[datetime, "使える期限。"]


def run(question: Question, house: House) -> Answer:
    """Issue the link; only its hash is kept."""
    from yorisoi.doors.entrance import one_time_link

    return one_time_link(owner=house.owner, host=question.host, port=question.port, now=house.now)


def render(answer: Answer) -> str:
    """Show the address on a line of its own, so that it can be copied whole."""
    return f"次のリンクから入れます({answer.expires_at:%H:%M} まで、一度だけ)。\n{answer.url}"
