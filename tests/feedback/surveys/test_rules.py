from dataclasses import replace

import pytest
from hypothesis import given, settings

from feedback.surveys.rules import Problem, faults, length_of
from feedback.surveys.runner import Person, walk
from tests.factories.feedback import a_document
from tests.feedback.surveys.documents import RAW, ROLES, documents


def said(texts: str) -> dict[str, str]:
    return dict.fromkeys(("uk", "ru", "en"), texts)


def score(id_: str = "score", **more) -> dict:
    return {"id": id_, "type": "nps", "title": said("Recommend?"), **more}


def text(id_: str, **more) -> dict:
    return {"id": id_, "type": "short_text", "title": said("Why?"), **more}


def when(op: str = "<=", value: object = 6, answer: str = "score") -> dict:
    return {"answer": answer, "op": op, "value": value}


def found(*questions: dict, **more: object) -> list[tuple[str, Problem]]:
    return [(one.place, one.kind) for one in faults(a_document(*questions, **more))]


def test_finished_document_has_no_faults():
    assert faults(a_document()) == []


def test_document_asks_something():
    assert [one.kind for one in faults(replace(a_document(), questions=()))] == [Problem.NO_QUESTIONS]


def test_missing_texts_are_named_with_place_and_languages():
    document = a_document(score(title={"uk": "Порадите?"}), text("why", help={"en": "Shortly"}), thanks={})

    assert [(one.place, one.details["languages"]) for one in faults(document)] == [
        ("thanks", ["uk", "ru", "en"]),
        ("questions.score.title", ["ru", "en"]),
        ("questions.why.help", ["uk", "ru"]),
    ]


def test_choices_rows_and_wordings_need_their_texts():
    matrix = {
        "id": "m",
        "type": "matrix",
        "title": said("How?"),
        "choices": [{"id": "a", "text": said("Well")}, {"id": "b", "text": {"uk": "Погано"}}],
        "rows": [{"id": "r"}],
    }
    wordings = [{"of": "score", "group": "low"}]

    assert [
        place for place, kind in found(score(), text("why", wordings=wordings), matrix) if kind == Problem.MISSING_TEXT
    ] == [
        "questions.why.wordings.score.low",
        "questions.m.choices.b",
        "questions.m.rows.r",
    ]


CHOICES = [{"id": "a", "text": said("A")}, {"id": "b", "text": said("B")}]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ({"type": "single", "choices": CHOICES[:1]}, [("questions.q.choices", Problem.TOO_FEW_CHOICES)]),
        ({"type": "single", "choices": CHOICES[:1], "has_other": True}, []),
        ({"type": "ranking"}, [("questions.q.choices", Problem.TOO_FEW_CHOICES)]),
        ({"type": "matrix", "choices": CHOICES}, [("questions.q.rows", Problem.NO_ROWS)]),
        ({"type": "multiple", "choices": CHOICES, "least": 3}, [("questions.q.least", Problem.CONTRADICTION)]),
        (
            {"type": "multiple", "choices": CHOICES, "least": 2, "most": 1},
            [("questions.q.least", Problem.CONTRADICTION)],
        ),
        ({"type": "number", "least": 9, "most": 1}, [("questions.q.least", Problem.CONTRADICTION)]),
        ({"type": "number", "least": 1, "most": 1}, []),
    ],
)
def test_questions_that_nobody_can_answer(question, wanted):
    assert found({"id": "q", "title": said("How?"), **question}) == wanted


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [
        ({"act": "show", "question": "gone", "when": when()}, Problem.UNKNOWN_QUESTION),
        ({"act": "show", "question": "why", "when": when(answer="gone")}, Problem.UNKNOWN_QUESTION),
        ({"act": "skip", "question": "score", "to": "", "when": when()}, Problem.UNKNOWN_QUESTION),
        ({"act": "skip", "question": "why", "to": "score", "when": when()}, Problem.NOT_LATER),
        ({"act": "skip", "question": "why", "to": "why", "when": when()}, Problem.NOT_LATER),
        ({"act": "show", "question": "score", "when": when("=", "x", "why")}, Problem.NOT_EARLIER),
        ({"act": "require", "question": "score", "when": when()}, Problem.NOT_EARLIER),
        ({"act": "show", "question": "why", "when": when(value=11)}, Problem.UNKNOWN_CHOICE),
        ({"act": "show", "question": "why", "when": when(value="six")}, Problem.UNKNOWN_CHOICE),
        ({"act": "show", "question": "why", "when": when()}, None),
        ({"act": "end", "question": "score", "when": when()}, None),
    ],
)
def test_rules_that_lead_nowhere(rule, wanted):
    kinds = {kind for _place, kind in found(score(), text("why"), rules=[rule])}

    assert wanted in kinds if wanted else not kinds


@pytest.mark.parametrize(
    "rules",
    [
        [{"act": "show", "question": "b", "when": {"all": [when(">=", 9), when("<=", 6)]}}],
        [{"act": "hide", "question": "b", "when": {"any": [when(">=", 5), when("<", 5)]}}],
        [{"act": "end", "question": "a", "when": when("answered")}],
        [{"act": "skip", "question": "a", "to": "c", "when": {"any": [when("answered"), when("unanswered")]}}],
        [
            {"act": "show", "question": "b", "when": {"fact": "act", "op": "=", "value": "x"}},
            {"act": "hide", "question": "b", "when": {"fact": "act", "op": "answered"}},
        ],
    ],
    ids=["never shown", "always hidden", "always ended before", "always jumped over", "shown and hidden at once"],
)
def test_question_that_nobody_is_asked_is_found(rules):
    document = a_document(
        score("score", required=True), text("a"), text("b"), text("c"), rules=rules, questions_promised=9
    )

    assert ("questions.b", Problem.UNREACHABLE) in [(one.place, one.kind) for one in faults(document)]


def test_promise_of_length_is_kept_on_the_longest_way():
    questions = [
        score(),
        text("a", audience={"roles": ["economic"]}),
        text("b", audience={"roles": ["technical"]}),
        text("c", audience={"roles": ["technical"]}),
        {"id": "hint", "type": "information", "title": said("Thank you")},
    ]

    assert found(*questions, questions_promised=3) == []
    assert found(*questions, questions_promised=2) == [("questions_promised", Problem.TOO_MANY_QUESTIONS)]
    assert length_of(a_document(*questions)).questions == 3


def test_seconds_promised_are_those_of_the_slowest_language():
    long = {"uk": "слово " * 100, "ru": "слово", "en": "word"}
    document = a_document(score(title=long), seconds_promised=20)

    assert [(one.kind, one.details) for one in faults(document)] == [(Problem.TOO_LONG, {"promised": 20, "found": 29})]


@settings(max_examples=25)  # each walks thousands of ways
@given(documents(), RAW)
def test_nobody_is_asked_what_was_found_to_be_unreachable(document, answers):
    unreachable = {one.place.removeprefix("questions.") for one in faults(document) if one.kind == Problem.UNREACHABLE}

    for role in ("", *ROLES):
        asked = {one.question.id for one in walk(document, Person(role=role), answers)}
        assert not asked & unreachable
