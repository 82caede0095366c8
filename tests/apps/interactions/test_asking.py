"""One bounded question over real sockets: what comes back, and everything that may come instead."""

from __future__ import annotations

import http.server
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest

from yorisoi.apps.interactions import asking
from yorisoi.apps.interactions.asking import LARGEST, SilentError, ask

BODY = '{"下書き": "お返事はまだでしょうか"}'.encode()
SHORT = 0.5  # seconds of patience in tests of impatience


@pytest.fixture
def raw_server() -> Iterator[Callable[[bytes], str]]:
    """A server that reads a request and says these bytes, whatever they are: ``raw_server(b"...")`` gives its address."""
    listening: list[socket.socket] = []

    def start(said: bytes, *, drip: float = 0) -> str:
        server = socket.create_server(("127.0.0.1", 0))
        listening.append(server)

        def serve() -> None:
            with suppress(OSError):
                talk, _ = server.accept()
                with talk:
                    talk.recv(65536)
                    if drip:
                        for at in range(len(said)):
                            talk.sendall(said[at : at + 1])
                            time.sleep(drip)
                    talk.sendall(said)

        threading.Thread(target=serve, daemon=True).start()
        return f"http://127.0.0.1:{server.getsockname()[1]}/v1"

    yield start
    for server in listening:
        server.close()


def http_answer(body: bytes, status: str = "200 OK", *more: str, length: int | None = None) -> bytes:
    size = len(body) if length is None else length
    head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Length: {size}", "Connection: close", *more])
    return head.encode() + b"\r\n\r\n" + body


class Echo(http.server.BaseHTTPRequestHandler):
    """Keeps what it was asked and answers with the same bytes."""

    heard: list[tuple[str, dict[str, str], bytes]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.heard.append((self.path, dict(self.headers), body))
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Quiet."""


@pytest.fixture
def echo() -> Iterator[Any]:
    handler = type("Handler", (Echo,), {"heard": []})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_it_sends_these_bytes_and_gives_back_what_came(echo: Any) -> None:
    assert ask(f"http://127.0.0.1:{echo.server_port}/v1/", "sk-key", BODY) == BODY
    ((path, headers, body),) = echo.RequestHandlerClass.heard
    assert (path, body) == ("/v1/chat/completions", BODY)
    assert headers["Authorization"] == "Bearer sk-key"
    assert headers["Host"] == f"127.0.0.1:{echo.server_port}"


def test_without_a_key_no_key_is_sent(echo: Any) -> None:
    ask(f"http://localhost:{echo.server_port}", "", BODY)
    assert "Authorization" not in echo.RequestHandlerClass.heard[0][1]


def test_chunks_are_put_together(raw_server: Any) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert ask(raw_server(head + b"2\r\n{}\r\n0\r\n\r\n"), "", BODY) == b"{}"


@pytest.mark.parametrize(
    "status", ["401 No", "403 No", "404 No", "429 Slow", "500 Oh", "502 Oh", "204 None", "201 Made"]
)
def test_only_a_plain_yes_is_read(raw_server: Any, status: str) -> None:
    with pytest.raises(SilentError):
        ask(raw_server(http_answer(b"{}" if not status.startswith("204") else b"", status)), "", BODY)


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 There", "308 There"])
def test_no_redirect_is_followed(raw_server: Any, echo: Any, status: str) -> None:
    elsewhere = f"Location: http://127.0.0.1:{echo.server_port}/v1/chat/completions"
    with pytest.raises(SilentError):
        ask(raw_server(http_answer(b"", status, elsewhere)), "sk-key", BODY)
    assert echo.RequestHandlerClass.heard == []


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"\x00\xff\xfe hello",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{}",
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 500 + b"\r\n{}",
        b"HTTP/1.1 200 OK\r\nA: " + b"b" * 100_000 + b"\r\n\r\n{}",
        http_answer(b"{}", length=400),
        http_answer(b" " * (LARGEST + 1)),
        b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + b" " * (LARGEST + 1),
    ],
    ids=[
        "silence",
        "noise",
        "half_head",
        "status",
        "chunk",
        "half_chunk",
        "heads",
        "long_head",
        "cut",
        "large",
        "endless",
    ],
)
def test_a_broken_answer_is_no_answer(raw_server: Any, said: bytes) -> None:
    with pytest.raises(SilentError):
        ask(raw_server(said), "", BODY, patience=5)


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(SilentError):
        ask(f"http://127.0.0.1:{port}/v1", "", BODY)


def test_silence_without_end_ends() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        began = time.monotonic()
        with pytest.raises(SilentError):
            ask(f"http://127.0.0.1:{server.getsockname()[1]}/v1", "", BODY, patience=SHORT)
        assert time.monotonic() - began < SHORT + 2  # the rest is for a busy machine


@pytest.mark.parametrize("said", [http_answer(b" " * 400), b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 90])
def test_an_answer_in_drops_is_not_waited_for(raw_server: Any, said: bytes) -> None:
    began = time.monotonic()
    with pytest.raises(SilentError):
        ask(raw_server(said, drip=0.02), "", BODY, patience=SHORT)
    assert time.monotonic() - began < SHORT + 2


def test_a_name_that_never_resolves_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: over.wait(10) and [])
    with pytest.raises(SilentError, match="late"):
        ask("https://slow.example/v1", "", BODY, patience=SHORT)
    over.set()


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("https://meta.example/v1", "169.254.169.254"),
        ("https://meta.example/v1", "fe80::1"),
        ("https://meta.example/v1", "::ffff:169.254.169.254"),
        ("https://meta.example/v1", "64:ff9b::a9fe:a9fe"),
        ("https://meta.example/v1", "fd00:ec2::254"),
        ("https://meta.example/v1", "0.0.0.0"),
        ("http://box.local/v1", "93.184.216.34"),
        ("http://ollama/v1", "8.8.8.8"),
    ],
)
def test_what_a_name_leads_to_is_looked_at(monkeypatch: pytest.MonkeyPatch, address: str, leads_to: str) -> None:
    opened: list[Any] = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", (leads_to, 443))])
    monkeypatch.setattr(socket, "create_connection", lambda *a, **_: opened.append(a))
    with pytest.raises(SilentError):
        ask(address, "sk-key", BODY)
    assert opened == []


def test_a_name_with_one_shut_door_among_its_addresses_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Any] = []
    two = [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", ("169.254.169.254", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: two)
    monkeypatch.setattr(socket, "create_connection", lambda *a, **_: opened.append(a))
    with pytest.raises(SilentError):
        ask("https://meta.example/v1", "", BODY)
    assert opened == []


def test_without_a_certificate_nothing_is_said(echo: Any) -> None:
    """Plain HTTP where TLS was promised: the handshake fails, and neither key nor words were spoken."""
    with pytest.raises(SilentError):
        ask(f"https://127.0.0.1:{echo.server_port}/v1", "sk-key", BODY, patience=5)
    assert echo.RequestHandlerClass.heard == []


def test_proxies_of_the_environment_are_not_used(echo: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert ask(f"http://127.0.0.1:{echo.server_port}/v1", "", BODY) == BODY


def test_the_bounds_are_those_promised_on_the_page() -> None:
    assert (asking.PATIENCE, asking.LARGEST) == (15.0, 262_144)
