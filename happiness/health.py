"""For machines that watch: is the process alive, can it serve, what does it count."""

import hmac

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from happiness.metrics import exposition


@transaction.non_atomic_requests  # a probe must answer while the database is away
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers; asks nothing else."""
    return HttpResponse("ok", content_type="text/plain")


@transaction.non_atomic_requests  # a probe must answer while the database is away
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and is migrated, else 503. Without Redis the product is degraded, not down."""
    checks = {"database": "ok", "migrations": "ok", "redis": _redis()}
    try:
        connection.ensure_connection()
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            checks["migrations"] = "pending"
    except DatabaseError:
        checks["database"] = checks["migrations"] = "away"
    ready = checks["database"] == checks["migrations"] == "ok"
    return JsonResponse({"ready": ready, **checks}, status=200 if ready else 503)


@transaction.non_atomic_requests  # a probe must answer while the database is away
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Counters for Prometheus. In production only with `Authorization: Bearer METRICS_TOKEN`; no token set, no page."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if settings.PRODUCTION and not (settings.METRICS_TOKEN and hmac.compare_digest(given, settings.METRICS_TOKEN)):
        raise Http404
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)


def _redis() -> str:
    if not settings.REDIS_URL:
        return "not used"
    cache.set("readyz", 1, 5)
    return "ok" if cache.get("readyz") == 1 else "away"
