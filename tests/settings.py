"""The product's settings, with a data folder of the tests' own: they never touch the owner's."""

import os
import tempfile

os.environ["YORISOI_DATA"] = tempfile.mkdtemp(prefix="yorisoi-test-")

from yorisoi.config.settings import *  # noqa: F403
from yorisoi.config.settings import DATABASES

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in real life: in memory all threads of a test's server would share one connection, and a page that asks
    # for two things at once would find "table is locked". No power is cut here, so no write waits for the disk.
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(os.environ["YORISOI_DATA"], "test.sqlite3")}
    pragmas = DATABASES["default"]["OPTIONS"]["init_command"].replace("synchronous=FULL", "synchronous=OFF")
    DATABASES["default"]["OPTIONS"] = {**DATABASES["default"]["OPTIONS"], "init_command": pragmas}

# A fast hash: tests sign in hundreds of times, and no secret is kept here.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Tests read cards when they say so (``background.read_waiting``), not beside themselves.
READ_CARDS_BEHIND = False
