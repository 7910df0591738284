import pytest

from feedback.surveys.lints import Lint, lints
from tests.factories.feedback import a_document


def hints(type_: str, title: str, language: str) -> set[Lint]:
    """Return what is said of one question's title in one language."""
    question = {
        "id": "q",
        "type": type_,
        "title": {language: title},
        "low": {"en": "no"},
        "high": {"en": "yes"},
        "decision": "Whom to call",
    }
    return {
        one.kind for one in lints(a_document(question, languages=[language])) if one.place.startswith("questions.q.")
    }


@pytest.mark.parametrize(
    ("type_", "language", "title", "wanted"),
    [
        ("csat", "en", "How satisfied are you with the speed and the price?", {Lint.DOUBLE_BARRELLED}),
        ("csat", "uk", "Наскільки ви задоволені швидкістю та ціною?", {Lint.DOUBLE_BARRELLED}),
        ("csat", "ru", "Как вы оцените скорость и цену?", {Lint.DOUBLE_BARRELLED}),
        ("long_text", "en", "What and whom should we thank?", set()),
        ("yes_no", "en", "Don’t you agree that our support is quick?", {Lint.LEADING}),
        ("yes_no", "uk", "Чи погоджуєтеся ви, що ми працюємо швидко?", {Lint.LEADING}),
        ("csat", "uk", "Наскільки добре ми все зробили?", {Lint.LEADING}),
        ("csat", "ru", "Как вам наша замечательная поддержка?", {Lint.LEADING}),
        ("yes_no", "en", "Do we always answer in time?", {Lint.ABSOLUTE}),
        ("yes_no", "uk", "Чи завжди ми відповідаємо вчасно?", {Lint.ABSOLUTE}),
        ("yes_no", "ru", "Всегда ли мы отвечаем вовремя?", {Lint.ABSOLUTE}),
        ("nps", "uk", "Чи порадили б ви нас колезі?", set()),
        ("nps", "ru", "Посоветуете ли вы нас коллеге?", set()),
        ("nps", "en", "How likely are you to recommend us?", set()),
        ("nps", "uk", "Як вам працюється з нами?", {Lint.SCALE_MISMATCH}),
        ("csat", "ru", "Порекомендуете ли вы нас?", {Lint.SCALE_MISMATCH}),
        ("yes_no", "uk", "Наскільки легко було нас знайти?", {Lint.SCALE_MISMATCH}),
        ("ces", "en", "How easy was it to settle the matter?", set()),
        ("ces", "en", " ".join(["word"] * 19), {Lint.TOO_LONG}),
        ("csat", "uk", "Який настрій після зустрічі?", set()),
        ("csat", "ru", "Какое настроение после встречи?", set()),
        ("csat", "en", "How is your mood after the understanding we reached?", set()),
    ],
)  # fmt: skip
def test_hints_on_words(type_, language, title, wanted):
    assert hints(type_, title, language) == wanted


def test_hints_on_what_is_left_out():
    choices = [{"id": f"c{at}"} for at in range(9)]
    document = a_document({"id": "q", "type": "single", "choices": choices}, {"id": "s", "type": "ces"})

    assert [(one.place, one.kind) for one in lints(document)] == [
        ("questions.q", Lint.NOT_ACTIONABLE),
        ("questions.q.choices", Lint.TOO_MANY_CHOICES),
        ("questions.s", Lint.NOT_ACTIONABLE),
        ("questions.s", Lint.SCALE_WITHOUT_ENDS),
        ("questions.s", Lint.SCORE_NOT_FIRST),
        ("questions", Lint.NO_WORDS),
    ]


def test_survey_without_a_score_has_no_trend():
    assert Lint.NO_SCORE in {one.kind for one in lints(a_document({"id": "q", "type": "long_text"}))}


def test_information_is_no_question():
    assert [one.kind for one in lints(a_document({"id": "q", "type": "information"}))] == [Lint.NO_SCORE, Lint.NO_WORDS]
