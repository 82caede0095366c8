"""Settings, read once from the environment and typed. What is wrong fails at start, by name, never later in silence."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF
from environs import Env

from yorisoi.config import databases, secrets_file

env = Env(prefix="YORISOI_")

PACKAGE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.str("DATA", str(Path.home() / ".yorisoi"))).expanduser().resolve()

DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", None) or secrets_file.secret_key(DATA_DIR)
# The address people use, e.g. https://yorisoi.example.jp; empty means this machine only.
PUBLIC_URL = env.str("PUBLIC_URL", "").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []
BEHIND_TLS = PUBLIC_URL.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "yorisoi.apps.accounts",
    "yorisoi.apps.contacts",
    "yorisoi.apps.interactions",
    "yorisoi.apps.cards",
    "yorisoi.apps.events",
    "yorisoi.apps.today",
    "yorisoi.apps.exchange",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "yorisoi.config.middleware.ClockMiddleware",
    "yorisoi.config.middleware.OwnersOnlyMiddleware",
    "yorisoi.config.middleware.OfflineReadingMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "yorisoi.config.urls"
WSGI_APPLICATION = "yorisoi.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
            "builtins": ["yorisoi.apps.contacts.templatetags.japanese"],
        },
    }
]

DATABASES = {"default": databases.from_url(env.str("DATABASE_URL", os.environ.get("DATABASE_URL", "")), DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Owner"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    # Twelve characters: long enough for a sentence, the advice of NIST SP 800-63B for a single factor of one's own choosing.
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "yorisoi.apps.accounts.adapter.ClosedHouseAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Yorisoi"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BEHIND_TLS
# Five wrong passwords, then ten minutes of rest: slow enough against guessing, short enough for a forgetful owner.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 10 / 60  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "accounts/locked_out.html"
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_VERBOSE = False

LANGUAGE_CODE = "ja"
TIME_ZONE = env.str("TIME_ZONE", "Asia/Tokyo")
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = None  # nothing is collected: whitenoise serves the files where the packages keep them
STATICFILES_DIRS = [PACKAGE_DIR / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600  # seconds; a page reload within the hour costs no request

# Nothing but our own files: no CDN, no frames, no inline script without the page's nonce.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],  # blob: the photo just taken, shown before it is sent
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = False  # TLS ends at the proxy in front of us, which does the redirect
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0  # one year, the minimum of the preload list
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SESSION_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30  # thirty days: a phone in one's own pocket
SESSION_ENGINE = "django.contrib.sessions.backends.db"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Files come in through a stream to disk, and the importer has its own cap; forms are small.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # bytes of one form without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a plan page posts one choice for each doubtful row
DATA_UPLOAD_MAX_NUMBER_FILES = 520  # a drawer of 500 photographed cards, and the files chosen beside them
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # bytes; larger files are streamed to a temporary file

# Cards are read behind the pages by one thread of the server.
READ_CARDS_BEHIND = env.bool("READ_CARDS_BEHIND", True)

# A fixed moment for demonstrations and browser tests; empty in real life.
FIXED_NOW = env.str("NOW", "")

# Personal notes never go to logs: our own loggers write counts and ids only, and Django's SQL log stays off.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
}
