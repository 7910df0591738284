"""The search as people use it: what is found, by whom, and what it costs."""

import json
import uuid
from datetime import datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import clock
from accounts.clients import actions
from accounts.clients.models import Client, Contact, Tag
from accounts.events.registry import Reader
from accounts.jobs import actions as jobs
from accounts.jobs.models import Job
from accounts.organizations.roles import Role
from accounts.search import lookup, queries, registry
from accounts.search.models import SearchTerm
from accounts.tenancy.context import tenant_context
from accounts.tenancy.uuid7 import uuid7
from feedback.interactions import actions as interactions
from feedback.interactions.models import Interaction
from tests.factories.accounts import a_client, a_contact

pytestmark = pytest.mark.django_db


def drain() -> None:
    jobs.drain(queue="search", now=clock.real_now)


@pytest.fixture
def nordwerk(cast, now):
    with tenant_context(cast.north.pk):
        return a_client(
            "ТОВ «Об'єднання Нордверк»", by=cast.alice.employee, now=now, tags=["Ключові"], domain="nordwerk.example",
            external_id="NW-77",
        )  # fmt: skip


@pytest.fixture
def taras(nordwerk, cast, now):
    values = {"email": "taras@mail.example", "job_title": "Головний інженер", "phone": "+380 44 123-45-67"}
    with tenant_context(cast.north.pk):
        return a_contact("Тарас Мельник", at=nordwerk, by=cast.alice.employee, now=now, **values).contact


@pytest.fixture
def talk(nordwerk, cast, now):
    def logged(quote, *, visibility="team", by=cast.alice):
        with tenant_context(cast.north.pk):
            row = Interaction(client=nordwerk, channel="call", mood=20, quote=quote, happened_at=now)
            row.visibility = visibility
            interactions.log(interaction=row, people=[], by=by.employee, now=now)
        return row

    return logged


@pytest.fixture
def found(client_of, cast):
    """Return the titles that somebody finds."""

    def titles(question, person=cast.alice):
        drain()
        answer = client_of(person).get(person.url("search/"), {"q": question})
        assert answer.status_code == 200
        return [hit.title for group in answer.context["groups"] for hit in group.hits]

    return titles


CLIENT, PERSON = "ТОВ «Об'єднання Нордверк»", "Тарас Мельник"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("нордверком", [CLIENT]),
        ("обʼєднанням НОРД", [CLIENT]),
        ("nordwerk.exa", [CLIENT]),
        ("nw-77", [CLIENT]),
        ("ключових", [CLIENT]),
        ("мельника тар", [PERSON]),
        ("taras@mail", [PERSON]),
        ("інженером", [PERSON]),
        ("044 123-45", [PERSON]),
        ("нордверк мельник", []),
        ("%", []),
        ("", []),
    ],
)
def test_clients_and_people_are_found_by_all_that_they_are_called(found, nordwerk, taras, question, expected):
    assert found(question) == expected


def test_list_under_the_field_is_the_same_answer(found, client_of, cast, nordwerk, taras):
    drain()
    url = cast.alice.url("search/")

    page = client_of(cast.alice).get(url, {"q": "нордверк"}).content.decode()
    part = client_of(cast.alice).get(url, {"q": "нордверк"}, headers={"HX-Request": "true"}).content.decode()

    assert "<html" in page
    assert "<html" not in part
    for text in (page, part):
        assert cast.alice.url(f"clients/{nordwerk.pk}/") in text
    assert "Nothing found" in client_of(cast.alice).get(url, {"q": "zzz"}).content.decode()
    assert "Two letters" in client_of(cast.alice).get(url, {"q": "z"}).content.decode()


def test_changes_are_found_and_what_was_is_not(found, nordwerk, taras, cast, now):
    assert found("нордверк") == [CLIENT]
    with tenant_context(cast.north.pk):
        Client.objects.filter(pk=nordwerk.pk).update(name="Зюйдверк")
        Tag.objects.update(name="Золоті")
        taras.emails.update(address="melnyk@new.example")
    assert found("нордверк") == []
    assert found("зюйд") == ["Зюйдверк"]
    assert (found("ключові"), found("золоті")) == ([], ["Зюйдверк"])
    assert (found("taras@mail"), found("melnyk@new")) == ([], [PERSON])


