import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.surveys.document import Type
from feedback.surveys.runner import Fault, Person, clean, depends_on, in_order, score_of, steps, walk
from tests.factories.feedback import a_document
from tests.feedback.surveys.documents import RAW, ROLES, documents

PEOPLE = st.builds(Person, role=st.sampled_from(["", *ROLES]), language=st.sampled_from(["uk", "en"]))


# --- Whom what is asked ---


def ids(way) -> list[str]:
    return [one.question.id for one in way]


def score(id_: str = "score", **more) -> dict:
    return {"id": id_, "type": "nps", **more}


def text(id_: str, **more) -> dict:
    return {"id": id_, "type": "long_text", **more}


def test_question_is_asked_of_its_roles_alone():
    document = a_document(score(), text("money", audience={"roles": ["economic"]}))

    assert ids(walk(document, Person(role="economic"), {})) == ["score", "money"]
    assert ids(walk(document, Person(role="technical"), {})) == ["score"]
    assert ids(walk(document, Person(), {})) == ["score"]


@pytest.mark.parametrize(("mark", "asked"), [(6, ["score", "why"]), (7, ["score"]), (None, ["score"])])
def test_shown_question_waits_for_its_condition(mark, asked):
    rule = {"act": "show", "question": "why", "when": {"answer": "score", "op": "<=", "value": 6}}
    document = a_document(score(), text("why"), rules=[rule])

    assert ids(walk(document, Person(), {"score": mark} if mark is not None else {})) == asked


def test_skip_goes_on_at_a_later_question_and_end_ends():
    document = a_document(
        score(), text("a"), text("b"), text("c"),
        rules=[
            {"act": "skip", "question": "score", "to": "b", "when": {"answer": "score", "op": ">=", "value": 9}},
            {"act": "end", "question": "b", "when": {"fact": "role", "op": "=", "value": "end_user"}},
        ],
    )  # fmt: skip

    assert ids(walk(document, Person(), {"score": 9})) == ["score", "b", "c"]
    assert ids(walk(document, Person(role="end_user"), {"score": 3})) == ["score", "a", "b"]


def test_answers_of_a_way_not_taken_decide_nothing():
    """Who said 3 first, wrote why, and then said 9, is not asked what followed from that text."""
    document = a_document(
        score(), text("why"), text("more"),
        rules=[
            {"act": "hide", "question": "why", "when": {"answer": "score", "op": ">=", "value": 9}},
            {"act": "show", "question": "more", "when": {"answer": "why", "op": "answered"}},
        ],
    )  # fmt: skip

    assert ids(walk(document, Person(), {"score": 3, "why": "slow"})) == ["score", "why", "more"]
    assert ids(walk(document, Person(), {"score": 9, "why": "slow"})) == ["score"]


@pytest.mark.parametrize(("mark", "title"), [(6, "mend"), (7, "usual"), (10, "usual"), (None, "usual")])
def test_wording_follows_the_group_of_the_score(mark, title):
    wordings = [{"of": "score", "group": "low", "title": {"en": "mend"}}]
    document = a_document(score(), text("why", title={"en": "usual"}, wordings=wordings))

    asked = walk(document, Person(), {} if mark is None else {"score": mark})

    assert asked[1].title["en"] == title


@pytest.mark.parametrize(
    ("kind", "marks", "groups"),
    [
        ("nps", [0, 6, 7, 8, 9, 10], ["low", "low", "middle", "middle", "high", "high"]),
        ("csat", [1, 2, 3, 4, 5], ["low", "low", "middle", "high", "high"]),
        ("ces", [1, 3, 4, 5, 6, 7], ["low", "low", "middle", "middle", "high", "high"]),
    ],
)
def test_groups_of_scores(kind, marks, groups):
    question = a_document({"id": "q", "type": kind}).questions[0]

    assert [question.group_of(mark) for mark in marks] == groups


def test_page_ends_where_an_answer_decides_what_follows():
    document = a_document(
        score(), text("words"), text("why"), text("last", starts_page=True),
        rules=[{"act": "show", "question": "why", "when": {"answer": "score", "op": "<=", "value": 6}}],
    )  # fmt: skip

    assert [ids(page) for page in steps(document, Person(), {"score": 3})] == [["score", "words"], ["why"], ["last"]]


