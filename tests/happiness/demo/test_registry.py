import pytest

from accounts.clients.models import Client, ClientFacts
from accounts.contracts.models import Outcome
from accounts.jobs import actions as jobs
from accounts.tenancy.context import tenant_context
from accounts.tenancy.registry import active_organization_ids
from feedback.interactions.models import Interaction
from happiness.demo import actions
from happiness.demo.former import CLIENTS
from journeys.care.models import Gesture
from journeys.playbooks.models import Task

pytestmark = pytest.mark.django_db


def test_demo_has_clients_with_a_past_and_loads_once(now) -> None:
    assert actions.seed(password="correct horse battery", now=now) == ["Північ Софт", "Harbor Analytics"]
    assert actions.seed(password="correct horse battery", now=now) == []
    jobs.drain(queue="events", now=lambda: now)

    found = {}
    for organization_id in active_organization_ids():
        with tenant_context(organization_id):
            slug = Client.objects.select_related("organization")[0].organization.slug
            found[slug] = set(Client.objects.values_list("name", flat=True))
            assert not Interaction.objects.filter(happened_at__gt=now).exists()
            assert not ClientFacts.objects.filter(stage="").exists()
            known = ClientFacts.objects.filter(revenue__gt=0).values_list("client__name", flat=True)
            assert set(known) == {one.name for one in CLIENTS[slug] if one.deal}
            told = [end.kind for one in CLIENTS[slug] for end in one.ends]
            assert sorted(Outcome.objects.values_list("kind", flat=True)) == sorted(told)
            lost = {one.name for one in CLIENTS[slug] if one.is_archived}
            assert set(Client.objects.exclude(archived_at=None).values_list("name", flat=True)) == lost
            promises = Task.objects.filter(origin__startswith="promise:")
            assert promises.count() == sum(bool(talk.promise) for one in CLIENTS[slug] for talk in one.talks)
            # Gestures that come up are work too; nothing else of the past waits for anybody.
            others = set(Task.objects.exclude(pk__in=promises).values_list("origin", flat=True))
            assert others
            assert others <= {f"care:{pk}" for pk in Gesture.objects.values_list("pk", flat=True)}
    assert found == {slug: {client.name for client in clients} for slug, clients in CLIENTS.items()}
