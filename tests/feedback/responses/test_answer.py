"""The answer page through its own door: shown, answered, refused, and closed."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.clients.models import Contact
from accounts.events.models import Event
from accounts.jobs.models import Job
from accounts.organizations import actions as organizations
from accounts.tenancy.context import tenant_context
from accounts.tokens import Kind, make
from feedback.invitations.models import Invitation
from feedback.responses import actions
from feedback.responses.models import PartialResponse, Response
from feedback.surveys.models import Survey
from tests.feedback.responses.conftest import ask_somebody


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


def test_invitation_that_does_not_know_of_its_answer_gets_no_second_one(committed_cast, now):
    asked = ask_somebody(committed_cast.alice, now=now)
    ticket = asked.ticket()
    asked.send(ticket=ticket, recommend="9")
    asked.changed(answered_at=None)

    assert asked.send(ticket=ticket, recommend="3").status_code == 303

    assert [(one.nps, one.revision) for one in asked.responses()] == [(3, 2)]


COLUMNS = [field.attname for field in Response._meta.concrete_fields]
PASSING = {
    "id",
    "invitation_id",
    "contact_id",
    "client_id",
    "happened_at",
    "recorded_at",
    "seconds",
    "version_id",
    "segment_id",
}


@pytest.mark.parametrize("readers", ["named", "role", "leadership"])
def test_statement_writes_what_the_action_writes(ask, now, readers):
    sent, recorded = ask(peers=2), ask(peers=2)
    sent.send(recommend="3", words="Чекаю", _readers=readers)
    with tenant_context(recorded.invitation.organization_id):
        row = actions.of_invitation(recorded.invitation, happened_at=now, confidentiality=readers)
        actions.record(response=row, answers={"recommend": 3, "words": "Чекаю"}, by=None, now=now)
        rows = {one.invitation_id: one for one in Response.objects.all()}
        pair = [rows[one.invitation.pk] for one in (sent, recorded)]
        events = [Event.objects.get(dedupe_key=actions.told_key(one.pk)) for one in pair]
        jobs = [Job.objects.get(subject_id=one.pk) for one in events]

    one, other = [{name: getattr(row, name) for name in COLUMNS if name not in PASSING} for row in pair]
    assert one == other
    told = [
        (event.kind, event.actor_id, event.origin, event.contact_id and "contact", event.client_id == row.client_id)
        for event, row in zip(events, pair, strict=True)
    ]
    assert told[0] == told[1]
    payloads = [{**event.payload, "response_id": "", "survey_id": ""} for event in events]
    assert payloads[0] == payloads[1]
    assert (events[0].happened_at, events[0].recorded_at) == (pair[0].happened_at, pair[0].recorded_at)
    assert jobs[0].run_at == events[0].recorded_at
    columns = ("organization_id", "queue", "priority", "leased_until", "attempts", "last_error", "failing_since")
    assert [getattr(jobs[0], name) for name in columns] == [getattr(jobs[1], name) for name in columns]


def test_event_names_the_person_only_where_they_gave_their_name(ask):
    told = {}
    for readers in ("named", "role", "leadership"):
        asked = ask(peers=2)
        asked.send(recommend="3", words="таємниця", _readers=readers)
        with tenant_context(asked.invitation.organization_id):
            told[readers] = Event.objects.filter(kind__startswith="response.").latest("id")

    assert [told[one].contact_id is not None for one in told] == [True, False, False]
    assert {one: told[one].kind for one in told} == {
        "named": "response.submitted", "role": "response.submitted", "leadership": "response.confided"
    }  # fmt: skip
    assert set(told["leadership"].payload) == {"response_id", "survey_id"}
    assert "таємниця" not in str([one.payload for one in told.values()])


# --- Who may read it ---


def test_only_my_role_is_offered_among_three(ask):
    few, enough = ask(peers=1), ask(peers=2)

    assert 'value="role"' not in few.page()
    assert "менше трьох" in few.page()
    assert 'value="role"' in enough.page()


def test_only_my_role_is_refused_where_too_few_share_it(ask):
    asked = ask(peers=1)

    answer = asked.send(recommend="3", words="Чекаю на акт", _readers="role")

    assert answer.status_code == 422
    assert "Виберіть ще раз, хто може це прочитати." in answer.content.decode()
    assert "Чекаю на акт" in answer.content.decode()
    assert asked.responses() == []


def test_who_leaves_between_page_and_send_takes_the_group_with_them(ask):
    asked = ask(peers=2)
    ticket = asked.ticket()
    with tenant_context(asked.invitation.organization_id):
        Contact.objects.filter(name="Peer 0").update(erased_at=asked.invitation.created_at)

    answer = asked.send(ticket=ticket, recommend="3", _readers="role")

    assert answer.status_code == 422
    assert asked.responses() == []


# --- What is wrong with an answer ---


def test_refused_answer_keeps_everything_typed(ask):
    asked = ask()

    answer = asked.send(recommend="11", reason=["speed", "other"], **{"reason.other": "<i>Ціна</i>"}, words="Чекаю")

    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'role="alert"' in html
    assert html.count("Виберіть оцінку від 0 до 10.") == 2
    assert 'value="speed" checked' in html
    assert "&lt;i&gt;Ціна&lt;/i&gt;" in html
    assert "\nЧекаю</textarea>" in html
    assert asked.responses() == []


def test_answer_without_anything_is_none(ask):
    asked = ask({"id": "words", "type": "long_text", "title": {"uk": "Слова", "ru": "Слова", "en": "Words"}})

    answer = asked.send(words="   ")

    assert answer.status_code == 422
    assert asked.responses() == []


def test_answer_without_a_ticket_is_judged_by_the_invitation(ask):
    asked = ask()

    assert asked.send(ticket="", recommend="8").status_code == 303
    assert [one.nps for one in asked.responses()] == [8]


def test_ticket_of_another_invitation_is_none(ask):
    first, second = ask({**NUMBER, "id": "other_number"}), ask()

    answer = second.send(ticket=first.ticket(), recommend="7")

    assert answer.status_code == 303
    (response,) = second.responses()
    assert response.version_id == second.invitation.version_id


NUMBER = {"id": "number", "type": "number", "title": {"uk": "Скільки", "ru": "Сколько", "en": "How many"}}


# --- Another language ---


def test_another_language_keeps_what_was_typed_and_records_nothing(ask):
    asked = ask()

    answer = asked.send(recommend="9", words="Ось", _language="ru")

    html = answer.content.decode()
    assert answer.status_code == 200
    assert '<html lang="ru">' in html
    assert "Посоветуете ли нас коллеге?" in html
    assert 'value="9" class="high" checked' in html
    assert "\nОсь</textarea>" in html
    assert asked.responses() == []


def test_language_of_the_address_is_that_of_the_answer(ask):
    asked = ask()

    answer = asked.send(ticket=asked.ticket("?l=en"), recommend="9")

    assert answer["Location"].endswith("/done/?l=en")
    assert [one.language for one in asked.responses()] == ["en"]
    assert '<html lang="uk">' in ask().page("?l=de")


# --- Links that open nothing ---


def test_link_that_came_too_late_names_the_sender(ask, now):
    asked = ask()
    asked.changed(expires_at=now - timedelta(days=1))

    for answer in (asked.browser.get(asked.url), asked.send(ticket="", recommend="9")):
        assert answer.status_code == 410
        assert "alice@north.example" in answer.content.decode()
        assert "Запитайте мене ще раз" in answer.content.decode()
    assert asked.responses() == []


@pytest.mark.parametrize("columns", [{"closed_at": True}, {"token_digest": None}])
def test_link_that_was_taken_back_is_gone(ask, now, columns):
    asked = ask()
    ticket = asked.ticket()
    asked.changed(**{name: value and now for name, value in columns.items()})

    assert asked.browser.get(asked.url).status_code == 410
    assert asked.send(ticket=ticket, recommend="9").status_code == 410
    assert asked.responses() == []


def test_link_of_an_organization_that_is_switched_off_opens_again_later(ask, now):
    asked = ask()
    ticket = asked.ticket()
    with tenant_context(asked.invitation.organization_id):
        organizations.switch_off(now=now)

    sent = [asked.send(ticket=one, recommend="9") for one in (ticket, "")]
    for answer in (asked.browser.get(asked.url), *sent):
        assert answer.status_code == 403
        assert "Це посилання поки що закрите" in answer.content.decode()
    assert asked.browser.post(f"{asked.url}again/").status_code == 403
    assert asked.responses() == []
    assert asked.browser.get(f"{asked.url}stop/").status_code == 200  # whoever wants no more questions is heard

    with tenant_context(asked.invitation.organization_id):
        organizations.switch_on(now=now)
    assert asked.send(ticket=ticket, recommend="9").status_code == 303


def test_survey_that_is_closed_takes_no_answer(ask, now):
    asked = ask()
    ticket = asked.ticket()
    with tenant_context(asked.invitation.organization_id):
        Survey.objects.update(closed_at=now)

    assert asked.browser.get(asked.url).status_code == 410
    assert asked.send(ticket=ticket, recommend="9").status_code == 410
    assert asked.responses() == []


def test_wrong_link_is_one_page_whatever_is_wrong(ask, cast):
    asked = ask()
    of_south = make(
        kind=Kind.SURVEY, organization_id=cast.south.pk, row_id=asked.invitation.pk, nonce=bytes(asked.invitation.nonce)
    )
    other_kind = make(kind=Kind.UNSUBSCRIBE, organization_id=cast.north.pk, row_id=asked.invitation.pk, nonce=b"n" * 16)
    wrong = [asked.token[:-1] + ("A" if asked.token[-1] != "A" else "Q"), asked.token[:40], "x", of_south, other_kind]
    pages = set()
    for token in [*wrong, asked.token.upper(), "a" * 10_000]:
        for answer in (asked.browser.get(f"/s/{token}/"), asked.browser.get(f"/s/{token}/data/")):
            assert answer.status_code == 404
            pages.add(re.sub(r"\s+", " ", answer.content.decode()))

    assert len(pages) == 1


def test_many_wrong_links_from_one_address_are_slowed_down(ask):
    asked = ask()

    statuses = [asked.browser.get(f"/s/{number}/").status_code for number in range(22)]

    assert (statuses[:20], statuses[21]) == ([404] * 20, 429)
    assert asked.browser.get(asked.url).status_code == 200


# --- The door ---


def test_page_is_one_small_request_without_cookies_and_script(ask):
    asked = ask(intro={"uk": "Вітаємо", "ru": "Здравствуйте", "en": "Hello"})

    answer = asked.browser.get(asked.url)

    html = answer.content.decode()
    assert not answer.cookies
    assert not re.search(r"<script|<img|<link(?! rel=\"icon\" href=\"data:,\")|src=|@import|url\(", html)
    policy = answer["Content-Security-Policy"]
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/=]{44}'; img-src data:; form-action 'self'; base-uri 'none'; "
        r"frame-ancestors 'none'",
        policy,
    )
    assert (answer["Referrer-Policy"], answer["X-Robots-Tag"]) == ("no-referrer", "noindex, nofollow")
    assert answer["Cache-Control"] == "no-store"
    headers = sum(len(name) + len(value) + 4 for name, value in answer.items())
    assert packed(answer.content) + headers < 14_000


def packed(content: bytes) -> int:
    from tests.pages.weighing import packed as weigh

    return weigh(content)


def test_address_without_its_last_stroke_leads_on(ask):
    asked = ask()

    answer = asked.browser.get(asked.url[:-1] + "?s=9")

    assert (answer.status_code, answer["Location"]) == (301, asked.url + "?s=9")


def test_partial_answer_is_forgotten_with_the_sent_one(ask, now):
    asked = ask()
    with tenant_context(asked.invitation.organization_id):
        actions.keep(invitation_id=asked.invitation.pk, answers={"recommend": 2}, language="uk", now=now)

    assert 'value="2" class="low" checked' in asked.page()
    asked.send(recommend="4")

    with tenant_context(asked.invitation.organization_id):
        assert PartialResponse.objects.count() == 0
