"""The Celery application. Its messages are hints; the work itself stands in the ledger (accounts.jobs)."""

import os
from typing import Any

from celery import Celery

from happiness.schedule import beat_schedule

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "happiness.settings")

app: Any = Celery("happiness", task_cls="accounts.tenancy.tasks:TenantTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["accounts", "happiness"])
app.conf.beat_schedule = beat_schedule()