def test_what_is_gone_leaves_no_word(found, nordwerk, taras, talk, cast, now):
    row = talk("Втретє чекаємо на акт")
    assert len(found("чекаємо")) == 1
    with tenant_context(cast.north.pk):
        interactions.remove(interaction=row, by=cast.alice.employee, now=now)
        actions.archive_client(client=nordwerk, by=cast.alice.employee, now=now)
        Contact.objects.filter(pk=taras.pk).update(erased_at=now, name="", phone="")
    assert found("чекаємо") == []
    assert found("нордверк") == [CLIENT]  # archived, and marked so
    assert found("мельник") == []
    with tenant_context(cast.north.pk):
        assert not SearchTerm.objects.filter(object_id__in=[row.pk, taras.pk]).exists()
        Client.objects.filter(pk=nordwerk.pk).update(merged_into=a_client("Heir", by=cast.alice.employee, now=now))
    assert found("нордверк") == []


@pytest.mark.parametrize(
    ("visibility", "readers"),
    [
        ("team", {"alice", "bob", "carol", "dave", "erin"}),
        ("managers", {"alice", "bob", "carol", "dave"}),
        ("leadership", {"alice", "bob", "carol"}),
    ],
)
def test_talks_are_found_by_those_who_may_read_them(found, talk, cast, visibility, readers):
    talk("Конфіденційно: звільняють директора", visibility=visibility, by=cast.carol)

    people = ("alice", "bob", "carol", "dave", "erin")
    assert {name for name in people if found("директором", getattr(cast, name))} == readers


def test_other_organization_finds_nothing(found, client_of, cast, nordwerk, taras, talk):
    talk("Чекаємо на акт")
    drain()

    for question in ("нордверк", "мельник", "чекаємо"):
        assert found(question, cast.mallory) == []
    assert client_of(cast.mallory).get(cast.alice.url("search/?q=нордверк")).status_code == 404


def test_number_of_queries_is_constant(client_of, cast, nordwerk, now):
    def cost():
        drain()
        browser = client_of(cast.alice)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(cast.alice.url("search/"), {"q": "нордверк"}).status_code == 200
        return len(captured)

    def add(number):
        with tenant_context(cast.north.pk):
            client = a_client(f"Нордверк {number}", by=cast.alice.employee, now=now)
            a_contact(f"Нордверк {number}", at=client, by=cast.alice.employee, now=now)
            row = Interaction(client=client, channel="call", quote="Нордверк", happened_at=now)
            interactions.log(interaction=row, people=[], by=cast.alice.employee, now=now)

    add(1)
    one = cost()
    add(2), add(3)
    assert cost() == one


def test_everything_can_be_indexed_anew(found, nordwerk, taras, talk, cast):
    talk("Чекаємо")
    drain()
    with tenant_context(cast.north.pk):
        before = set(SearchTerm.objects.values_list("kind", "term", "object_id"))
        SearchTerm.objects.filter(kind="client").delete()
        SearchTerm.objects.create(kind="client", term="ghost", object_id=uuid7())

    call_command("index_search")
    call_command("index_search")  # what waits already waits once
    with tenant_context(cast.north.pk):
        assert Job.objects.filter(queue="search", organization_id=cast.north.pk).count() == 4
    drain()
    with tenant_context(cast.north.pk):
        assert set(SearchTerm.objects.values_list("kind", "term", "object_id")) == before
    assert not Job.objects.filter(queue="search").exists()


def test_kind_has_one_source():
    (source, *_rest) = registry.sources()
    registry.register(source)
    with pytest.raises(ValueError, match="registered already"):
        registry.register(registry.Source(source.kind, "", "", Client, source.texts, source.readable, source.hits))


