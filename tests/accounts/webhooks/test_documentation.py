"""docs/webhooks.md says what is sent, and its example works."""

import json
import re
import time as real_time
from pathlib import Path

import pytest

from accounts.events.kinds import CATALOGUE
from accounts.webhooks import address, http, schedule
from accounts.webhooks.models import TEST

TEXT = (Path(__file__).parents[3] / "docs" / "webhooks.md").read_text()
ROWS = dict(re.findall(r"^\| `([a-z_]+\.[a-z_.]+)` \| (.*) \|$", TEXT, re.MULTILINE))


@pytest.mark.parametrize(
    "kind", [kind for kind in CATALOGUE.values() if not kind.is_private], ids=lambda kind: kind.name
)
def test_every_kind_stands_in_the_table(kind):
    """A new kind, or another field, needs its row: what integrators build on is written down."""
    fields = ", ".join(f"`{name}` {field_type.value}" for name, field_type in kind.fields.items())

    assert ROWS.get(kind.name) == f"{kind.title} | {fields}".rstrip()


def test_table_has_no_kind_that_is_never_sent():
    assert ROWS.keys() - CATALOGUE.keys() == {TEST}


def test_example_message_has_the_fields_of_a_real_one(cast, add_webhook, publish, work, world):
    example = json.loads(re.search(r"```json\n(.*?)```", TEXT, re.DOTALL)[1])
    add_webhook(cast.alice)

    publish(cast.alice, payload={"letter": "a", "text": "b"})
    work()

    real = json.loads(world.receiver.received[0].body)
    assert (example.keys(), example["data"].keys()) == (real.keys(), real["data"].keys())


def test_example_code_knows_a_genuine_message(cast, add_webhook, publish, work, world, time):
    code: dict = {}
    exec(re.search(r"```python\n(.*?)```", TEXT, re.DOTALL)[1], code)
    _webhook, secret = add_webhook(cast.alice)

    publish(cast.alice)
    work()

    (received,) = world.receiver.received
    headers = {name.lower(): value for name, value in received.headers.items()}
    assert code["is_genuine"](secret, headers, received.body)
    assert not code["is_genuine"](secret, headers, received.body + b" ")
    assert not code["is_genuine"](secret.replace("whsec_", "whsec_AAAA"), headers, received.body)
    old = str(int(real_time.time()) - 600)
    assert not code["is_genuine"](secret, headers | {"webhook-timestamp": old}, received.body)


def test_numbers_of_the_text_are_those_of_the_code():
    hours = [wait.total_seconds() for wait in schedule.WAITS]

    assert hours == [0, 5, 300, 1800, *(3600 * hour for hour in (2, 5, 10, 14, 20, 24))]
    assert "5 seconds, 5 minutes, 30 minutes, 2, 5, 10,\n  14, 20 and 24 hours" in TEXT
    assert f"within {http.SECONDS:.0f} seconds" in TEXT
    assert "port {} or {}".format(*sorted(address.PORTS)) in TEXT
