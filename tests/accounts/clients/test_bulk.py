"""One act on many clients, and taking it back."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.audit.models import AuditEntry
from accounts.clients import actions, queries
from accounts.clients.models import Client, ClientTag, Segment, Tag, Undo
from accounts.events.models import Event
from accounts.tenancy.context import tenant_context

pytestmark = pytest.mark.django_db


@pytest.fixture
def do(cast, client_of, page):
    """Choose clients, do one act on them, and return the answer with the list after it."""

    def done(act, rows=(), *, person=cast.alice, **data):
        typed = {"act": act, "which": "chosen", "rows": [row.pk for row in rows]} | data
        return client_of(person).post(page("clients-bulk"), typed, follow=True)

    return done


@pytest.fixture
def undo(cast, client_of, page):
    def undone(person=cast.alice):
        with tenant_context(cast.north.pk):
            kept = Undo.objects.latest("created_at", "id")
        return client_of(person).post(page("clients-undo", undo_id=kept), follow=True)

    return undone


def in_north(cast, read):
    with tenant_context(cast.north.pk):
        return read()


def managers(cast):
    return in_north(cast, lambda: dict(Client.objects.values_list("name", "manager__name")))


def test_chosen_clients_get_a_manager_and_lose_it_again(cast, add, do, undo, maria) -> None:
    one, two, _three = add("One", "Two", "Three", manager=cast.bob.employee)

    answer = do("manager", [one, two], manager=maria.employee.pk)

    text = answer.content.decode()
    assert "Happiness manager: 2 clients changed." in text
    assert re.search(r'action="/o/north/clients/undo/[^"]+"', text)
    assert managers(cast) == {"One": "Maria Moss", "Two": "Maria Moss", "Three": "Bob Berg"}
    assert in_north(cast, Event.objects.filter(kind="client.assigned").count) == 2
    entry = in_north(cast, AuditEntry.objects.filter(action="client.changed", subject_id=one.pk).get)
    assert entry.changes == {"manager": [str(cast.bob.employee.pk), str(maria.employee.pk)]}

    assert "Undone for 2 clients." in undo().content.decode()
    assert set(managers(cast).values()) == {"Bob Berg"}
    assert in_north(cast, Event.objects.filter(kind="client.assigned").count) == 4
    assert "This was undone already." in undo().content.decode()


def test_undo_leaves_what_somebody_has_changed_since(cast, add, do, undo, now, maria) -> None:
    one, two = add("One", "Two")
    do("manager", [one, two], manager=maria.employee.pk)
    with tenant_context(cast.north.pk):
        actions.set_column(
            column="manager",
            value=cast.bob.employee.pk,
            client_ids=[two.pk],
            title=str,
            by=cast.alice.employee,
            now=now,
        )

    text = undo().content.decode()

    assert "Undone for 1 client." in text
    assert "1 client was changed since then and stays as it is: Two" in text
    assert managers(cast) == {"One": None, "Two": "Bob Berg"}


def test_undo_ends_after_ten_minutes_and_is_ones_own(cast, add, do, undo, maria, now) -> None:
    do("manager", [add("One")], manager=maria.employee.pk)

    assert undo(person=maria).status_code == 404
    with tenant_context(cast.north.pk):
        Undo.objects.update(created_at=now - timedelta(minutes=11), expires_at=now - timedelta(minutes=1))
    assert "ten minutes only" in undo().content.decode()
    assert managers(cast) == {"One": "Maria Moss"}


def test_all_that_fit_the_filter_are_changed(cast, add, do, page, client_of) -> None:
    add("One", "Two", country="UA")
    add("Other", country="DE")
    question = {"which": "all", "query": "country=UA"}

    asked = client_of(cast.alice).get(page("clients-bulk", urlencode(question))).content.decode()
    answer = do("sponsor", sponsor=cast.bob.employee.pk, **question)

    assert "Change 2 clients" in asked
    assert answer.redirect_chain[-1][0] == "/o/north/clients/?country=UA"
    found = in_north(cast, lambda: set(Client.objects.exclude(sponsor=None).values_list("name", flat=True)))
    assert found == {"One", "Two"}


def test_segment_and_archive_are_set_and_undone(cast, add, do, undo, now) -> None:
    rows = add("One", "Two")
    segment = in_north(cast, lambda: Segment.objects.create(name="Key", created_at=now))

    do("segment", rows, segment=segment.pk)
    assert in_north(cast, Client.objects.filter(segment=segment).count) == 2
    undo()
    assert in_north(cast, Client.objects.filter(segment=None).count) == 2
    do("archive", rows)
    assert in_north(cast, lambda: queries.clients().count()) == 0
    assert in_north(cast, Event.objects.filter(kind="client.archived").count) == 2
    undo()
    assert in_north(cast, lambda: queries.clients().count()) == 2
    assert in_north(cast, Event.objects.filter(kind="client.restored").count) == 2


def test_tags_are_put_on_and_taken_off_and_both_undone(cast, add, do, undo) -> None:
    def wearing():
        return in_north(cast, lambda: sorted(ClientTag.objects.values_list("client__name", "tag__name")))

    one, two = add("One", tags=["VIP"]), add("Two")

    do("add_tag", [one, two], add_tag=" vip ")
    assert wearing() == [("One", "VIP"), ("Two", "VIP")]
    undo()
    assert wearing() == [("One", "VIP")]
    do("remove_tag", [one, two], remove_tag=in_north(cast, Tag.objects.get).pk)
    assert wearing() == []
    undo()
    assert wearing() == [("One", "VIP")]


def test_undo_of_a_tag_that_is_gone_says_so(cast, add, do, undo, now) -> None:
    do("add_tag", [add("One")], add_tag="VIP")
    with tenant_context(cast.north.pk):
        actions.delete_tag(tag=Tag.objects.get(), by=cast.alice.employee, now=now)

    assert "1 client was changed since then and stays as it is: One" in undo().content.decode()


def test_the_same_again_is_no_change(cast, add, do, maria) -> None:
    one = add("One", manager=maria.employee)

    assert "Nothing to change" in do("manager", [one], manager=maria.employee.pk).content.decode()
    assert in_north(cast, Undo.objects.count) == 0


@pytest.mark.parametrize(
    "typed",
    [{"act": "x"}, {"act": "manager", "manager": "x"}, {"act": "add_tag"}, {"act": "remove_tag", "remove_tag": "x"}],
)
def test_nonsense_is_refused(cast, add, client_of, page, typed) -> None:
    one = add("One")

    answer = client_of(cast.alice).post(page("clients-bulk"), {"which": "chosen", "rows": [one.pk]} | typed)

    assert answer.status_code == 422


@pytest.mark.parametrize("chosen", [{}, {"rows": ["x"]}, {"which": "all", "query": "mood=x"}])
def test_nobody_chosen_is_said(cast, client_of, page, add, chosen) -> None:
    add("One")

    answer = client_of(cast.alice).get(page("clients-bulk", urlencode(chosen, doseq=True)), follow=True)

    assert "No client is chosen." in answer.content.decode()


def test_rows_of_another_organization_are_not_touched(cast, add, do) -> None:
    one = add("One")

    do("archive", [one], person=cast.alice)
    with tenant_context(cast.south.pk):
        assert (
            actions.archive_many(client_ids=[one.pk], title=str, by=cast.mallory.employee, now=one.created_at) is None
        )
        assert (
            actions.tag_many(name="x", client_ids=[one.pk], title=str, by=cast.mallory.employee, now=one.created_at)
            is None
        )


def test_only_those_with_the_right_change_many(cast, add, do) -> None:
    one = add("One")

    assert do("archive", [one], person=cast.carol).status_code == 403


@pytest.mark.parametrize("act", ["manager", "archive", "add_tag"])
def test_thirty_clients_need_as_many_statements_as_three(cast, add, do, undo, maria, act) -> None:
    def statements(names):
        rows = add(*names)
        with CaptureQueriesContext(connection) as doing:
            do(act, rows, manager=maria.employee.pk, add_tag="VIP")
        with CaptureQueriesContext(connection) as undoing:
            undo()
        return len(doing), len(undoing)

    statements(["Warm", "Up"])
    few = statements(["A", "B", "C"])
    many = statements([f"Client {number}" for number in range(30)])

    assert many[0] <= few[0]
    assert many[1] <= few[1]