def fill(organization_id: uuid.UUID, now: datetime, clients: int) -> None:
    """Make clients that share their first word; each tenth has a second one in common, and all have one of their own."""
    with tenant_context(organization_id):
        rows = Client.objects.bulk_create(
            Client(name=f"Client {number:05}", created_at=now) for number in range(clients)
        )
        SearchTerm.objects.bulk_create(
            SearchTerm(kind="client", term=term, object_id=row.pk)
            for number, row in enumerate(rows)
            for term in ("client", row.name.split()[1], *(["tenth"] if number % 10 == 0 else []))
        )


def names_of(terms: list[str], wanted: int) -> list[str]:
    reader = Reader(employee_id=uuid7(), role=Role.OWNER, slug="north")
    (source, *_others) = registry.sources()
    rows = queries.newest(source.readable(reader), kind="client", terms=terms, wanted=wanted)
    return [row.name for row in rows]


def test_rare_word_is_found_beside_a_frequent_one_however_old(cast, now, monkeypatch):
    monkeypatch.setattr(lookup, "RARE", 20)
    fill(cast.north.pk, now, 100)
    fill(cast.south.pk, now, 100)

    with tenant_context(cast.north.pk):
        assert names_of(["client", "00003"], 5) == ["Client 00003"]
        assert names_of(["tenth", "client"], 5) == [f"Client 000{tens}0" for tens in range(5, 10)]
        # Both are frequent: the newest that have the first are asked whether they have the second.
        assert names_of(["client", "000"], 3) == ["Client 00097", "Client 00098", "Client 00099"]
        # Several words begin so: the newest of each.
        assert names_of(["0"], 200) == [f"Client {number:05}" for number in range(20)]


def test_older_talks_are_found_when_the_newest_are_closed_to_the_reader(cast, nordwerk, now):
    with tenant_context(cast.north.pk):
        rows = Interaction.objects.bulk_create(
            Interaction(client=nordwerk, channel="call", happened_at=now, created_at=now, visibility=visibility)
            for visibility in ("team", *["leadership"] * 8)
        )
        SearchTerm.objects.bulk_create(SearchTerm(kind="interaction", term="thanks", object_id=one.pk) for one in rows)
        reader = Reader(employee_id=cast.erin.employee.pk, role=cast.erin.membership.role, slug="north")
        (group,) = queries.find(["thanks"], reader=reader, limit=5)

    assert [hit.pk for hit in group.hits] == [rows[0].pk]
    assert not group.has_more


def test_words_are_ranges_of_the_index(cast, now):
    for organization in (cast.north, cast.south):
        fill(organization.pk, now, 3000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE accounts_searchterm, accounts_client")

    with tenant_context(cast.north.pk), CaptureQueriesContext(connection) as asked:
        assert names_of(["0123", "client"], 20) == [f"Client 0123{digit}" for digit in range(10)]
        assert names_of(["client"], 20) == [f"Client {number:05}" for number in range(2980, 3000)]
    steps = [step for query in asked if "accounts_searchterm" in query["sql"] for step in plan_of(query["sql"], cast)]

    used = [step for step in steps if step.get("Relation Name") == "accounts_searchterm"]
    assert len(used) > 4
    assert {step["Node Type"] for step in used} <= {"Index Only Scan", "Index Scan", "Bitmap Heap Scan"}
    assert all("organization_id" in step["Index Cond"] for step in steps if step["Node Type"].startswith("Index"))


def plan_of(sql: str, cast) -> list[dict]:
    with tenant_context(cast.north.pk), connection.cursor() as cursor:
        cursor.execute("EXPLAIN (FORMAT JSON) " + sql.replace("%", "%%"))
        ((answer,),) = cursor.fetchall()
    steps, todo = [], [(json.loads(answer) if isinstance(answer, str) else answer)[0]["Plan"]]
    while todo:
        steps.append(step := todo.pop())
        todo += step.get("Plans", [])
    return [step for step in steps if step.get("Index Name", "search_term").startswith("search_term")]
