import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.surveys.document import Audience
from feedback.surveys.foreign import BadSurvey, Lost
from feedback.surveys.runner import Person, walk
from feedback.surveys.surveyjs import loads, read, write
from tests.factories.feedback import QUESTIONS, a_document
from tests.feedback.surveys.documents import RAW, ROLES, documents

LANGUAGES = ("uk", "ru", "en")
PEOPLE = st.builds(lambda role: Person(role=role, language="uk"), st.sampled_from(["", *ROLES]))


def bare(document):
    """Return the document without what decides who is asked what: that is compared by walking."""
    return replace(document, rules=(), questions=tuple(replace(one, audience=Audience()) for one in document.questions))


@given(documents(), RAW, PEOPLE)
def test_what_is_written_is_read_again(document, answers, person):
    written, _losses = write(document)
    again = read(json.loads(json.dumps(written)), languages=LANGUAGES)

    assert bare(again.document) == bare(document)
    assert again.losses == []

    def way(of):
        return [(one.question.id, one.is_required, one.title) for one in walk(of, person, answers)]

    assert way(again.document) == way(document)


def survey(*elements, **more):
    return {"title": "Ти", "pages": [{"name": "p", "elements": list(elements)}], **more}


def question(element, **more):
    """Return the question that one element becomes, and the kinds of its losses."""
    found = read(survey({"name": "q", **element}, **more), languages=LANGUAGES)
    return found.document.questions[0], {one.kind for one in found.losses}


@pytest.mark.parametrize(
    ("element", "type_", "losses"),
    [
        ({"type": "rating", "rateMin": 0, "rateMax": 10}, "nps", set()),
        ({"type": "rating", "rateCount": 11, "rateMin": 0}, "nps", set()),
        ({"type": "rating"}, "rating", set()),
        ({"type": "rating", "rateMax": 7}, "rating", set()),
        ({"type": "rating", "rateMax": 5, "happiness": {"type": "csat"}}, "csat", set()),
        ({"type": "rating", "rateMax": 7, "happiness": {"type": "ces"}}, "ces", set()),
        ({"type": "rating", "rateMax": 7, "happiness": {"type": "csat"}}, "rating", set()),
        ({"type": "rating", "rateMax": 20}, "single", {Lost.SCALE}),
        ({"type": "rating", "rateValues": ["a", "b"]}, "single", {Lost.SCALE}),
        ({"type": "rating", "rateValues": [1, {"value": 2, "text": "so-so"}, 3]}, "rating", {Lost.MARKS}),
        ({"type": "boolean"}, "yes_no", set()),
        ({"type": "boolean", "happiness": {"type": "consent"}}, "consent", set()),
        ({"type": "radiogroup", "choices": [1, 2]}, "single", set()),
        ({"type": "dropdown", "choices": [1, 2]}, "single", set()),
        ({"type": "tagbox", "choices": [1, 2]}, "multiple", set()),
        ({"type": "checkbox", "choices": [1], "validators": []}, "multiple", {Lost.SETTING}),
        ({"type": "text"}, "short_text", set()),
        ({"type": "text", "inputType": "number", "min": 0.5}, "number", {Lost.NUMBER}),
        ({"type": "text", "inputType": "date"}, "date", set()),
        ({"type": "text", "inputType": "email"}, "short_text", {Lost.FORMAT}),
        ({"type": "comment", "maxLength": 300}, "long_text", set()),
        ({"type": "html", "html": "<p>Hi <b>you</b></p>"}, "information", {Lost.MARKUP}),
        ({"type": "matrix", "columns": ["a", "b"], "rows": ["r"]}, "matrix", set()),
        ({"type": "ranking", "choices": ["a", "b"]}, "ranking", set()),
        ({"type": "comment", "title": "x" * 3000}, "long_text", {Lost.TEXT_CUT}),
    ],
)
def test_types(element, type_, losses):
    found, lost = question(element)

    assert (str(found.type), lost) == (type_, losses)


@pytest.mark.parametrize("kind", ["file", "paneldynamic", "signaturepad", "matrixdynamic", None, 3, ["text"]])
def test_question_of_a_type_that_we_do_not_ask_is_lost(kind):
    found = read(survey({"name": "q", "type": kind}), languages=LANGUAGES)

    assert found.document.questions == ()
    assert [(one.place, one.kind) for one in found.losses] == [("q", Lost.QUESTION)]


