import pytest

from feedback.surveys.foreign import BadSurvey, Lost
from feedback.surveys.limesurvey import MOST_BYTES, read

LANGUAGES = ("uk", "ru", "en")


def section(name, *rows):
    def row(one):
        return "<row>" + "".join(f"<{key}><![CDATA[{value}]]></{key}>" for key, value in one.items()) + "</row>"

    return f"<{name}><rows>{''.join(map(row, rows))}</rows></{name}>"


def document(*sections):
    body = "<LimeSurveyDocType>Survey</LimeSurveyDocType>" + "".join(sections)
    return f'<?xml version="1.0" encoding="UTF-8"?><document>{body}</document>'.encode()


SURVEY = section("surveys", {"sid": 1, "language": "uk", "additional_languages": "en"})
ABOUT = section(
    "surveys_languagesettings",
    {"surveyls_language": "uk", "surveyls_title": "Опитування", "surveyls_endtext": "<p>Дякуємо<script>x</script></p>"},
    {"surveyls_language": "en", "surveyls_title": "Survey"},
)
OLD = document(
    SURVEY, ABOUT,
    section(
        "groups", {"gid": 1, "group_name": "Група", "group_order": 0, "language": "uk"},
        {"gid": 1, "group_name": "Group", "group_order": 0, "language": "en"},
    ),
    section(
        "questions",
        {"qid": 2, "gid": 1, "type": "T", "title": "why", "question": "Чому?", "question_order": 2, "language": "uk",
         "relevance": '((color.NAOK == "A1"))'},
        {"qid": 1, "gid": 1, "type": "L", "title": "color", "question": "<b>Колір</b>?", "question_order": 1,
         "language": "uk", "mandatory": "Y", "other": "Y", "relevance": "1"},
        {"qid": 1, "gid": 1, "type": "L", "title": "color", "question": "Color?", "question_order": 1, "language": "en"},
        {"qid": 2, "gid": 1, "type": "T", "title": "why", "question": "Why?", "question_order": 2, "language": "en"},
    ),
    section(
        "answers",
        {"qid": 1, "code": "A2", "answer": "Синій", "sortorder": 2, "language": "uk"},
        {"qid": 1, "code": "A1", "answer": "Червоний", "sortorder": 1, "language": "uk"},
        {"qid": 1, "code": "A1", "answer": "Red", "sortorder": 1, "language": "en"},
        {"qid": 1, "code": "A2", "answer": "Blue", "sortorder": 2, "language": "en"},
    ),
)  # fmt: skip
NEW = document(
    SURVEY, ABOUT,
    section("groups", {"gid": 1, "group_order": 0}),
    section(
        "group_l10ns", {"id": 1, "gid": 1, "group_name": "Група", "language": "uk"},
        {"id": 2, "gid": 1, "group_name": "Group", "language": "en"},
    ),
    section(
        "questions",
        {"qid": 2, "gid": 1, "type": "T", "title": "why", "question_order": 2, "relevance": "1X1X1.NAOK eq 'A1'"},
        {"qid": 1, "gid": 1, "type": "L", "title": "color", "question_order": 1, "mandatory": "Y", "other": "Y"},
    ),
    section(
        "question_l10ns",
        {"id": 1, "qid": 1, "question": "<b>Колір</b>?", "language": "uk"},
        {"id": 2, "qid": 1, "question": "Color?", "language": "en"},
        {"id": 3, "qid": 2, "question": "Чому?", "language": "uk"}, {"id": 4, "qid": 2, "question": "Why?", "language": "en"},
    ),
    section("answers", {"aid": 1, "qid": 1, "code": "A1", "sortorder": 1}, {"aid": 2, "qid": 1, "code": "A2", "sortorder": 2}),
    section(
        "answer_l10ns",
        {"id": 1, "aid": 1, "answer": "Червоний", "language": "uk"}, {"id": 2, "aid": 1, "answer": "Red", "language": "en"},
        {"id": 3, "aid": 2, "answer": "Синій", "language": "uk"}, {"id": 4, "aid": 2, "answer": "Blue", "language": "en"},
    ),
)  # fmt: skip


