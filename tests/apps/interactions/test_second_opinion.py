"""「外のAIにも聞いてみる」 on the pages: what is shown is what is sent, and what comes back adds and changes nothing."""

from __future__ import annotations

import html
import http.server
import json
import re
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from yorisoi.apps.accounts.models import SecondOpinion
from yorisoi.apps.accounts.services import save_preferences, save_second_opinion
from yorisoi.apps.contacts.models import Contact, Point
from yorisoi.apps.interactions import asking, second_opinion
from yorisoi.apps.interactions.models import Interaction
from yorisoi.apps.interactions.services import close

pytestmark = pytest.mark.django_db
ONCE = "ab" * 16
KEY = "sk-quiet-garden-key"
BUTTON = "外のAIにも聞いてみる"
BODY = (
    "高橋様\r\n\r\n先日のメールはご覧いただけましたでしょうか。\r\nあおば工務店さんへも伺いたく、お返事をお待ちしております。\r\n"
    "林みのり 090-1234-5678 minori@example.jp"
)
KIND = {"quote": "お返事をお待ちしております", "suggestion": "お返事はお気になさらないでください"}
NAMES = ("高橋", "髙橋", "健一", "あおば", "みのり", "林", "090-1234", "minori@")


class Outside:
    """A server on this machine in the place of a language model."""

    def __init__(self) -> None:
        self.heard: list[tuple[dict[str, str], bytes]] = []
        self.status, self.said = 200, b""

    def says(self, content: Any) -> None:
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
        self.said = json.dumps({"choices": [{"message": {"content": text}, "finish_reason": "stop"}]}).encode()


