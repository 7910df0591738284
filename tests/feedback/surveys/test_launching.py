"""The launch: refused with reasons, asked about comparability, done once."""

import pytest

from accounts.audit.models import AuditEntry
from accounts.tenancy.context import tenant_context
from feedback.surveys import document, queries
from feedback.surveys.models import SurveyVersion
from tests.factories.feedback import QUESTIONS, a_document, a_survey, a_version
from tests.feedback.surveys.pages import address, content, opened, sent

pytestmark = pytest.mark.django_db


def launch(browser, survey, **more):
    """Open the page of the launch and press its button."""
    url = address("survey-launch", survey)
    text = browser.get(url).content.decode()
    return browser.post(url, sent(text, url) | more, follow=True)


def versions(cast, survey):
    with tenant_context(cast.north.pk):
        return list(SurveyVersion.objects.filter(survey=survey).order_by("number"))


@pytest.fixture
def live(cast, now):
    with tenant_context(cast.north.pk):
        return a_version("Live", by=cast.alice.employee, now=now).survey


def reword(browser, survey, title):
    url, values = opened(browser, survey)
    assert browser.post(url, values | {"title_en": title}).status_code == 302


def test_first_launch_makes_the_first_version(client_of, cast, survey) -> None:
    answer = launch(client_of(cast.alice), survey)

    assert "Version 1 of Relation is published" in answer.content.decode()
    (version,) = versions(cast, survey)
    assert document.read(version.content) == content(cast, survey)
    assert version.comparability == {"recommend": "new", "reason": "new", "words": "new"}
    assert version.published_by_id == cast.alice.employee.pk
    with tenant_context(cast.north.pk):
        assert AuditEntry.objects.filter(action="survey.published").count() == 1


def test_launch_is_refused_while_a_language_is_missing_and_says_where(client_of, cast, now) -> None:
    question = {"id": "words", "type": "long_text", "title": {"en": "In your own words", "uk": "Своїми словами"}}
    with tenant_context(cast.north.pk):
        survey = a_survey(by=cast.alice.employee, now=now, content=a_document(question))
    browser = client_of(cast.alice)
    text = browser.get(address("survey-launch", survey)).content.decode()
    assert "1 thing must be mended first" in text
    assert "“In your own words”: no text in Russian." in text
    assert address("survey-question", survey, question_id="words") in text

    answer = browser.post(address("survey-launch", survey), {"revision": "1"})

    assert answer.status_code == 422
    assert versions(cast, survey) == []


def test_reworded_question_is_launched_only_when_somebody_has_decided(client_of, cast, live) -> None:
    browser = client_of(cast.alice)
    reword(browser, live, "What mattered most?")
    text = browser.get(address("survey-launch", live)).content.decode()
    assert "Is it still the same question?" in text
    assert "<del>decided it?</del> <ins>mattered most?</ins>" in text

    refused = launch(browser, live)
    assert refused.status_code == 422
    assert "Say of each of these questions" in refused.content.decode()
    assert len(versions(cast, live)) == 1

    launch(browser, live, of_reason="same")
    version = versions(cast, live)[-1]
    assert version.comparability == {"recommend": "same", "reason": "same", "words": "same"}
    assert document.read(version.content).question("reason").series == 1


def test_another_question_breaks_the_trend_and_stays_another_one(client_of, cast, live) -> None:
    browser = client_of(cast.alice)
    reword(browser, live, "What mattered most?")

    launch(browser, live, of_reason="reworded")

    version = versions(cast, live)[-1]
    assert version.comparability["reason"] == "reworded"
    assert document.read(version.content).question("reason").series == 2
    assert content(cast, live).question("reason").series == 2
    assert document.read(versions(cast, live)[0].content).question("reason").series == 1  # who was asked keeps it
    reword(browser, live, "What mattered the most?")
    launch(browser, live, of_reason="same")
    assert document.read(versions(cast, live)[-1].content).question("reason").series == 2


