"""One bounded question to a language model outside: a time, a size, one address, and no way on from there.

The name is resolved once, what it leads to is checked, and that very address is connected to, so that a name cannot point
elsewhere in between. Nothing follows a redirect, nothing goes through a proxy, and neither the question nor the answer nor
the key is ever logged.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading

from django.views.decorators.debug import sensitive_variables

from yorisoi.apps.accounts.endpoint import Place, RefusedAddressError, check, place

PATIENCE = 15.0
"""Seconds from the tap to the last byte: a small local model needs some, and nobody watches a page for longer."""
LARGEST = 256 * 1024
"""Bytes of an answer: three sentences fit a hundred times; more is no answer to this question."""
STEP = 16 * 1024  # bytes read at once


class SilentError(Exception):
    """No usable answer came. Why is of no use to the page; the message is for tests and never holds words of a draft."""


@sensitive_variables("key")
def ask(address: str, key: str, body: bytes, *, patience: float = PATIENCE) -> bytes:
    """Send ``body`` as it is and return the bytes of the answer.

    Args:
        address: base URL as the owner set it.
        key: sent as a bearer token; empty for none.
        body: the JSON of a chat completion.
        patience: seconds in all, whatever the other side does.

    Raises:
        SilentError: refused address, no connection, late, too large, cut off, or any status but 200.
    """
    call = _Call(address, key, body, patience)
    worker = threading.Thread(target=call.run, daemon=True)
    worker.start()
    worker.join(patience)
    if worker.is_alive():
        call.hang_up()
        raise SilentError("late")
    if call.answer is None:
        raise SilentError(call.trouble)
    return call.answer


class _Call:
    """A call in a thread of its own: resolving a name and a dripping answer know no time limit in all."""

    def __init__(self, address: str, key: str, body: bytes, patience: float) -> None:
        self._address, self._key, self._body, self._patience = address, key, body, patience
        self._socket: socket.socket | None = None
        self.answer: bytes | None = None
        self.trouble = ""

    def run(self) -> None:
        try:
            self.answer = self._exchange()
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.trouble = type(error).__name__  # only the kind is kept, see SilentError

    def hang_up(self) -> None:
        """End a call that takes too long; the thread then ends by itself."""
        if self._socket is not None:
            try:
                self._socket.shutdown(socket.SHUT_RDWR)
            except OSError as error:  # it had just ended
                self.trouble = type(error).__name__

    def _exchange(self) -> bytes:
        there = place(self._address)
        with _connected(there, self._patience) as self._socket:
            return self._told(there, self._socket)

    def _told(self, there: Place, sock: socket.socket) -> bytes:
        connection = http.client.HTTPConnection(there.host, there.port)
        connection.default_port = http.client.HTTPS_PORT if there.secure else http.client.HTTP_PORT
        connection.sock = sock
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "User-Agent": "yorisoi",
        }
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        connection.request("POST", there.path, body=self._body, headers=headers)
        parts, size = [], 0
        with connection.getresponse() as response:
            if response.status != http.client.OK:
                raise ValueError("status")
            while part := response.read(STEP):
                parts.append(part)
                size += len(part)
                if size > LARGEST:
                    raise ValueError("size")
            if response.length or not size:
                raise ValueError("cut off")
        return b"".join(parts)


def _connected(there: Place, patience: float) -> socket.socket:
    """A socket that stands, with TLS where the address says so, to an address that was checked."""
    found = socket.getaddrinfo(there.host, there.port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(row[4][0]) for row in found))
    for address in addresses:  # one shut door among them is enough to keep away
        check(ipaddress.ip_address(address.partition("%")[0]), secure=there.secure)
    sock = _first_open(addresses, there.port, patience)
    return ssl.create_default_context().wrap_socket(sock, server_hostname=there.host) if there.secure else sock


def _first_open(addresses: list[str], port: int, patience: float) -> socket.socket:
    trouble: OSError | None = None
    for address in addresses:
        try:
            return socket.create_connection((address, port), timeout=patience)
        except OSError as error:
            trouble = error
    raise trouble or RefusedAddressError("no address")
