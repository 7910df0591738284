"""The product's settings with a fast password hasher. The database and Redis are real (tests/servers.py starts them)."""

from happiness.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGGING = {"version": 1, "disable_existing_loggers": False}
WHITENOISE_AUTOREFRESH = True  # nothing is scanned at start
