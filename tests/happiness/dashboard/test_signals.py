"""The queue of signals: alerts of which nobody has made a case yet stand above the cases."""

import pytest

from accounts.clients.models import Segment
from accounts.tenancy.context import tenant_context
from feedback.alerts.models import Alert, AlertRule

pytestmark = pytest.mark.django_db


@pytest.fixture
def alert(cast, now):
    """Return an alert about a segment, which no case can take."""
    with tenant_context(cast.north.pk):
        rule = AlertRule.objects.create(kind="trend", name="Worse", created_at=now)
        segment = Segment.objects.create(name="Factories", created_at=now)
        return Alert.objects.create(
            number=1, rule=rule, segment=segment, topic="mood", severity="attention", raised_at=now
        )


def queue(client_of, person, query=""):
    answer = client_of(person).get(person.url("signals/") + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_alert_without_a_case_stands_above_the_cases(client_of, cast, alert):
    text = queue(client_of, cast.alice)

    assert "Alerts without a case" in text
    assert cast.alice.url("alerts/1/") in text
    assert "Factories" not in queue(client_of, cast.alice, "?show=closed")
    assert "Factories" not in queue(client_of, cast.mallory)


@pytest.mark.parametrize("change", [{"sealed": True}, {"case_id": "01a20000-0000-7000-8000-000000000000"}])
def test_confided_alerts_and_those_with_a_case_do_not(client_of, cast, alert, change):
    with tenant_context(cast.north.pk):
        Alert.objects.update(**change)

    assert "Factories" not in queue(client_of, cast.dave)  # an administrator, who reads nothing that was confided
