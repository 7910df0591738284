"""Entries as sentences."""

import uuid

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.functional import Promise

from accounts.audit import queries, registry
from accounts.audit.models import AuditEntry
from accounts.organizations.models import Department, Employee
from accounts.tenancy.context import tenant_context


@pytest.fixture
def line(cast, now):
    """Write an entry and read it."""

    def write_and_read(**values):
        facts = {
            "happened_at": now,
            "action": "employee.changed",
            "actor_id": cast.alice.employee.pk,
            "subject_type": "accounts.employee",
            "subject_id": cast.carol.employee.pk,
        }
        with tenant_context(cast.north.pk):
            AuditEntry.objects.create(**{**facts, **values})
            return queries.read(queries.entries(action=values.get("action", "employee.changed"))[:1])[0]

    return write_and_read


def test_sentence_names_both(line):
    found = line()

    assert found.text == "Alice Ahlberg changed the details of Carol Cole"
    assert found.html == "<strong>Alice Ahlberg</strong> changed the details of <strong>Carol Cole</strong>"


def test_names_are_those_of_today_and_shown_as_text(cast, line):
    with tenant_context(cast.north.pk):
        Employee.objects.filter(pk=cast.carol.employee.pk).update(name="{who} <b>{0}</b>")

    assert line().html.endswith("<strong>{who} &lt;b&gt;{0}&lt;/b&gt;</strong>")


def test_names_of_the_other_organization_are_not_told(cast, line):
    assert line(subject_id=cast.mallory.employee.pk).what == "deleted"


@pytest.mark.parametrize(
    "values",
    [
        {"subject_id": uuid.uuid4()},
        {"subject_id": None},
        {"subject_type": "journeys.case"},
        {"subject_type": "no such model"},
        {"actor_id": uuid.uuid4()},
        {"actor_id": None},
        {"action": "from.an.older.version"},
        {"changes": {"a_field_of_old": ["a", "b"], "another": None}},
        {"changes": {"left_at": ["not a time", None], "work_starts": ["x", "y"]}},
    ],
)
def test_trail_is_readable_when_things_are_gone(line, values):
    found = line(**values)

    assert found.text
    assert all(change.text for change in found.changes)


def test_values_are_told_in_words(cast, line):
    with tenant_context(cast.north.pk):
        sales = Department.objects.create(name="Sales")
    changes = {
        "department": [None, str(sales.pk)],
        "language": ["en", "uk"],
        "work_starts": ["09:00:00", "08:30:00"],
        "name": None,
    }

    with translation.override("en"):
        told = [change.text for change in line(changes=changes).changes]

    assert set(told) == {"department: Sales", "language: English → Ukrainian", "work starts: 09:00 → 08:30", "name"}


def test_every_act_that_is_known_has_a_sentence():
    for code, act in registry.acts().items():
        assert code.count(".") == 1
        assert str(act.label)
        assert "{" not in str(act.sentence).format(who="A", what="B")


def test_reading_asks_once_for_each_kind_of_row(cast, now):
    def ask():
        with CaptureQueriesContext(connection) as asked:
            queries.read(queries.entries())
        return len(asked)

    with tenant_context(cast.north.pk):
        for person in (cast.alice, cast.bob, cast.carol):
            AuditEntry.objects.create(
                happened_at=now,
                action="employee.changed",
                actor_id=person.employee.pk,
                subject_type="accounts.employee",
                subject_id=person.employee.pk,
            )
            if person == cast.alice:
                one = ask()

        assert ask() == one


def test_day_is_written_as_the_language_writes_it(line):
    with translation.override("uk"):
        found = line(
            action="contract.added", subject_type="accounts.contract", changes={"starts_on": [None, "2026-03-01"]}
        )

    assert found.changes[0].new == "01.03.2026"


def test_every_column_that_is_told_has_a_name_in_the_language_of_the_page():
    columns = [(model, name) for model in apps.get_models() for name in getattr(model, "audited", ())]
    nameless = [
        f"{model.__name__}.{name}"
        for model, name in columns
        if not isinstance(model._meta.get_field(name).verbose_name, Promise)
    ]

    assert len(columns) > 100
    assert nameless == []
