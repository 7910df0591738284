"""What people write and what is noted of talks is read on the way of what was said, once, and follows every change."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import clock
from accounts.jobs import actions as jobs
from accounts.tenancy.context import tenant_context
from feedback import pipeline
from feedback.interactions import actions as interactions
from feedback.interactions.models import Interaction
from feedback.responses.models import Response
from feedback.sentiment.models import LexiconEntry, TextMood
from tests.factories.accounts import a_client
from tests.factories.feedback import a_response, a_version

pytestmark = pytest.mark.django_db

BITTER = "The till froze again and nobody answers the phone."


@pytest.fixture
def acme(cast, now):
    with tenant_context(cast.north.pk):
        return a_client("Acme", by=cast.alice.employee, now=now)


@pytest.fixture
def version(cast, now):
    with tenant_context(cast.north.pk):
        return a_version(by=cast.alice.employee, now=now)


@pytest.fixture
def write(cast, now, acme, version):
    """Return a function that lets somebody at Acme answer in words."""

    def write(words, **fields):
        with tenant_context(cast.north.pk):
            return a_response({"recommend": 3, "words": words}, version=version, now=now, client=acme, **fields)

    return write


@pytest.fixture
def process(cast, now, acme):
    """Return a function that works off what was said at Acme, and returns the moods of its texts."""

    def process():
        with tenant_context(cast.north.pk):
            pipeline.process(client_ids=[acme.pk], now=now)
            return list(TextMood.objects.order_by("pk"))

    return process


def test_words_of_an_answer_are_read_once(write, process) -> None:
    write(BITTER)

    first, second = process(), process()

    assert [one.pk for one in first] == [one.pk for one in second]
    (row,) = first
    assert (row.label, row.part, row.confidential) == ("negative", "words", False)
    assert {one["name"] for one in row.result["aspects"]} >= {"communication"}


def test_a_talk_is_read_after_it_was_written_down(cast, acme, now) -> None:
    with tenant_context(cast.north.pk):
        talk = Interaction(client=acme, channel="call", happened_at=now, quote=BITTER, notes="Asked for a call back.")
        interactions.log(interaction=talk, people=[], by=cast.alice.employee, now=now)
    for _ in range(3):
        jobs.drain_all(now=clock.real_now)

    with tenant_context(cast.north.pk):
        assert set(TextMood.objects.values_list("interaction", "part")) == {(talk.pk, "quote"), (talk.pk, "notes")}


def test_what_was_amended_is_read_anew_and_its_former_words_are_gone(write, process, cast) -> None:
    row = write(BITTER)
    process()
    with tenant_context(cast.north.pk):
        Response.objects.filter(pk=row.pk).update(answers={"recommend": 9, "words": "Wonderful work, thank you!"})

    assert [one.label for one in process()] == ["positive"]
    with tenant_context(cast.north.pk):
        Response.objects.filter(pk=row.pk).update(answers={"recommend": 9}, has_words=False)
    assert process() == []


def test_what_is_confided_afterwards_is_confidential(write, process, cast) -> None:
    row = write(BITTER)
    process()
    with tenant_context(cast.north.pk):
        Response.objects.filter(pk=row.pk).update(confidentiality="leadership")

    assert [one.confidential for one in process()] == [True]


def test_moods_of_the_erased_stay_without_words(write, process, cast) -> None:
    row = write(BITTER)
    process()
    with tenant_context(cast.north.pk):
        TextMood.objects.update(result={})  # as erasing does
        Response.objects.filter(pk=row.pk).update(answers={}, has_words=False)

    assert [(one.label, one.result) for one in process()] == [("negative", {})]


def test_own_words_count_and_are_a_version_of_their_own(write, process, cast, now) -> None:
    write("Everything was blorbish today.")
    (before,) = process()
    with tenant_context(cast.north.pk):
        LexiconEntry.objects.create(
            pattern="blorbish", valence=-4, language="en", by=cast.alice.employee, created_at=now
        )

    former, present = process()

    assert (former.pk, former.version) == (before.pk, before.version)
    assert present.version != before.version
    assert present.score < (before.score or 0)


def test_statements_do_not_grow_with_texts(write, process) -> None:
    write(BITTER)
    process()
    counts = []
    for size in (1, 3):
        for number in range(size):
            write(f"{BITTER} {number}")
        with CaptureQueriesContext(connection) as queries:
            process()
        counts.append(sum("textmood" in one["sql"] for one in queries))

    assert counts[0] == counts[1]