def test_added_and_lost_questions_need_no_decision(client_of, cast, live) -> None:
    browser = client_of(cast.alice)
    browser.post(address("survey-question-removal", live, question_id="words"))
    browser.post(address("survey-question-copy", live, question_id="recommend"))

    launch(browser, live)

    fates = versions(cast, live)[-1].comparability
    (fresh,) = fates.keys() - {"recommend", "reason", "words"}
    assert fates == {"recommend": "same", "reason": "same", "words": "gone", fresh: "new"}


def test_draft_that_somebody_changed_meanwhile_is_looked_at_again(client_of, cast, live) -> None:
    alice, dave = client_of(cast.alice), client_of(cast.dave)
    alice.post(address("survey-question-removal", live, question_id="words"))
    url = address("survey-launch", live)
    page = sent(alice.get(url).content.decode(), url)
    dave.post(address("survey-question-copy", live, question_id="recommend"))

    answer = alice.post(url, page)

    assert answer.status_code == 422
    assert "Dave Dahl has changed the draft at" in answer.content.decode()
    assert len(versions(cast, live)) == 1
    alice.post(url, sent(answer.content.decode(), url))
    assert len(versions(cast, live)) == 2


def test_same_content_is_no_new_version(client_of, cast, live) -> None:
    browser = client_of(cast.alice)
    assert "There is nothing to launch." in browser.get(address("survey-launch", live)).content.decode()

    browser.post(address("survey-launch", live), {"revision": "1"})

    assert len(versions(cast, live)) == 1


def test_double_press_launches_once(client_of, cast, survey) -> None:
    browser, url = client_of(cast.alice), address("survey-launch", survey)
    page = sent(browser.get(url).content.decode(), url)

    browser.post(url, page)
    browser.post(url, page)

    assert len(versions(cast, survey)) == 1


# --- Versions ---


def test_difference_of_two_versions_is_readable(client_of, cast, now) -> None:
    other = {**QUESTIONS[2], "id": "other"}
    promise = {"questions_promised": 5, "seconds_promised": 120}
    with tenant_context(cast.north.pk):
        content_ = a_document(*QUESTIONS, other, **promise)
        live = a_version("Live", by=cast.alice.employee, now=now, content=content_).survey
    browser = client_of(cast.alice)
    reword(browser, live, "What mattered most?")
    browser.post(address("survey-question-removal", live, question_id="other"))
    browser.post(address("survey-question-copy", live, question_id="recommend"))
    browser.post(address("survey-question-move", live, question_id="words"), {"to": "0"})
    url = address("survey-texts", live)
    browser.post(
        url, sent(browser.get(url).content.decode(), url) | {"thanks_en": "Thank you so much!", "reply_days": "3"}
    )

    guest = client_of(cast.erin)
    text = " ".join(guest.get(address("survey-versions", live)).content.decode().split())

    assert "What <del>decided it?</del> <ins>mattered most?</ins>" in text
    assert "Thank <del>you!</del> <ins>you so much!</ins>" in text
    assert "When somebody answers" in text
    for chip in ("new", "taken out", "moved"):
        assert f"{chip}</span>" in text
    launch(browser, live, of_reason="same")
    text = guest.get(address("survey-versions", live) + "?before=1&after=2").content.decode()
    assert "<ins>mattered most?</ins>" in text
    assert "Nothing: both are alike." in guest.get(address("survey-versions", live)).content.decode()


def test_version_is_read_as_it_was_asked(client_of, cast, live) -> None:
    reword(client_of(cast.alice), live, "Something else?")
    browser = client_of(cast.erin)

    text = browser.get(address("survey-version", live, number=1)).content.decode()

    assert "What decided it?" in text
    assert "Something else?" not in text
    assert browser.get(address("survey-version", live, number=2)).status_code == 404
    with tenant_context(cast.north.pk):
        assert queries.latest_version(survey_id=live.pk).number == 1