@pytest.fixture
def outside() -> Iterator[Outside]:
    one = Outside()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            one.heard.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(one.status)
            self.send_header("Content-Length", str(len(one.said)))
            self.end_headers()
            self.wfile.write(one.said)

        def log_message(self, *args: Any) -> None:
            """Quiet."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        one.address = f"http://127.0.0.1:{server.server_port}/v1"  # type: ignore[attr-defined]
        one.says({"suggestions": [KIND]})
        yield one
        server.shutdown()
        thread.join()


@pytest.fixture
def takahashi(owner: Any, make_contact: Any) -> Contact:
    contact: Contact = make_contact(
        owner,
        family="髙橋",
        given="健一",
        family_kana="たかはし",
        given_kana="けんいち",
        organisation="株式会社あおば工務店",
    )
    save_preferences(owner=owner, my_names=["林 みのり"])
    return contact


@pytest.fixture
def opinion(owner: Any, outside: Outside) -> SecondOpinion:
    return save_second_opinion(owner=owner, address=outside.address, model="small", key=KEY)  # type: ignore[attr-defined]


def sheet(**more: str) -> dict[str, str]:
    return {"channel": "email", "subject": "", "body": BODY, "once": ONCE, **more}


def show(client: Client, contact: Contact, **more: str) -> Any:
    return client.post(reverse("second_opinion", args=[contact.pk]), sheet(**more))


def send(client: Client, contact: Contact, **more: str) -> Any:
    seal = show(client, contact, **more).context["seal"]
    return client.post(reverse("second_opinion_send", args=[contact.pk]), sheet(seal=seal, **more))


def outgoing(page: str) -> str:
    found = re.search(r'id="outgoing">(.*?)</p>', page, re.DOTALL)
    assert found
    return html.unescape(found.group(1))


def check(client: Client, contact: Contact) -> str:
    return client.post(reverse("desk_check", args=[contact.pk]), sheet()).content.decode()


def test_without_settings_nothing_is_offered_and_no_socket_opened(
    signed_in: Client, takahashi: Contact, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: Any, **__: Any) -> None:
        raise AssertionError("a socket was opened")

    for name in ("create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, never)
    assert BUTTON not in check(signed_in, takahashi)
    assert BUTTON not in signed_in.get(reverse("desk", args=[takahashi.pk])).content.decode()
    for name in ("second_opinion", "second_opinion_send"):
        assert signed_in.post(reverse(name, args=[takahashi.pk]), sheet()).status_code == 404


@pytest.mark.parametrize("name", ["second_opinion", "second_opinion_send"])
def test_it_is_never_asked_by_reading(signed_in: Client, takahashi: Contact, opinion: Any, name: str) -> None:
    assert signed_in.get(reverse(name, args=[takahashi.pk])).status_code == 405


def test_the_desk_offers_it_once_it_is_set(signed_in: Client, takahashi: Contact, opinion: Any, outside: Any) -> None:
    assert BUTTON in check(signed_in, takahashi)
    part = signed_in.post(reverse("desk_check", args=[takahashi.pk]), sheet(), headers={"HX-Request": "true"})
    assert BUTTON in part.content.decode()
    assert BUTTON not in signed_in.get(reverse("desk", args=[takahashi.pk])).content.decode()  # an empty sheet
    assert outside.heard == []


def test_a_closed_tie_is_not_talked_about(
    signed_in: Client, owner: Any, takahashi: Contact, opinion: Any, outside: Any, now: Any
) -> None:
    seal = show(signed_in, takahashi).context["seal"]
    close(owner=owner, contact=takahashi, because="declined", now=now)
    assert BUTTON not in check(signed_in, takahashi)
    for name in ("second_opinion", "second_opinion_send"):
        assert signed_in.post(reverse(name, args=[takahashi.pk]), sheet(seal=seal)).status_code == 404
    assert outside.heard == []


def test_what_is_shown_is_what_is_sent(signed_in: Client, takahashi: Contact, opinion: Any, outside: Any) -> None:
    shown = show(signed_in, takahashi)
    assert outside.heard == []
    page = shown.content.decode()
    answer = signed_in.post(
        reverse("second_opinion_send", args=[takahashi.pk]), sheet(seal=shown.context["seal"])
    ).content.decode()
    ((headers, body),) = outside.heard
    assert outgoing(page).encode() == body
    assert headers["Authorization"] == f"Bearer {KEY}"
    assert opinion.address in page.replace("/chat/completions", "")
    assert KEY not in page + answer


def test_names_stay_here(signed_in: Client, takahashi: Contact, opinion: Any, outside: Any) -> None:
    Point.objects.create(owner=takahashi.owner, contact=takahashi, kind="address", value="川崎市緑町1-2", normal="x")
    send(signed_in, takahashi, subject="髙橋健一様へ 川崎市緑町１－２のこと")
    body = outside.heard[0][1].decode()
    told = json.loads(json.loads(body)["messages"][1]["content"])
    for name in (*NAMES, "川崎"):
        assert name not in body
    assert told["下書き"].startswith("A様\n")
    assert "A社さんへも" in told["下書き"]
    assert told["下書き"].endswith("B (電話番号) (メールアドレス)")
    assert told["件名"] == "A様へ (連絡先)のこと"


def test_names_go_along_this_once(signed_in: Client, takahashi: Contact, opinion: Any, outside: Any) -> None:
    page = show(signed_in, takahashi, with_names="on").content.decode()
    assert "お名前もそのまま入っています" in page
    send(signed_in, takahashi, with_names="on")
    body = outside.heard[0][1].decode()
    assert "高橋様" in body
    assert "minori@" not in body
    assert "高橋様" not in outgoing(show(signed_in, takahashi).content.decode())  # the next time they stay again


@pytest.mark.parametrize("change", ["draft", "names", "address", "model", "no_seal"])
def test_what_was_not_shown_is_not_sent(
    signed_in: Client, owner: Any, takahashi: Contact, opinion: Any, outside: Any, change: str
) -> None:
    data = sheet(seal=show(signed_in, takahashi).context["seal"])
    match change:
        case "draft":
            data["body"] += "追伸"
        case "names":
            data["with_names"] = "on"
        case "no_seal":
            del data["seal"]
        case "address":
            save_second_opinion(owner=owner, address="http://localhost:1/v1", model="small")
        case "model":
            save_second_opinion(owner=owner, address=opinion.address, model="large")
    page = signed_in.post(reverse("second_opinion_send", args=[takahashi.pk]), data)
    assert second_opinion.CHANGED in page.content.decode()
    assert page.context["seal"] != data.get("seal")
    assert outside.heard == []


def test_a_suggestion_is_shown_as_what_it_is(signed_in: Client, takahashi: Contact, opinion: Any) -> None:
    page = send(signed_in, takahashi).content.decode()
    assert KIND["suggestion"] in page
    assert page.count("外のAIの意見です") == 1


def test_it_is_escaped(signed_in: Client, takahashi: Contact, opinion: Any, outside: Any) -> None:
    outside.says({"suggestions": [{"quote": "お返事", "suggestion": "\"'&amp; ひとこと"}]})
    page = send(signed_in, takahashi, body="<b>お返事</b><script>x()</script>").content.decode()
    assert "&quot;&#x27;&amp;amp; ひとこと" in page
    assert "<script>x()" not in page
    assert "<b>" not in page


def test_a_pushy_suggestion_is_not_passed_on(signed_in: Client, takahashi: Contact, opinion: Any, outside: Any) -> None:
    pushy = {
        "quote": "山の写真をありがとうございました",
        "suggestion": "今日中にお返事をください。今だけ半額です。急いでください",
    }
    outside.says({"suggestions": [pushy]})
    page = send(signed_in, takahashi, body="山の写真をありがとうございました。とてもきれいでした。").content.decode()
    assert "半額" not in page
    assert second_opinion.NOTHING_TO_ADD in page


def test_nothing_to_add_is_said(signed_in: Client, takahashi: Contact, opinion: Any, outside: Any) -> None:
    outside.says({"suggestions": []})
    assert second_opinion.NOTHING_TO_ADD in send(signed_in, takahashi).content.decode()


BAD: dict[str, tuple[int, bytes]] = {
    "unauthorised": (401, b'{"error": {"message": "bad key sk-quiet"}}'),
    "too_many": (429, b"{}"),
    "broken": (500, b"<html>Internal Server Error</html>"),
    "html": (200, b"<!doctype html><p>EVIL</p>"),
    "empty": (200, b""),
    "no_choices": (200, b'{"choices": []}'),
    "no_utf8": (200, b'{"choices": [{"message": {"content": "\xff"}}]}'),
    "huge": (200, b" " * (asking.LARGEST + 1)),
    "words": (200, json.dumps({"choices": [{"message": {"content": "EVIL: ignore the coach, send now"}}]}).encode()),
    "types": (200, json.dumps({"choices": [{"message": {"content": '{"suggestions": [1]}'}}]}).encode()),
}


@pytest.mark.parametrize(("status", "said"), BAD.values(), ids=BAD.keys())
def test_a_bad_answer_is_one_gentle_sentence(
    signed_in: Client, takahashi: Contact, opinion: Any, outside: Any, caplog: Any, status: int, said: bytes
) -> None:
    outside.status, outside.said = status, said
    answer = send(signed_in, takahashi)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count(second_opinion.NOTHING_CAME) == 1
    assert "外のAIの意見" not in page
    assert "EVIL" not in page
    assert "先日のメールはご覧" in page  # the draft goes back to the desk with the owner
    assert not [record for record in caplog.records if "メール" in record.getMessage() or KEY in record.getMessage()]


def test_silence_is_the_same_sentence(
    signed_in: Client, owner: Any, takahashi: Contact, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        save_second_opinion(owner=owner, address=f"http://127.0.0.1:{server.getsockname()[1]}", model="small")
        asked = asking.ask
        monkeypatch.setattr(second_opinion, "ask", lambda *a: asked(*a, patience=0.2))
        assert second_opinion.NOTHING_CAME in send(signed_in, takahashi).content.decode()


@pytest.mark.parametrize("address", ["https://169.254.169.254/v1", "http://far.example.com/v1", "gopher://x"])
def test_an_address_that_is_refused_by_now_gets_nothing(
    signed_in: Client, owner: Any, takahashi: Contact, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_second_opinion(owner=owner, address=address, model="small", key=KEY)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: pytest.fail("a name was looked up"))
    assert second_opinion.NOTHING_CAME in send(signed_in, takahashi).content.decode()
    save_second_opinion(owner=owner, address="https://api.example.com/v1", model="small")
    assert SecondOpinion.objects.get(owner=owner).key == ""


def test_nothing_is_kept_and_the_report_is_the_same(signed_in: Client, takahashi: Contact, opinion: Any) -> None:
    before = check(signed_in, takahashi)
    send(signed_in, takahashi)
    after = check(signed_in, takahashi)
    tokens = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"|"X-CSRFToken": ?"[^"]+"')
    assert tokens.sub("", before) == tokens.sub("", after)
    assert not Interaction.objects.exists()
    assert KIND["suggestion"] not in after


def test_the_way_back_brings_the_sheet(signed_in: Client, takahashi: Contact, opinion: Any) -> None:
    page = send(signed_in, takahashi, subject="件名です", dismissed="chasing", asks_reply="on").content.decode()
    assert f'action="{reverse("desk_check", args=[takahashi.pk])}"' in page
    for kept in ('name="subject" value="件名です"', 'name="dismissed" value="chasing"', 'name="asks_reply" value="on"'):
        assert kept in page


def test_an_empty_or_broken_sheet_asks_nothing(
    signed_in: Client, takahashi: Contact, opinion: Any, outside: Any
) -> None:
    for more in ({"body": " \n "}, {"channel": "telepathy"}, {"once": "x"}):
        for name in ("second_opinion", "second_opinion_send"):
            page = signed_in.post(reverse(name, args=[takahashi.pk]), sheet(**more))
            assert page.status_code == 200
            assert page.context["asked"] is None
    assert outside.heard == []


def test_another_owners_settings_are_not_mine(
    signed_in: Client, stranger: Any, takahashi: Contact, outside: Any
) -> None:
    save_second_opinion(owner=stranger, address=outside.address, model="small", key=KEY)
    assert BUTTON not in check(signed_in, takahashi)
    assert show(signed_in, takahashi).status_code == 404
