"""Drivers and themes, as pages show them."""

import itertools
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.organizations.models import Department, Touchpoint
from accounts.tenancy.context import tenant_context
from feedback.interactions import actions as interactions
from feedback.interactions.models import Interaction
from feedback.sentiment.models import TextMood

pytestmark = pytest.mark.django_db

DRIVERS, THEMES = "insights", "insights-themes"


@pytest.fixture
def read(client_of, cast):
    """Return a function that reads the words of a page of North."""

    def read(name, query="", person=cast.alice):
        answer = client_of(person).get(reverse(name, kwargs={"slug": "north"}) + query)
        assert answer.status_code == 200, answer.content.decode()[:2000]
        return " ".join(answer.content.decode().split())

    return read


@pytest.fixture
def speak(cast, now, answer, nordwerk):
    """Return a function that lets somebody answer in words, which were found to speak of these topics."""
    numbers = itertools.count()

    def speak(score, *, words="Said so.", confidential=False, **aspects):
        row = answer(score, at=nordwerk, words=words, **({"confidentiality": "leadership"} if confidential else {}))
        found = [{"name": name, "score": value, "spans": []} for name, value in aspects.items()]
        with tenant_context(cast.north.pk):
            TextMood.objects.create(
                response=row,
                part="words",
                digest=str(next(numbers)),
                label="neutral",
                version="1",
                score=0,
                confidence=1,
                confidential=confidential,
                result={"aspects": found},
                created_at=now,
            )
        return row

    return speak