def test_texts_come_in_the_languages_of_the_house():
    title = {"default": "Як?", "ru": "Как?", "en-US": "How?", "de": "Wie?"}
    found = read(survey({"type": "comment", "name": "q", "title": title}, locale="ua"), languages=("en", "uk", "ru"))

    assert found.document.languages == ("uk", "en", "ru")
    assert found.document.questions[0].title == {"uk": "Як?", "ru": "Как?", "en": "How?"}
    assert [(one.kind, one.details) for one in found.losses] == [(Lost.LANGUAGE, {"language": "de"})]


def test_ukrainian_is_written_as_surveyjs_calls_it():
    document = read(
        survey({"type": "comment", "name": "q", "title": {"uk": "Як?", "en": "How?"}}), languages=("uk", "en")
    )
    written, _losses = write(document.document)

    assert written["locale"] == "ua"
    assert written["pages"][0]["elements"][0]["title"] == {"default": "Як?", "en": "How?"}


def test_names_become_ids_and_expressions_still_find_them():
    found = read(
        survey(
            {"type": "radiogroup", "name": "Ваш колір", "choices": ["Red Wine", {"value": 2, "text": "Blue"}]},
            {"type": "comment", "name": "Why not?", "visibleIf": "{Ваш колір} = 'Red Wine' or {Ваш колір} = 2"},
            {"type": "comment", "name": "why_not"},
        ),
        languages=LANGUAGES,
    )

    assert [one.id for one in found.document.questions] == ["q", "why_not_2", "why_not"]
    assert found.document.questions[0].title == {"uk": "Ваш колір"}
    conditions = [(rule.question, rule.when.name, rule.when.value) for rule in found.document.rules]
    assert conditions == [("why_not_2", "q", "red_wine"), ("why_not_2", "q", "c2")]
    assert found.losses == []


def test_texts_recall_answers_as_ours_do():
    first = {"type": "rating", "name": "Your Score", "title": "One"}
    second = {"type": "text", "name": "why", "title": "Why {your score}, {salutation}? {other.value} {a b}"}

    found = read(survey(first, second), languages=LANGUAGES)

    score, why = found.document.questions
    assert why.title["uk"] == f"Why {{answer:{score.id}}}, {{salutation}}? {{other.value}} {{a b}}"
    assert [(one.place, one.kind, one.details) for one in found.losses] == [
        ("why", Lost.RECALL, {"name": "{other.value}"})
    ]


def test_recalls_leave_as_surveyjs_names_them():
    document = a_document(
        QUESTIONS[0], {"id": "why", "type": "long_text", "title": {"uk": "Чому {answer:recommend|так}?"}}
    )

    written, losses = write(document)

    assert written["pages"][0]["elements"][1]["title"] == "Чому {recommend}?"
    assert ("why", Lost.FALLBACK) in {(one.place, one.kind) for one in losses}
    assert read(written, languages=LANGUAGES).document == document


def test_panels_are_flattened_with_their_conditions():
    inner = {"type": "panel", "name": "in", "visibleIf": "{a} notempty", "elements": [{"type": "comment", "name": "b"}]}
    outer = {"type": "panel", "name": "out", "title": "More", "visibleIf": "{role} = 'technical'", "elements": [inner]}
    found = read(survey({"type": "boolean", "name": "a"}, outer), languages=LANGUAGES)

    b = found.document.questions[1]
    assert b.audience.roles == ("technical",)
    assert [(str(rule.act), rule.question) for rule in found.document.rules] == [("show", "b")]
    assert [(one.place, one.kind) for one in found.losses] == [("out", Lost.HEADING)]


