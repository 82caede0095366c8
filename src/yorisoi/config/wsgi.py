"""The WSGI entry that the server imports."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yorisoi.config.settings")

application = get_wsgi_application()

# What an earlier process left unread is taken up again.
from yorisoi.apps.cards import background  # noqa: E402  (needs the apps loaded)
from yorisoi.config.middleware import current_time  # noqa: E402

background.wake(now=current_time())
