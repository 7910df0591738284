"""The form of rules: rows are added, completed and kept; what is nested deeper stays as it is."""

import pytest

from accounts.tenancy.context import tenant_context
from feedback.surveys.conditions import All, Comparison, Either, Op
from feedback.surveys.document import Act
from tests.factories.feedback import QUESTIONS, a_document, a_survey
from tests.feedback.surveys.pages import HTMX, address, content, sent

pytestmark = pytest.mark.django_db
PAGE = {"question_id": "words"}


def press(browser, survey, **more):
    """Send the form of rules as the page shows it, with these fields changed."""
    url = address("survey-question-rules", survey, **PAGE)
    shown = browser.get(address("survey-question", survey, **PAGE)).content.decode()
    return browser.post(url, sent(shown, url) | more)


def test_rule_is_written_step_by_step_without_scripts(client_of, cast, survey) -> None:
    browser, url = client_of(cast.alice), address("survey-question-rules", survey, **PAGE)
    first = {"shown": "x", "rules": "1", "r0-act": "show", "r0-join": "any", "r0-to": "", "r0-rows": "2"}
    first["shown"] = sent(browser.get(address("survey-question", survey, **PAGE)).content.decode(), url)["shown"][0]
    rows = {"r0-0-source": "answer:recommend", "r0-0-op": "<=", "r0-1-source": "fact:role", "r0-1-op": "="}

    asked = browser.post(url, first | rows)

    assert asked.status_code == 422
    text = asked.content.decode()
    assert "Choose or write a value. The rule is saved then." in text
    assert ">Technical buyer</option>" in text
    assert content(cast, survey).rules == ()
    browser.post(url, first | rows | {"r0-0-value": "6", "r0-1-value": "technical"})
    (rule,) = content(cast, survey).rules
    low, technical = Comparison("answer", "recommend", Op.AT_MOST, 6), Comparison("fact", "role", Op.EQUAL, "technical")
    assert (rule.act, rule.question, rule.when) == (Act.SHOW, "words", Either((low, technical)))

    press(browser, survey)  # as it is shown
    assert content(cast, survey).rules == (rule,)
    press(browser, survey, act="unrow.0.1")
    assert content(cast, survey).rules[0].when == low
    press(browser, survey, act="drop.0")
    assert content(cast, survey).rules == ()


def test_row_that_is_begun_gets_its_values_at_once(client_of, cast, survey) -> None:
    browser, url = client_of(cast.alice), address("survey-question-rules", survey, **PAGE)
    shown = sent(browser.get(address("survey-question", survey, **PAGE)).content.decode(), url)

    text = browser.post(url, shown | {"act": "add"}, headers=HTMX).content.decode()
    typed = sent(text, url) | {"r0-act": "skip", "r0-0-source": "answer:reason"}
    text = browser.post(url, typed, headers=HTMX).content.decode()

    assert ">Papers</option>" in text
    assert "Choose a later question." in text
    assert content(cast, survey).rules == ()


def test_jump_needs_a_later_question(client_of, cast, survey) -> None:
    browser = client_of(cast.alice)
    url = address("survey-question-rules", survey, question_id="recommend")
    page = browser.get(address("survey-question", survey, question_id="recommend")).content.decode()
    typed = sent(page, url) | {"rules": "1", "r0-act": "skip", "r0-join": "all", "r0-rows": "1"}
    typed |= {"r0-0-source": "answer:recommend", "r0-0-op": ">=", "r0-0-value": "9"}

    assert browser.post(url, typed | {"r0-to": "recommend"}).status_code == 422
    assert browser.post(url, typed | {"r0-to": "words"}).status_code == 302

    (rule,) = content(cast, survey).rules
    assert (rule.act, rule.to) == (Act.SKIP, "words")


def test_deeper_rule_is_read_in_words_and_kept(client_of, cast, now) -> None:
    deep = {
        "any": [
            {"not": {"fact": "role", "op": "=", "value": "economic"}},
            {"all": [{"answer": "recommend", "op": "<=", "value": 6}, {"fact": "act", "op": "answered"}]},
        ]
    }
    plain = {"fact": "stage", "op": "!=", "value": "onboarding"}
    rules = [{"act": "hide", "question": "words", "when": deep}, {"act": "require", "question": "words", "when": plain}]
    with tenant_context(cast.north.pk):
        survey = a_survey(by=cast.alice.employee, now=now, content=a_document(*QUESTIONS, rules=rules))
    before, browser = content(cast, survey), client_of(cast.alice)

    text = browser.get(address("survey-question", survey, **PAGE)).content.decode()
    assert "Leave it out if not (Buyer role is Economic buyer) or (“Would you recommend us?” is at most 6 and" in text
    press(browser, survey)

    assert content(cast, survey) == before
    press(browser, survey, act="drop.1")
    assert content(cast, survey).rules == before.rules[:1]


def test_second_editor_of_rules_overwrites_nothing(client_of, cast, survey) -> None:
    alice, dave, url = client_of(cast.alice), client_of(cast.dave), address("survey-question-rules", survey, **PAGE)
    shown = sent(dave.get(address("survey-question", survey, **PAGE)).content.decode(), url)
    row = {"rules": "1", "r0-act": "show", "r0-join": "all", "r0-to": "", "r0-rows": "1", "r0-0-op": "="}
    of_role = {"r0-0-source": "fact:role"}
    alice.post(url, shown | row | of_role | {"r0-0-value": "technical"})

    answer = dave.post(url, shown | row | of_role | {"r0-0-value": "economic"})

    assert answer.status_code == 422
    assert "Alice Ahlberg has saved this survey at" in answer.content.decode()
    assert content(cast, survey).rules[0].when == Comparison("fact", "role", Op.EQUAL, "technical")


@pytest.mark.parametrize(
    "junk",
    [
        {"rules": "x"},
        {"rules": "999"},
        {"rules": "1", "r0-rows": "-1"},
        {"rules": "1", "r0-kept": "77"},
        {"act": "drop.x"},
    ],
)
def test_junk_changes_nothing(client_of, cast, survey, junk) -> None:
    before = content(cast, survey)

    assert press(client_of(cast.alice), survey, **junk).status_code in {302, 422}

    assert content(cast, survey) == before


def test_all_is_read_back_as_all(client_of, cast, now) -> None:
    when = {"all": [{"answer": "recommend", "op": "answered"}, {"answer": "reason", "op": "has", "value": "papers"}]}
    rule = {"act": "show", "question": "words", "when": when}
    with tenant_context(cast.north.pk):
        survey = a_survey(by=cast.alice.employee, now=now, content=a_document(*QUESTIONS, rules=[rule]))

    press(client_of(cast.alice), survey)

    known, has = Comparison("answer", "recommend", Op.ANSWERED), Comparison("answer", "reason", Op.HAS, "papers")
    assert content(cast, survey).rules[0].when == All((known, has))
