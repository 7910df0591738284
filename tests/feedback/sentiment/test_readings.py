"""What texts add to the mood of answers and talks, by the engine, by colleagues, and after an erasure."""

from datetime import timedelta

from accounts import clock
from accounts.clients.actions import people_data as people
from accounts.jobs import actions as jobs
from accounts.tenancy.context import tenant_context
from feedback.responses.models import Response
from feedback.sentiment.models import MoodCorrection, MoodReading, TextMood
from tests.feedback.happiness_index.conftest import house  # noqa: F401 a fixture

BITTER = "We are very disappointed: terrible support, awful quality, nobody answers. A complete failure."


def write(house, nps, words, **more):  # noqa: F811
    row = house.answer(nps, **more)
    Response.objects.filter(pk=row.pk).update(answers={"recommend": nps, "words": words}, has_words=True)
    return row


def test_bitter_words_lower_a_high_score_and_are_kept_with_their_reasons(house):  # noqa: F811
    with tenant_context(house.organization.pk):
        write(house, 9, BITTER, days_ago=1)
        house.count()

        text, reading = TextMood.objects.get(), MoodReading.objects.get()
        assert (text.part, text.label) == ("words", "negative")
        assert text.result["hits"]
        assert (reading.reasons["nps"], reading.value) < (10, 70)
        house.count()
        assert (TextMood.objects.count(), MoodReading.objects.count()) == (1, 1)


def test_text_without_a_mood_is_left_out(house):  # noqa: F811
    with tenant_context(house.organization.pk):
        write(house, 9, "qwerty", days_ago=1)
        house.count()

        assert TextMood.objects.get().label == "unknown"
        assert MoodReading.objects.get().value == 85


def test_quote_alone_is_a_mood_and_notes_are_nobodys(house):  # noqa: F811
    with tenant_context(house.organization.pk):
        house.talk(None, days_ago=2, notes=BITTER)
        assert house.count().mood is None
        house.talk(None, days_ago=1, quote=BITTER)
        house.count()

        reading = MoodReading.objects.get()
        assert (reading.value < 30, reading.half_life_days) == (True, 30)


def test_what_a_colleague_says_of_a_text_wins(house, now):  # noqa: F811
    with tenant_context(house.organization.pk):
        write(house, 9, BITTER, days_ago=1)
        house.count()
        text = TextMood.objects.get()
        MoodCorrection.objects.create(
            response=text.response,
            part=text.part,
            digest=text.digest,
            label="neutral",
            was=text.label,
            by=house.by,
            created_at=now,
        )
        house.count()

        assert MoodReading.objects.get(replaced_at=None).value == 85


def test_erased_person_leaves_the_mood_and_no_word(house, now):  # noqa: F811
    with tenant_context(house.organization.pk):
        write(house, 9, BITTER, days_ago=1)
        house.talk(None, days_ago=1, roles=("economic",), quote=BITTER)
        house.count()
        before = list(MoodReading.objects.order_by("pk").values("value", "role", "weight", "happened_at", "known_at"))
        people.request_erasure(contact=house.people["economic"].contact, by=house.by, now=now)
    for _ in range(4):
        jobs.drain_all(now=clock.real_now)
    with tenant_context(house.organization.pk):
        house.count(now + timedelta(hours=1))

        after = list(MoodReading.objects.order_by("pk").values("value", "role", "weight", "happened_at", "known_at"))
        assert after == before
        assert {str(row.result) for row in TextMood.objects.all()} == {"{}"}
