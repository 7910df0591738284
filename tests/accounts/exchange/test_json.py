"""JSON of strangers: objects become rows under the names of all their fields, or a named fault."""

import contextlib
import io
import json
import tracemalloc

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from accounts.exchange import reader
from accounts.exchange.reader import Fault, Unreadable

OBJECTS = [
    {"id": 1, "score": 9, "person": {"email": "o@a.example"}},
    {"id": 2, "comment": "Їжак, «дякую»", "tags": ["a", "b"]},
]
NAMES = ["id", "score", "person.email", "comment", "tags"]
ROWS = [NAMES, ["1", "9", "o@a.example"], ["2", "", "", "Їжак, «дякую»", "a, b"]]


def rows_of(content: bytes) -> list[list[str]]:
    with reader.open_file(io.BytesIO(content)) as table:
        assert table.format == "json"
        return [row.cells for row in table.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251"])
@pytest.mark.parametrize(
    "text",
    [
        json.dumps(OBJECTS, ensure_ascii=False),
        json.dumps(OBJECTS, ensure_ascii=False, indent=2),
        "\n".join(json.dumps(one, ensure_ascii=False) for one in OBJECTS),
        json.dumps({"responses": OBJECTS, "next": None}, ensure_ascii=False),
    ],
    ids=["list", "indented", "lines", "within"],
)
def test_every_usual_shape(text, encoding):
    assert rows_of(text.encode(encoding)) == ROWS


def test_pasted():
    assert [row.cells for row in reader.open_pasted(f" \n{json.dumps(OBJECTS)}").rows] == ROWS


def test_values_stay_as_they_are_written():
    written = [*("1e1", "5.50", "true", "null", "NaN", "9223372036854775808", '[{"x": 1}]', '"\\ud800"')]
    content = "{" + ", ".join(f'"{name}": {value}' for name, value in zip("abcdefgh", written, strict=True)) + "}"

    found = rows_of(content.encode())[1]

    assert found == ["1e1", "5.50", "TRUE", "", "NaN", "9223372036854775808", '[{"x": "1"}]', "?"]


def test_rows_carry_the_number_of_their_object():
    table = reader.open_pasted('[{"a": 1}, {}, {"a": 3}]')

    assert [(row.number, row.cells) for row in table.rows] == [(1, ["a"]), (2, ["1"]), (4, ["3"])]


def test_object_longer_than_a_read_is_whole():
    text = "x" * 100_000

    assert rows_of(json.dumps([{"a": text}, {"a": "b"}]).encode()) == [["a"], [text], ["b"]]


@pytest.mark.parametrize(
    ("content", "fault", "row"),
    [
        (b'[{"a": 1}, {"a": 2', Fault.BROKEN_JSON, 3),
        (b'[{"a": 1},', Fault.BROKEN_JSON, 3),
        (b'[{"a": 1}, 2]', Fault.BROKEN_JSON, 3),
        (b'[{"a": 1}, {"a": tru}]', Fault.BROKEN_JSON, 3),
        (b'{"a": 1}\nnonsense', Fault.BROKEN_JSON, 3),
        (b'[{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}]", Fault.BROKEN_JSON, 2),
        (b'{"a": ' * 5000 + b"1" + b"}" * 5000, Fault.BROKEN_JSON, 2),
        (b'[{"a": "' + b"x" * 500_000 + b'"}]', Fault.CELL_TOO_LONG, 2),
        (b'[{"a": "' + b"x" * 2_000_000 + b'"}]', Fault.BROKEN_JSON, 2),
        (b"[]", Fault.EMPTY, 0),
        (b"[{}]", Fault.EMPTY, 0),
        (json.dumps([{f"field {n}": 1 for n in range(501)}]).encode(), Fault.TOO_MANY_COLUMNS, 1),
    ],
)
def test_what_is_no_list_of_objects_is_refused_with_its_place(content, fault, row):
    with pytest.raises(Unreadable) as refusal:
        rows_of(content)

    assert (refusal.value.fault, refusal.value.row) == (fault, row)


def test_name_in_brackets_is_a_table():
    with reader.open_file(io.BytesIO(b"[ID];Name\n1;Olha\n")) as table:
        assert (table.format, [row.cells for row in table.rows]) == ("csv", [["[ID]", "Name"], ["1", "Olha"]])


@given(
    st.lists(
        st.dictionaries(st.text(min_size=1, max_size=5), st.integers() | st.text(max_size=5) | st.none()), max_size=5
    )
)
def test_any_objects_give_a_row_each_or_are_empty(objects):
    text = json.dumps(objects)

    if not any(objects):
        with pytest.raises(Unreadable):
            reader.open_pasted(text)
        return
    rows = list(reader.open_pasted(text).rows)
    assert all(1 <= row.number <= len(objects) + 1 for row in rows)


@given(st.text(alphabet='[]{}",:1ae\\ \n', max_size=60))
@example('{"a":[')
@example('{"a":[{}],')
def test_any_text_gives_rows_or_a_named_fault(text):
    found = []
    with contextlib.suppress(Unreadable):
        found = list(reader.open_pasted(text).rows)
    assert all(row.cells for row in found)


def test_memory_does_not_grow_with_the_rows():
    def peak(count: int) -> int:
        text = json.dumps([{"id": number, "comment": "добре " * 10} for number in range(count)])
        file = io.BytesIO(text.encode())
        tracemalloc.start()
        with reader.open_file(file) as table:
            assert sum(1 for _row in table.rows) == count + 1
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    assert peak(20_000) < 1.5 * peak(2000)
