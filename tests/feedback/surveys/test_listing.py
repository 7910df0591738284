"""The list of surveys, new ones, and what becomes of a survey as a whole."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.audit.models import AuditEntry
from accounts.tenancy.context import tenant_context
from feedback.surveys.models import Survey
from tests.factories.feedback import a_survey, a_version
from tests.feedback.surveys.pages import address, content, sent

pytestmark = pytest.mark.django_db


def test_list_tells_draft_live_and_closed_apart(client_of, cast, survey, now) -> None:
    with tenant_context(cast.north.pk):
        a_version("Live one", by=cast.alice.employee, now=now)
        closed = a_version("Closed one", by=cast.alice.employee, now=now).survey
    browser = client_of(cast.alice)
    browser.post(address("survey-close", closed))

    text = browser.get(address("surveys")).content.decode()

    for word in ("Relation", "Draft", "Live one", "version 1", "Closed one", "Closed", "Alice Ahlberg"):
        assert word in text


def test_list_has_a_constant_number_of_queries_and_pages(client_of, cast, now) -> None:
    browser = client_of(cast.alice)
    browser.get(address("surveys"))
    counts = []
    for number in range(3):
        with tenant_context(cast.north.pk):
            a_version(f"Survey {number}", by=cast.alice.employee, now=now + timedelta(seconds=number))
        with CaptureQueriesContext(connection) as asked:
            browser.get(address("surveys"))
        counts.append(len(asked))
    assert counts[0] == counts[2]
    assert counts[0] <= 18  # two of them for the numbers beside Signals and Decisions

    with tenant_context(cast.north.pk):
        for number in range(3, 53):
            a_survey(f"Survey {number}", by=cast.alice.employee, now=now + timedelta(seconds=number))
    text = browser.get(address("surveys")).content.decode()
    assert ("Survey 52" in text, "Survey 2<" in text) == (True, False)
    after = text.split("?after=")[1].split('"')[0]
    assert "Survey 2<" in browser.get(address("surveys") + f"?after={after}").content.decode()


def test_new_survey_begins_blank_in_the_language_of_the_house(client_of, cast) -> None:
    url, browser = address("survey-new"), client_of(cast.alice)
    typed = {"purpose": "event", "start": "blank"}

    answer = browser.post(url, typed | {"name": "After the act", "owner": str(cast.bob.employee.pk)}, follow=True)

    assert "There is no question yet." in answer.content.decode()
    with tenant_context(cast.north.pk):
        row = Survey.objects.get()
        assert (row.name, row.purpose, row.owner) == ("After the act", "event", cast.bob.employee)
        assert AuditEntry.objects.filter(action="survey.created").count() == 1
    assert content(cast, row).languages == ("en",)


def test_new_survey_is_a_copy_of_another(client_of, cast, survey) -> None:
    browser = client_of(cast.alice)
    page = browser.get(address("survey-new") + f"?start={survey.pk}").content.decode()
    assert f'value="{survey.pk}" checked' in page

    browser.post(address("survey-new"), {"name": "Copy", "purpose": "relation", "start": str(survey.pk)})

    with tenant_context(cast.north.pk):
        copy = Survey.objects.get(name="Copy")
    assert content(cast, copy) == content(cast, survey)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": "relation"}, "There is a survey of this name already."),
        ({"name": ""}, "This field is required."),
        ({"name": "New\nline"}, "Write this on one line"),
        ({"start": "nothing"}, "Select a valid choice"),
        ({"owner": "00000000-0000-7000-8000-000000000000"}, "Select a valid choice"),
    ],
)
def test_new_survey_with_a_slip_keeps_what_was_typed(client_of, cast, survey, typed, said) -> None:
    values = {"name": "Fresh", "purpose": "event", "start": "blank"} | typed

    answer = client_of(cast.alice).post(address("survey-new"), values)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert '<option value="event" selected' in answer.content.decode()
    with tenant_context(cast.north.pk):
        assert Survey.objects.count() == 1


def test_copy_of_another_house_is_not_offered(client_of, cast, now) -> None:
    with tenant_context(cast.south.pk):
        theirs = a_survey("Theirs", by=cast.mallory.employee, now=now)

    answer = client_of(cast.alice).post(
        address("survey-new"), {"name": "Stolen", "purpose": "event", "start": theirs.pk}
    )

    assert answer.status_code == 422
    assert "Theirs" not in answer.content.decode()


def test_survey_is_renamed(client_of, cast, survey) -> None:
    url, browser = address("survey-settings", survey), client_of(cast.alice)

    assert browser.post(url, {"name": "Relation 2027", "purpose": "relation"}).status_code == 302

    with tenant_context(cast.north.pk):
        assert Survey.objects.get().name == "Relation 2027"
        assert AuditEntry.objects.filter(action="survey.changed").count() == 1
        a_survey("Taken", by=cast.alice.employee, now=survey.created_at)
    answer = browser.post(url, {"name": "TAKEN", "purpose": "relation"})
    assert (answer.status_code, "of this name already" in answer.content.decode()) == (422, True)


def test_survey_is_closed_reopened_archived_and_brought_back(client_of, cast, now) -> None:
    with tenant_context(cast.north.pk):
        survey = a_version("Live one", by=cast.alice.employee, now=now).survey
    browser = client_of(cast.alice)

    def state():
        with tenant_context(cast.north.pk):
            row = Survey.objects.get(pk=survey.pk)
        return row.closed_at is not None, row.archived_at is not None

    text = browser.post(address("survey-close", survey), follow=True).content.decode()
    assert "nobody can answer any more" in text
    assert state() == (True, False)
    undo = address("survey-reopen", survey)
    browser.post(undo, sent(text, undo))
    assert state() == (False, False)
    for _twice in range(2):
        text = browser.post(address("survey-archive", survey), follow=True).content.decode()
    assert "Live one is archived." in text
    assert state() == (True, True)
    assert browser.get(address("survey-edit", survey)).status_code == 404
    assert "Live one" in browser.get(address("surveys") + "?archived=1").content.decode()
    browser.post(address("survey-restore", survey))
    assert state() == (True, False)
    with tenant_context(cast.north.pk):
        acts = set(AuditEntry.objects.filter(subject_id=survey.pk).values_list("action", flat=True))
        assert {"survey.closed", "survey.reopened", "survey.archived", "survey.restored"} <= acts


def test_name_that_was_taken_meanwhile_keeps_a_survey_archived(client_of, cast, survey, now) -> None:
    browser = client_of(cast.alice)
    browser.post(address("survey-archive", survey))
    with tenant_context(cast.north.pk):
        a_survey("Relation", by=cast.alice.employee, now=now)

    text = browser.post(address("survey-restore", survey), follow=True).content.decode()

    assert "Rename that one first." in text
    with tenant_context(cast.north.pk):
        assert Survey.objects.get(pk=survey.pk).archived_at is not None
