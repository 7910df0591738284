import pytest
from django.db import connection
from django.urls import reverse

from accounts.events import actions as events
from accounts.events.models import Event
from accounts.organizations.models import Department
from accounts.tenancy.context import tenant_context
from accounts.web.parts import FAILED, attempt
from tests.factories.accounts import a_client

pytestmark = pytest.mark.django_db


def test_a_part_that_works_is_what_it_returns(cast) -> None:
    with tenant_context(cast.north.pk):
        assert attempt(lambda: [1, 2], part="numbers") == [1, 2]


@pytest.mark.parametrize("statement", ["SELECT 1 / 0", "SELECT no_such_column"])
def test_after_a_refused_statement_the_rest_of_the_page_can_ask(cast, now, caplog, statement) -> None:
    def compute():
        Department.objects.create(name="Half done")
        with connection.cursor() as cursor:
            cursor.execute(statement)

    with tenant_context(cast.north.pk):
        assert attempt(compute, part="sums") is FAILED
        assert not Department.objects.filter(name="Half done").exists()
    assert [record.part for record in caplog.records] == ["sums"]


def test_a_client_is_shown_although_an_event_cannot_be_told(client_of, cast, now, caplog) -> None:
    with tenant_context(cast.north.pk):
        client = a_client("Nordwerk", by=cast.alice.employee, now=now)
        event = events.publish(events.Fact(kind="client.assigned", client_id=client.pk, happened_at=now), now=now)
        Event.objects.filter(pk=event.pk).update(payload={"to_id": "no id"})  # a row that nobody foresaw
    url = reverse("client", kwargs={"slug": "north", "client_id": client.pk})

    answer = client_of(cast.alice).get(url)

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "This part cannot be shown right now" in text
    assert "Nobody answers for this client" in text
    assert [record.part for record in caplog.records if hasattr(record, "part")] == ["client timeline"]
