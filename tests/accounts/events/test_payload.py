"""What a payload may hold, and what it may not."""

import json
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.events.models import Event
from accounts.events.payload import RESERVED, BadPayload, FieldType, clean, example
from accounts.webhooks import message

ID = "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"


@pytest.mark.parametrize(
    ("field_type", "given_value", "kept"),
    [
        (FieldType.TEXT, "act of 12 March", "act of 12 March"),
        (FieldType.TEXT, "nul\x00byte", "nulbyte"),
        (FieldType.TEXT, "lone \ud800 surrogate", "lone ? surrogate"),
        (FieldType.TEXT, "x" * 5000, "x" * 2000),
        (FieldType.NUMBER, 7, 7),
        (FieldType.NUMBER, 0.5, 0.5),
        (FieldType.BOOLEAN, False, False),
        (FieldType.DATE, date(2026, 2, 28), "2026-02-28"),
        (FieldType.DATE, "2026-02-28", "2026-02-28"),
        (FieldType.TIME, datetime(2026, 2, 28, 9, tzinfo=UTC), "2026-02-28T09:00:00+00:00"),
        (FieldType.ID, UUID(ID), ID),
    ],
)
def test_value_is_kept(field_type, given_value, kept):
    assert clean({"field": given_value}, {"field": field_type}) == {"field": kept}


@pytest.mark.parametrize(
    ("field_type", "wrong"),
    [
        (FieldType.TEXT, 7),
        (FieldType.TEXT, ["a"]),
        (FieldType.NUMBER, "7"),
        (FieldType.NUMBER, True),
        (FieldType.NUMBER, float("nan")),
        (FieldType.NUMBER, 2**63),
        (FieldType.BOOLEAN, 1),
        (FieldType.DATE, "2026-02-30"),
        (FieldType.DATE, datetime(2026, 2, 28, tzinfo=UTC)),
        (FieldType.TIME, "2026-02-28T09:00:00"),
        (FieldType.TIME, 1700000000),
        (FieldType.ID, "not-an-id"),
        (FieldType.ID, 12),
    ],
)
def test_wrong_value_is_refused_by_name(field_type, wrong):
    with pytest.raises(BadPayload) as caught:
        clean({"field": wrong}, {"field": field_type})

    assert list(caught.value.faults) == ["field"]


def test_all_faults_are_told_at_once():
    with pytest.raises(BadPayload) as caught:
        clean({"amount": "much", "paid": "yes", "extra": 1}, {"amount": FieldType.NUMBER, "paid": FieldType.BOOLEAN})

    assert set(caught.value.faults) == {"amount", "paid", "extra"}


def test_missing_and_empty_fields_are_left_out():
    assert clean({"a": None}, {"a": FieldType.TEXT, "b": FieldType.NUMBER}) == {}


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary() | st.dates() | st.uuids(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(
    payload=st.dictionaries(st.sampled_from(["a", "b", "c"]), values),
    types=st.lists(st.sampled_from(list(FieldType)), max_size=3),
)
def test_any_payload_is_plain_json_or_refused(payload, types):
    fields = dict(zip("abc", types, strict=False))
    try:
        kept = clean(payload, fields)
    except BadPayload:
        return
    assert json.loads(json.dumps(kept, allow_nan=False)) == kept
    assert clean(kept, fields) == kept


def test_example_of_every_type_fits():
    fields = {str(one): one for one in FieldType}

    assert clean(example(fields), fields) == example(fields)


def test_reserved_names_are_those_that_webhooks_tell():
    event = Event(
        kind="mail.replied", happened_at=datetime(2026, 3, 1, tzinfo=UTC), recorded_at=datetime(2026, 3, 1, tzinfo=UTC)
    )

    assert set(json.loads(message.body_of(event, slug="north"))["data"]) == RESERVED
