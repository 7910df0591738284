"""A process that dies at any statement leaves nothing half done: whoever comes next does it once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.db import connection

from accounts.events.models import Event
from accounts.jobs import actions as jobs
from accounts.mail.models import OutgoingEmail
from accounts.tenancy.context import tenant_context
from feedback.invitations.models import Hold
from journeys.cases.models import Case, CaseSignal

pytestmark = pytest.mark.django_db

STEP, MOST = 6, 100  # statements between two deaths, and when it is no longer a matter of dying


class Killed(BaseException):
    """No handler of errors sees it, and nothing after it runs."""


@contextmanager
def dying_at(number: int) -> Iterator[None]:
    """Let the process die before its statement of this number; what was not committed is gone."""
    left = number

    def die(execute, sql, params, many, context):
        nonlocal left
        if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            left -= 1
            if left < 0:
                raise Killed
        return execute(sql, params, many, context)

    with connection.execute_wrapper(die):
        yield


def survive(act: Callable[[datetime], object], *, now: datetime) -> int:
    """Do it again and again, each time with a longer life and after the lease of the dead, and return how many have died."""
    deaths = 0
    while True:
        try:
            with dying_at(deaths * STEP):
                act(now + timedelta(minutes=30 * deaths))
        except Killed:
            deaths += 1
            assert deaths < MOST, "it never gets done"
        else:
            return deaths


def test_hearing_gives_one_case_wherever_the_worker_dies(scene) -> None:
    scene.says(3, drains=False)

    deaths = survive(lambda at: jobs.drain(queue="events", now=lambda: at), now=scene.now)

    assert deaths > 5
    with tenant_context(scene.cast.north.pk):
        assert (Case.objects.count(), CaseSignal.objects.count(), Hold.objects.count()) == (1, 1, 1)
        assert Event.objects.filter(kind="case.opened").count() == 1


def test_confirming_closes_once_wherever_the_server_dies(scene, stranger) -> None:
    scene.says(3)
    link = scene.fixed(scene.case())

    deaths = survive(lambda _at: stranger.post(link, {"answer": "yes"}), now=scene.now)

    assert deaths > 5
    with tenant_context(scene.cast.north.pk):
        assert Case.objects.get().end == "confirmed"
        assert Event.objects.filter(kind="case.closed").count() == 1
        assert OutgoingEmail.objects.filter(letter="case_fixed").count() == 1