def test_shuffled_choices_are_the_same_for_one_person_and_other_stays_last():
    ids = ("other", "a", "b", "c", "d", "e", "f")
    choices = a_document({"id": "q", "type": "single", "choices": [{"id": one} for one in ids]}).questions[0].choices

    orders = {tuple(one.id for one in in_order(choices, seed=f"person {at}")) for at in range(40)}

    assert len(orders) > 10
    assert all(order[-1] == "other" and len(order) == len(choices) for order in orders)
    assert in_order(choices, seed="anna") == in_order(choices, seed="anna")


# --- What is an answer ---

CHOICES = {"choices": [{"id": "a"}, {"id": "b"}, {"id": "c"}]}
TABLE = [
    ({"type": "nps"}, "9", 9),
    ({"type": "nps"}, 0, 0),
    ({"type": "nps"}, 11, Fault.NOT_A_SCORE),
    ({"type": "nps"}, "-1", Fault.NOT_A_SCORE),
    ({"type": "nps"}, "９", Fault.NOT_A_SCORE),
    ({"type": "nps"}, True, Fault.NOT_A_SCORE),
    ({"type": "nps"}, 7.5, Fault.NOT_A_SCORE),
    ({"type": "nps"}, ["9", "3"], Fault.NOT_A_SCORE),
    ({"type": "csat"}, 0, Fault.NOT_A_SCORE),
    ({"type": "ces"}, "7", 7),
    ({"type": "rating", "maximum": 4}, 5, Fault.NOT_A_SCORE),
    ({"type": "single", **CHOICES}, "a", "a"),
    ({"type": "single", **CHOICES}, ["b"], "b"),
    ({"type": "single", **CHOICES}, ["a", "b"], Fault.NOT_A_CHOICE),
    ({"type": "single", **CHOICES}, "zzz", Fault.NOT_A_CHOICE),
    ({"type": "single", **CHOICES}, "other", Fault.NOT_A_CHOICE),
    ({"type": "multiple", **CHOICES}, "c", ["c"]),
    ({"type": "multiple", **CHOICES}, ["c", "a"], ["a", "c"]),
    ({"type": "multiple", **CHOICES}, ["a", "a"], Fault.NOT_A_CHOICE),
    ({"type": "multiple", **CHOICES, "most": 1}, ["c", "a"], Fault.TOO_MANY),
    ({"type": "multiple", **CHOICES, "least": 2}, ["c"], Fault.TOO_FEW),
    ({"type": "ranking", **CHOICES}, ["c", "a", "b"], ["c", "a", "b"]),
    ({"type": "ranking", **CHOICES}, ["c", "a"], Fault.TOO_FEW),
    ({"type": "matrix", "rows": [{"id": "r"}], **CHOICES}, {"r": "a"}, {"r": "a"}),
    ({"type": "matrix", "rows": [{"id": "r"}], **CHOICES}, {"s": "a"}, Fault.NOT_A_CHOICE),
    ({"type": "matrix", "rows": [{"id": "r"}, {"id": "s"}], "required": True, **CHOICES}, {"r": "a"}, Fault.NOT_ALL_ROWS),
    ({"type": "yes_no"}, "yes", True),
    ({"type": "yes_no"}, False, False),
    ({"type": "yes_no"}, "maybe", Fault.NOT_A_CHOICE),
    ({"type": "consent", "required": True}, "no", Fault.MISSING),
    ({"type": "number"}, "1 250,5", 1250.5),
    ({"type": "number"}, "12e3", 12000),
    ({"type": "number"}, "1e999", Fault.NOT_A_NUMBER),
    ({"type": "number"}, "nan", Fault.NOT_A_NUMBER),
    ({"type": "number", "least": 1, "most": 5}, 0, Fault.TOO_SMALL),
    ({"type": "number", "least": 1, "most": 5}, 6, Fault.TOO_LARGE),
    ({"type": "date"}, "2026-02-28", "2026-02-28"),
    ({"type": "date"}, "2026-02-30", Fault.NOT_A_DAY),
    ({"type": "date"}, 20260228, Fault.NOT_A_DAY),
    ({"type": "short_text"}, " so\0 so ", "so so"),
    ({"type": "short_text"}, "x" * 201, Fault.TOO_LONG),
    ({"type": "long_text"}, "a\r\nb", "a\nb"),
    ({"type": "long_text", "longest": 3}, "four", Fault.TOO_LONG),
    ({"type": "long_text"}, ["a"], Fault.NOT_A_TEXT),
    ({"type": "information"}, "x", Fault.NOT_ASKED),
]  # fmt: skip


