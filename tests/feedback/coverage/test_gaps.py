"""What lists know of gaps follows what happens, in one organization and not in the other."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.audit import actions as audit
from accounts.clients import actions as clients
from accounts.clients.enums import BuyerRole
from accounts.clients.models import ClientFacts, Contact, Position, Segment
from accounts.events.models import Event
from accounts.organizations.models import Organization
from accounts.tenancy.context import tenant_context
from feedback.coverage import actions, queries
from feedback.coverage.rules import Target
from feedback.interactions import actions as interactions
from feedback.interactions.models import Interaction, InteractionContact
from tests.accounts.exchange.conftest import Importer
from tests.factories.accounts import a_client, a_contact
from tests.feedback.coverage.conftest import work

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(committed_cast):
    return committed_cast


def facts_of(client):
    with tenant_context(client.organization_id):
        return ClientFacts.objects.get(client=client)


def lacks(client):
    facts = facts_of(client)
    return [role for role in ("economic", "technical", "end_user") if getattr(facts, f"lacks_{role}")]


def kinds_told(client):
    with tenant_context(client.organization_id):
        rows = Event.objects.filter(client_id=client.pk, kind__startswith="coverage.").order_by("recorded_at", "id")
        return [(row.kind, row.payload["role"]) for row in rows]


def test_talk_closes_the_gap_of_the_role_alone(nordwerk, hear) -> None:
    hear(nordwerk, "Taras Melnyk", days_ago=3)

    assert lacks(nordwerk) == ["economic", "end_user"]
    assert facts_of(nordwerk).roles_heard == 1
    assert kinds_told(nordwerk) == [("coverage.gap_closed", "technical")]


def test_removed_talk_counts_nowhere(nordwerk, hear, cast, now) -> None:
    talk = hear(nordwerk, "Taras Melnyk")
    with tenant_context(cast.north.pk):
        interactions.remove(interaction=talk, by=cast.alice.employee, now=now)
    work()

    assert lacks(nordwerk) == ["economic", "technical", "end_user"]
    assert facts_of(nordwerk).last_heard_at is None


def test_who_leaves_opens_the_gap_and_the_successor_is_next(nordwerk, hear, cast, now) -> None:
    hear(nordwerk, "Taras Melnyk")
    with tenant_context(cast.north.pk):
        heir = a_contact("Ihor Bondar", at=nordwerk, by=cast.alice.employee, now=now).contact
        position = Position.objects.get(contact__name="Taras Melnyk")
        clients.mark_left(
            position=position, successor=heir, by=cast.alice.employee, now=now, today=nordwerk.local_date(now)
        )
    work()

    assert "technical" in lacks(nordwerk)
    with tenant_context(cast.north.pk):
        found = queries.coverage_of([nordwerk.pk], now=now)[nordwerk.pk]
    technical = found.roles[1]
    assert [voice.person.name for voice in technical.voices] == ["Ihor Bondar"]
    assert technical.state == "unheard"


def test_sweep_finds_what_went_stale_and_tells_it_once(nordwerk, hear, cast, now) -> None:
    hear(nordwerk, "Taras Melnyk", days_ago=80)
    later = now + timedelta(days=11)
    with tenant_context(cast.north.pk):
        actions.sweep([cast.north.pk], later)
        actions.sweep([cast.north.pk], later)

    assert "technical" in lacks(nordwerk)
    assert kinds_told(nordwerk) == [("coverage.gap_closed", "technical"), ("coverage.gap_opened", "technical")]
    assert facts_of(nordwerk).last_heard_at == now - timedelta(days=80)


def test_sweep_of_a_demo_stands_on_its_own_day(nordwerk, hear, cast, now) -> None:
    hear(nordwerk, "Taras Melnyk", days_ago=80)
    with tenant_context(cast.north.pk):
        Organization.objects.update(is_demo=True, clock_offset=timedelta(days=11))
    with tenant_context(cast.north.pk):
        actions.sweep([cast.north.pk], now)

    assert "technical" in lacks(nordwerk)


def test_sweep_goes_through_every_batch(cast, now, monkeypatch, hear) -> None:
    monkeypatch.setattr(actions, "BATCH", 2)
    with tenant_context(cast.north.pk):
        found = [a_client(f"Client {number}", by=cast.alice.employee, now=now) for number in range(5)]
        ClientFacts.objects.update(lacks_economic=False)
    actions.request_sweeps(now=now)
    work(1)
    work(4)

    assert [lacks(client) for client in found] == [["economic", "technical", "end_user"]] * 5


def test_confidential_talk_counts_as_heard(nordwerk, hear, cast, now) -> None:
    talk = hear(nordwerk)
    with tenant_context(cast.north.pk):
        talk.visibility = "leadership"
        talk.save()
        actions.report_gaps(client_ids=[nordwerk.pk], now=now)

    assert facts_of(nordwerk).last_heard_at == now


def test_targets_of_the_client_go_before_those_of_the_segment_and_of_the_house(nordwerk, cast, now) -> None:
    by = cast.alice.employee
    with tenant_context(cast.north.pk):
        segment = Segment.objects.create(name="Key accounts", created_at=now)
        nordwerk.segment = segment
        nordwerk.save()
        other = a_client("Other", by=by, now=now)
        actions.set_targets(targets={"economic": Target(2, 60), "end_user": Target(3, 30)}, by=by, now=now)
        actions.set_targets(targets={"economic": Target(4, 40)}, segment=segment, by=by, now=now)
        actions.set_targets(targets={"economic": Target(1, 10)}, client=nordwerk, by=by, now=now)

        found = queries.targets_of([nordwerk.pk, other.pk])
        assert found[nordwerk.pk] == {"economic": Target(1, 10), "end_user": Target(3, 30)}
        assert found[other.pk] == {"economic": Target(2, 60), "end_user": Target(3, 30)}
        actions.drop_targets(client=nordwerk, by=by, now=now)
        assert queries.targets_of([nordwerk.pk])[nordwerk.pk]["economic"] == Target(4, 40)
    with tenant_context(cast.south.pk):
        assert queries.targets_in() == dict.fromkeys(["economic", "technical", "end_user"], Target(1, 90))


def test_tighter_targets_open_gaps(nordwerk, hear, cast, now) -> None:
    hear(nordwerk, "Taras Melnyk", days_ago=30)
    with tenant_context(cast.north.pk):
        actions.set_targets(targets={"technical": Target(1, 14)}, by=cast.alice.employee, now=now)
    work()

    assert "technical" in lacks(nordwerk)


@pytest.fixture
def strict(nordwerk, hear, cast, now):
    """A segment in which a talk of a month ago is too old; Nordwerk, where there was one, is not in it."""
    hear(nordwerk, "Taras Melnyk", days_ago=30)
    with tenant_context(cast.north.pk):
        segment = Segment.objects.create(name="Key", created_at=now)
        actions.set_targets(targets={"technical": Target(1, 14)}, segment=segment, by=cast.alice.employee, now=now)
    work()
    assert "technical" not in lacks(nordwerk)
    return segment


def test_another_segment_brings_its_targets(nordwerk, strict, cast, now) -> None:
    act = {"by": cast.alice.employee, "now": now}
    with tenant_context(cast.north.pk):
        before = audit.snapshot(nordwerk)
        nordwerk.segment = strict
        clients.save_client(client=nordwerk, before=before, **act)
    work()
    assert "technical" in lacks(nordwerk)

    with tenant_context(cast.north.pk):
        kept = clients.set_column(column="segment", value=None, client_ids=[nordwerk.pk], title=str, **act)
    work()
    assert "technical" not in lacks(nordwerk)

    with tenant_context(cast.north.pk):
        clients.undo(kept=kept, **act)
    work()
    assert "technical" in lacks(nordwerk)


def test_import_that_moves_a_client_and_its_undo_are_looked_at(nordwerk, strict, cast, client_of) -> None:
    alice = Importer(client_of(cast.alice), cast.alice)

    alice.run("Company\tSegment\nNordwerk\tKey\n")
    work()
    assert "technical" in lacks(nordwerk)

    alice.undo()
    work()
    assert "technical" not in lacks(nordwerk)


def test_same_number_of_queries_for_one_client_and_for_many(cast, now) -> None:
    by = cast.alice.employee
    with tenant_context(cast.north.pk):
        ids = []
        for number in range(4):
            client = a_client(f"Client {number}", by=by, now=now)
            a_contact(f"Person {number}", at=client, by=by, now=now, roles=["economic"])
            ids.append(client.pk)
        with CaptureQueriesContext(connection) as one:
            queries.coverage_of(ids[:1], now=now)
        with CaptureQueriesContext(connection) as many:
            queries.coverage_of(ids, now=now)
        assert len(one) == len(many)

        ClientFacts.objects.update(lacks_economic=False)
        with CaptureQueriesContext(connection) as writing:
            actions.report_gaps(client_ids=ids, now=now)
        assert (
            sum("UPDATE" in query["sql"] for query in writing if "clientfacts" in query["sql"]) == 1 + 1
        )  # and a lock


TALKS = st.lists(
    st.tuples(
        st.integers(0, 1),  # the client
        st.integers(0, 90),  # days ago
        st.dictionaries(
            st.sampled_from(["Olena", "Taras", "Ivan"]), st.sets(st.sampled_from(BuyerRole.values)), max_size=3
        ),
        st.sampled_from(["", "", "draft", "removed", "moved"]),
    ),
    max_size=8,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(talks=TALKS)
def test_last_talks_are_those_that_a_look_at_all_would_find(cast, now, talks) -> None:
    by, expected = cast.alice.employee, {}
    with tenant_context(cast.north.pk), transaction.atomic():
        clients = [a_client(name, by=by, now=now) for name in ("One", "Two")]
        people = {name: Contact.objects.create(name=name, created_at=now) for name in ("Olena", "Taras", "Ivan")}
        for number, days, roles, fate in talks:
            client, at = clients[number], now - timedelta(days=days)
            talk = Interaction.objects.create(client=client, channel="call", happened_at=at, created_at=now)
            for name, held in roles.items():
                InteractionContact.objects.create(interaction=talk, contact=people[name], roles=sorted(held))
            changes = {"draft": {"draft": True}, "removed": {"removed_at": now}, "moved": {"client": clients[1]}}
            Interaction.objects.filter(pk=talk.pk).update(**changes.get(fate, {"quote": "Thanks"}))
            if fate not in {"draft", "removed"}:
                client = clients[1] if fate == "moved" else client
                for key in [(None, frozenset()), *((people[one].pk, frozenset(held)) for one, held in roles.items())]:
                    expected[client.pk, *key] = max(at, expected.get((client.pk, *key), at))
        found = queries.talks([one.pk for one in clients])
        transaction.set_rollback(True)

    told = [(client_id, one.contact_id, one.roles, one.at) for client_id, rows in found.items() for one in rows]
    assert len(told) == len(expected)
    assert set(told) == {(*key, at) for key, at in expected.items()}


def test_revenue_heard_says_what_is_unknown(cast, now, nordwerk) -> None:
    by = cast.alice.employee
    with tenant_context(cast.north.pk):
        empty = queries.revenue_heard(now=now)
        assert (empty.known, empty.share, empty.clients_unknown) == (None, None, 1)
        for name, revenue, days in (("Heard", 300, 10), ("Old", 100, 91), ("Never", 100, None)):
            client = a_client(name, by=by, now=now)
            heard_at = now - timedelta(days=days) if days else None
            ClientFacts.objects.filter(client=client).update(revenue=revenue, last_heard_at=heard_at)
        found = queries.revenue_heard(now=now)
    assert (found.heard, found.known, found.share) == (300, 500, Decimal("0.6"))
    assert (found.clients, found.clients_unknown) == (4, 1)
    with tenant_context(cast.south.pk):
        assert queries.revenue_heard(now=now).clients == 0
