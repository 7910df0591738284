"""Whom a rule names, and its own hours: written in rows, told in a sentence, kept to when it fires."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts import clock
from accounts.clients.actions import merge_people
from accounts.clients.models import Contact, ContactRole, Position
from accounts.jobs import actions as jobs
from accounts.tenancy.context import tenant_context
from feedback.invitations.models import CalmRule, PlannedAsk
from feedback.letters.models import PlannedLetter
from feedback.triggers.models import TriggerFiring, TriggerRule
from tests.factories.accounts import a_client, a_contact
from tests.feedback.triggers.conftest import DAY, TUESDAY
from tests.feedback.triggers.test_pages import alice, form

__all__ = ["alice", "form"]
KYIV = ZoneInfo("Europe/Kyiv")


@pytest.fixture
def fields(form):
    """The usual rule, without conditions, that names people."""
    return form | {"fact_0": "", "fact_1": "", "asked": "named", "heads_up_days": "", "delay_days": "0"}


def named(*people):
    return {"contacts": [str(person.pk) for person in people]}


def asked(cast):
    with tenant_context(cast.north.pk):
        return set(PlannedAsk.objects.values_list("contact__name", "role"))


def test_people_are_named_found_told_and_kept(alice, cast, house, fields):
    _acme, people, _survey = house
    jobs.drain(queue="search", now=clock.real_now)
    url = cast.alice.url("rules/new/")

    found = alice.post(url, fields | {"seek": "petro@acme", "find_people": "1"})
    nobody = alice.post(url, fields | {"seek": "Xaver"}).content.decode()  # Enter in the field
    unchosen = alice.post(url, fields)
    alice.post(url, fields | {"contacts": [str(people["Petro"].pk)]})
    with tenant_context(cast.north.pk):
        rule = TriggerRule.objects.get()
    page = alice.get(cast.alice.url(f"rules/{rule.pk}/")).content.decode()
    edit = alice.get(cast.alice.url(f"rules/{rule.pk}/edit/")).context["form"]

    assert found.status_code == 200
    assert found.context["form"].fields["contacts"].choices == [(str(people["Petro"].pk), "Petro (Acme)")]
    assert 'value="Late orders"' in found.content.decode()
    assert "Nobody is called so." in nobody
    assert "Choose at least one person" in str(unchosen.context["form"].errors["contacts"])
    assert rule.content["whom"]["contacts"] == [str(people["Petro"].pk)]
    assert "It asks by name, at their own client: Petro (Acme)." in page
    assert (edit["asked"].value(), edit["contacts"].value()) == ("named", [str(people["Petro"].pk)])


def test_named_people_are_asked_about_their_own_client_alone(switch_on, happen, house, cast):
    acme, people, _survey = house
    by = cast.alice.employee
    with tenant_context(cast.north.pk):
        blue = a_client("Blue", by=by, now=TUESDAY - DAY, manager=by)
        ivan = a_contact("Ivan", at=blue, by=by, now=TUESDAY - DAY, email="ivan@blue.example", roles=["economic"])
        ContactRole.objects.filter(position__contact=people["Petro"]).delete()
        grey = a_client("Grey", by=by, now=TUESDAY - DAY, manager=by)
    switch_on(whom=named(ivan.contact, people["Petro"], people["Olena"]))
    for client in (acme, grey):
        happen(client_id=client.pk)

    # Petro has no role and is asked all the same; Ivan works elsewhere, and of Grey nobody is named.
    assert asked(cast) == {("Petro", ""), ("Olena", "economic")}
    with tenant_context(cast.north.pk):
        assert sorted(TriggerFiring.objects.values_list("outcome", "people")) == [("asked", 2), ("nobody", 0)]


def test_who_left_is_not_asked_and_who_was_merged_is_asked_as_who_they_are_now(switch_on, happen, house, cast):
    _acme, people, _survey = house
    switch_on(whom=named(people["Taras"], people["Petro"]))
    with tenant_context(cast.north.pk):
        Position.objects.filter(contact=people["Taras"]).update(left_on=(TUESDAY - DAY).date())
        source, into = Contact.objects.get(name="Petro"), Contact.objects.get(name="Olena")
        merge_people(source=source, into=into, values={}, title="Merged", by=cast.alice.employee, now=TUESDAY)
    happen()

    assert {name for name, _role in asked(cast)} == {"Olena"}


def test_people_of_another_house_are_nobody_here(switch_on, happen, cast):
    with tenant_context(cast.south.pk):
        by = cast.mallory.employee
        other = a_client("Acme", by=by, now=TUESDAY)
        stranger = a_contact("Foreign", at=other, by=by, now=TUESDAY, email="f@x.example", roles=["technical"]).contact
    switch_on(whom=named(stranger))
    happen()

    assert asked(cast) == set()


@pytest.mark.parametrize("what", ["survey", "letter"])
def test_rule_keeps_to_its_own_hours_on_the_persons_clock(switch_on, happen, house, cast, what):
    """An evening until a morning, over the night on which the clocks of Kyiv go forward."""
    texts = {"subject": {"en": "Sorry"}, "text": {"en": "It was late."}}
    saturday = datetime(2026, 3, 28, 12, tzinfo=UTC)
    with tenant_context(cast.north.pk):
        Contact.objects.update(time_zone="Europe/Kyiv")
        CalmRule.objects.create(event_days="1234567", event_since="00:00", event_until="00:00")
    window = {"days": "6", "since": "23:30", "until": "04:30"}
    switch_on(window=window, **({"what": texts} if what == "letter" else {}))
    happen(saturday)
    early = saturday + timedelta(hours=9)  # 23:00 in Kyiv
    for at in (early, early + timedelta(minutes=30)):
        jobs.drain_all(now=lambda at=at: at, at_most=DAY)
        with tenant_context(cast.north.pk):
            rows = PlannedLetter if what == "letter" else PlannedAsk
            state = rows.objects.values_list("state", "reason", "due_at").get()
        if at == early:
            assert state == ("planned", "hours", datetime(2026, 3, 28, 23, 30, tzinfo=KYIV))
    assert state[0] == "sent"


def test_hours_are_written_told_and_refused_where_nobody_may_be_asked(alice, cast, house, fields):
    url, roles = cast.alice.url("rules/new/"), {"asked": "roles", "roles": ["technical"]}
    hours = {"window_days": ["2", "4"], "window_since": "10:00", "window_until": "12:30"}
    wrong = [
        alice.post(url, fields | roles | change).context["form"].errors["window_since"]
        for change in (hours | {"window_until": ""}, hours | {"window_since": "20:00", "window_until": "06:00"},
                       hours | {"survey": "", "task": "Call"})
    ]  # fmt: skip
    alice.post(url, fields | roles | hours)
    with tenant_context(cast.north.pk):
        rule = TriggerRule.objects.get()
    page = alice.get(cast.alice.url(f"rules/{rule.pk}/")).content.decode()
    edit = alice.get(cast.alice.url(f"rules/{rule.pk}/edit/")).context["form"]

    for said, of in zip(wrong, ("Say from when until when", "let nobody be asked", "has no hours"), strict=True):
        assert of in str(said)
    assert rule.content["window"] == {"days": "24", "since": "10:00", "until": "12:30"}
    assert "Only at these hours of the person’s own clock: Tue, Thu, 10:00–12:30" in page
    assert [edit[name].value() for name in hours] == [["2", "4"], time(10), time(12, 30)]
