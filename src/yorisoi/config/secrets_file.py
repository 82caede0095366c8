"""The signing key of this house: made once, kept in the data folder, readable by its owner only."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

KEY_BYTES = 50  # the length Django itself generates


def secret_key(data_dir: Path) -> str:
    """Return the key kept in ``data_dir``, making folder and key on the first start.

    Two processes that start at the same moment end up with the same key: a whole file is linked into place, and the
    second link fails.
    """
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = data_dir / "secret_key"
    if not path.exists():
        descriptor, temporary = tempfile.mkstemp(dir=data_dir, prefix=".secret_key-")  # made with mode 0600
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(KEY_BYTES))
        with contextlib.suppress(FileExistsError):  # the other process was first: its key is the key
            os.link(temporary, path)
        os.unlink(temporary)
    return path.read_text(encoding="ascii").strip()
