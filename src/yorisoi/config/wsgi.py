"""The WSGI entry that the server imports."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yorisoi.config.settings")

application = get_wsgi_application()
