"""Counters of the web processes, for /metrics. No path, organization or person is a label."""

from prometheus_client import Counter, Histogram

requests = Counter("happiness_http_requests", "Answered requests", ["method", "status"])
seconds_spent = Histogram(
    "happiness_http_seconds", "Time to answer", buckets=(0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
)

METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})


def count_request(*, method: str, status: int, seconds: float) -> None:
    """Count one answered request; rare methods share one label, so that nobody can flood the store."""
    requests.labels(method=method if method in METHODS else "other", status=str(status)).inc()
    seconds_spent.observe(seconds)
