import pytest

from accounts.clients.models import Client, ClientFacts
from accounts.contracts.models import Outcome
from accounts.jobs import actions as jobs
from accounts.tenancy.context import tenant_context
from accounts.tenancy.registry import active_organization_ids
from feedback.alerts.models import Alert, Snooze
from feedback.interactions.models import Interaction
from happiness.demo import actions
from happiness.demo.former import CLIENTS
from journeys.care.models import Gesture
from journeys.initiatives.models import InitiativeStep
from journeys.playbooks.models import Playbook, PlaybookRun, Task
from journeys.playbooks.queries import effects_of

pytestmark = pytest.mark.django_db


def test_demo_has_clients_with_a_past_and_loads_once(now) -> None:
    assert actions.seed(password="correct horse battery", now=now) == ["Північ Софт", "Harbor Instruments"]
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
            # Gestures that come up, playbooks and steps of plans are work too; nothing else of the past waits for anybody.
            others = Task.objects.exclude(pk__in=promises).exclude(origin__startswith="playbook:")
            others = set(others.values_list("origin", flat=True))
            gestures = {f"care:{pk}" for pk in Gesture.objects.values_list("pk", flat=True)}
            steps = {f"initiative:{pk}" for pk in InitiativeStep.objects.values_list("pk", flat=True)}
            assert others & gestures
            assert others <= gestures | steps
    assert found == {slug: {client.name for client in clients} for slug, clients in CLIENTS.items()}


def test_demo_has_alerts_in_every_state_and_playbooks_at_work_and_done(now, mailbox) -> None:
    actions.seed(password="correct horse battery", now=now)
    jobs.drain(queue="events", now=lambda: now)

    for organization_id in active_organization_ids():
        with tenant_context(organization_id):
            open_ones = Alert.objects.filter(ended_at=None)
            assert open_ones.filter(acts=None, case_id=None).exists()
            assert Alert.objects.filter(is_confirmed=True).exclude(case_id=None).exists()
            assert Alert.objects.filter(acts__what="acknowledged").exists()
            assert set(PlaybookRun.objects.values_list("state", flat=True)) == {"running", "done"}
            if Snooze.objects.filter(until__gt=now).exists():
                found = effects_of(Playbook.objects.values_list("pk", flat=True), now=now)
                assert sorted(bool(one.estimate) for one in found.values()) == [False, False, True]
    assert len(mailbox) == 0