@pytest.mark.parametrize(("question", "value", "wanted"), TABLE)
def test_answers_of_every_type(question, value, wanted):
    found = clean(a_document({"id": "q", **question}), Person(), {"q": value})

    if isinstance(wanted, Fault):
        assert (found.answers, found.faults) == ({}, {"q": wanted})
    else:
        assert (found.answers, found.faults) == ({"q": wanted}, {})
        assert type(found.answers["q"]) is type(wanted)


def test_other_is_answered_with_own_words():
    document = a_document({"id": "q", "type": "multiple", "has_other": True, **CHOICES})

    assert clean(document, Person(), {"q": ["other", "a"], "q.other": " the lift "}).answers == {
        "q": ["a", "other"],
        "q.other": "the lift",
    }
    assert clean(document, Person(), {"q": ["a"], "q.other": "left behind"}).answers == {"q": ["a"]}
    assert clean(document, Person(), {"q": ["other"], "q.other": "x" * 201}).faults == {"q": Fault.TOO_LONG}


def test_empty_is_no_answer_and_misses_only_where_one_is_required():
    document = a_document(score(required=True), text("words"))

    assert clean(document, Person(), {"score": " ", "words": "\n"}).faults == {"score": Fault.MISSING}
    assert clean(document, Person(), {"score": ""}, is_partial=True).faults == {}


def test_rule_requires_an_answer():
    rule = {"act": "require", "question": "why", "when": {"answer": "score", "op": "<=", "value": 6}}
    document = a_document(score(), text("why"), rules=[rule])

    assert clean(document, Person(), {"score": 2}).faults == {"why": Fault.MISSING}
    assert clean(document, Person(), {"score": 9}).faults == {}


def test_answer_to_a_question_that_was_not_asked_is_left_out_and_a_strange_one_refused():
    document = a_document(score(), text("money", audience={"roles": ["economic"]}))

    found = clean(document, Person(role="technical"), {"score": 1, "money": "much", "csrf": "x"})

    assert (found.answers, found.faults) == ({"score": 1}, {"csrf": Fault.NOT_ASKED})


def test_score_is_that_of_the_first_answered_question_of_its_kind():
    document = a_document(score("a"), score("b"), {"id": "c", "type": "csat"})

    assert score_of(document, {"b": 0, "c": 4}, Type.NPS) == 0
    assert score_of(document, {"b": 0}, Type.CSAT) is None


# --- For every document ---


@given(documents(), PEOPLE, RAW)
def test_walk_asks_each_question_once_in_order_and_ends(document, person, answers):
    order = ids(walk(document, person, answers))

    places = [[one.id for one in document.questions].index(one) for one in order]
    assert places == sorted(set(places))


@given(documents(), PEOPLE, RAW)
def test_nothing_is_demanded_that_is_not_asked(document, person, raw):
    found = clean(document, person, raw)

    asked = set(ids(walk(document, person, found.answers)))
    demanded = {name for name, fault in found.faults.items() if fault == Fault.MISSING}
    assert demanded <= asked
    assert {name.removesuffix(".other") for name in found.answers} <= asked


@given(documents(), PEOPLE, RAW)
def test_clean_answers_are_clean(document, person, raw):
    once = clean(document, person, raw)

    twice = clean(document, person, once.answers)

    assert twice.answers == once.answers
    assert {name for name, fault in twice.faults.items() if fault != Fault.MISSING} == set()


@given(documents(), PEOPLE, RAW)
def test_order_of_what_was_sent_changes_nothing(document, person, raw):
    assert clean(document, person, raw) == clean(document, person, dict(reversed(raw.items())))


@given(documents(), PEOPLE, RAW)
def test_pages_hold_the_whole_walk_and_nothing_depends_on_its_own_page(document, person, raw):
    answers = clean(document, person, raw, is_partial=True).answers
    pages = steps(document, person, answers)

    assert [one for page in pages for one in page] == walk(document, person, answers)
    for page in pages:
        for at, one in enumerate(page):
            assert not set(ids(page[:at])) & depends_on(document, one.question)
