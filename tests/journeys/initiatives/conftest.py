"""The drawn path of North, and what happens there."""

import pytest

from accounts.jobs import actions as jobs
from accounts.tenancy.context import tenant_context
from journeys.initiatives.models import Initiative
from tests.journeys.stages.conftest import path  # noqa: F401 the same house


@pytest.fixture
def drain(now):
    """Let everything happen that follows."""
    return lambda: jobs.drain(queue="events", now=lambda: now)


@pytest.fixture
def again(cast):
    """Return a plan as it stands now."""

    def found(row):
        with tenant_context(cast.north.pk):
            return Initiative.objects.select_related("owner").get(pk=row.pk)

    return found
