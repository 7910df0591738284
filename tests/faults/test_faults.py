"""The fault matrix at small size; `python -m tests.faults.run` runs it at any."""

import pytest

from tests.faults.run import run

pytestmark = pytest.mark.xdist_group("faults")


def test_nothing_is_lost_and_nothing_sent_twice_when_the_server_can_be_asked(folder):
    kinds = ("sender", "freeze", "commit", "power")
    report = run(letters=240, faults=4, root=folder, only=kinds, visited=False)

    assert report["faults"] == dict.fromkeys(kinds, 1)
    assert (report["rows"], report["states"]) == (240, {"sent": 240})
    assert (report["lost"], report["doubled"]) == (0, 0)


def test_nothing_is_lost_when_nobody_can_be_asked(folder):
    report = run(letters=160, faults=2, blind=True, root=folder, only=("sender", "database"), visited=False)

    assert (report["rows"], report["lost"], report["doubled"]) == (160, 0, 0)
    assert report["killed"] == 1
    assert report["states"].get("held", 0) <= 1  # what was in the killed sender's hands waits for a person
    assert report["states"]["sent"] == 160 - report["states"].get("held", 0)
