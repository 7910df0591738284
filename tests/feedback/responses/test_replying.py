"""A person answers the letter itself: their mark is an answer as on the page, and whatever is unsure is for a colleague."""

import re
from datetime import timedelta

import pytest

from accounts.events.models import Event
from accounts.jobs import actions as jobs
from accounts.mail import addresses, inbound
from accounts.mail.models import OutgoingEmail, State
from accounts.tenancy.context import tenant_context
from feedback.invitations import actions as invitations
from feedback.invitations import letters
from feedback.responses.models import PartialResponse, Response, ResponseRevision
from journeys.playbooks.models import Task

CSAT = {"id": "service", "type": "csat", "title": {"uk": "Як вам робота?"}, "required": True}
NEEDED = {"id": "why", "type": "short_text", "title": {"uk": "Чому?"}, "required": True}


@pytest.fixture
def asked(ask, now):
    """Return a function that gives a letter that asks Taras, and a way to answer it by mail."""

    def make(*questions, **more):
        one = ask(*questions, **more)
        with tenant_context(one.invitation.organization_id):
            row = letters.send(one.invitation, token=one.token, to="taras@acme.example", now=now)
            OutgoingEmail.objects.filter(pk=row.pk).update(state=State.SENT, sent_at=now)
        return Letter(one, row, now)

    return make


class Letter:
    """What left for Taras. Each answer comes a minute after the one before."""

    def __init__(self, asked, row, now):
        self.asked, self.row, self.now = asked, row, now

    def answer(self, text: str, *, after: timedelta = timedelta(minutes=1), **headers: str) -> None:
        self.now += after
        more = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in headers.items())
        message = f"""From: Taras <taras@acme.example>
To: hello@happiness.example
Subject: Re: =?utf-8?q?One?=
In-Reply-To: {addresses.message_id(self.row)}
{more}Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

{text}

пн, 16 лист. 2026 р. о 09:14 Марина <hello@happiness.example> пише:

> Чи порадили б ви нас колезі?
> 3 кажуть «так»
"""
        assert inbound.receive(message.replace("\n", "\r\n").encode(), now=self.now) == 1
        self.let_work()

    def let_work(self) -> None:
        for _again in range(3):
            jobs.drain(queue="events", now=lambda: self.now + timedelta(seconds=1))

    def answers(self) -> list[tuple]:
        with tenant_context(self.row.organization_id):
            return list(Response.objects.values_list("source", "nps", "csat", "answers"))

    def tasks(self) -> list[str]:
        with tenant_context(self.row.organization_id):
            return list(Task.objects.order_by("created_at").values_list("title", flat=True))

    def help(self) -> list[OutgoingEmail]:
        with tenant_context(self.row.organization_id):
            return list(OutgoingEmail.objects.filter(letter="survey_help"))

    def told(self, kind: str) -> list[Event]:
        with tenant_context(self.row.organization_id):
            return list(Event.objects.filter(kind=kind).order_by("recorded_at"))


def test_mark_and_words_are_an_answer(asked, cast):
    letter = asked()

    letter.answer("9\nДовго чекали на акт.")

    assert letter.answers() == [("reply", 9, None, {"recommend": 9, "words": "Довго чекали на акт."})]
    (response,) = letter.asked.responses()
    assert (response.happened_at, response.confidentiality, response.has_words) == (letter.now, "named", True)
    (event,) = letter.told("response.submitted")
    assert (event.contact_id, event.payload["nps"]) == (response.contact_id, 9)
    assert letter.tasks() == []
    with tenant_context(cast.south.pk):
        assert not Response.objects.exists()


def test_scale_is_that_of_the_first_scored_question(asked):
    letter = asked({"id": "intro", "type": "long_text", "title": {"uk": "Розкажіть"}}, CSAT)

    letter.answer("4 – усе гаразд")

    assert letter.answers() == [("reply", None, 4, {"service": 4, "intro": "усе гаразд"})]


def test_second_reply_changes_the_answer_and_keeps_what_was_said(asked):
    letter = asked()
    letter.answer("9\nДобре")

    letter.answer("4 – акт так і не прийшов")

    assert letter.answers() == [("reply", 4, None, {"recommend": 4, "words": "акт так і не прийшов"})]
    with tenant_context(letter.row.organization_id):
        assert list(ResponseRevision.objects.values_list("nps", "answers__words")) == [(9, "Добре")]


