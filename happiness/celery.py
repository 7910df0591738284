"""The Celery application. Its messages are hints; the work itself stands in the ledger (accounts.jobs)."""

import os
from typing import Any

from celery import Celery

from happiness.schedule import beat_schedule

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "happiness.settings")

app: Any = Celery("happiness", task_cls="accounts.tenancy.tasks:TenantTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_soft_time_limit=240,
    task_time_limit=300,
    task_serializer="json",
    accept_content=["json"],
    worker_prefetch_multiplier=1,
    worker_max_tasks_per_child=1000,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    broker_transport_options={  # measured under 90 kill -9 faults: docs/adr/0005-jobs-and-hints.md
        "visibility_timeout": 600,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
        "socket_keepalive": True,
        "health_check_interval": 10,
    },
)
app.autodiscover_tasks(["accounts", "happiness"])
app.conf.beat_schedule = beat_schedule()
