"""docs/events.md says what integrators may rely on."""

import json
import re
from pathlib import Path

from accounts.event_kinds import actions
from accounts.event_kinds.forms import FAULTS
from accounts.events.payload import EXAMPLES, FIELD_LIMIT, RESERVED, TEXT_LIMIT, Fault, FieldType, clean

TEXT = (Path(__file__).parents[3] / "docs" / "events.md").read_text()


def test_every_type_and_every_fault_stands_in_the_table():
    rows = re.findall(r"^\| `(\w+)` \| .* \| (.*) \|$", TEXT, re.MULTILINE)

    assert [name for name, _faults in rows] == [one.value for one in FieldType]
    told = {fault for _name, faults in rows for fault in re.findall(r"`([^`]+)`", faults)}
    said = {str(words).split(", for example")[0] for fault, words in FAULTS.items() if fault != Fault.UNKNOWN}
    assert FAULTS.keys() == set(Fault)
    assert told == said
    assert f'"{FAULTS[Fault.UNKNOWN]}"' in TEXT


def test_example_is_a_payload_that_fits():
    fields = {
        "order": FieldType.TEXT,
        "days": FieldType.NUMBER,
        "is_urgent": FieldType.BOOLEAN,
        "promised": FieldType.DATE,
    }
    payload = json.loads(re.search(r"```json\n(.*?)```", TEXT, re.DOTALL)[1])

    assert clean(payload, fields) == payload


def test_numbers_and_names_of_the_text_are_those_of_the_code():
    assert f"up to {FIELD_LIMIT};" in TEXT
    assert f"behind {TEXT_LIMIT} characters" in TEXT
    assert f"up to {actions.MOST_KINDS} kinds" in TEXT
    sentence = TEXT.partition("cannot be used for a field:")[2].partition(".")[0]
    assert set(re.findall(r"`(\w+)`", sentence)) == RESERVED
    assert EXAMPLES[FieldType.TIME] in TEXT
