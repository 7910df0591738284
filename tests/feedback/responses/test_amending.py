"""An answer may be changed for seven days, by the same link, and its history stays."""

from datetime import timedelta

import pytest

from accounts.audit.models import AuditEntry
from accounts.events.models import Event
from accounts.events.queries import said
from accounts.events.registry import Reader
from accounts.tenancy.context import tenant_context
from feedback.responses.models import Response, ResponseRevision


def history(asked):
    with tenant_context(asked.invitation.organization_id):
        return list(ResponseRevision.objects.order_by("number").values_list("number", "nps", "answers"))


def told(asked):
    with tenant_context(asked.invitation.organization_id):
        return list(Event.objects.filter(kind__startswith="response.").order_by("id"))


def test_second_answer_changes_the_first_and_keeps_it(ask):
    asked = ask()
    asked.send(recommend="3", words="Чекаю")
    page = asked.page()

    answer = asked.send(recommend="8", words="Дочекався")

    assert 'value="3" class="low" checked' in page
    assert "Зберегти зміну" in page
    assert answer.status_code == 303
    (response,) = asked.responses()
    assert (response.nps, response.revision, response.answers["words"]) == (8, 2, "Дочекався")
    assert history(asked) == [(1, 3, {"recommend": 3, "words": "Чекаю"})]
    assert [one.kind for one in told(asked)] == ["response.submitted", "response.amended"]
    with tenant_context(asked.invitation.organization_id):
        entry = AuditEntry.objects.get(action="response.amended")
    assert "Чекаю" not in str(entry.changes)


def test_same_answer_twice_is_one(ask):
    asked = ask()
    ticket = asked.ticket()

    statuses = [asked.send(ticket=ticket, recommend="9", words="Так").status_code for _again in range(3)]

    assert statuses == [303, 303, 303]
    assert [(one.nps, one.revision) for one in asked.responses()] == [(9, 1)]
    assert len(told(asked)) == 1


def test_other_answer_of_an_old_page_is_a_change_and_not_lost(ask):
    asked = ask()
    ticket = asked.ticket()
    asked.send(ticket=ticket, recommend="9")

    asked.send(ticket=ticket, recommend="2", words="Передумав")

    assert [(one.nps, one.revision) for one in asked.responses()] == [(2, 2)]


def test_after_seven_days_the_answer_stands(ask, now):
    asked = ask()
    ticket = asked.ticket()
    asked.send(ticket=ticket, recommend="9")
    with tenant_context(asked.invitation.organization_id):
        Response.objects.update(happened_at=now - timedelta(days=7))

    shown = asked.browser.get(asked.url)
    answer = asked.send(ticket=ticket, recommend="2")

    assert (shown.status_code, shown["Location"]) == (302, f"{asked.url}done/")
    assert answer.status_code == 410
    assert "Alice Ahlberg" in answer.content.decode()
    assert "Змінити мою відповідь" not in asked.browser.get(f"{asked.url}done/").content.decode()
    assert [one.nps for one in asked.responses()] == [9]


def test_confiding_an_answer_takes_back_what_was_told_of_it(ask, cast):
    asked = ask()
    asked.send(recommend="1", words="таємниця")

    asked.send(recommend="1", words="таємниця", _readers="leadership")

    first, second = told(asked)
    assert (first.contact_id, set(first.payload)) == (None, {"response_id", "survey_id"})
    assert (second.kind, second.contact_id) == ("response.confided", None)
    with tenant_context(cast.north.pk):
        for person, count in ((cast.carol, 0), (cast.bob, 1)):
            reader = Reader(employee_id=person.employee.pk, role=person.membership.role, slug="north")
            assert len(said([first, second], reader=reader)) == count


def test_who_gave_no_name_gives_none_by_changing_a_word(ask, cast):
    """The group has become too small to hide in: the page offers top management, and silence keeps what was chosen."""
    asked = ask(peers=2)
    asked.send(recommend="1", words="Так", _readers="role")
    with tenant_context(asked.invitation.organization_id):
        from accounts.clients.models import ContactRole

        ContactRole.objects.exclude(position=asked.position).delete()

    page = asked.page()
    answer = asked.send(recommend="1", words="Ні")

    assert 'value="leadership" checked' in page
    assert 'value="role"' not in page
    assert answer.status_code == 422
    assert [one.confidentiality for one in asked.responses()] == ["role"]


@pytest.mark.parametrize(
    ("readers", "seen"), [("named", "Taras, technical buyer"), ("role", "Technical buyer, without a name")]
)
def test_timeline_tells_the_answer(ask, cast, readers, seen):
    asked = ask(peers=2)
    asked.send(recommend="3", words="Чекаю на акт", _readers=readers)

    with tenant_context(cast.north.pk):
        reader = Reader(employee_id=cast.carol.employee.pk, role=cast.carol.membership.role, slug="north")
        ((_event, _group, words),) = said(told(asked), reader=reader)

    assert (words.text, words.score, words.quote, words.language) == (seen, 22, "Чекаю на акт", "uk")
