"""How well the classes are told apart, on messages in the shapes of some thirty servers and eleven languages.

`held_out` was written in full before the first pattern and never changed since; while patterns were made it was not consulted.
It was measured twice, when the parser first passed `development` and at the end: 134 of 134 both times. One person wrote
both parts, and the frames in `templates` serve both, so this flatters. `development/filters.txt` holds shapes learned between
the two measurements from some forty public samples of real notices, compared by eye: seven had been read too cautiously, and
one as a dead mailbox that was only a refusal.
"""

import pytest

from accounts.mail.bounces import Kind, classify
from tests.accounts.mail.bounces.specimens import PARTS, everything, specimens


@pytest.fixture(params=PARTS)
def part(request):
    return [(each, classify(each.raw)) for each in specimens(request.param)]


def test_corpus_is_large_and_has_every_class():
    assert len(everything()) >= 300
    for name in PARTS:
        assert {each.kind for each in specimens(name)} == set(Kind)


def test_nobody_living_is_silenced(part):
    called_dead = [each.kind for each, report in part if report.kind is Kind.HARD]

    assert called_dead.count("hard") / len(called_dead) >= 0.99


@pytest.mark.parametrize("kind", Kind)
def test_each_class_is_found(part, kind):
    wrong = [f"{each.name}: {report.kind}" for each, report in part if each.kind == kind != report.kind]

    assert len(wrong) <= 0.05 * sum(each.kind == kind for each, _ in part), wrong


def test_reason_recipient_and_code_are_named(part):
    wrong = [
        f"{each.name}: {report}"
        for each, report in part
        if (each.reason and report.reason != each.reason)
        or (each.recipient and report.recipient != each.recipient)
        or (each.status and report.status != each.status)
    ]

    assert len(wrong) <= 0.02 * len(part), wrong


def test_our_letter_is_recognized(part):
    for each, report in part:
        if each.message_id:
            assert report.message_ids == (each.message_id,), each.name
        if each.token:
            assert report.return_path_tokens == (each.token,), each.name


def test_foreign_letter_is_visible_as_such(part):
    foreign = [(each, report) for each, report in part if not each.token and not each.message_id]

    assert foreign
    for each, report in foreign:
        assert not report.message_ids, each.name
        assert not report.return_path_tokens, each.name


def test_diagnostic_is_one_short_printable_line(part):
    for _, report in part:
        assert len(report.diagnostic) <= 300
        assert report.diagnostic.isprintable()
        assert 0 < report.confidence <= 1


def test_failures_say_why(part):
    silent = [each.name for each, report in part if report.kind in {Kind.HARD, Kind.SOFT} and not report.diagnostic]

    # Old Exchange servers and truncated reports name a code and nothing else.
    assert len(silent) <= 0.02 * len(part), silent
