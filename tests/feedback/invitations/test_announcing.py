"""A short letter of the manager before somebody's first question; the question follows, or neither comes."""

from datetime import timedelta

import pytest

from accounts.jobs import actions as jobs
from accounts.mail.models import OutgoingEmail, State
from accounts.mail.render import written
from accounts.tenancy.context import tenant_context
from feedback.invitations import actions
from feedback.invitations.models import Invitation, PlannedAsk, Wave
from tests.factories.accounts import a_contact
from tests.factories.feedback import an_invitation
from tests.feedback.invitations.conftest import DAY, TUESDAY


@pytest.fixture
def run(cast):
    """Let everything happen that is due at a moment; return the letters written so far, by kind."""

    def till(moment):
        jobs.drain(queue=actions.ASKS, now=lambda: moment)
        with tenant_context(cast.north.pk):
            return list(OutgoingEmail.objects.order_by("created_at").values_list("letter", flat=True))

    return till


def test_first_question_is_announced_and_follows(plan, run, cast):
    ask = plan(heads_up_days=2)

    assert run(TUESDAY) == ["survey_heads_up"]
    with tenant_context(cast.north.pk):
        row = PlannedAsk.objects.get(pk=ask.pk)
        letter = written(OutgoingEmail.objects.get())
        assert (row.state, row.reason, row.told_at) == ("planned", "told", TUESDAY)
        assert TUESDAY + DAY < row.due_at <= TUESDAY + 2 * DAY
        assert not Invitation.objects.exists()
    assert letter.subject.startswith("Alice Ahlberg")
    assert "отримаєте від нас одне коротке запитання" in letter.text
    assert run(TUESDAY + DAY) == ["survey_heads_up"]
    assert run(TUESDAY + 2 * DAY) == ["survey_heads_up", "survey_invitation"]


def test_who_was_asked_before_or_told_already_is_not_told(plan, run, cast, house):
    plan(heads_up_days=2)
    plan("rule:2", heads_up_days=2, topic="another")
    run(TUESDAY)
    with tenant_context(cast.north.pk):
        assert OutgoingEmail.objects.filter(letter="survey_heads_up").count() == 1
        here = house[1].positions.get()
        other = a_contact("Olena", at=here.client, by=cast.alice.employee, now=TUESDAY, email="o@acme.example")
        version = house[2].versions.get()
        an_invitation(to=other, version=version, by=cast.alice.employee, now=TUESDAY - 100 * DAY)
        Invitation.objects.filter(contact=other.contact).update(answered_at=TUESDAY - 99 * DAY)
    plan("rule:3", contact_id=other.contact_id, heads_up_days=2)

    run(TUESDAY)

    with tenant_context(cast.north.pk):
        assert not OutgoingEmail.objects.filter(letter="survey_heads_up", contact_id=other.contact_id).exists()
        assert Invitation.objects.filter(contact=other.contact).count() == 2


def test_announcement_stays_here_when_the_question_is_stopped(plan, run, cast, mailbox):
    ask = plan(heads_up_days=2)
    run(TUESDAY)
    with tenant_context(cast.north.pk):
        actions.stop([ask], by=cast.alice.employee, now=TUESDAY)

    jobs.drain(queue="mail", now=lambda: TUESDAY + timedelta(minutes=1))

    assert mailbox.to("taras@acme.example") == []
    with tenant_context(cast.north.pk):
        row = OutgoingEmail.objects.get()
    assert (row.state, row.reason) == (State.SUPPRESSED, "the question is no longer planned")


def test_question_that_somebody_insists_on_is_not_held_up(plan, run, cast):
    ask = plan(heads_up_days=2, wanted_at=TUESDAY + 9 * DAY)
    with tenant_context(cast.north.pk):
        actions.insist(ask=ask, by=cast.alice.employee, now=TUESDAY)

    assert run(TUESDAY) == ["survey_invitation"]


def test_page_and_wave_offer_it(cast, client_of, house):
    _client, taras, survey = house
    alice = client_of(cast.alice)
    url = cast.alice.url(f"people/{taras.pk}/ask/")
    with tenant_context(cast.north.pk):
        place = taras.positions.get()
    form = {"survey": str(survey.pk), "position": str(place.pk), "role": "technical", "when": "calm"}

    assert "Announce the first question" in alice.get(url).content.decode()
    assert alice.post(url, form | {"heads_up_days": "4"}).status_code == 422
    assert alice.post(url, form | {"heads_up_days": "3"}).status_code == 302

    with tenant_context(cast.north.pk):
        assert PlannedAsk.objects.get().heads_up_days == 3
    wanted = {"which": "all", "query": "", "survey": str(survey.pk), "roles": ["technical"], "heads_up_days": "1"}
    assert alice.post(cast.alice.url("surveys/waves/new/"), wanted).status_code == 302
    with tenant_context(cast.north.pk):
        assert Wave.objects.get().heads_up_days == 1
