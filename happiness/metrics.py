"""What /metrics tells: the web processes' counters, the ledger's ages and the clockwork's heartbeats."""

import os
from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Min, Q
from prometheus_client import REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from accounts import clock
from accounts.jobs import queries as jobs
from accounts.jobs.models import Heartbeat
from accounts.mail import alarm


class LedgerCollector(Collector):
    """Reads the ledger when Prometheus asks: ages in seconds, 0 for an empty queue."""

    def collect(self) -> Iterator[Metric]:
        now = clock.real_now()
        waiting = GaugeMetricFamily("happiness_jobs_waiting", "Jobs in the ledger", labels=["queue"])
        failing = GaugeMetricFamily("happiness_jobs_failing", "Jobs that failed at least once", labels=["queue"])
        age = GaugeMetricFamily("happiness_jobs_oldest_due_seconds", "Age of the oldest due job", labels=["queue"])
        rows = (
            jobs.running_jobs()
            .values("queue")
            .annotate(waiting=Count("pk"), failing=Count("pk", filter=~Q(last_error="")), oldest=Min("run_at"))
        )
        for row in rows:
            waiting.add_metric([row["queue"]], row["waiting"])
            failing.add_metric([row["queue"]], row["failing"])
            age.add_metric([row["queue"]], max(0.0, (now - row["oldest"]).total_seconds()))
        beat = GaugeMetricFamily("happiness_heartbeat_age_seconds", "Since a recurring job last ran", labels=["job"])
        for heartbeat in Heartbeat.objects.all():
            beat.add_metric([heartbeat.name], (now - heartbeat.ran_at).total_seconds())
        letters = GaugeMetricFamily(
            "happiness_mail_oldest_due_seconds", "Age of the oldest letter that should have left; alarm above 300"
        )
        since = alarm.overdue(now=now, patience=timedelta(0)).since
        letters.add_metric([], (now - since).total_seconds() if since else 0.0)
        yield from (waiting, failing, age, beat, letters)


def exposition() -> bytes:
    """Return everything in Prometheus' text format; web processes that share PROMETHEUS_MULTIPROC_DIR are summed up."""
    ledger = CollectorRegistry()
    ledger.register(LedgerCollector())
    web = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        web = CollectorRegistry()
        MultiProcessCollector(web)
    return generate_latest(web) + generate_latest(ledger)
