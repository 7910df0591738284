"""The answers behind the figures: who is named to whom, and what files hold."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.audit.models import AuditEntry
from accounts.organizations.models import Employee
from accounts.tenancy.context import tenant_context
from accounts.web import pagination
from feedback.insights.views.export import AT_ONCE
from feedback.responses.actions import PastAnswer, record_past
from feedback.responses.models import Response, ResponseRevision

pytestmark = pytest.mark.django_db
LIST, ONE = "survey-answers", "answer"


@pytest.fixture
def listed(client_of, cast, page):
    def listed(query="", person=None, of=None):
        found = client_of(person or cast.alice).get(page(LIST, query, of))
        assert found.status_code == 200
        return found.context["lines"]

    return listed


@pytest.fixture
def one_of(client_of, cast):
    """Return a function that opens an answer's own page."""

    def one_of(row, person=cast.alice, slug="north"):
        return client_of(person).get(reverse(ONE, kwargs={"slug": slug, "response_id": row.pk}))

    return one_of


@pytest.fixture
def file_of(client_of, cast, page):
    def file_of(kind="csv", query="", person=None, of=None):
        found = client_of(person or cast.alice).get(page(f"survey-answers-{kind}", query, of))
        assert found.status_code == 200
        content = b"".join(found.streaming_content)
        if kind == "csv":
            return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        if kind == "json":
            return json.loads(content)
        return [list(row) for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)]

    return file_of


def test_named_answer_leads_to_the_person_and_the_client(text_of, nordwerk, answer) -> None:
    answer(3, at=nordwerk, by="Taras Melnyk", words="Waiting for the act <again>")

    text = text_of(name=LIST)

    assert "Taras Melnyk" in text
    assert "Nordwerk" in text
    assert "Waiting for the act &lt;again&gt;" in text


def test_unnamed_answer_names_the_role_alone_everywhere(text_of, one_of, file_of, nordwerk, answer, cast, now) -> None:
    row = answer(3, at=nordwerk, by="Taras Melnyk", words="slow", confidentiality="role")
    everything = [
        text_of(name=LIST),
        text_of(),
        one_of(row).content.decode(),
        str(file_of("csv")),
        str(file_of("xlsx")),
        str(file_of("json")),
    ]

    assert not [text for text in everything if "Taras" in text or str(row.contact_id) in text]
    assert all("Technical buyer" in text for text in everything[:5])
    assert file_of("csv")[1][0] == f"{now:%Y-%m}"  # the day would tell who of those that were asked it was
    assert all("slow" in text for text in everything)


def test_answer_for_top_management_is_nowhere_for_others(
    listed, one_of, file_of, text_of, nordwerk, answer, cast
) -> None:
    row = answer(0, at=nordwerk, by="Taras Melnyk", words="between us", confidentiality="leadership")

    for person in (cast.carol, cast.dave, cast.erin):
        assert listed("is_confided=on", person) == []
        assert one_of(row, person).status_code == 404
    assert listed(person=cast.bob) == []
    assert [line.name for line in listed("is_confided=on", cast.bob)] == ["Taras Melnyk"]
    assert "between us" in one_of(row, cast.bob).content.decode()
    # Files are passed on: none holds it, whoever makes it.
    assert "between us" not in str([file_of(kind, "is_confided=on") for kind in ("csv", "xlsx", "json")])


def test_every_figure_leads_to_its_answers(client_of, cast, page, listed, nordwerk, many, answer) -> None:
    many([10, 9, 8, 7, 3], at=nordwerk, more={"reason": ["papers", "other"], "reason.other": "rain"})
    answer(None, at=nordwerk, role="economic", more={"reason": ["speed"]})
    found = client_of(cast.alice).get(page()).context

    for part in found["headlines"][0].parts:
        assert len(listed("&".join(f"{name}={value}" for name, value in part.query.items()))) == part.n
    for row in found["by_role"]:
        assert not row.query or len(listed(f"role={row.key}")) == row.n
    summaries = {one.question.id: one for one in found["summaries"]}
    assert {bar.label: bar.n for bar in summaries["reason"].bars} == {"Papers": 5, "Speed": 1, "Other": 5}
    for summary in summaries.values():
        assert len(listed(f"question={summary.question.id}")) == summary.n
        for bar in summary.bars:
            assert len(listed("&".join(f"{name}={value}" for name, value in bar.query.items()))) == bar.n
    assert (
        "In your own words"
        not in client_of(cast.alice).get(page(LIST, "question=recommend&answer=9")).context["chosen"]
    )
    assert client_of(cast.alice).get(page(LIST, "question=reason&answer=papers")).context["chosen"].endswith(": Papers")


