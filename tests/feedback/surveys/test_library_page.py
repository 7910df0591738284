"""Questions of the library, taken over into a draft."""

import pytest

from accounts.tenancy.context import tenant_context
from feedback.surveys import document, queries
from tests.factories.feedback import a_survey


@pytest.fixture
def survey(cast, now):
    with tenant_context(cast.north.pk):
        return a_survey(by=cast.alice.employee, now=now)


def asked(cast, survey):
    with tenant_context(cast.north.pk):
        return document.read(queries.draft_of(survey).content).questions


def test_question_is_taken_over_with_its_role_and_decision(cast, client_of, survey):
    alice, url = client_of(cast.alice), cast.alice.url(f"surveys/{survey.pk}/edit/library/")

    answer = alice.post(url, {"key": "reason_technical"})

    taken = asked(cast, survey)[-1]
    assert answer.status_code == 302
    assert taken.id in answer["Location"]
    assert (taken.source, taken.audience.roles) == ("reason_technical", ("technical",))
    assert taken.decision == "Which department owns the cause"
    assert "in the survey" in alice.get(url).content.decode()


def test_filter_shows_questions_of_the_stage_and_role(cast, client_of, survey):
    url = cast.alice.url(f"surveys/{survey.pk}/edit/library/?stage=onboarding&role=technical")

    page = client_of(cast.alice).get(url).content.decode()

    assert "How easy was it to get connected?" in page
    assert "Would you recommend {organization} to a colleague?" in page
    assert "How useful was the training?" not in page


def test_unknown_key_changes_nothing(cast, client_of, survey):
    answer = client_of(cast.alice).post(cast.alice.url(f"surveys/{survey.pk}/edit/library/"), {"key": "nothing"})

    assert answer.status_code == 404
    assert len(asked(cast, survey)) == 3


def test_library_of_another_organizations_survey_is_closed(cast, client_of, survey):
    assert client_of(cast.mallory).get(cast.mallory.url(f"surveys/{survey.pk}/edit/library/")).status_code == 404
