"""Two entries of one client or one person become one, and two again."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.audit.models import AuditEntry
from accounts.clients import actions, registry
from accounts.clients.models import Client, ClientFacts, ClientTag, Contact, ContactEmail, ContactRole, Position, Undo
from accounts.events.models import Event
from accounts.mail import actions as mail
from accounts.organizations.roles import Role
from accounts.tenancy.context import tenant_context
from feedback.interactions import actions as interactions
from feedback.interactions.models import Interaction, InteractionContact
from journeys.stages import actions as stages
from journeys.stages.models import StageVisit
from tests.cast import hire
from tests.factories.accounts import a_client, a_contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def north(cast):
    with tenant_context(cast.north.pk):
        yield cast.north


@pytest.fixture
def by(cast):
    return cast.alice.employee


def snapshot():
    """Return every row that may follow a merge, and the entries themselves, as the database has them."""
    models = {key.model for to in (Client, Contact, Position) for key in registry.keys_to(to)} | {Client, Contact}
    return {
        model._meta.label: {row["id"]: row for row in model.objects.values()} for model in models if model is not Event
    } | {
        "events": {
            row["id"]: row
            for row in Event.objects.exclude(kind__contains="erge").exclude(kind__contains="separated").values()
        }
    }


def merge(source, into, *, by, now, **values):
    act = actions.merge_clients if isinstance(source, Client) else actions.merge_people
    return act(source=source, into=into, values=values, title="merged", by=by, now=now)


def talk(client, people, *, by, now, **said):
    row = Interaction(client=client, channel="call", mood=40, happened_at=now, notes="Notes")
    interactions.log(interaction=row, people=people, by=by, now=now, said=interactions.Said(**said))
    return row


@pytest.fixture
def two(north, by, now):
    """Two entries of one client. Ann works at both; each has somebody of its own, talks, stages, tags and a team."""
    one, two = (
        a_client("Blue", by=by, now=now, tags=["key", "old"]),
        a_client("Blue Ltd", by=by, now=now, tags=["KEY", "new"]),
    )
    ann = a_contact(
        "Ann", at=one, by=by, now=now, email="ann@blue.example", roles=["economic"], job_title="Chief"
    ).contact
    place = actions.place(contact=ann, client=two, by=by, now=now)
    actions.give_roles(position=place, roles=["economic", "technical"], by=by, now=now, today=now.date())
    ben = a_contact("Ben", at=two, by=by, now=now, email="ben@blue.example", roles=["end_user"]).contact
    for number, client in enumerate((one, two)):
        client.team.create(employee=by, started_on=now.date() - timedelta(days=number))
        stages.enter(client=client, stage=("onboarding", "long_term")[number], by=by, now=now)
        stages.enter(client=client, contact=ann, stage="onboarding", by=by, now=now)
        talk(
            client,
            [ann],
            by=by,
            now=now - timedelta(days=number),
            need="Speed",
            promise="A plan",
            promise_due=now.date(),
        )
    return one, two, ann, ben


def test_everything_of_one_client_belongs_to_the_other(two, by, now) -> None:
    one, other, ann, ben = two

    merge(other, one, by=by, now=now, domain="blue.example")

    other.refresh_from_db()
    one.refresh_from_db()
    assert other.merged_into_id == one.pk
    assert one.domain == "blue.example"
    assert set(Position.objects.values_list("client", "contact")) == {(one.pk, ann.pk), (one.pk, ben.pk)}
    assert Position.objects.get(contact=ann).job_title == "Chief"
    open_roles = ContactRole.objects.filter(valid_until=None).values_list("position__contact__name", "role")
    assert sorted(open_roles) == [("Ann", "economic"), ("Ann", "technical"), ("Ben", "end_user")]
    assert sorted(ClientTag.objects.values_list("client__name", "tag__name")) == [
        ("Blue", "key"),
        ("Blue", "new"),
        ("Blue", "old"),
    ]
    assert set(Interaction.objects.values_list("client", flat=True)) == {one.pk}
    assert one.needs.count() == one.promises.count() == 2
    assert one.team.count() == 2
    assert one.team.filter(ended_on=None).count() == 1
    assert StageVisit.objects.filter(client=one, contact=None, left_at=None).get().stage == "onboarding"
    assert StageVisit.objects.filter(client=one, contact=ann, left_at=None).count() == 1
    assert not Event.objects.filter(client_id=other.pk).exists()
    assert Event.objects.get(kind="client.merged").payload == {"from_id": str(other.pk), "to_id": str(one.pk)}
    assert AuditEntry.objects.get(action="client.merged").changes["merged_into"] == [None, str(one.pk)]
    assert ClientFacts.objects.get(client=other).state == "merged"


def test_undo_gives_back_the_same_rows(two, by, now) -> None:
    one, other, *_ = two
    before = snapshot()

    kept = merge(other, one, by=by, now=now, name="Blue Limited", sort_name="blue limited")
    assert snapshot() != before
    done = actions.undo(kept=Undo.objects.get(pk=kept.pk), by=by, now=now)

    assert done.left == ()
    assert snapshot() == before
    assert kept.expires_at == now + timedelta(days=30)
    assert set(Event.objects.filter(kind="client.separated").values_list("client_id", flat=True)) == {one.pk, other.pk}


def test_undo_leaves_what_somebody_changed_and_names_it(two, by, now) -> None:
    one, other, *_ = two
    third = a_client("Third", by=by, now=now)
    need = other.needs.get()
    kept = merge(other, one, by=by, now=now, name="Blue Limited")
    Client.objects.filter(pk=one.pk).update(name="Azure")
    type(need).objects.filter(pk=need.pk).update(client=third)

    done = actions.undo(kept=kept, by=by, now=now)

    assert set(done.left) == {"Azure", "Needs"}
    need.refresh_from_db()
    assert need.client_id == third.pk
    assert Client.objects.get(pk=one.pk).name == "Azure"
    assert Client.objects.get(pk=other.pk).merged_into_id is None


def test_undo_of_a_merge_whose_survivor_was_merged_does_nothing(north, by, now) -> None:
    one, two, three = (a_client(name, by=by, now=now) for name in ("One", "Two", "Three"))
    first = merge(one, two, by=by, now=now)
    merge(two, three, by=by, now=now)
    assert Client.objects.get(pk=one.pk).merged_into_id == three.pk

    done = actions.undo(kept=first, by=by, now=now)

    assert done == registry.Undone(0, ("One",))


def test_people_become_one(two, by, now) -> None:
    one, other, ann, ben = two
    Position.objects.filter(contact=ben).update(successor=ann, left_on=now.date())
    together = talk(one, [ann, ben], by=by, now=now)
    mail.send(
        "webhook_disabled",
        to="ben@blue.example",
        language="en",
        context={"webhook_title": "x"},
        now=now,
        contact_id=ben.pk,
    )
    before = snapshot()

    kept = merge(ben, ann, by=by, now=now, external_id="7")

    assert ContactEmail.objects.get(is_primary=True).address == "ann@blue.example"
    assert set(ContactEmail.objects.values_list("contact", flat=True)) == {ann.pk}
    assert Position.objects.filter(contact=ann).count() == Position.objects.count() == 2
    assert not Position.objects.exclude(successor=None).exists()
    assert InteractionContact.objects.filter(interaction=together).count() == 1
    assert not Event.objects.filter(contact_id=ben.pk).exists()
    assert set(Event.objects.filter(kind="contact.merged").values_list("client_id", flat=True)) == {one.pk, other.pk}
    actions.undo(kept=kept, by=by, now=now)
    assert snapshot() == before


@pytest.mark.parametrize("case", ["itself", "merged", "archived"])
def test_what_cannot_be_merged_is_refused(case, north, by, now) -> None:
    one, two, three = (a_client(name, by=by, now=now) for name in ("One", "Two", "Three"))
    if case == "merged":
        merge(one, three, by=by, now=now)
    if case == "archived":
        actions.archive_client(client=one, by=by, now=now)

    with pytest.raises(actions.NotMergeable) as refused:
        merge(one, one if case == "itself" else two, by=by, now=now)

    assert refused.value.obstacle == case


def test_number_in_other_systems_may_change_hands(north, by, now) -> None:
    one, two = a_client("One", by=by, now=now, external_id="A1"), a_client("Two", by=by, now=now, external_id="B2")
    before = snapshot()

    kept = merge(one, two, by=by, now=now, external_id="A1")

    assert Client.objects.get(pk=two.pk).external_id == "A1"
    actions.undo(kept=kept, by=by, now=now)
    assert snapshot() == before


def test_number_of_statements_does_not_grow_with_the_rows(north, by, now) -> None:
    def cost(number):
        one, two = a_client("One", by=by, now=now), a_client("Two", by=by, now=now)
        for index in range(number):
            ann = a_contact(f"Ann {index}", at=two, by=by, now=now, roles=["economic"]).contact
            talk(two, [ann], by=by, now=now, need="Speed")
        with CaptureQueriesContext(connection) as queries:
            merge(two, one, by=by, now=now)
        return len(queries)

    assert cost(2) == cost(6)


Graph = st.lists(
    st.tuples(st.sampled_from("ab"), st.sampled_from("xyz"), st.sampled_from(["", "economic", "technical"])), max_size=8
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(graph=Graph, stays=st.sampled_from("ab"), sort=st.sampled_from(["clients", "people"]))
def test_merge_and_undo_give_back_any_graph(north, by, now, graph, stays, sort) -> None:
    clients = {name: a_client(name, by=by, now=now, tags=[name, "both"]) for name in "ab"}
    people = {name: Contact(name=name) for name in "xyz"}
    for contact in people.values():
        actions.register_contact(contact=contact, by=by, now=now)
    for client, person, role in graph:
        place = actions.place(contact=people[person], client=clients[client], by=by, now=now)
        if role:
            actions.give_roles(position=place, roles=[role], by=by, now=now, today=now.date())
        talk(clients[client], [people[person]], by=by, now=now, need=person)
        stages.enter(client=clients[client], contact=people[person], stage="onboarding", by=by, now=now)
    rows = clients if sort == "clients" else {"a": people["x"], "b": people["y"]}
    into, source = rows[stays], rows["b" if stays == "a" else "a"]
    before = snapshot()

    kept = merge(source, into, by=by, now=now)
    for key in registry.keys_to(type(source)):
        left = key.model.objects.filter(**{key.attname: source.pk})
        assert not left.exists() or key.stays
    done = actions.undo(kept=kept, by=by, now=now)

    assert done.left == ()
    assert snapshot() == before


# --- Pages ---


@pytest.fixture
def pair(cast, add):
    return add("Blue", domain="blue.example"), add("BLUE", domain="blue2.example", country="UA")


def test_page_shows_both_and_merges_as_chosen(cast, client_of, page, pair) -> None:
    one, two = pair
    browser = client_of(cast.alice)
    address = page("client-merge", client_id=one)

    text = browser.get(page("duplicates")).content.decode()
    assert f"{address}?with={two.pk}" in text
    assert "blue2.example" in browser.get(address, {"with": two.pk}).content.decode()
    typed = {"with": two.pk, "stays": "this", "part_name": "this", "part_domain": "other"}
    answer = browser.post(address, typed, follow=True)

    assert "BLUE was merged into Blue" in answer.content.decode()
    with tenant_context(cast.north.pk):
        one.refresh_from_db()
        assert (one.name, one.domain, one.country) == ("Blue", "blue2.example", "UA")
        kept = Undo.objects.get()
    assert browser.get(page("client-merge", client_id=two))["Location"].endswith(f"/clients/{one.pk}/")
    text = browser.post(page("merge-undo", merge_id=kept), follow=True).content.decode()
    assert "There are two entries again" in text
    assert "This was undone already." in browser.post(page("merge-undo", merge_id=kept), follow=True).content.decode()


def test_page_says_what_is_wrong(cast, client_of, page, pair, now) -> None:
    one, two = pair
    browser = client_of(cast.alice)
    with tenant_context(cast.south.pk):
        foreign = a_client("Blue", by=cast.mallory.employee, now=now)

    def said(other, status=422):
        answer = browser.post(page("client-merge", client_id=one), {"with": other, "stays": "this"})
        assert answer.status_code == status
        return answer.content.decode()

    assert "cannot be merged with itself" in said(one.pk)
    assert "was not found" in said(foreign.pk)
    assert "was not found" in said("nonsense")
    with tenant_context(cast.north.pk):
        actions.archive_client(client=two, by=cast.alice.employee, now=now)
    assert "is in the archive" in said(two.pk)


def test_only_those_who_manage_clients_merge(cast, client_of, page, pair, now) -> None:
    viewer = hire(cast.north, "Vera Vale", role=Role.VIEWER, now=now)
    for person in (viewer, cast.carol):
        assert client_of(person).get(page("client-merge", client_id=pair[0])).status_code == 403
        assert client_of(person).get(page("duplicates")).status_code == 403


def test_duplicates_cost_the_same_however_many(cast, client_of, page, add, now) -> None:
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client_of(cast.alice).get(page("duplicates")).status_code == 200
        return len(queries)

    def people(name):
        with tenant_context(cast.north.pk):
            for number in (1, 2):
                a_contact(f"{name}{number}", at=one, by=cast.alice.employee, now=now, phone="+380 44 123-45-6" + name)

    one = add("Blue", "Blue", "Red")[0]
    people("1")
    first = cost()
    add("Green", "green", "Red", "Red")
    people("2")
    people("3")
    assert cost() == first