def test_drivers_weigh_what_people_write(read, speak) -> None:
    for number in range(32):
        speed = (-1, -0.5, 0.5, 1)[number % 4]
        speak(round(5 + 4 * speed), speed=speed, people=(-1, 1)[number // 2 % 2])

    text = read(DRIVERS)

    assert "32 answers of the last two years" in text
    assert text.index("?aspect=speed#quotes") < text.index("?aspect=people#quotes")
    assert "Fix first" in text
    assert "tentative" not in text.split('id="drivers"')[1].split("</h2>")[1][:80]


def test_drivers_are_refused_below_twenty_answers_and_say_why(read, speak) -> None:
    for number in range(19):
        speak(number % 10, speed=1 if number % 10 > 5 else -1)

    assert "Too early to say: 19 of 20 answers with a score" in read(DRIVERS)


def said(text):
    return dict.fromkeys(("uk", "ru", "en"), text)


def test_drivers_of_a_survey_lead_to_its_answers(read, published, answer, nordwerk) -> None:
    version = published(
        {"id": "recommend", "type": "nps", "title": said("Would you recommend us?")},
        {"id": "skills", "type": "rating", "maximum": 5, "title": said("How skilled are we?")},
        {"id": "calm", "type": "rating", "maximum": 5, "title": said("How calm are we?")},
    )
    for number in range(24):
        answer(number % 10, at=nordwerk, of=version, more={"skills": 1 + number % 10 // 2, "calm": 1 + number % 3})

    text = read(DRIVERS, f"?of={version.survey_id}")

    assert "24 answers" in text
    assert "tentative" in text
    assert text.index("How skilled are we?") < text.index("How calm are we?")
    assert f"surveys/{version.survey_id}/answers/?question=skills" in text


def test_an_unknown_survey_is_not_found(client_of, cast) -> None:
    assert client_of(cast.alice).get(reverse(DRIVERS, kwargs={"slug": "north"}) + "?of=nothing").status_code == 404


def test_themes_show_topics_by_stage_and_lead_to_quotes(read, speak) -> None:
    for number in range(6):
        speak(3, words=f"Papers again, number {number}.", process=-0.8)
    speak(9, words="Fast as ever.", speed=0.9)

    text = read(THEMES)

    assert "Process and papers" in text
    assert "?by=stage&amp;aspect=process&amp;stage=long_term#quotes" in text
    assert "Too early to say" in text  # of one answer about speed
    quoted = read(THEMES, "?by=stage&aspect=process&stage=long_term").split('id="quotes"')[1]
    assert quoted.count("Papers again") == 6
    assert "Fast as ever" not in quoted


def test_words_for_top_management_are_in_no_theme_and_no_driver(read, speak, cast) -> None:
    speak(1, words="Between us.", confidential=True, people=-1)
    for _ in range(5):
        speak(9, words="Openly.", people=1)

    for person in (cast.alice, cast.bob):
        text = read(THEMES, person=person)
        assert "Between us." not in text
        assert "Openly." in text
        assert "100" in text  # the mean of those five alone
        assert "5 of 20 answers" in read(DRIVERS, person=person)


def test_themes_stand_by_touchpoint_and_lead_to_their_quotes(read, cast, nordwerk, now) -> None:
    with tenant_context(cast.north.pk):
        place = Touchpoint.objects.create(name="Invoices", department=Department.objects.create(name="Finance"))
        for number in range(5):
            quote = f"Wrong sum number {number}."
            talk = Interaction(client=nordwerk, channel="call", mood=30, happened_at=now, touchpoint=place, quote=quote)
            interactions.log(interaction=talk, people=[], by=cast.alice.employee, now=now)
            found = {"label": "negative", "version": "1", "confidence": 1, "created_at": now}
            found["result"] = {"aspects": [{"name": "price", "score": -0.6, "spans": []}]}
            TextMood.objects.create(interaction=talk, part="quote", digest="x", **found)

    table = read(THEMES, "?by=touchpoint")
    quotes = read(THEMES, f"?by=touchpoint&aspect=price&touchpoint={place.pk}")

    assert f"touchpoint={place.pk}#quotes" in table
    assert "Invoices" in table
    assert "Wrong sum number 3." in quotes
    assert "Wrong sum" not in read(THEMES, "?touchpoint=none")


def test_talks_of_managers_are_in_no_theme_of_others(read, cast, nordwerk, now) -> None:
    with tenant_context(cast.north.pk):
        talk = Interaction(client=nordwerk, channel="call", mood=30, happened_at=now, visibility="managers")
        talk.notes = "Their director will leave."
        interactions.log(interaction=talk, people=[], by=cast.alice.employee, now=now)
        found = {"aspects": [{"name": "people", "score": -0.5, "spans": []}]}
        values = {"label": "negative", "version": "1", "confidence": 1, "result": found, "created_at": now}
        TextMood.objects.update_or_create(interaction=talk, part="notes", digest="x", defaults=values)

    assert "Their director will leave." in read(THEMES)
    assert "Their director will leave." not in read(THEMES, person=cast.carol)


def test_an_answer_without_a_name_is_quoted_without_one(read, answer, nordwerk, cast, now) -> None:
    row = answer(2, at=nordwerk, by="Taras Melnyk", words="Nobody calls back.", confidentiality="role")
    with tenant_context(cast.north.pk):
        found = {"aspects": [{"name": "communication", "score": -0.5, "spans": []}]}
        values = {"label": "negative", "version": "1", "confidence": 1, "result": found, "created_at": now}
        TextMood.objects.update_or_create(response=row, part="words", digest="x", defaults=values)

    text = read(THEMES)

    assert "Nobody calls back." in text
    assert "Taras Melnyk" not in text


def test_old_words_and_removed_answers_do_not_count(read, speak, cast, now) -> None:
    old, gone = speak(2, words="Long ago.", speed=-1), speak(2, words="Taken back.", speed=-1)
    with tenant_context(cast.north.pk):
        type(old).objects.filter(pk=old.pk).update(happened_at=now - timedelta(days=900))
        type(gone).objects.filter(pk=gone.pk).update(removed_at=now)

    assert "No words yet" in read(THEMES)


def test_a_filter_that_is_none_is_told(client_of, cast) -> None:
    answer = client_of(cast.alice).get(reverse(THEMES, kwargs={"slug": "north"}) + "?aspect=weather")

    assert answer.status_code == 422


@pytest.mark.parametrize("name", [DRIVERS, THEMES])
def test_pages_show_no_other_organization(client_of, cast, speak, name) -> None:
    speak(2, words="Ours alone.", speed=-1)

    answer = client_of(cast.mallory).get(reverse(name, kwargs={"slug": "south"}))

    assert answer.status_code == 200
    assert "Ours alone." not in answer.content.decode()
    assert client_of(cast.mallory).get(reverse(name, kwargs={"slug": "north"})).status_code == 404


@pytest.mark.parametrize("name", [DRIVERS, THEMES])
def test_queries_do_not_grow_with_words(client_of, cast, speak, name) -> None:
    browser, url = client_of(cast.alice), reverse(name, kwargs={"slug": "north"})
    counts = []
    for _ in range(3):
        speak(2, words="Slow.", speed=-1)
        browser.get(url)
        with CaptureQueriesContext(connection) as queries:
            browser.get(url)
        counts.append(len(queries))

    assert counts[0] == counts[2]
