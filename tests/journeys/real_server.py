"""``yorisoi serve`` on its own data, in a group of processes that can be killed as when the power goes."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

# The tests' own settings and data are not the house's.
NOT_THE_TESTS = ("YORISOI_", "DATABASE_URL", "DJANGO_SETTINGS_MODULE")


class RealServer:
    """One house on a file. ``start`` may be called again after ``kill``: the same data, the same port."""

    def __init__(self, data: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.data = data
        self.process: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> str:
        """Start and return the link that signs in."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(NOT_THE_TESTS)}
        env = {**kept, "YORISOI_DATA": str(self.data), "YORISOI_READ_CARDS_BEHIND": "no"}
        command = [sys.executable, "-m", "yorisoi", "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=env, start_new_session=True
        )
        assert self.process.stdout is not None
        said = []
        for line in self.process.stdout:
            said.append(line)
            if "/enter/" in line:
                return line.strip()
        raise AssertionError(said)

    def kill(self) -> None:
        """As when the power goes: no worker finishes anything."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.communicate()
            self.process = None

    def ask(self, question: str) -> list[Any]:
        """The rows that a question to the database is answered with."""
        connection = sqlite3.connect(self.data / "yorisoi.sqlite3", timeout=20)
        try:
            return connection.execute(question).fetchall()
        finally:
            connection.close()
