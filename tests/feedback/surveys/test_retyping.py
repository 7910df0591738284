"""Another type for a question: what fits stays, what is lost is said before, and it can be taken back."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from accounts.tenancy.context import tenant_context
from feedback.surveys import actions, comparing, document
from feedback.surveys.document import Choice, Question, Type
from feedback.surveys.retyping import Drop, dropped, retyped, stirred
from tests.factories.feedback import a_document, a_survey
from tests.feedback.surveys.pages import address, content, sent

FULL = {"en": "Words", "uk": "Слова"}
TWO = (Choice(id="one", text=FULL), Choice(id="two", text=FULL))
LOSSES = [
    (Question(id="q", type=Type.SINGLE, choices=TWO, has_other=True), Type.MULTIPLE, {}),
    (Question(id="q", type=Type.MULTIPLE, choices=TWO, has_other=True, most=1), Type.RANKING, {Drop.OTHER: 1, Drop.LIMITS: 1}),
    (Question(id="q", type=Type.MATRIX, choices=TWO, rows=TWO[:1]), Type.SINGLE, {Drop.ROWS: 1}),
    (Question(id="q", type=Type.SINGLE, choices=TWO, is_shuffled=True), Type.LONG_TEXT, {Drop.CHOICES: 2, Drop.ORDER: 1}),
    (Question(id="q", type=Type.NUMBER, least=0), Type.SHORT_TEXT, {Drop.LIMITS: 1}),
    (Question(id="q", type=Type.LONG_TEXT, longest=500), Type.SHORT_TEXT, {}),
    (Question(id="q", type=Type.LONG_TEXT, longest=500, required=True), Type.INFORMATION, {Drop.LONGEST: 1, Drop.REQUIRED: 1}),
    (Question(id="q", type=Type.NPS, low=FULL, high=FULL), Type.CSAT, {Drop.SCALE: 1}),
    (Question(id="q", type=Type.CES, low=FULL), Type.RATING, {}),
    (Question(id="q", type=Type.CSAT, low=FULL), Type.YES_NO, {Drop.ENDS: 1}),
    (Question(id="q", type=Type.SINGLE, choices=(Choice(id="a"), Choice(id="b"))), Type.DATE, {}),
]  # fmt: skip


@pytest.mark.parametrize(("before", "type_", "losses"), LOSSES)
def test_what_does_not_fit_is_named(before, type_, losses) -> None:
    assert {one.kind: one.number for one in dropped(before, type_)} == losses


@given(some.sampled_from([one for one, _type, _losses in LOSSES]), some.sampled_from(list(Type)))
def test_question_of_every_type_can_be_read_again(before, type_) -> None:
    after = retyped(before, type_)

    whole = document.read(document.write(a_document().__class__(languages=("en",), questions=(after,))))
    assert whole.questions == (after,)
    assert (after.id, after.title, after.audience, after.series) == ("q", before.title, before.audience, before.series)
    if before.choices and after.choices:
        assert after.choices == before.choices


def test_rules_and_words_of_others_are_pointed_at() -> None:
    rule = {"when": {"answer": "recommend", "op": "<=", "value": 6}, "act": "require", "question": "words"}
    survey = a_document(rules=[rule])

    kinds = {one.kind: one.number for one in stirred(survey, survey.question("recommend"), Type.YES_NO)}

    assert kinds == {Drop.RULES: 1, Drop.WORDINGS: 1}
    assert not stirred(survey, survey.question("words"), Type.SHORT_TEXT)


@pytest.mark.django_db
def test_page_says_what_is_lost_changes_the_type_and_takes_it_back(client_of, cast, survey) -> None:
    browser = client_of(cast.alice)
    before = content(cast, survey)
    url = address("survey-question-type", survey, question_id="reason")
    page = browser.get(url).content.decode()
    assert "Lost: 2 written answers, the answer of one’s own." in page
    shown = sent(page, url)["shown"]

    answer = browser.post(url, {"type": "long_text", "shown": shown}, follow=True)

    changed = content(cast, survey).question("reason")
    assert (changed.type, changed.choices, changed.title) == (Type.LONG_TEXT, (), before.question("reason").title)
    back = address("survey-question-type-undone", survey, question_id="reason")
    browser.post(back, {"undo": sent(answer.content.decode(), back)["undo"]})
    assert content(cast, survey) == before


@pytest.mark.django_db
def test_question_that_a_colleague_has_changed_keeps_its_type(client_of, cast, survey) -> None:
    url = address("survey-question-type", survey, question_id="reason")

    answer = client_of(cast.alice).post(url, {"type": "long_text", "shown": "else"}, follow=True)

    assert "Somebody has changed the question meanwhile" in answer.content.decode()
    assert content(cast, survey).question("reason").type == Type.MULTIPLE


@pytest.mark.django_db
def test_other_type_breaks_the_trend_of_what_was_asked_before(client_of, cast, now) -> None:
    with tenant_context(cast.north.pk):
        survey = a_survey(by=cast.alice.employee, now=now)
        first = actions.publish(survey=survey, by=cast.alice.employee, now=now)
    browser = client_of(cast.alice)
    url = address("survey-question-type", survey, question_id="recommend")
    page = browser.get(url).content.decode()
    assert page.count("its trend begins anew") == 1  # of whichever type
    shown = sent(page, url)["shown"]
    browser.post(url, {"type": "rating", "shown": shown})

    with tenant_context(cast.north.pk):
        second = actions.publish(survey=survey, by=cast.alice.employee, now=now)
    assert second.comparability["recommend"] == comparing.Fate.REWORDED
    assert document.read(second.content).question("recommend").series == 2
    assert document.read(first.content).question("recommend").series == 1