def test_reply_after_the_page_changes_only_what_it_says(asked):
    letter = asked()
    letter.asked.send(recommend="9", reason=["papers"], words="Так")

    letter.answer("7", after=timedelta(days=1))

    assert letter.answers() == [("link", 7, None, {"recommend": 7, "reason": ["papers"], "words": "Так"})]


def test_reply_told_twice_does_not_take_back_what_the_page_says_since(asked, now):
    letter = asked()
    letter.answer("9", after=timedelta(minutes=-60))
    letter.asked.send(recommend="3")

    with tenant_context(letter.row.organization_id):
        from feedback.subscribers import take_reply

        take_reply(Event.objects.get(kind="mail.replied"))

    assert [one[1] for one in letter.answers()] == [3]
    assert letter.tasks() == []


@pytest.mark.parametrize("text", ["10 січня чекаю рахунок", "Передзвоніть мені", "-", "8-9"])
def test_unsure_reply_is_for_whoever_asked(asked, cast, text):
    letter = asked()

    letter.answer(text)

    assert letter.answers() == []
    assert letter.told("mail.replied")[0].payload["text"] == text
    with tenant_context(letter.row.organization_id):
        (task,) = Task.objects.all()
    assert (task.owner_id, task.contact_id) == (cast.alice.employee.pk, letter.asked.position.contact_id)


def test_mark_of_another_scale_is_met_with_a_letter_once(asked):
    letter = asked(CSAT)

    letter.answer("9")

    (row,) = letter.help()
    assert "від 1 до 5" in row.context["paragraphs"][0]
    assert row.context["marks"] == [1, 2, 3, 4, 5]
    assert (letter.answers(), letter.tasks()) == ([], [])

    letter.answer("10")
    assert len(letter.help()) == 1
    assert len(letter.tasks()) == 1


def test_help_itself_can_be_answered(asked):
    letter = asked(CSAT)
    letter.answer("9")
    (letter.row,) = letter.help()

    letter.answer("5")

    assert letter.answers() == [("reply", None, 5, {"service": 5})]


def test_mark_is_kept_where_the_survey_demands_more(asked):
    letter = asked(CSAT, NEEDED)

    letter.answer("2")

    (row,) = letter.help()
    assert row.context["marks"] == []
    assert letter.answers() == []
    with tenant_context(letter.row.organization_id):
        assert PartialResponse.objects.get().answers == {"service": 2}
    assert re.search(r'value="2"[^>]* checked', letter.asked.page())


def test_answering_machine_answers_nothing(asked):
    letter = asked()

    letter.answer("9 січня повернуся. 9", Auto_Submitted="auto-replied")
    letter.answer("9", X_Autoreply="yes")

    assert (letter.answers(), letter.tasks(), letter.told("mail.replied")) == ([], [], [])


def test_reply_that_comes_too_late_is_read_by_a_colleague(asked):
    letter = asked()

    letter.answer("9", after=timedelta(days=29))

    assert letter.answers() == []
    assert len(letter.tasks()) == 1


def test_withdrawn_question_takes_no_reply(asked, cast, now):
    letter = asked()
    with tenant_context(letter.row.organization_id):
        invitations.withdraw(invitation=letter.asked.invitation, by=cast.alice.employee, now=now)

    letter.answer("9")

    assert letter.answers() == []
    assert len(letter.tasks()) == 1


def test_what_was_confided_stays_confided(asked):
    letter = asked()
    letter.asked.send(recommend="9", _readers="leadership")

    letter.answer("2 – не кажіть Марині", after=timedelta(days=1))

    (response,) = letter.asked.responses()
    assert (response.nps, response.confidentiality) == (2, "leadership")
    (event,) = letter.told("mail.replied")
    assert (event.contact_id, event.payload.get("text")) == (None, None)
    assert letter.tasks() == []


def test_reply_to_a_letter_that_asks_nothing_is_no_answer(asked, cast, now):
    from accounts.mail import actions as mail

    letter = asked()
    with tenant_context(letter.row.organization_id):
        letter.row = mail.send("staff_invitation", to="b@acme.example", language="uk", context={}, now=now)

    letter.answer("9")

    assert (letter.answers(), letter.tasks()) == ([], [])