@pytest.mark.parametrize("data", [OLD, NEW], ids=["up to 3", "from 4 on"])
def test_both_generations_are_read_alike(data) -> None:
    found = read(data, languages=LANGUAGES)

    document_ = found.document
    assert document_.languages == ("uk", "en")
    assert document_.title == {"uk": "Опитування", "en": "Survey"}
    assert document_.thanks == {"uk": "Дякуємо"}
    color, why = document_.questions
    assert (color.id, str(color.type), color.required, color.has_other) == ("color", "single", True, True)
    assert color.title == {"uk": "Колір?", "en": "Color?"}
    assert [(one.id, one.text) for one in color.choices] == [
        ("a1", {"uk": "Червоний", "en": "Red"}),
        ("a2", {"uk": "Синій", "en": "Blue"}),
    ]
    assert (str(why.type), why.title) == ("long_text", {"uk": "Чому?", "en": "Why?"})
    rule = document_.rules[0]
    assert (rule.question, rule.when.name, rule.when.value) == ("why", "color", "a1")
    assert {one.kind for one in found.losses} == {Lost.MARKUP, Lost.HEADING}


@pytest.mark.parametrize(
    ("kind", "type_"),
    [
        ("L", "single"), ("!", "single"), ("O", "single"), ("M", "multiple"), ("P", "multiple"), ("Y", "yes_no"),
        ("N", "number"), ("D", "date"), ("S", "short_text"), ("T", "long_text"), ("U", "long_text"), ("5", "rating"),
        ("A", "matrix"), ("B", "matrix"), ("C", "matrix"), ("E", "matrix"), ("F", "matrix"), ("H", "matrix"),
        ("R", "ranking"), ("X", "information"), ("G", "single"), ("I", None), ("*", None), ("|", None), ("1", None),
        ("", None),
    ],
)  # fmt: skip
def test_types(kind, type_) -> None:
    data = document(
        SURVEY,
        section("groups", {"gid": 1}),
        section("questions", {"qid": 1, "gid": 1, "type": kind, "title": "q", "question": "Так?", "language": "uk"}),
        section("subquestions", {"qid": 2, "parent_qid": 1, "title": "SQ1", "question": "Ряд", "language": "uk"}),
        section("answers", {"qid": 1, "code": "A1", "answer": "Один", "language": "uk"}),
    )
    found = read(data, languages=LANGUAGES)

    assert [str(one.type) for one in found.document.questions] == ([type_] if type_ else [])
    assert type_ or Lost.QUESTION in {one.kind for one in found.losses}


@pytest.mark.parametrize("relevance", ["count(that.NAOK) > 1", "q1 + 1 == 2", "sum(", "ghost.NAOK == 'A'"])
def test_relevance_that_cannot_be_understood_is_named(relevance) -> None:
    data = document(
        SURVEY,
        section("groups", {"gid": 1}),
        section("questions", {"qid": 1, "gid": 1, "type": "T", "title": "q1", "relevance": relevance}),
    )
    found = read(data, languages=LANGUAGES)

    assert found.document.rules == ()
    assert [one.kind for one in found.losses] == [Lost.CONDITION]


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><document><surveys>&b;</surveys></document>'
FILE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><document><surveys>&a;</surveys></document>'


@pytest.mark.parametrize(
    "data",
    [
        b"", b"<", b"<html></html>", b"<document></document>", b"<document><surveys>", BOMB, FILE,
        b"<!DOCTYPE document><document><surveys/></document>", b"\xff\xfe<", b" " * (MOST_BYTES + 1),
        b'<?xml version="1.0" encoding="nonsense"?><document><surveys/></document>', b"<a>" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_survey_is_refused(data) -> None:
    with pytest.raises(BadSurvey):
        read(data, languages=LANGUAGES)


def test_survey_without_anything_is_empty() -> None:
    found = read(b"<document><surveys/></document>", languages=LANGUAGES)

    assert found.document.questions == ()
