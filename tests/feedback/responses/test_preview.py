"""How a draft will look to somebody: nothing is written, and nothing can be sent."""

import re

import pytest

from accounts import clock
from accounts.jobs import actions as jobs
from accounts.tenancy.context import tenant_context
from feedback.invitations.models import Invitation
from feedback.responses.models import Response
from feedback.surveys import library
from tests.factories.feedback import a_survey


@pytest.fixture
def survey(cast, now):
    with tenant_context(cast.north.pk):
        content = library.document_of("relation", languages=("uk", "ru", "en"), language="en")
        return a_survey("Relation", by=cast.alice.employee, now=now, content=content)


@pytest.fixture
def preview(cast, client_of, survey):
    return lambda query: client_of(cast.erin).get(cast.erin.url(f"surveys/{survey.pk}/preview/?{query}"))


def test_page_is_shown_as_to_the_described_person(preview):
    page = preview("role=technical&language=uk&salutation=Тарасе&score=3").content.decode()

    assert "Чи порадили б ви North колезі?" in page
    assert "Документи й акти" in page
    assert "Прозорість" not in page
    assert re.search(r'value="3"[^>]* checked', page)


@pytest.mark.parametrize(
    ("part", "says"),
    [("letter", "Добрий день, Тарасе!"), ("page", "порадили"), ("thanks", "прочитає людина, а не програма")],
)
def test_every_part_is_shown_in_the_language(preview, part, says):
    answer = preview(f"part={part}&language=uk&salutation=Тарасе")

    assert says in answer.content.decode()
    assert 'lang="uk"' in answer.content.decode()
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "form-action 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    "query", ["role=boss", "stage=x&language=xx", "score=99", "part=nothing", "salutation=" + "x" * 5000]
)
def test_strange_addresses_show_the_usual_page(preview, query):
    assert preview(query).status_code == 200


def test_salutation_is_escaped(preview):
    assert "<script>" not in preview("part=letter&salutation=<script>alert(1)</script>").content.decode()


def test_sample_goes_to_whoever_asks_and_leads_to_the_preview(cast, client_of, survey, mailbox):
    client_of(cast.alice).post(cast.alice.url(f"surveys/{survey.pk}/sample/"), {"language": "uk", "role": "technical"})
    jobs.drain_all(now=clock.real_now)

    letter = mailbox.to(cast.alice.employee.email)[0]
    assert letter["Subject"] == "Зразок: Одне запитання про нашу співпрацю"
    assert f"/o/north/surveys/{survey.pk}/preview/?s=9" in letter.get_body(("html",)).get_content()
    with tenant_context(cast.north.pk):
        assert not Invitation.objects.exists()
        assert not Response.objects.exists()


def test_preview_of_another_organization_is_not_found(cast, client_of, survey):
    assert client_of(cast.mallory).get(cast.mallory.url(f"surveys/{survey.pk}/preview/")).status_code == 404
