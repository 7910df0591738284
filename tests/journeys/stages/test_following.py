"""Who moves along the path by itself, and who takes too long on it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.clients import actions as registry
from accounts.clients.enums import Stage
from accounts.clients.models import ClientFacts, Position
from accounts.contracts import actions as contracts
from accounts.contracts.models import Contract
from accounts.events.models import Event, Origin
from accounts.jobs import actions as jobs
from accounts.tenancy.context import tenant_context
from journeys.stages import actions
from journeys.stages.models import StageVisit
from journeys.stages.rules import DAYS_PASSED, EntryRule, Step
from tests.factories.accounts import a_client, a_contact
from tests.factories.journeys import a_journey

pytestmark = pytest.mark.django_db


def drain(now, *queues):
    for queue in queues or ("events",):
        jobs.drain(queue=queue, now=lambda: now)


def sweep(now):
    actions.request_sweeps(now=now)
    drain(now, actions.SWEEP)


def visits(**wanted):
    return list(StageVisit.objects.filter(**wanted).order_by("entered_at", "id").values_list("stage", flat=True))


def grown(cast, now, name="Nordwerk"):
    """Return a client of North that has been in growth since a while."""
    client = a_client(name, by=cast.alice.employee, now=now, origin=Origin.IMPORT)
    actions.enter(client=client, stage=Stage.LONG_TERM, by=cast.alice.employee, now=now)
    return client


def test_signing_a_contract_lets_a_client_enter_the_onboarding(cast, now):
    later = now + timedelta(days=20)
    with tenant_context(cast.north.pk):
        a_journey(by=cast.alice.employee, now=now)
        client, grown_up = a_client("Nordwerk", by=cast.alice.employee, now=now), grown(cast, now, "Agrolan")
    drain(now)
    with tenant_context(cast.north.pk):
        for one in (client, grown_up):
            contract = Contract(client=one, title="Plant", amount=Decimal(10), currency="EUR", starts_on=later.date())
            contracts.add_contract(contract=contract, by=cast.alice.employee, now=later)
    drain(later)
    drain(later)

    with tenant_context(cast.north.pk):
        assert visits(client=client) == ["preboarding", "onboarding"]
        assert visits(client=grown_up) == ["long_term"]
        assert ClientFacts.objects.get(client=client).pace == "on_track"


def test_new_cfo_is_reboarded_while_the_company_stays_in_growth(client_of, cast, now):
    with tenant_context(cast.north.pk):
        a_journey(by=cast.alice.employee, now=now - timedelta(days=500))
        client = grown(cast, now - timedelta(days=400))
    form = {
        "name": "Rūta Kazlauskienė",
        "client": client.pk,
        "roles": ["economic"],
        "language": "en",
        "time_zone": "UTC",
    }
    add = reverse("contact-new", kwargs={"slug": "north", "client_id": client.pk})
    page = reverse("client-journey", kwargs={"slug": "north", "client_id": client.pk})

    answer = client_of(cast.alice).post(add, form)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    drain(now + timedelta(hours=1))

    shown = client_of(cast.alice).get(page).content.decode()
    assert "Rūta Kazlauskienė" in shown
    assert "Reboarding" in shown
    assert "A new person decides" in shown
    with tenant_context(cast.north.pk):
        assert visits(client=client, contact=None) == ["long_term"]
        assert visits(client=client, contact__isnull=False) == ["reboarding"]
        assert ClientFacts.objects.get(client=client).stage == "long_term"


def test_whoever_takes_over_the_decisions_is_reboarded_and_a_user_is_onboarded(cast, now):
    later = now + timedelta(days=100)
    with tenant_context(cast.north.pk):
        a_journey(by=cast.alice.employee, now=now)
        client = grown(cast, now)
        user = a_contact("Anke", at=client, by=cast.alice.employee, now=now, roles=["end_user"])
    drain(now)
    with tenant_context(cast.north.pk):
        assert visits(contact=user.contact) == ["onboarding"]
        roles = ["economic", "end_user"]
        position = Position.objects.get(pk=user.pk)
        registry.give_roles(position=position, roles=roles, by=cast.alice.employee, now=later, today=later.date())
    drain(later)

    with tenant_context(cast.north.pk):
        assert visits(contact=user.contact) == ["onboarding", "reboarding"]
        assert StageVisit.objects.get(contact=user.contact, left_at=None).reason == "sponsor"


def test_sweep_tells_once_who_is_stuck_and_lists_show_it(client_of, cast, now):
    with tenant_context(cast.north.pk):
        a_journey(by=cast.alice.employee, now=now - timedelta(days=300))
        slow = a_client("Slow Ltd", by=cast.alice.employee, now=now, origin=Origin.IMPORT)
        quick = a_client("Quick Ltd", by=cast.alice.employee, now=now, origin=Origin.IMPORT)
        actions.enter(client=slow, stage=Stage.ONBOARDING, by=None, now=now - timedelta(days=136))
        actions.enter(client=quick, stage=Stage.ONBOARDING, by=None, now=now - timedelta(days=95))
    sweep(now)
    sweep(now + timedelta(days=1))

    with tenant_context(cast.north.pk):
        told = Event.objects.filter(kind="stage.stuck")
        assert [(one.client_id, one.payload["stage"], one.payload["days"]) for one in told] == [
            (slow.pk, "onboarding", 136)
        ]
        assert ClientFacts.objects.get(client=quick).pace == "behind"
    browser = client_of(cast.carol)
    shown = browser.get(reverse("clients", args=["north"]) + "?pace=stuck").content.decode()
    assert "Slow Ltd" in shown
    assert "Quick Ltd" not in shown
    assert "Stuck" in shown
    with tenant_context(cast.south.pk):
        assert not Event.objects.filter(kind="stage.stuck").exists()


def test_days_that_have_passed_lead_on(cast, now):
    rule = EntryRule(kind=DAYS_PASSED, come_from=("onboarding",), days=90)
    with tenant_context(cast.north.pk):
        a_journey(by=cast.alice.employee, now=now, rules={"long_term": [rule]})
        client = a_client("Nordwerk", by=cast.alice.employee, now=now, origin=Origin.IMPORT)
        actions.enter(client=client, stage=Stage.ONBOARDING, by=None, now=now)
    sweep(now + timedelta(days=89))
    with tenant_context(cast.north.pk):
        assert visits(client=client) == ["onboarding"]
    sweep(now + timedelta(days=90))
    sweep(now + timedelta(days=91))

    with tenant_context(cast.north.pk):
        assert visits(client=client) == ["onboarding", "long_term"]


def test_redesign_moves_those_who_are_named_on_their_day_and_nobody_else(cast, now):
    day = (now + timedelta(days=10)).date()
    with tenant_context(cast.north.pk):
        by = cast.alice.employee
        first = a_journey(
            by=by, now=now - timedelta(days=60), steps={"onboarding": [Step("k", "Kick-off"), Step("o", "Old")]}
        )
        client = a_client("Nordwerk", by=by, now=now, origin=Origin.IMPORT)
        visit = actions.enter(client=client, stage=Stage.ONBOARDING, by=by, now=now - timedelta(days=30))
        actions.enter_step(visit=visit, step=Step("o", "Old"), by=by, now=now)
        stays = grown(cast, now - timedelta(days=30), "Agrolan")
        new = {"onboarding": [Step("k", "Kick-off"), Step("t", "Training")]}
        second = a_journey(by=by, now=now, steps=new, moves=["onboarding"], moves_on=day)
    sweep(now + timedelta(days=1))
    with tenant_context(cast.north.pk):
        assert StageVisit.objects.get(client=client).version_id == first.pk
    sweep(now + timedelta(days=11))

    with tenant_context(cast.north.pk):
        moved = StageVisit.objects.get(client=client)
        assert (moved.version_id, moved.is_mixed, moved.step) == (second.pk, True, "k")
        assert StageVisit.objects.get(client=stays).version_id == first.pk
        told = Event.objects.get(kind="stage.step").payload
        assert (told["stage"], told["step"]) == ("onboarding", "Old")


def test_expectation_is_written_down_and_compared_later(client_of, cast, now):
    with tenant_context(cast.north.pk):
        client = a_client("Nordwerk", by=cast.alice.employee, now=now)
    new = reverse("expectation-new", kwargs={"slug": "north", "client_id": client.pk})
    browser = client_of(cast.carol)

    page = browser.post(new, {"text": "Reports in Ukrainian"}, follow=True).content.decode()
    assert "Reports in Ukrainian" in page
    assert "not compared yet" in page
    with tenant_context(cast.north.pk):
        row = client.expectations.get()
    compare = reverse("expectation", kwargs={"slug": "north", "expectation_id": row.pk})
    assert browser.post(compare, {"note": "no choice"}).status_code == 422
    page = browser.post(compare, {"met": "partly", "note": "Only the monthly one"}, follow=True).content.decode()
    assert "Partly met" in page
    assert "Only the monthly one" in page
    removal = reverse("expectation-removal", kwargs={"slug": "north", "expectation_id": row.pk})
    assert "Reports in Ukrainian" not in browser.post(removal, follow=True).content.decode()
    assert client_of(cast.erin).post(new, {"text": "No"}).status_code == 403
    assert client_of(cast.mallory).post(new, {"text": "No"}).status_code == 404
