"""Pages about whom we ask, when and why: accessible in every look, in the longest languages, never wider than a phone."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts import clock
from accounts.clients.models import ClientFacts, Contact
from accounts.events import actions as events
from accounts.events.actions import Fact
from accounts.jobs import actions as jobs
from accounts.organizations.models import Employee
from accounts.tenancy.context import tenant_context
from feedback.invitations import actions as invitations
from feedback.invitations.models import CalmRule, Hold, PlannedAsk, Wave
from feedback.triggers import actions
from feedback.triggers.models import Backtest, TriggerRule
from tests.browser.conftest import NARROWEST, sideways
from tests.factories.accounts import a_client, a_contact
from tests.factories.feedback import a_version

LONG = "x" * 40
WHERE = {
    "all": [
        {"fact": "event.role", "op": "=", "value": LONG},
        {"any": [{"fact": "client.mood", "op": "<", "value": 40}]},
        {"not": {"all": [{"not": {"any": [{"fact": "client.mood", "op": "<", "value": 40}]}}]}},
    ]
}


@pytest.fixture
def pages(live_product, now):
    """Fill North with a rule that has fired and was tried, a wave, calm limits and holds; return the pages that show them."""
    by, before = live_product.cast.alice.employee, now - timedelta(days=40)
    with tenant_context(live_product.cast.north.pk):
        client = a_client(f"Acme {LONG}", by=by, now=before, manager=by)
        a_contact(f"Taras {LONG}", at=client, by=by, now=before, email="t@client.example", roles=["technical"])
        survey = a_version(f"Delivery {LONG}", by=by, now=before).survey
        content = {"when": {"kind": "stage.left"}, "whom": {"roles": ["technical"]}, "what": {"survey": str(survey.pk)}}
        content |= {"delay": {"days": 2}, "limits": {"topic": LONG}}
        rule = actions.create_rule(name=f"Rule {LONG}", owner=by, content=content, by=by, now=before)
        actions.switch_on(rule=rule, by=by, now=before)
        for days in (20, 0):
            at = now - timedelta(days=days)
            fact = Fact(kind="stage.left", client_id=client.pk, happened_at=at, payload={"stage": "onboarding"})
            events.publish(fact, now=at)
        actions.begin_replay(rule=rule, since=before, until=now, by=by, now=now)
        invitations.prepare_wave(
            survey=survey,
            clients=ClientFacts.objects.filter(client=client.pk),
            roles=["technical"],
            per_role=None,
            wanted_at=None,
            by=by,
            now=now,
        )
        CalmRule.objects.create()
        narrow = CalmRule.objects.create(role="technical", country="UA")
        invitations.hold(client=client, cause=invitations.cause_of(client), note=LONG, by=by, now=now)
    for _turn in range(3):
        jobs.drain_all(now=clock.real_now)
    with tenant_context(live_product.cast.north.pk):
        content |= {"when": {"kind": "coverage.gap_opened"}, "where": WHERE}
        actions.save_rule(rule=rule, name=rule.name, owner=by, content=content, by=by, now=now)
        contact, ask = Contact.objects.get(), PlannedAsk.objects.filter(state="planned").first()
        rows = {
            ("rule", "rule_id"): TriggerRule.objects.get(),
            ("rule-edit", "rule_id"): rule,
            ("backtest", "backtest_id"): Backtest.objects.get(),
            ("wave", "wave_id"): Wave.objects.get(),
            ("calm-limit", "calm_id"): narrow,
            ("contact-asked", "contact_id"): contact,
            ("ask", "contact_id"): contact,
            ("client-asking", "client_id"): client,
            ("ask-stop", "ask_id"): ask,
        }
        assert Hold.objects.exists()
    return [
        *(reverse(name, args=["north"]) for name in ("rules", "calm-limits", "waves", "wave-new", "planned-asks")),
        *(reverse(name, kwargs={"slug": "north", key: row.pk}) for (name, key), row in rows.items()),
    ]


def test_pages_about_asking_are_accessible_and_fit_a_phone(live_product, flaws, pages):
    alice, wrong = live_product.cast.alice, []
    page = live_product.sign_in(alice)
    for language in ("uk", "ru"):
        with tenant_context(alice.organization.pk):
            Employee.objects.filter(pk=alice.employee.pk).update(language=language)
        for path in pages:
            assert page.goto(path).status == 200, path
            assert page.locator("html").get_attribute("lang") == language
            if language == "uk":
                wrong += flaws(page)
                continue
            page.set_viewport_size(NARROWEST)
            wrong += [f"{path} is wider than a phone"] if sideways(page) else []

    assert wrong == []
