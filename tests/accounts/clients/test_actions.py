from datetime import timedelta

import pytest

from accounts.audit import actions as audit
from accounts.audit.models import AuditEntry
from accounts.clients import actions, queries
from accounts.clients.models import Client, ClientFacts, ContactEmail, ContactRole, Position
from accounts.events.models import Event
from accounts.tenancy.context import tenant_context
from tests.factories.accounts import a_client, a_contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def nordwerk(cast, now):
    with tenant_context(cast.north.pk):
        yield a_client("Nordwerk", by=cast.alice.employee, now=now, external_id="N-1")


def kinds(*, client=None):
    return list(Event.objects.filter(client_id=client.pk).order_by("id").values_list("kind", flat=True))


def test_a_new_client_has_facts_that_know_nothing(nordwerk) -> None:
    facts = ClientFacts.objects.get(client=nordwerk)

    assert (facts.mood, facts.stage, facts.revenue) == (None, "", None)
    assert kinds(client=nordwerk) == ["client.created"]


def test_a_number_of_another_system_is_one_clients_only(nordwerk, cast, now) -> None:
    with pytest.raises(actions.ExternalIdTaken):
        a_client("Nordwerk twin", by=cast.alice.employee, now=now, external_id="N-1")

    assert Client.objects.count() == 1


def test_other_organizations_may_use_the_same_number_and_see_nothing(cast, now) -> None:
    with tenant_context(cast.north.pk):
        nordwerk = a_client("Nordwerk", by=cast.alice.employee, now=now, external_id="N-1")
        a_contact("Taras", at=nordwerk, by=cast.alice.employee, now=now, email="taras@nordwerk.example")

    with tenant_context(cast.south.pk):
        a_client("Nordwerk", by=cast.mallory.employee, now=now, external_id="N-1")
        assert Client.objects.count() == 1
        assert queries.owner_of_address("taras@nordwerk.example") is None
        assert queries.client_names([nordwerk.pk]) == {}


def test_assigning_a_manager_is_told_once(nordwerk, cast, now) -> None:
    for _again in range(2):
        before = audit.snapshot(nordwerk)
        nordwerk.manager = cast.carol.employee
        actions.save_client(client=nordwerk, by=cast.alice.employee, now=now, before=before)

    assert kinds(client=nordwerk) == ["client.created", "client.assigned"]
    assert AuditEntry.objects.filter(action="client.changed", subject_id=nordwerk.pk).count() == 1


def test_a_renamed_client_is_sorted_by_its_new_name(nordwerk, cast, now) -> None:
    a_client("Мрія", by=cast.alice.employee, now=now)
    a_client("Їжак", by=cast.alice.employee, now=now)
    a_client("Йод", by=cast.alice.employee, now=now)
    before = audit.snapshot(nordwerk)
    nordwerk.name = "Ґудзик"

    actions.save_client(client=nordwerk, by=cast.alice.employee, now=now, before=before)

    assert [client.name for client in queries.clients()] == ["Ґудзик", "Їжак", "Йод", "Мрія"]


def test_an_archived_client_leaves_the_lists_and_comes_back(nordwerk, cast, now) -> None:
    for _again in range(2):
        actions.archive_client(client=nordwerk, by=cast.alice.employee, now=now)
    assert not queries.clients().exists()

    actions.restore_client(client=nordwerk, by=cast.alice.employee, now=now)

    assert list(queries.clients()) == [nordwerk]
    assert kinds(client=nordwerk) == ["client.created", "client.archived", "client.restored"]


def test_an_address_belongs_to_one_person(nordwerk, cast, now) -> None:
    by = cast.alice.employee
    taras = a_contact("Taras", at=nordwerk, by=by, now=now, email=" Taras@Nordwerk.Example ")
    olena = a_contact("Olena", at=nordwerk, by=by, now=now, email="olena@nordwerk.example")

    with pytest.raises(actions.AddressTaken):
        actions.add_email(contact=olena.contact, address="TARAS@nordwerk.example", by=by, now=now)
    actions.add_email(contact=taras.contact, address="t@nordwerk.example", by=by, now=now)

    primary = ContactEmail.objects.filter(contact=taras.contact, is_primary=True)
    assert [row.address for row in primary] == ["taras@nordwerk.example"]
    assert queries.owner_of_address("TARAS@nordwerk.example") == taras.contact


def test_a_person_may_work_at_two_clients_in_other_roles(nordwerk, cast, now) -> None:
    by = cast.alice.employee
    here = a_contact("Olena", at=nordwerk, by=by, now=now, roles=["economic"])
    sudwerk = a_client("Sudwerk", by=by, now=now)
    there = actions.place(contact=here.contact, client=sudwerk, by=by, now=now)
    actions.give_roles(position=there, roles=["technical", "end_user"], by=by, now=now, today=now.date())

    roles = ContactRole.objects.filter(valid_until=None, position__contact=here.contact)
    assert sorted((row.position.client.name, row.role) for row in roles.select_related("position__client")) == [
        ("Nordwerk", "economic"),
        ("Sudwerk", "end_user"),
        ("Sudwerk", "technical"),
    ]


def test_roles_that_end_stay_as_history(nordwerk, cast, now) -> None:
    by = cast.alice.employee
    position = a_contact("Taras", at=nordwerk, by=by, now=now, roles=["technical"])
    later = now + timedelta(days=10)

    actions.give_roles(position=position, roles=["economic"], by=by, now=later, today=later.date())

    rows = ContactRole.objects.filter(position=position).order_by("valid_from")
    assert [(row.role, row.valid_from, row.valid_until) for row in rows] == [
        ("technical", now.date(), later.date()),
        ("economic", later.date(), None),
    ]


def test_a_successor_takes_the_roles_over(nordwerk, cast, now) -> None:
    by = cast.alice.employee
    taras = a_contact("Taras", at=nordwerk, by=by, now=now, roles=["technical"], job_title="CTO")
    iryna = a_contact("Iryna", at=nordwerk, by=by, now=now, roles=["end_user"])
    later = now + timedelta(days=3)

    for _again in range(2):
        actions.mark_left(position=taras, successor=iryna.contact, by=by, now=later, today=later.date())

    assert list(queries.positions(client_id=nordwerk.pk)) == [iryna]
    current = ContactRole.objects.filter(valid_until=None, position=iryna)
    assert sorted(row.role for row in current) == ["end_user", "technical"]
    taras.refresh_from_db()
    assert (taras.left_on, taras.successor) == (later.date(), iryna.contact)
    assert kinds(client=nordwerk).count("contact.left") == 1


def test_nobody_succeeds_themselves(nordwerk, cast, now) -> None:
    taras = a_contact("Taras", at=nordwerk, by=cast.alice.employee, now=now)

    with pytest.raises(ValueError, match="succeeds"):
        actions.mark_left(position=taras, successor=taras.contact, by=cast.alice.employee, now=now, today=now.date())

    assert Position.objects.get(pk=taras.pk).left_on is None
