"""The product's settings, with a kind of letter that waits for a person when it is in doubt (tests.faults.careful)."""

from happiness.settings import *  # noqa: F403
from happiness.settings import INSTALLED_APPS

INSTALLED_APPS += ["tests.faults.careful.Careful"]