CHOICES = {"choices": [{"id": "mail", "text": {"en": "Mail"}}, {"id": "call", "text": {"en": "Call"}}]}
MARKS = {"choices": [{"id": "bad", "text": {"en": "Bad"}}, {"id": "good", "text": {"en": "Good"}}]}
RANKED = {"choices": [{"id": "price", "text": {"en": "Price"}}, {"id": "care", "text": {"en": "Care"}}]}
ALL_KINDS = [
    {"id": "people", "type": "rating", "maximum": 5, "title": {"en": "People"}},
    {"id": "way", "type": "single", "title": {"en": "Way"}, **CHOICES},
    {"id": "again", "type": "yes_no", "title": {"en": "Again?"}},
    {"id": "seats", "type": "number", "title": {"en": "Seats"}},
    {"id": "since", "type": "date", "title": {"en": "Since"}},
    {"id": "agree", "type": "consent", "title": {"en": "May we quote you?"}},
    {"id": "note", "type": "information", "title": {"en": "Nearly done"}},
    {
        "id": "parts",
        "type": "matrix",
        "title": {"en": "Parts"},
        "rows": [{"id": "app", "text": {"en": "App"}}],
        **MARKS,
    },
    {"id": "order", "type": "ranking", "title": {"en": "Order"}, **RANKED},
]
SAID = {
    "people": 4, "way": "mail", "again": True, "seats": 12.5, "since": "2026-03-05", "agree": False,
    "parts": {"app": "good"}, "order": ["care", "price"],
}  # fmt: skip


@pytest.fixture
def all_kinds(published, many, nordwerk):
    version = published(*ALL_KINDS, languages=["en"])
    many([None] * 4, at=nordwerk, of=version, more=SAID)
    many([None], at=nordwerk, of=version, more={**SAID, "seats": 2, "order": ["price", "care"], "since": "2025-01-01"})
    return version


def test_every_kind_of_question_is_summed_up(client_of, cast, page, all_kinds) -> None:
    found = client_of(cast.alice).get(page(of=all_kinds)).context
    each = {one.question.id: one for one in found["summaries"]}

    assert "note" not in each
    assert [one.n for one in each.values()] == [5] * 8
    assert (each["people"].mean.value, [bar.n for bar in each["people"].bars]) == (4, [0, 5, 0, 0, 0])
    assert [(bar.label, bar.n) for bar in each["way"].bars] == [("Mail", 5), ("Call", 0)]
    assert [(bar.label, bar.share) for bar in each["again"].bars] == [("Yes", 1), ("No", 0)]
    assert [(bar.label, bar.n) for bar in each["agree"].bars] == [("Yes", 0), ("No", 5)]
    assert (each["seats"].mean.value, each["seats"].numbers.median, each["seats"].numbers.least) == (10.4, 12.5, 2)
    assert [bar.n for bar in each["since"].bars] == [4, 1]
    ((row, bars),) = each["parts"].rows
    assert (row, [(bar.label, bar.n) for bar in bars]) == ("App", [("Bad", 0), ("Good", 5)])
    assert [(place.label, place.mean.value) for place in each["order"].places] == [("Care", 1.2), ("Price", 1.8)]


def test_matrix_leads_to_its_answers(listed, all_kinds) -> None:
    assert len(listed("question=parts&row=app&answer=good", of=all_kinds)) == 5
    assert listed("question=parts&row=app&answer=bad", of=all_kinds) == []
    assert len(listed("question=again&answer=true", of=all_kinds)) == 5


def test_one_answer_is_shown_whole(client_of, cast, page, one_of, listed, all_kinds) -> None:
    text = " ".join(one_of(listed(of=all_kinds)[0].row).content.decode().split())

    for words in ("4 of 5", "Mail", "Yes", "App: Good", "Seats", "Order", "Since"):
        assert words in text


def test_timeline_leads_to_the_answer(cast, client_of, version, nordwerk, now) -> None:
    with tenant_context(cast.north.pk):
        contact = nordwerk.positions.get(contact__name="Taras Melnyk").contact
        people = {"client_id": nordwerk.pk, "contact_id": contact.pk, "language": "en", "role": "technical"}
        past = PastAnswer(key="1", version=version, happened_at=now, answers={"recommend": 9}, **people)
        (row,) = record_past([past], by=cast.alice.employee, now=now)

    address = reverse("client", kwargs={"slug": "north", "client_id": nordwerk.pk})
    text = client_of(cast.carol).get(address).content.decode()

    assert reverse(ONE, kwargs={"slug": "north", "response_id": row.pk}) in text


