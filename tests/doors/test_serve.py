"""`yorisoi serve`, `link`, `migrate` and `demo`: the house opens, and to whom."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from yorisoi.doors import entrance, serve
from yorisoi.doors.operation import House, RefusedError

PATIENCE = 30.0  # seconds; two busy cores start a server in three


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def start(surroundings: Callable[..., dict[str, str]]) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start a command that stays; whatever still runs at the end is stopped."""
    running: list[subprocess.Popen[str]] = []

    def run(*arguments: Any, **more: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "yorisoi", *map(str, arguments)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=surroundings(**more),
        )  # fmt: skip
        running.append(process)
        return process

    yield run
    for process in running:
        if process.poll() is None:
            process.kill()
        process.communicate()


def lines_until(process: subprocess.Popen[str], pattern: str) -> list[str]:
    """Read what a process says until a line fits."""
    assert process.stdout is not None
    lines: list[str] = []
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        line = process.stdout.readline()
        if not line:
            break
        lines.append(line.rstrip("\n"))
        if re.search(pattern, line):
            return lines
    raise AssertionError((lines, process.stderr.read() if process.stderr else ""))


def test_the_house_opens_with_a_link_and_closes_quietly(start: Callable[..., Any], port: int) -> None:
    process = start("serve", "--port", port)
    url = lines_until(process, "/enter/")[-1]
    assert url.startswith(f"http://127.0.0.1:{port}/enter/")
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
        assert answer.read() == b"ok"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert "止めました" in out
    assert "Traceback" not in err


def test_a_taken_place_is_told(in_house: Callable[..., Any]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = in_house("serve", "--port", other.getsockname()[1])
    assert done.returncode == 2
    assert "別の番号" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])
def test_beyond_this_machine_a_way_in_is_needed_first(in_house: Callable[..., Any], host: str) -> None:
    done = in_house("serve", "--host", host)
    assert done.returncode == 2
    assert "パスワードかパスキー" in done.stderr
    assert done.stderr.count("\n") == 1


def test_with_a_password_the_house_may_open(owner: Any, now: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    entered = House(now=now, find_owner=lambda: owner)
    serve._refuse_open_house(entered)
    owner.set_unusable_password()
    owner.save()
    with pytest.raises(RefusedError, match="パスキー"):
        serve._refuse_open_house(House(now=now, find_owner=lambda: owner))


def test_an_unknown_host_is_told(refused: Callable[..., str], owner: Any) -> None:
    assert "見つかりませんでした" in refused("serve", "--host", "nowhere.invalid")


def test_a_browser_may_call_the_server_only_by_its_names(settings: Any) -> None:
    settings.ALLOWED_HOSTS, settings.PUBLIC_URL = ["127.0.0.1", "[::1]"], "https://yorisoi.example.jp"
    assert serve._allowed_hosts("127.0.0.1", "127.0.0.1") == ["127.0.0.1", "[::1]", "yorisoi.example.jp"]
    assert "192.0.2.7" in serve._allowed_hosts("192.0.2.7", "192.0.2.7")
    assert "[2001:db8::7]" in serve._allowed_hosts("2001:db8::7", "2001:db8::7")
    everywhere = serve._allowed_hosts("0.0.0.0", "0.0.0.0")
    assert socket.gethostname() in everywhere
    assert "*" not in everywhere


@pytest.mark.parametrize(
    ("host", "only_here"),
    [("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("localhost", True),
     ("0.0.0.0", False), ("::", False), ("192.0.2.1", False), ("example.jp", False), ("", False)],
)  # fmt: skip
def test_what_only_this_machine_reaches(host: str, only_here: bool) -> None:
    assert entrance.is_loopback(host) is only_here


def test_the_address_to_type() -> None:
    assert entrance.address("0.0.0.0", 80) == "http://127.0.0.1:80"
    assert entrance.address("::1", 80) == "http://[::1]:80"
    assert entrance.address("192.0.2.1", 80) == "http://192.0.2.1:80"


def test_a_link_signs_its_owner_in_once(yorisoi: Callable[..., Result], owner: Any, now: Any) -> None:
    from yorisoi.apps.accounts import services

    answer = json.loads(yorisoi("link", "--port", "9000", "--json").output)
    assert answer["url"].startswith("http://127.0.0.1:9000/enter/")
    token = answer["url"].rstrip("/").rpartition("/")[2]
    assert services.spend_sign_in_link(token=token, now=now) == owner
    with pytest.raises(services.LinkSpentError):
        services.spend_sign_in_link(token=token, now=now)
    assert yorisoi("link").output.splitlines()[1].startswith("http://127.0.0.1:8765/enter/")


def test_the_first_start_makes_the_owner(in_house: Callable[..., Any], tmp_path: Path) -> None:
    done = in_house("link", "--json", data=tmp_path / "new")
    assert done.returncode == 0, done.stderr
    assert oct((tmp_path / "new").stat().st_mode & 0o777) == "0o700"
    assert json.loads(in_house("today", "--json", data=tmp_path / "new").stdout)["quiet"] is True


def test_tables_in_place_are_left_alone(in_house: Callable[..., Any]) -> None:
    assert json.loads(in_house("migrate", "--json").stdout) == {"applied": []}
    assert "もうこの版に合っています" in in_house("migrate").stdout


def test_the_demonstration_shows_everything_and_then_remembers(in_house: Callable[..., Any], tmp_path: Path) -> None:
    first = in_house("demo", "--no-serve", data=tmp_path / "demo")
    assert first.returncode == 0, first.stderr
    for words in (
        "取り込み",
        "計画:",
        "結果:",
        "今日 ",
        "わけ:",
        "お休み中(",
        "催促",
        "気になるところはありませんでした",
    ):
        assert words in first.stdout, words
    began = time.monotonic()
    second = in_house("demo", "--no-serve", data=tmp_path / "demo")
    assert time.monotonic() - began < 5.0
    assert "見本は用意できています" in second.stdout
    assert second.stdout.split("── 今日")[1] == first.stdout.split("── 今日")[1]


def test_the_demonstration_keeps_out_of_a_house_that_is_lived_in(in_house: Callable[..., Any], tmp_path: Path) -> None:
    card = tmp_path / "one.vcf"
    card.write_text("BEGIN:VCARD\nVERSION:3.0\nN:相沢;沙織;;;\nFN:相沢 沙織\nEND:VCARD\n", encoding="utf-8")
    assert in_house("import", card, "--apply").returncode == 0
    done = in_house("demo", "--no-serve")
    assert done.returncode == 2
    assert "ご自分のデータ" in done.stderr
    assert len(json.loads(in_house("import", card, "--json").stdout)["files"][0]["rows"]) == 1
