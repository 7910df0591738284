"""The page of the audit trail and its export."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from accounts.audit import queries
from accounts.audit.models import AuditEntry
from accounts.organizations.models import Employee
from accounts.organizations.views.audit import EXPORTED_AT_ONCE
from accounts.tenancy.context import tenant_context


@pytest.fixture
def entries(cast, now):
    """Write entries of North by hand: (action, actor, subject, days ago)."""

    def write(*rows):
        with tenant_context(cast.north.pk):
            for action, actor, subject, days in rows:
                AuditEntry.objects.create(
                    happened_at=now - timedelta(days=days),
                    action=action,
                    actor_id=actor.employee.pk if actor else None,
                    subject_type="accounts.employee",
                    subject_id=subject.employee.pk,
                )

    return write


def table(answer):
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


# --- The page ---


def test_page_says_who_did_what(cast, client_of, entries):
    entries(("employee.changed", cast.dave, cast.carol, 0))

    page = client_of(cast.erin).get(cast.erin.url("settings/audit/")).content.decode()

    assert "<strong>Dave Dahl</strong> changed the details of <strong>Carol Cole</strong>" in page
    assert "<strong>Alice Ahlberg</strong> founded <strong>North</strong>" in page


def test_page_needs_the_right(cast, client_of):
    for person, status in [
        (cast.alice, 200),
        (cast.dave, 200),
        (cast.erin, 200),
        (cast.bob, 403),
        (cast.carol, 403),
    ]:
        for path in ("settings/audit/", "settings/audit/export.csv"):
            assert client_of(person).get(person.url(path)).status_code == status


def test_page_hides_the_other_organization(cast, client_of, entries):
    entries(("employee.changed", cast.dave, cast.carol, 0))
    client = client_of(cast.mallory)

    assert "Carol" not in client.get(cast.mallory.url("settings/audit/")).content.decode()
    assert "Carol" not in str(table(client.get(cast.mallory.url("settings/audit/export.csv"))))
    assert client.get(cast.alice.url("settings/audit/")).status_code == 404
    assert client.get(cast.alice.url("settings/audit/export.csv")).status_code == 404


def test_page_shows_changed_values_of_declared_fields_only(cast, client_of):
    client = client_of(cast.dave)
    client.post(cast.dave.url(f"settings/people/{cast.carol.employee.pk}/access/"), {"role": "executive"})

    page = client.get(cast.dave.url("settings/audit/")).content.decode()

    assert "Role: Specialist → Executive" in " ".join(strip_tags(page).split())


def test_page_shows_number_and_head_once_sealed(cast, client_of, seal):
    client, url = client_of(cast.alice), cast.alice.url("settings/audit/")
    assert "not sealed yet" in client.get(url).content.decode()

    seal(cast.north)

    page = client.get(url).content.decode()
    with tenant_context(cast.north.pk):
        assert queries.head().chain_hash in page
    assert "No. 1" in page
    assert "not sealed yet" not in page


def test_page_asks_the_database_the_same_for_one_and_for_many(cast, client_of, entries):
    client, url = client_of(cast.alice), cast.alice.url("settings/audit/?act=employee.changed")
    entries(("employee.changed", cast.dave, cast.carol, 0))
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    entries(("employee.changed", cast.bob, cast.erin, 0), ("employee.changed", None, cast.alice, 0))

    with CaptureQueriesContext(connection) as many:
        assert len(client.get(url).context["lines"]) == 3

    assert len(many) == len(one)


def test_page_is_narrowed_by_person_act_and_days(cast, client_of, entries, now):
    entries(
        ("employee.changed", cast.dave, cast.carol, 0),
        ("employee.left", cast.dave, cast.bob, 3),
        ("employee.changed", cast.alice, cast.erin, 9),
    )
    client = client_of(cast.alice)

    def found(query):
        return [line.what for line in client.get(cast.alice.url(f"settings/audit/?{query}")).context["lines"]]

    day = (now - timedelta(days=3)).date()
    assert found(f"person={cast.dave.employee.pk}") == ["Carol Cole", "Bob Berg"]
    assert found("act=employee.changed") == ["Carol Cole", "Erin Ek"]
    assert found(f"since={day - timedelta(days=1)}&until={day + timedelta(days=1)}") == ["Bob Berg"]
    assert found("since=2199-12-31") == []


def test_days_are_those_of_the_reader(cast, client_of, entries, now):
    """23:30 in Lisbon is already tomorrow in Kyiv."""
    moment = now.replace(hour=22, minute=30) - timedelta(days=2)
    entries(("employee.changed", cast.dave, cast.carol, (now - moment) / timedelta(days=1)))
    url = f"settings/audit/?act=employee.changed&since={moment.date()}&until={moment.date()}"

    assert not client_of(cast.alice).get(cast.alice.url(url)).context["lines"]
    with tenant_context(cast.north.pk):
        Employee.objects.filter(pk=cast.alice.employee.pk).update(time_zone="UTC")
    assert client_of(cast.alice).get(cast.alice.url(url)).context["lines"]


@pytest.mark.parametrize(
    "query",
    [
        "person=abc",
        "person=0196a000-0000-7000-8000-000000000000",
        "act=no.such",
        "since=2026-02-29",
        "since=10000-01-01",
        "until=x",
        "until=9999-12-31",
        "since=0001-01-01",
        "since=2026-05-02&until=2026-05-01",
    ],
)
@pytest.mark.parametrize("path", ["settings/audit/", "settings/audit/export.csv"])
def test_page_rejects_bad_filters(cast, client_of, path, query):
    assert client_of(cast.alice).get(cast.alice.url(f"{path}?{query}")).status_code == 422


def test_page_rejects_a_person_of_the_other_organization_like_an_unknown_one(cast, client_of):
    answer = client_of(cast.alice).get(cast.alice.url(f"settings/audit/?person={cast.mallory.employee.pk}"))

    assert answer.status_code == 422
    assert "Mallory" not in answer.content.decode()


def test_page_goes_on_behind_the_last_entry(cast, client_of, entries):
    entries(*[("employee.changed", cast.dave, cast.carol, 0)] * 70)  # all at the same moment: ids decide
    client = client_of(cast.alice)

    first = client.get(cast.alice.url("settings/audit/?act=employee.changed"))
    second = client.get(first.context["next_url"])

    shown = [line.entry.pk for page in (first, second) for line in page.context["lines"]]
    assert len(shown) == len(set(shown)) == 70
    assert not second.context["next_url"]
    assert second.context["first_url"] == cast.alice.url("settings/audit/?act=employee.changed")


@pytest.mark.parametrize("after", ["abc", "-1", "0196a000-0000-7000-8000-000000000000", ""])
def test_page_that_does_not_exist_is_the_first_one(cast, client_of, after):
    answer = client_of(cast.alice).get(cast.alice.url(f"settings/audit/?after={after}"))

    assert answer.status_code == 200
    assert answer.context["lines"]


# --- The export ---


def test_export_has_every_entry(cast, client_of, entries, seal):
    many = EXPORTED_AT_ONCE + 8
    entries(*[("employee.changed", cast.dave, cast.carol, number % 8) for number in range(many)])
    seal(cast.north)

    answer = client_of(cast.erin).get(cast.erin.url("settings/audit/export.csv"))

    header, *rows = table(answer)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="audit-north.csv"'
    assert header[:3] == ["Number", "Time (UTC)", "Who"]
    assert sorted(row[3] for row in rows) == [
        "audit.exported",
        *["employee.changed"] * many,
        "organization.created",
    ]
    assert rows[1][4] == "Dave Dahl changed the details of Carol Cole"
    assert {row[0] for row in rows[1:]} == {str(number) for number in range(1, many + 2)}


def test_export_is_an_entry_itself(cast, client_of):
    b"".join(client_of(cast.erin).get(cast.erin.url("settings/audit/export.csv")).streaming_content)

    with tenant_context(cast.north.pk):
        assert AuditEntry.objects.get(action="audit.exported").actor_id == cast.erin.employee.pk


def test_export_has_the_filter_of_the_page(cast, client_of, entries):
    entries(("employee.changed", cast.dave, cast.carol, 0), ("employee.left", cast.dave, cast.bob, 1))
    client = client_of(cast.alice)

    url = client.get(cast.alice.url("settings/audit/?act=employee.left")).content.decode()
    assert "export.csv?act=employee.left" in url
    _header, *rows = table(client.get(cast.alice.url("settings/audit/export.csv?act=employee.left")))

    assert [row[3] for row in rows] == ["employee.left"]


def test_export_runs_no_formula(cast, client_of, entries):
    with tenant_context(cast.north.pk):
        Employee.objects.filter(pk=cast.dave.employee.pk).update(name='=HYPERLINK("http://x","y")')
    entries(("employee.changed", cast.dave, cast.carol, 0))

    _header, *rows = table(client_of(cast.alice).get(cast.alice.url("settings/audit/export.csv")))

    assert rows[1][2] == '\'=HYPERLINK("http://x","y")'
    assert rows[1][4].startswith("'=")


def test_export_speaks_the_language_of_the_reader(cast, client_of, entries):
    """The body is made after the request's language is gone."""
    with tenant_context(cast.north.pk):
        Employee.objects.filter(pk=cast.alice.employee.pk).update(language="uk")
        AuditEntry.objects.create(
            happened_at=cast.north.created_at,
            action="employee.changed",
            subject_type="accounts.employee",
            subject_id=cast.carol.employee.pk,
            changes={"language": ["en", "uk"]},
        )

    answer = client_of(cast.alice).get(cast.alice.url("settings/audit/export.csv?act=employee.changed"))

    assert "Українська" in str(table(answer))