def test_what_was_said_before_stands_below(cast, one_of, nordwerk, answer, now) -> None:
    row = answer(9, at=nordwerk, by="Taras Melnyk", amended_at=now, revision=2)
    with tenant_context(cast.north.pk):
        values = {"answers": {"recommend": 2, "words": "never"}, "nps": 2, "confidentiality": "named", "said_at": now}
        ResponseRevision.objects.create(response=row, number=1, **values)

    text = one_of(row).content.decode()

    assert "What was said on" in text
    assert "never" in text
    assert "Changed afterwards" in text


def test_answers_of_another_organization_are_not_there(client_of, cast, page, one_of, nordwerk, answer) -> None:
    row = answer(9, at=nordwerk)

    for slug in ("north", "south"):
        assert one_of(row, cast.mallory, slug).status_code == 404
        for name in (LIST, "survey-answers-csv", "survey-answers-json"):
            assert client_of(cast.mallory).get(page(name).replace("north", slug)).status_code == 404


def test_pages_follow_each_other_with_the_same_statements(client_of, cast, page, many, nordwerk, monkeypatch) -> None:
    monkeypatch.setitem(pagination.page_of.__kwdefaults__, "size", 2)
    many([9], at=nordwerk, by="Taras Melnyk", words="one")
    browser = client_of(cast.alice)
    browser.get(page(LIST))
    with CaptureQueriesContext(connection) as few:
        browser.get(page(LIST))
    rows = many([1, 2, 3, 4], at=nordwerk, by="Petro Bondar", words="more")
    seen, url = [], page(LIST)
    while url:
        with CaptureQueriesContext(connection) as more:
            found = browser.get(url).context
        if not seen:
            assert len(more) == len(few)
        seen += [line.row.pk for line in found["lines"]]
        url = found["next_url"]

    assert len(seen) == len(set(seen)) == len(rows) + 1


def test_list_narrows_as_figures_do(listed, nordwerk, answer, cast) -> None:
    answer(9, at=nordwerk, words="fine")
    answer(3, at=nordwerk, role="economic", proxy_by=cast.carol.employee)

    assert len(listed("has_words=on")) == 1
    assert [chip["label"] for chip in listed("proxy=proxy")[0].chips] == ["By phone, not confirmed yet"]
    assert len(listed("group=detractors")) == 1
    assert listed("group=satisfied") == []
    assert listed("question=nothing") == []


def test_file_has_a_column_for_each_question(file_of, all_kinds) -> None:
    head, *rows = file_of("csv", of=all_kinds)

    assert head[12:] == ["People", "Way", "Again?", "Seats", "Since", "May we quote you?", "Parts: App", "Order"]
    assert ["4", "Mail", "Yes", "12.5", "2026-03-05", "No", "Good", "1. Care; 2. Price"] in [row[12:] for row in rows]
    assert file_of("xlsx", of=all_kinds)[1][12] == 4
    kept = file_of("json", of=all_kinds)
    assert [one["id"] for one in kept["questions"]] == [one["id"] for one in ALL_KINDS if one["type"] != "information"]
    assert SAID in [one["answers"] for one in kept["answers"]]


@pytest.mark.parametrize("words", ["=HYPERLINK(1)", "+1", "@SUM(A1)", "-2+3", "＝1"])
def test_nothing_in_a_file_is_a_formula(file_of, nordwerk, answer, words) -> None:
    answer(9, at=nordwerk, words=words)

    assert f"'{words}" in file_of("csv")[1]
    assert words in file_of("xlsx")[1]


def test_export_is_for_those_who_may_and_is_audited(client_of, cast, page, file_of, nordwerk, answer) -> None:
    answer(9, at=nordwerk)
    for person in (cast.bob, cast.carol, cast.erin):
        assert client_of(person).get(page("survey-answers-csv")).status_code == 403
    assert client_of(cast.alice).get(page("survey-answers-csv", "role=x")).status_code == 422

    file_of()

    with tenant_context(cast.north.pk):
        assert AuditEntry.objects.filter(action="survey.answers_exported").count() == 1


def test_file_is_in_the_readers_language(file_of, nordwerk, answer, cast) -> None:
    answer(7, at=nordwerk)
    with tenant_context(cast.north.pk):
        Employee.objects.filter(pk=cast.alice.employee.pk).update(language="uk")

    head, row = file_of()

    assert "Чи порадили б ви нас колезі?" in head
    assert row[12] == "7"


def test_file_goes_on_beyond_a_part(file_of, nordwerk, answer, cast) -> None:
    first = answer(1, at=nordwerk)
    values = {one.attname: getattr(first, one.attname) for one in Response._meta.concrete_fields if not one.primary_key}
    with tenant_context(cast.north.pk):
        Response.objects.bulk_create(Response(**values) for _ in range(AT_ONCE))

    assert len(file_of()) == 1 + AT_ONCE + 1
    assert len(file_of("json")["answers"]) == AT_ONCE + 1
