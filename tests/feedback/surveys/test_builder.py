"""The builder through its pages: without JavaScript, and as htmx asks for parts."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.audit.models import AuditEntry
from accounts.tenancy.context import tenant_context
from feedback.surveys import queries
from feedback.surveys.document import Type
from tests.factories.feedback import QUESTIONS, a_document, a_survey
from tests.feedback.surveys.pages import HTMX, address, content, ids, opened, sent

pytestmark = pytest.mark.django_db


def test_builder_shows_questions_and_checks(client_of, cast, survey) -> None:
    text = client_of(cast.alice).get(address("survey-edit", survey)).content.decode()

    assert "Would you recommend us?" in text
    assert "Recommendation, 0–10" in text
    assert "which decision do the answers serve?" in text


def test_question_is_written_without_scripts(client_of, cast, survey) -> None:
    browser = client_of(cast.alice)
    url, values = opened(browser, survey)

    answer = browser.post(url, values | {"title_en": "What decided it most?", "required": "on"})

    assert answer.status_code == 302
    question = content(cast, survey).question("reason")
    assert question.title["en"] == "What decided it most?"
    assert question.required
    before = a_document().question("reason")
    assert question.choices == before.choices
    assert question.wordings == before.wordings


def test_saving_what_is_shown_changes_nothing(client_of, cast, survey) -> None:
    browser = client_of(cast.alice)
    before = content(cast, survey)
    for question_id in ("recommend", "reason", "words"):
        url, values = opened(browser, survey, question_id)
        assert browser.post(url, values).status_code == 302
    url = address("survey-texts", survey)
    browser.post(url, sent(browser.get(url).content.decode(), url))

    assert content(cast, survey) == before
    with tenant_context(cast.north.pk):
        assert queries.draft_of(survey).revision == 1


# --- Adding, ordering, taking out ---


@pytest.mark.parametrize("type_", Type)
def test_question_of_each_type_is_added_opened_and_saved(client_of, cast, survey, type_) -> None:
    browser = client_of(cast.alice)

    page = browser.post(address("survey-question-new", survey), {"type": type_}, follow=True)

    url = page.redirect_chain[-1][0]
    question = content(cast, survey).questions[-1]
    assert (question.type, len(ids(cast, survey))) == (type_, 4)
    assert url.endswith(f"/questions/{question.id}/")
    values = sent(page.content.decode(), url) | {
        "title_en": "And now?",
        "starts_page": "on",
        "decision": "Whom to call",
    }
    assert browser.post(url, values).status_code == 302
    saved = content(cast, survey).questions[-1]
    assert (saved.title, saved.starts_page, saved.decision) == ({"en": "And now?"}, True, "Whom to call")


def test_unknown_type_is_refused(client_of, cast, survey) -> None:
    page = client_of(cast.alice).post(address("survey-question-new", survey), {"type": "telepathy"}, follow=True)

    assert "Choose a type of question." in page.content.decode()
    assert len(ids(cast, survey)) == 3


def test_fifty_questions_are_the_most(client_of, cast, now) -> None:
    many = [{**QUESTIONS[2], "id": f"words{number}"} for number in range(50)]
    with tenant_context(cast.north.pk):
        full = a_survey("Full", by=cast.alice.employee, now=now, content=a_document(*many))
    browser = client_of(cast.alice)
    assert "nobody answers more questions" in browser.get(address("survey-edit", full)).content.decode()

    for url in (address("survey-question-new", full), address("survey-question-copy", full, question_id="words7")):
        text = browser.post(url, {"type": "nps"}, follow=True).content.decode()
        assert "A survey has 50 questions at most." in text
    assert len(ids(cast, full)) == 50


def test_questions_are_moved_by_buttons_without_scripts(client_of, cast, survey) -> None:
    browser = client_of(cast.alice)
    url = address("survey-question-move", survey, question_id="words")

    assert browser.post(url, {"to": "0"}).status_code == 302
    assert ids(cast, survey) == ["words", "recommend", "reason"]
    browser.post(url, {"to": "99"})
    assert ids(cast, survey) == ["recommend", "reason", "words"]
    for wrong in ("-1", "x", "", "1e3"):
        browser.post(url, {"to": wrong})
    assert ids(cast, survey) == ["recommend", "reason", "words"]


def test_copy_stands_behind_its_original_and_has_an_id_of_its_own(client_of, cast, survey) -> None:
    page = client_of(cast.alice).post(address("survey-question-copy", survey, question_id="reason"), follow=True)

    first, original, copy, last = content(cast, survey).questions
    assert (first.id, original.id, last.id) == ("recommend", "reason", "words")
    assert copy.id not in {"recommend", "reason", "words"}
    assert (copy.title, copy.choices) == (original.title, original.choices)
    assert page.redirect_chain[-1][0].endswith(f"/questions/{copy.id}/")


def test_question_that_was_taken_out_comes_back_with_its_rules(client_of, cast, now) -> None:
    rule = {"act": "show", "question": "reason", "when": {"answer": "recommend", "op": "<=", "value": 6}}
    with tenant_context(cast.north.pk):
        survey = a_survey(by=cast.alice.employee, now=now, content=a_document(*QUESTIONS, rules=[rule]))
    browser, before = client_of(cast.alice), content(cast, survey)

    page = browser.post(address("survey-question-removal", survey, question_id="reason"), follow=True)

    assert ids(cast, survey) == ["recommend", "words"]
    assert content(cast, survey).rules == ()
    url = address("survey-question-restore", survey)
    undo = sent(page.content.decode(), url)
    browser.post(url, undo)
    assert content(cast, survey) == before
    browser.post(url, undo)  # twice is once
    assert content(cast, survey) == before
    text = browser.post(url, {"undo": "forged"}, follow=True).content.decode()
    assert "It is too late to put the question back." in text


# --- Saving while one types ---


def test_what_is_typed_is_saved_without_touching_the_form(client_of, cast, survey) -> None:
    browser = client_of(cast.alice)
    url, values = opened(browser, survey)

    answer = browser.post(url, values | {"title_en": "What decided"}, headers=HTMX)

    assert (answer.status_code, answer["HX-Reswap"]) == (200, "none")
    assert "draft-saved" in answer["HX-Trigger"]
    text = answer.content.decode()
    assert "<form" not in text
    assert "Draft, saved at" in text
    assert content(cast, survey).question("reason").title["en"] == "What decided"
    shown = re.search(r'id="shown" value="(\w+)"', text)[1]
    answer = browser.post(url, values | {"title_en": "What decided it all?", "shown": shown}, headers=HTMX)
    assert answer.status_code == 200
    assert content(cast, survey).question("reason").title["en"] == "What decided it all?"


def test_languages_say_how_many_texts_they_lack(client_of, cast, survey) -> None:
    browser = client_of(cast.alice)
    url, values = opened(browser, survey)
    assert "texts are missing" not in browser.get(url).content.decode()

    saved = browser.post(url, values | {"title_uk": "", "choices_papers_uk": ""}, headers=HTMX).content.decode()

    missing = dict(re.findall(r'<small[^>]*id="missing-(\w\w)"[^>]*>(.*?)</small>', saved, re.DOTALL))
    assert (missing["uk"].count("2 texts are missing"), missing["ru"], missing["en"]) == (1, "", "")
    page = browser.get(url).content.decode()
    label = re.search(r'value="uk".*?</label>', page, re.DOTALL)[0]
    assert "2 texts are missing" in label


def test_a_sitting_is_one_entry_of_the_trail(client_of, cast, survey) -> None:
    browser = client_of(cast.alice)
    url, values = opened(browser, survey)
    for title in ("One", "Two", "Three"):
        browser.post(url, values | {"title_en": title})
        url, values = opened(browser, survey)
    url, values = opened(client_of(cast.dave), survey)
    client_of(cast.dave).post(url, values | {"title_en": "Four"})

    with tenant_context(cast.north.pk):
        acts = list(AuditEntry.objects.filter(action="survey.edited").values_list("actor_id", flat=True))
        assert queries.draft_of(survey).revision == 5
    assert acts == [cast.dave.employee.pk]  # the founding was Alice's entry


def test_answers_are_added_ordered_and_taken_out(client_of, cast, survey) -> None:
    browser = client_of(cast.alice)

    def press(act, **more):
        url, values = opened(browser, survey)
        assert browser.post(url, values | more | {"act": act}).status_code == 302
        return [(one.id, one.text.get("en")) for one in content(cast, survey).question("reason").choices]

    added = press("choices.add", title_en="What decided it most?")
    assert added[:2] == [("papers", "Papers"), ("speed", "Speed")]
    fresh = added[2][0]
    assert press("choices.up." + fresh, **{f"choice_{fresh}_en": "People"})[1] == (fresh, None)
    url, values = opened(browser, survey)
    browser.post(url, values | {f"choices_{fresh}_en": "People", f"choices_{fresh}_roles": ["technical"]})
    assert press("choices.down.papers")[0] == (fresh, "People")
    assert content(cast, survey).question("reason").choices[0].audience.roles == ("technical",)
    assert press("choices.drop.speed") == [(fresh, "People"), ("papers", "Papers")]
    assert content(cast, survey).question("reason").title["en"] == "What decided it most?"


def test_slip_is_said_and_keeps_what_was_typed(client_of, cast, survey) -> None:
    browser = client_of(cast.alice)
    url, values = opened(browser, survey)

    for headers in ({}, HTMX):
        answer = browser.post(url, values | {"title_en": "Typed", "least": "3", "most": "1"}, headers=headers)
        assert answer.status_code == 422
        assert "This is less than what stands before it." in answer.content.decode()
        assert "Typed" in answer.content.decode()
    assert content(cast, survey).question("reason").title["en"] == "What decided it?"


# --- Two editors ---


def test_second_editor_of_a_question_overwrites_nothing_and_loses_nothing(client_of, cast, survey) -> None:
    alice, dave = client_of(cast.alice), client_of(cast.dave)
    url, of_alice = opened(alice, survey)
    _url, of_dave = opened(dave, survey)
    alice.post(url, of_alice | {"title_en": "Words of Alice"})

    for headers in ({}, HTMX):
        answer = dave.post(url, of_dave | {"title_en": "Words of Dave"}, headers=headers)
        text = answer.content.decode()
        assert answer.status_code == 422
        assert "Alice Ahlberg has saved this survey at" in text
        assert "Words of Dave" in text
        assert content(cast, survey).question("reason").title["en"] == "Words of Alice"
    assert "input delay" not in sent_tag(text, url)  # nothing is saved until Dave says so

    dave.post(url, sent(text, url) | {"act": "done"})
    assert content(cast, survey).question("reason").title["en"] == "Words of Dave"


def sent_tag(text, action):
    return re.search(rf'<form[^>]*action="{re.escape(action)}"[^>]*>', text)[0]


def test_editors_of_different_questions_do_not_meet(client_of, cast, survey) -> None:
    alice, dave = client_of(cast.alice), client_of(cast.dave)
    url, of_alice = opened(alice, survey, "reason")
    other, of_dave = opened(dave, survey, "words")
    alice.post(url, of_alice | {"title_en": "Words of Alice"})
    alice.post(address("survey-question-move", survey, question_id="words"), {"to": "0"})

    assert dave.post(other, of_dave | {"title_en": "Words of Dave"}).status_code == 302

    assert content(cast, survey).question("reason").title["en"] == "Words of Alice"
    assert content(cast, survey).question("words").title["en"] == "Words of Dave"


def test_question_that_somebody_took_out_meanwhile_can_be_had_back(client_of, cast, survey) -> None:
    alice, dave = client_of(cast.alice), client_of(cast.dave)
    url, values = opened(dave, survey)
    alice.post(address("survey-question-removal", survey, question_id="reason"))

    answer = dave.post(url, values | {"title_en": "Still writing"})

    assert answer.status_code == 422
    assert "Still writing" in answer.content.decode()
    assert ids(cast, survey) == ["recommend", "words"]
    dave.post(url, sent(answer.content.decode(), url))
    assert ids(cast, survey) == ["recommend", "words", "reason"]
    assert content(cast, survey).question("reason").title["en"] == "Still writing"


# --- Who may, and what it costs ---


@pytest.mark.parametrize("name", ["bob", "carol", "erin"])
def test_colleagues_see_and_only_some_write(client_of, cast, survey, name) -> None:
    browser = client_of(getattr(cast, name))

    assert browser.get(address("surveys")).status_code == 200
    assert browser.get(address("survey-versions", survey)).status_code == 200
    assert browser.get(address("survey-edit", survey)).status_code == 403
    assert browser.post(address("survey-launch", survey)).status_code == 403


def test_other_houses_find_nothing(client_of, cast, survey, now) -> None:
    with tenant_context(cast.south.pk):
        theirs = a_survey("Theirs", by=cast.mallory.employee, now=now)
    browser = client_of(cast.alice)

    for name in ("survey-edit", "survey-texts", "survey-launch", "survey-versions", "survey-settings"):
        assert browser.get(address(name, theirs)).status_code == 404
    assert browser.post(address("survey-question-removal", theirs, question_id="words")).status_code == 404
    assert "Theirs" not in browser.get(address("surveys")).content.decode()
    with tenant_context(cast.south.pk):
        assert len(queries.draft_of(theirs).content["questions"]) == 3


def test_builder_of_fifty_questions_asks_no_more_than_that_of_three(client_of, cast, survey, now) -> None:
    many = [{**QUESTIONS[1], "id": f"reason{number}", "wordings": []} for number in range(50)]
    with tenant_context(cast.north.pk):
        full = a_survey("Full", by=cast.alice.employee, now=now, content=a_document(*many))
    browser = client_of(cast.alice)
    counts = []
    for one in (survey, full):
        browser.get(address("survey-edit", one))
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(address("survey-edit", one)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 24  # two of them for the numbers beside Signals and Decisions


def test_old_draft_says_its_day(client_of, cast, now) -> None:
    with tenant_context(cast.north.pk):
        old = a_survey("Old", by=cast.alice.employee, now=now - timedelta(days=3))

    assert "Draft, saved on" in client_of(cast.alice).get(address("survey-edit", old)).content.decode()
