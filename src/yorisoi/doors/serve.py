"""Starting the web server. Beyond this machine only when the owner has a way in that a stranger has not."""

from __future__ import annotations

import os
import socket
import threading
import time
import urllib.request
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import click

from yorisoi.doors import house
from yorisoi.doors.entrance import DEFAULT_HOST, DEFAULT_PORT, address, is_loopback, one_time_link
from yorisoi.doors.operation import House, Needs, RefusedError

WORKERS = 2  # processes: one slow page does not hold up the phone beside it
THREADS = 4  # in each; SQLite has one writer anyway, and a thread keeps a connection of its own
STOP_SECONDS = 5  # a request under way may finish after Ctrl-C
START_SECONDS = 60.0  # a slow single-board computer needs half of it
ANSWER_SECONDS = 5.0  # the first request loads every page's code
LOOK_SECONDS = 0.1  # between two looks whether the server answers
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  (named to be refused, or opened on purpose)


@click.command("serve", help="ウェブの画面を開きます。止めるときは Ctrl-C。")
@click.option("--host", default=DEFAULT_HOST, metavar="ホスト", help=f"待ち受け先(初めは {DEFAULT_HOST})。")
@click.option(
    "--port",
    default=DEFAULT_PORT,
    type=click.IntRange(1, 65535),
    metavar="番号",
    help=f"ポート(初めは {DEFAULT_PORT})。",
)
def command(host: str, port: int) -> None:
    """Enter the house and serve it until told to stop."""
    entered = house.enter(Needs.MEMORY, now=house.current_time(), progress=house.show_progress)
    serve(entered, host=host, port=port)


def serve(entered: House, *, host: str, port: int) -> None:
    """Serve until interrupted. A one-time link is printed as soon as the server answers.

    Raises:
        RefusedError: the host is open to others and the owner has no way in yet, the place is taken, or nothing starts.
    """
    place = _resolved(host)
    if not is_loopback(place):
        _refuse_open_house(entered)
    _refuse_taken(place, port)
    os.environ["YORISOI_ALLOWED_HOSTS"] = ",".join(_allowed_hosts(host, place))
    _make_static_folder()
    link = one_time_link(owner=entered.owner, host=place, port=port, now=entered.now)
    _leave_database()

    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    server = Server(
        "yorisoi.config.wsgi:application",
        address=place,
        port=port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=THREADS,
        workers_kill_timeout=STOP_SECONDS,
        websockets=False,
        log_level=LogLevels.warning,
    )
    ready = threading.Event()
    watcher = threading.Thread(
        target=_announce, args=(place, port, link.url, link.expires_at, ready), name="announce", daemon=True
    )
    watcher.start()
    server.serve()
    if not ready.is_set():
        raise RefusedError("サーバーを始められませんでした。すぐ上の記録をご覧ください。")
    click.echo("止めました。おつかれさまでした。")


def _announce(host: str, port: int, url: str, expires_at: datetime, ready: threading.Event) -> None:
    """Wait until the server answers, then say where."""
    seen = DEFAULT_HOST if host in EVERYWHERE else host
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{address(seen, port)}/healthz", timeout=ANSWER_SECONDS):  # noqa: S310  (http)
                break
        except OSError:
            time.sleep(LOOK_SECONDS)
    else:
        return
    ready.set()
    click.echo(f"開きました: {address(host, port)}(止めるときは Ctrl-C)")
    click.echo(f"次のリンクから入れます({expires_at:%H:%M} まで、一度だけ)。")
    click.echo(url)


def _resolved(host: str) -> str:
    """Return the numeric address to bind."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError as error:
        raise RefusedError(f"「{host}」という待ち受け先が見つかりませんでした。") from error
    numbers = [str(entry[4][0]) for entry in found]
    return DEFAULT_HOST if DEFAULT_HOST in numbers else numbers[0]


def _refuse_open_house(entered: House) -> None:
    from yorisoi.apps.accounts import selectors

    if not selectors.has_way_in(entered.owner):
        raise RefusedError(
            "この端末の外にも開くには、先にパスワードかパスキーが要ります。"
            "`yorisoi serve` で開き、設定で決めてから、もう一度お試しください。"
        )


def _refuse_taken(place: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in place else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((place, port))
        except OSError as error:
            raise RefusedError(
                f"{address(place, port)} では始められませんでした({error.strerror})。"
                "もう動いているか、別のものが使っています。--port で別の番号をお試しください。"
            ) from error


def _allowed_hosts(host: str, place: str) -> list[str]:
    """Return the names a browser may call this server by: never just any."""
    from django.conf import settings

    names = [*settings.ALLOWED_HOSTS]
    if settings.PUBLIC_URL:
        names.append(urlsplit(settings.PUBLIC_URL).hostname or "")
    if place in EVERYWHERE:
        own = socket.gethostname()
        names += [own, f"{own}.local", *_own_addresses(own)]
    elif not is_loopback(place):
        names += [host, place]
    return list(dict.fromkeys(f"[{name}]" if ":" in name and name[0] != "[" else name for name in names if name))


def _own_addresses(own: str) -> list[str]:
    try:
        return [str(entry[4][0]) for entry in socket.getaddrinfo(own, None, type=socket.SOCK_STREAM)]
    except OSError:
        return []  # a machine that does not know its own name is reached by YORISOI_ALLOWED_HOSTS


def _make_static_folder() -> None:
    """Make the folder that the settings name for collected files; it may stay empty."""
    from django.conf import settings

    Path(str(settings.STATIC_ROOT)).mkdir(exist_ok=True)


def _leave_database() -> None:
    """Close what this process opened: the workers open their own."""
    from django.db import connections

    connections.close_all()
