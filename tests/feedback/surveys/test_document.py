import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.surveys.document import BadDocument, read, say, write
from tests.factories.feedback import a_document
from tests.feedback.surveys.documents import documents


@given(documents())
def test_document_survives_json(document):
    assert read(json.loads(json.dumps(write(document)))) == document


def test_empty_parts_are_not_written():
    assert "rules" not in write(a_document())
    assert set(write(a_document())["questions"][0]) == {"id", "type", "series", "title", "required"}


def test_zero_is_a_value():
    number = {"id": "q", "type": "number", "least": 0, "most": 0}
    document = a_document(number, reply_days=0)

    assert read(write(document)) == document
    assert (document.reply_days, document.questions[0].least) == (0, 0)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"languages": []}, "languages"),
        ({"languages": ["uk", "uk"]}, "languages"),
        ({"languages": "uk"}, "languages"),
        ({"title": "text"}, "title"),
        ({"title": {"uk": "x" * 2001}}, "title.uk"),
        ({"title": {"uk": "a\0b"}}, "title.uk"),
        ({"questions": [{"id": "Q", "type": "nps"}]}, "questions.0.id"),
        ({"questions": [{"id": "q", "type": "stars"}]}, "questions.0.type"),
        ({"questions": [{"id": "q", "type": "nps"}] * 2}, "questions"),
        ({"questions": [{"id": f"q{at}", "type": "nps"} for at in range(51)]}, "questions"),
        ({"questions": [{"id": "q", "type": "single", "choices": [{"id": "a"}, {"id": "a"}]}]}, "questions.0.choices"),
        ({"questions": [{"id": "q", "type": "nps", "required": 1}]}, "questions.0.required"),
        ({"questions": [{"id": "q", "type": "rating", "maximum": 11}]}, "questions.0.maximum"),
        ({"questions": [{"id": "q", "type": "rating", "maximum": True}]}, "questions.0.maximum"),
        ({"rules": [{"act": "show", "question": "q", "when": {"answer": "q", "op": "~"}}]}, "rules.0.when"),
        ({"rules": [{"act": "jump", "question": "q", "when": {"fact": "role", "op": "answered"}}]}, "rules.0.act"),
        ({"rules": 3}, "rules"),
        ({"letter": []}, "letter"),
    ],
)
def test_wrong_json_names_its_place(change, place):
    with pytest.raises(BadDocument) as caught:
        read({"languages": ["uk"], **change})

    assert caught.value.place == place


def test_deep_condition_is_refused_without_recursion():
    deep = {"fact": "role", "op": "answered"}
    for _ in range(5000):
        deep = {"not": deep}

    with pytest.raises(BadDocument):
        read({"languages": ["uk"], "rules": [{"act": "show", "question": "q", "when": deep}]})


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=4)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["languages", "questions", "rules", "id", "type", "when", "title", "x"]), inner
        ),
    ),
)


@given(JSON)
def test_any_json_is_read_or_refused(data):
    try:
        read(data)
    except BadDocument as error:
        assert error.place  # noqa: PT017 either way is right
    else:
        assert data["languages"]


def test_text_falls_back_to_the_first_language_that_has_one():
    assert say({"ru": "да", "en": "yes"}, "uk", ("uk", "ru", "en")) == "да"
    assert say({}, "uk", ("uk",)) == ""
