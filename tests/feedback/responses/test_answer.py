"""The answer page through its own door: shown, answered, changed, refused, and closed."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.events.models import Event
from accounts.jobs.models import Job
from accounts.tenancy.context import tenant_context
from feedback.invitations.models import Invitation


def test_page_asks_in_the_person_s_language(ask):
    html = ask().page()

    assert '<html lang="uk">' in html
    assert "Чи порадили б ви нас колезі?" in html
    assert "Alice Ahlberg" in html


def test_answer_is_written_once_and_told(ask):
    asked = ask()

    answer = asked.send(recommend="9", reason=["papers", "other"], **{"reason.other": "Ціна"}, words="Усе <b>добре</b>")

    assert (answer.status_code, answer["Location"]) == (303, f"{asked.url}done/?l=uk")
    (response,) = asked.responses()
    assert (response.nps, response.has_words, response.language) == (9, True, "uk")
    assert response.answers == {
        "recommend": 9, "reason": ["papers", "other"], "reason.other": "Ціна", "words": "Усе <b>добре</b>"
    }  # fmt: skip
    assert (response.client_id, response.contact_id) == (asked.position.client_id, asked.position.contact_id)
    with tenant_context(asked.invitation.organization_id):
        event = Event.objects.get(kind="response.submitted")
        assert Invitation.objects.get().answered_at == response.happened_at
    assert event.payload["nps"] == 9
    assert Job.objects.filter(queue="events", subject_id=event.pk).count() == 1
    thanks = asked.browser.get(answer["Location"])
    assert thanks.status_code == 200
    assert "Дякуємо!" in thanks.content.decode()


def data_statements(queries) -> list[str]:
    """Return what asks or changes rows: the scope, and savepoints of the test's own transaction, do not."""
    scope = ("SET LOCAL", "SAVEPOINT", "RELEASE SAVEPOINT", "PREPARE")
    return [query["sql"] for query in queries if not query["sql"].startswith(scope)]


def test_looking_writes_nothing_and_asks_once(ask):
    asked = ask()
    asked.page("?s=9")  # the version is known now

    with CaptureQueriesContext(connection) as queries:
        html = asked.page("?s=9")

    assert len(data_statements(queries)) == 1
    assert 'value="9" class="high" checked' in html
    assert asked.responses() == []


def test_answer_is_one_statement(ask):
    asked = ask()
    ticket = asked.ticket()

    with CaptureQueriesContext(connection) as queries:
        asked.send(ticket=ticket, recommend="9")

    assert len(data_statements(queries)) == 1
    assert [one.nps for one in asked.responses()] == [9]