def test_triggers_hang_on_the_last_question_they_read():
    triggers = [
        {"type": "skip", "expression": "{a} = true", "gotoName": "c"},
        {"type": "complete", "expression": "{b} empty"},
        {"type": "setvalue", "expression": "{a} = true", "setToName": "b", "setValue": 1},
    ]
    elements = [{"type": "boolean", "name": "a"}, {"type": "comment", "name": "b"}, {"type": "comment", "name": "c"}]
    found = read(survey(*elements, triggers=triggers), languages=LANGUAGES)

    told = [(str(rule.act), rule.question, rule.to) for rule in found.document.rules]
    assert told == [("skip", "a", "c"), ("end", "b", "")]
    assert [(one.kind, one.details) for one in found.losses] == [(Lost.TRIGGER, {"type": "setvalue"})]


@pytest.mark.parametrize(
    "text",
    [
        "{ghost} = 1",
        "iif({a}, 1, 2) = 1",
        "{a} + 1 = 2",
        "{a} =",
        "((({a} = 1)",
        "{a} = 1 2",
        "5",
        "(" * 5000,
        "!" * 9999,
        7,
    ],
)
def test_expression_that_cannot_be_understood_is_named(text):
    found = read(survey({"type": "boolean", "name": "a", "visibleIf": text}), languages=LANGUAGES)

    assert found.document.rules == ()
    assert [one.kind for one in found.losses] == [Lost.CONDITION]


def _deep(wrap, times=10_000):
    data = "x"
    for _ in range(times):
        data = wrap(data)
    return data


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"[]",
        b"3",
        b'{"pages": NaN}',
        b"[" * 10_000,
        b'{"a":' * 10_000,
        b"\xff\xfe\x00",
        b'{"pages": 3}',
        b"{}",
        b'{"pages": [3]}',
        b'{"pages": [{"elements": {"a": 1}}]}',
        b'{"pages": 1e999}',
        b"9" * 5000,
    ],
)
def test_what_is_no_survey_is_refused(text):
    with pytest.raises(BadSurvey):
        read(loads(text), languages=LANGUAGES)


KEYS = st.sampled_from([
    "pages", "elements", "type", "name", "title", "choices", "value", "text", "rateValues", "rateMin", "rateMax", "visibleIf",
    "default", "locale", "triggers", "expression", "gotoName", "happiness", "languages", "letter", "wordings", "rows",
    "columns", "html", "inputType", "maxLength", "requiredIf", "validators", "min", "max", "completedHtml", "showOtherItem",
])  # fmt: skip
ATOMS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=4),
    st.sampled_from([
        "rating", "text", "checkbox", "html", "panel", "matrix", "skip", "number", "{x} = 1", "{name} anyof ['a']", "csat",
        "\ud800", "a\0b", "<b", "<!", "<![x", "&#x110000;",
    ]),
)  # fmt: skip
JSON = st.recursive(
    ATOMS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12
)
ELEMENT = st.builds(
    lambda more, kind, name: {"type": kind, "name": name, **more},
    st.dictionaries(KEYS, JSON, max_size=4),
    st.sampled_from(["rating", "text", "checkbox", "html", "panel", "matrix", "boolean", "comment"]),
    st.sampled_from(["a", "b", "Ї"]),
)


@given(JSON | st.builds(lambda more, found: survey(*found, **more), st.dictionaries(KEYS, JSON), st.lists(ELEMENT)))
def test_any_json_is_read_or_refused(data):
    try:
        found = read(data, languages=LANGUAGES)
    except BadSurvey as error:
        assert isinstance(error.place, str)  # noqa: PT017 either way is right
    else:
        assert json.dumps(write(found.document)[0], ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "place", ["title", "visibleIf", "choices", "validators", "happiness", "elements", "type", "inputType"]
)
def test_deep_data_does_no_harm(place):
    for wrap in (lambda inner: [inner], lambda inner: {place: inner}):
        element = {"type": "text", "name": "q", place: _deep(wrap)}
        try:
            found = read(survey(element), languages=LANGUAGES)
        except BadSurvey:
            continue
        assert len(found.document.questions) <= 1


@pytest.mark.parametrize(
    "place", ["name", "title", "choices", "rateMax", "rateValues", "min", "maxLength", "happiness"]
)
def test_huge_numbers_do_no_harm(place):
    for kind in ("rating", "text", "radiogroup"):
        element = {"type": kind, "name": "q", "inputType": "number", place: 10**5000}
        assert read(survey(element, {**element, place: [10**5000]}), languages=LANGUAGES).document.questions
