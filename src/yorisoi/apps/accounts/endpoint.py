"""Which addresses a draft may be sent to: the owner chooses, and some doors stay shut even so.

Without TLS only this machine and the home network are allowed. The services by which clouds tell a machine its own secrets
are never spoken to, whatever the address is called.
"""

from __future__ import annotations

import ipaddress
from typing import NamedTuple
from urllib.parse import urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

HOME = tuple(
    ipaddress.ip_network(net)
    for net in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7")
)
"""This machine and private networks (RFC 1918, RFC 4193): here a connection may go without TLS."""
SECRET_KEEPERS = (ipaddress.ip_address("fd00:ec2::254"), ipaddress.ip_address("100.100.100.200"))
"""Metadata services outside the link-local range (EC2 over IPv6, Alibaba Cloud); 169.254.0.0/16 and fe80::/10 are shut whole."""
NAT64 = ipaddress.ip_network("64:ff9b::/96")
HOME_NAMES = (".local", ".lan", ".internal", ".home.arpa", ".localhost")
LONGEST = 300  # characters, as the column
COMPLETIONS = "/chat/completions"


class RefusedAddressError(ValueError):
    """This address is not one to send a draft to; the text is a sentence for the owner."""


class Place(NamedTuple):
    """Where to connect: the name to show the other side, the port, the path, and whether with TLS."""

    host: str
    port: int
    path: str
    secure: bool


def place(text: str) -> Place:
    """Read a base URL such as ``https://api.example.com/v1``; the path of chat completions is added to it.

    Raises:
        RefusedAddressError: it is no such URL, or one that is refused whatever the name leads to.
    """
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
        host = host if ":" in host else host.encode("idna").decode()
    except ValueError as error:  # UnicodeError is one, too
        raise RefusedAddressError("アドレスを読めません。https:// からはじまるアドレスを入れてください。") from error
    if parts.scheme not in ("http", "https") or not host or len(text) > LONGEST or not parts.path.isascii():
        raise RefusedAddressError(
            "アドレスは https:// から(この機械やお手元のネットワークなら http:// から)入れてください。"
        )
    if (
        parts.username is not None
        or parts.query
        or parts.fragment
        or any(sign <= " " or sign == "\x7f" for sign in text)
    ):
        raise RefusedAddressError("アドレスには、鍵や「?」から後ろを含めず、そのままの形で入れてください。")
    secure = parts.scheme == "https"
    literal = _literal(host)
    if literal is not None:
        check(literal, secure=secure)
    elif not secure and "." in host and not f".{host}".endswith(HOME_NAMES):
        raise RefusedAddressError("外のネットワークへは、https:// のアドレスでだけ送れます。")
    path = parts.path.rstrip("/").removesuffix(COMPLETIONS) + COMPLETIONS
    return Place(host, port or (443 if secure else 80), path, secure)


def check(address: Address, *, secure: bool) -> None:
    """Refuse what no name may lead to. Called again for what the name resolved to, right before connecting.

    Raises:
        RefusedAddressError: the address is shut, or is outside and the connection would be without TLS.
    """
    address = _inner(address)
    shut = address.is_link_local or address.is_multicast or address.is_unspecified or address in SECRET_KEEPERS
    if shut or address == ipaddress.ip_address("255.255.255.255"):
        raise RefusedAddressError("そのアドレスへは送れません。別のアドレスをお使いください。")
    if not secure and not any(address in net for net in HOME):
        raise RefusedAddressError("外のネットワークへは、https:// のアドレスでだけ送れます。")


def _inner(address: Address) -> Address:
    """The IPv4 address that an IPv6 one carries inside: mapped, 6to4, or through NAT64 (RFC 6052)."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour or address


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
