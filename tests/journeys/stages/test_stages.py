from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.clients.enums import Stage
from accounts.clients.models import ClientFacts
from accounts.events.models import Event, Origin
from accounts.jobs import actions as jobs
from accounts.tenancy.context import tenant_context
from journeys.stages import actions
from journeys.stages.models import StageVisit
from tests.factories.accounts import a_client, a_contact

pytestmark = pytest.mark.django_db


def drain(now):
    jobs.drain(queue="events", now=lambda: now)


def visits(**wanted):
    return list(StageVisit.objects.filter(**wanted).order_by("entered_at", "id").values_list("stage", flat=True))


def told(kind):
    return Event.objects.filter(kind=kind).count()


def test_a_new_client_begins_before_the_start_and_twice_is_once(cast, now) -> None:
    with tenant_context(cast.north.pk):
        client = a_client("Nordwerk", by=cast.alice.employee, now=now)
    drain(now)
    drain(now)

    with tenant_context(cast.north.pk):
        assert visits(client=client) == ["preboarding"]
        facts = ClientFacts.objects.get(client=client)
        assert (facts.stage, facts.stage_entered_at) == ("preboarding", now)


def test_where_an_imported_client_stands_nobody_has_said(cast, now) -> None:
    with tenant_context(cast.north.pk):
        client = a_client("Nordwerk", by=cast.alice.employee, now=now, origin=Origin.IMPORT)
    drain(now)

    with tenant_context(cast.north.pk):
        assert visits(client=client) == []
        assert ClientFacts.objects.get(client=client).stage == ""


def test_a_new_person_is_onboarded_while_the_client_stays_in_growth(cast, now) -> None:
    later = now + timedelta(days=400)
    with tenant_context(cast.north.pk):
        client = a_client("Nordwerk", by=cast.alice.employee, now=now, origin=Origin.IMPORT)
        actions.enter(client=client, stage=Stage.LONG_TERM, by=cast.alice.employee, now=now)
        iryna = a_contact("Iryna, the new CFO", at=client, by=cast.alice.employee, now=later).contact
    drain(later)

    with tenant_context(cast.north.pk):
        assert visits(client=client, contact=None) == ["long_term"]
        assert visits(client=client, contact=iryna) == ["onboarding"]
        assert ClientFacts.objects.get(client=client).stage == "long_term"


def test_moving_on_leaves_one_stage_and_enters_the_next(cast, now) -> None:
    later = now + timedelta(days=30)
    with tenant_context(cast.north.pk):
        client = a_client("Nordwerk", by=cast.alice.employee, now=now, origin=Origin.IMPORT)
        actions.enter(client=client, stage=Stage.PREBOARDING, by=cast.alice.employee, now=now)
        for _again in range(2):
            actions.enter(client=client, stage=Stage.ONBOARDING, by=cast.alice.employee, now=later)

        assert visits(client=client) == ["preboarding", "onboarding"]
        assert StageVisit.objects.get(stage="preboarding").left_at == later
        assert (told("stage.entered"), told("stage.left")) == (2, 1)


def test_nobody_enters_before_the_stage_they_stand_in(cast, now) -> None:
    with tenant_context(cast.north.pk):
        client = a_client("Nordwerk", by=cast.alice.employee, now=now, origin=Origin.IMPORT)
        actions.enter(client=client, stage=Stage.PREBOARDING, by=None, now=now)

        with pytest.raises(actions.BeforeTheLast):
            actions.enter(client=client, stage=Stage.ONBOARDING, by=None, now=now, at=now - timedelta(days=1))

        assert visits(client=client) == ["preboarding"]


def test_the_page_shows_the_path_and_moves_the_client_on(client_of, cast, now) -> None:
    with tenant_context(cast.north.pk):
        client = a_client("Nordwerk", by=cast.alice.employee, now=now)
    drain(now)
    url = reverse("client-journey", kwargs={"slug": "north", "client_id": client.pk})

    page = client_of(cast.alice).post(url, {"stage": "reboarding"}, follow=True).content.decode()

    assert "Nordwerk: Reboarding." in page
    assert "Preboarding" in page
    assert client_of(cast.carol).get(url).status_code == 200
    assert client_of(cast.carol).post(url, {"stage": "onboarding"}).status_code == 403
    assert client_of(cast.alice).post(url, {"stage": "moon"}).status_code == 422
    with tenant_context(cast.north.pk):
        assert visits(client=client) == ["preboarding", "reboarding"]


def test_another_house_moves_nothing(client_of, cast, now) -> None:
    with tenant_context(cast.north.pk):
        client = a_client("Nordwerk", by=cast.alice.employee, now=now)
    url = reverse("client-journey", kwargs={"slug": "south", "client_id": client.pk})

    assert client_of(cast.mallory).post(url, {"stage": "onboarding"}).status_code == 404
