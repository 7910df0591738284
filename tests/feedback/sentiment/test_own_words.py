"""An organization's own words: they decide how what was said there is read, and only there."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.jobs.models import Job
from accounts.tenancy.context import tenant_context
from feedback import pipeline
from feedback.sentiment.actions import READING
from feedback.sentiment.models import LexiconEntry, TextMood
from tests.factories.accounts import a_client
from tests.feedback.happiness_index.conftest import furnish, work

pytestmark = pytest.mark.django_db
SENTENCE = "Знову кубик на пристані"
WORD = {"pattern": "Кубик", "language": "uk", "valence": "-3.0", "aspect": "delivery"}


def page(client_of, person, query=""):
    return client_of(person).get(reverse("mood-words", args=[person.organization.slug]) + query)


def add(client_of, person, **more):
    return client_of(person).post(reverse("mood-word-new", args=[person.organization.slug]), WORD | more)


def test_word_decides_how_a_sentence_is_read_and_only_here(client_of, cast):
    assert page(client_of, cast.alice, f"?text={SENTENCE}").context["result"].label != "negative"

    assert add(client_of, cast.alice).status_code == 302

    assert page(client_of, cast.alice, f"?text={SENTENCE}").context["result"].label == "negative"
    assert page(client_of, cast.mallory, f"?text={SENTENCE}").context["result"].label != "negative"


def test_what_was_said_is_read_anew(client_of, cast, now):
    house = furnish(cast.alice, now)
    with tenant_context(cast.north.pk):
        house.talk(60, quote=SENTENCE)
        house.count()
        before = set(TextMood.objects.values_list("version", flat=True))

    add(client_of, cast.alice, language="")
    work()

    with tenant_context(cast.north.pk):
        newest = TextMood.objects.exclude(version__in=before).get()
        assert (newest.label, newest.interaction.quote) == ("negative", SENTENCE)


def test_change_of_a_word_asks_once_and_goes_through_clients_in_batches(client_of, cast, now, monkeypatch):
    house = furnish(cast.alice, now)
    monkeypatch.setattr(pipeline, "BATCH", 2)
    with tenant_context(cast.north.pk):
        clients = [a_client(f"Client {number}", by=house.by, now=now - timedelta(days=9)) for number in range(5)]
        for client in clients:
            house.talk(60, quote=SENTENCE, of=client)
            house.count(of=client)
    work()

    add(client_of, cast.alice, language="")

    with tenant_context(cast.north.pk):
        assert Job.objects.filter(queue=READING).count() == 1
    work()
    with tenant_context(cast.north.pk):
        assert TextMood.objects.filter(label="negative").count() == len(clients)


@pytest.mark.parametrize(
    "pattern", ["", "a, b", "*", "ак*", "one two three four five six", "<b>", "ten 10 %", "*акт", "слово\nдруге"]
)
def test_what_is_no_word_is_refused_and_stays_in_the_form(client_of, cast, pattern):
    answer = add(client_of, cast.alice, pattern=pattern)

    assert answer.status_code == 422
    assert answer.context["form"]["pattern"].value() == pattern
    with tenant_context(cast.north.pk):
        assert not LexiconEntry.objects.exists()


def test_same_word_twice_is_refused_and_once_in_each_language_is_not(client_of, cast):
    assert add(client_of, cast.alice).status_code == 302
    assert add(client_of, cast.alice, pattern=" КУБИК ").status_code == 422
    assert add(client_of, cast.alice, language="ru").status_code == 302


def test_word_is_changed_and_removed(client_of, cast):
    alice = client_of(cast.alice)
    add(client_of, cast.alice)
    with tenant_context(cast.north.pk):
        word = LexiconEntry.objects.get()

    assert alice.post(reverse("mood-word", args=["north", word.pk]), WORD | {"valence": "0.0"}).status_code == 302
    assert page(client_of, cast.alice, f"?text={SENTENCE}").context["result"].label != "negative"

    assert alice.get(reverse("mood-word-removal", args=["north", word.pk])).status_code == 200
    assert alice.post(reverse("mood-word-removal", args=["north", word.pk])).status_code == 302
    with tenant_context(cast.north.pk):
        assert not LexiconEntry.objects.exists()


def test_who_does_not_manage_clients_changes_no_words(client_of, cast):
    with tenant_context(cast.north.pk):
        a_client("Nordwerk", by=cast.alice.employee, now=cast.north.created_at)

    assert page(client_of, cast.carol).status_code == 403
    assert add(client_of, cast.carol).status_code == 403
