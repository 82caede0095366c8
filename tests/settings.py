"""The product's settings, with a data folder of the tests' own: they never touch the owner's."""

import os
import tempfile

os.environ["YORISOI_DATA"] = tempfile.mkdtemp(prefix="yorisoi-test-")

from yorisoi.config.settings import *  # noqa: F403

# A fast hash: tests sign in hundreds of times, and no secret is kept here.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Tests read cards when they say so (``background.read_waiting``), not beside themselves.
READ_CARDS_BEHIND = False
