"""Which addresses a draft may be sent to."""

from __future__ import annotations

import ipaddress

import pytest

from yorisoi.apps.accounts.endpoint import Place, RefusedAddressError, check, place


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("https://api.example.com/v1", Place("api.example.com", 443, "/v1/chat/completions", True)),
        ("https://api.example.com/v1/", Place("api.example.com", 443, "/v1/chat/completions", True)),
        ("https://api.example.com/v1/chat/completions", Place("api.example.com", 443, "/v1/chat/completions", True)),
        ("https://api.example.com", Place("api.example.com", 443, "/chat/completions", True)),
        ("HTTPS://API.example.com:8443/v1", Place("api.example.com", 8443, "/v1/chat/completions", True)),
        ("http://localhost:11434/v1", Place("localhost", 11434, "/v1/chat/completions", False)),
        ("http://127.0.0.1:8080", Place("127.0.0.1", 8080, "/chat/completions", False)),
        ("http://192.168.1.5/v1", Place("192.168.1.5", 80, "/v1/chat/completions", False)),
        ("http://[::1]:8080/v1", Place("::1", 8080, "/v1/chat/completions", False)),
        ("http://ollama:11434/v1", Place("ollama", 11434, "/v1/chat/completions", False)),
        ("http://box.local/v1", Place("box.local", 80, "/v1/chat/completions", False)),
        ("https://日本.example/v1", Place("xn--wgv71a.example", 443, "/v1/chat/completions", True)),
    ],
)
def test_addresses_that_may_be(text: str, there: Place) -> None:
    assert place(text) == there


@pytest.mark.parametrize(
    "text",
    [
        "",
        "api.example.com/v1",
        "ftp://example.com/",
        "file:///etc/passwd",
        "gopher://localhost:11211/",
        "javascript:alert(1)",
        "unix:///var/run/docker.sock",
        "https://",
        "https:///v1",
        "http://api.example.com/v1",
        "http://8.8.8.8/v1",
        "http://local.example.com",
        "https://169.254.169.254/latest",
        "http://169.254.169.254/latest",
        "http://[fe80::1]/v1",
        "https://[::ffff:169.254.169.254]/",
        "https://[64:ff9b::a9fe:a9fe]/",
        "https://[fd00:ec2::254]/",
        "https://100.100.100.200/",
        "https://0.0.0.0/",
        "https://[::]/",
        "https://224.0.0.1/",
        "https://255.255.255.255/",
        "https://user:secret@api.example.com/v1",
        "https://user@api.example.com/v1",
        "https://api.example.com/v1?key=secret",
        "https://api.example.com/v1#a",
        "https://api.example.com:99999/",
        "https://api.example.com:abc/",
        "https://api.example.com/v1\r\nX: y",
        "https://api.example.com/a b",
        "https://api.example.com/道",
        "https://[::1",
        "https://" + "a" * 64 + ".example/",
        "https://a..b/",
        "https://example.com/" + "a" * 300,
    ],
)
def test_addresses_that_may_not_be(text: str) -> None:
    with pytest.raises(RefusedAddressError) as told:
        place(text)
    assert "。" in str(told.value)


@pytest.mark.parametrize(
    "text", ["127.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.1", "192.168.0.9", "::1", "fd12::1"]
)
def test_at_home_no_tls_is_needed(text: str) -> None:
    check(ipaddress.ip_address(text), secure=False)


@pytest.mark.parametrize(
    "text", ["8.8.8.8", "172.32.0.1", "100.64.0.1", "2001:4860::1", "::ffff:8.8.8.8", "2002:808:808::"]
)
def test_outside_it_is(text: str) -> None:
    check(ipaddress.ip_address(text), secure=True)
    with pytest.raises(RefusedAddressError, match="https"):
        check(ipaddress.ip_address(text), secure=False)
