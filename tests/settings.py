"""The product's settings with a fast password hasher. The database and Redis are real (tests/servers.py starts them)."""

import os
import tempfile

from happiness.settings import *  # noqa: F403
from happiness.settings import CACHES, DATABASES, INSTALLED_APPS, STORAGES

RUN = f"{os.environ['TEST_RUN']}_{os.environ.get('PYTEST_XDIST_WORKER', 'one')}"

INSTALLED_APPS += ["tests.tenancy_model"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES["default"]["TEST"] = {"NAME": f"test_happiness_{os.environ['TEST_RUN']}"}
# What a test commits is thrown away: it need not wait for the disk. Tests of crashes have servers of their own.
DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"
CACHES["default"]["KEY_PREFIX"] = f"test-{RUN}"
CACHES["default"]["OPTIONS"] = {
    "socket_connect_timeout": 5,
    "socket_timeout": 5,
}  # a busy machine is not a frozen Redis
STORAGES["default"]["OPTIONS"]["location"] = tempfile.mkdtemp(prefix="happiness-files-")
WHITENOISE_AUTOREFRESH = True  # nothing is scanned at start
LOGGING = {"version": 1, "disable_existing_loggers": False}
