"""How texts sound stands beside their words, and is set right by one click."""

import html
import re

import pytest
from django.urls import reverse

from accounts.audit.models import AuditEntry
from accounts.jobs.models import Job
from accounts.tenancy.context import tenant_context
from feedback import pipeline
from feedback.sentiment.models import MoodCorrection, MoodReading, TextMood
from tests.factories.accounts import a_client
from tests.factories.feedback import a_response, a_version

pytestmark = pytest.mark.django_db
WORDS = "The till froze again and nobody answers the phone."


@pytest.fixture
def said(cast, now):
    """Return a function that lets somebody answer in words, and returns the answer."""

    def said(**more):
        with tenant_context(cast.north.pk):
            by = cast.alice.employee
            client, version = a_client("Acme", by=by, now=now), a_version(by=by, now=now)
            answer = a_response({"recommend": 7, "words": WORDS}, version=version, now=now, client=client, **more)
            pipeline.process(client_ids=[client.pk], now=now)
            return answer

    return said


def page_of(answer):
    return reverse("answer", kwargs={"slug": "north", "response_id": answer.pk})


def text_of(cast, answer):
    with tenant_context(cast.north.pk):
        text = TextMood.objects.get(response=answer)
    return reverse("text-mood", kwargs={"slug": "north", "text_id": text.pk})


def words(answer):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def test_correction_wins_moves_the_reading_and_can_be_taken_back(client_of, cast, said, now) -> None:
    answer, browser = said(), client_of(cast.carol)
    assert "How the words sound" in words(browser.get(page_of(answer)))
    address = text_of(cast, answer)

    part = browser.post(address, {"label": "positive"}, headers={"HX-Request": "true"})

    assert "Positive · set by Carol Cole" in words(part)
    with tenant_context(cast.north.pk):
        before = MoodReading.objects.get(response=answer, replaced_at=None).value
        assert Job.objects.filter(queue=pipeline.CLIENTS, subject_id=answer.client_id).exists()
        pipeline.process(client_ids=[answer.client_id], now=now)
        assert MoodReading.objects.get(response=answer, replaced_at=None).value > before
    browser.post(address, {"label": ""})
    assert "set by" not in words(browser.get(page_of(answer)))
    with tenant_context(cast.north.pk):
        assert MoodCorrection.objects.get().withdrawn_at
        assert AuditEntry.objects.filter(action__startswith="text_mood.").count() == 2


def test_unknown_is_no_label(client_of, cast, said) -> None:
    assert client_of(cast.carol).post(text_of(cast, said()), {"label": "unknown"}).status_code == 422


def test_nobody_corrects_what_they_may_not_read(client_of, cast, said) -> None:
    address = text_of(cast, said(confidentiality="leadership"))

    assert client_of(cast.carol).post(address, {"label": "positive"}).status_code == 404
    assert client_of(cast.erin).post(address, {"label": "positive"}).status_code == 403
    assert client_of(cast.mallory).post(address, {"label": "positive"}).status_code == 404
    with tenant_context(cast.north.pk):
        assert not MoodCorrection.objects.exists()
    assert client_of(cast.bob).post(address, {"label": "positive"}).status_code == 302
