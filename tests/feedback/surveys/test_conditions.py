import pytest

from feedback.surveys.conditions import BadCondition, asked, holds, read_condition, write_condition

FACTS = {"role": "technical", "act": "12", "revenue": 1000}
ANSWERS = {"score": 6, "tags": ["papers", "speed"], "one": "papers", "agreed": False}


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        ({"answer": "score", "op": "=", "value": 6}, True),
        ({"answer": "score", "op": "!=", "value": 6}, False),
        ({"answer": "score", "op": "<", "value": 6}, False),
        ({"answer": "score", "op": "<=", "value": 6}, True),
        ({"answer": "score", "op": ">", "value": 5}, True),
        ({"answer": "score", "op": ">=", "value": 7}, False),
        ({"answer": "score", "op": "<", "value": "7"}, False),
        ({"answer": "tags", "op": "has", "value": "speed"}, True),
        ({"answer": "tags", "op": "has", "value": "price"}, False),
        ({"answer": "one", "op": "has", "value": "papers"}, True),
        ({"answer": "one", "op": "in", "value": ["speed", "papers"]}, True),
        ({"answer": "agreed", "op": "=", "value": False}, True),
        ({"answer": "agreed", "op": "answered"}, True),
        ({"answer": "nobody", "op": "answered"}, False),
        ({"answer": "nobody", "op": "unanswered"}, True),
        ({"answer": "nobody", "op": "=", "value": 1}, False),
        ({"answer": "nobody", "op": "!=", "value": 1}, False),
        ({"answer": "nobody", "op": "<", "value": 1}, False),
        ({"answer": "tags", "op": "in", "value": ["speed"]}, False),
        ({"answer": "tags", "op": "<", "value": 3}, False),
        ({"fact": "role", "op": "=", "value": "technical"}, True),
        ({"fact": "revenue", "op": ">", "value": 999.5}, True),
        ({"not": {"fact": "role", "op": "=", "value": "technical"}}, False),
        ({"all": [{"fact": "role", "op": "answered"}, {"answer": "score", "op": "<", "value": 7}]}, True),
        ({"all": [{"fact": "role", "op": "answered"}, {"answer": "score", "op": "<", "value": 6}]}, False),
        ({"any": [{"fact": "x", "op": "answered"}, {"answer": "score", "op": "<", "value": 7}]}, True),
    ],
)
def test_conditions(data, wanted):
    condition = read_condition(data)

    assert holds(condition, answers=ANSWERS, facts=FACTS) is wanted
    assert write_condition(condition) == data


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        {"all": []},
        {"any": "x"},
        {"not": None},
        {"answer": "q"},
        {"answer": "", "op": "answered"},
        {"answer": 3, "op": "answered"},
        {"answer": "q", "op": "like", "value": "x"},
        {"answer": "q", "op": ["="], "value": "x"},
        {"answer": "q", "op": "="},
        {"answer": "q", "op": "=", "value": {}},
        {"answer": "q", "op": "in", "value": "abc"},
        {"answer": "q", "op": "in", "value": [1]},
        {"all": [{"fact": "role", "op": "answered"}] * 51},
    ],
)
def test_what_is_no_condition_is_refused(data):
    with pytest.raises(BadCondition):
        read_condition(data)


def test_condition_names_the_questions_it_reads():
    either = {"any": [{"answer": "b", "op": "=", "value": 1}, {"fact": "role", "op": "answered"}]}
    data = {"all": [{"answer": "a", "op": "answered"}, {"not": either}]}

    assert list(asked(read_condition(data))) == ["a", "b"]
