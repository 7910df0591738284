"""A worker for tests: takes what is due in the queue `stuck`, says so in a file, and never gets done.

python -m tests.accounts.jobs.stuck FILE
"""

import sys
import time
from pathlib import Path

import django

django.setup()

from accounts import clock  # noqa: E402 models can be imported now
from accounts.jobs import actions as jobs  # noqa: E402
from accounts.jobs import registry  # noqa: E402
from accounts.organizations.models import Department  # noqa: E402


def work(subject_ids, now):
    Department.objects.create(name="Half-written")
    Path(sys.argv[1]).write_text(" ".join(map(str, subject_ids)))
    time.sleep(600)


registry.register("stuck", work)
jobs.drain(queue="stuck", now=clock.real_now)
