"""The demo at its full size: a story that holds together for every client of both houses."""

from collections import Counter, defaultdict

import pytest

from accounts.clients.models import Client, ClientFacts, ContactRole, Position
from accounts.contracts.models import Outcome
from accounts.events.models import Event
from accounts.mail.models import OutgoingEmail
from accounts.organizations.models import Organization
from accounts.tenancy.context import tenant_context
from accounts.tenancy.registry import active_organization_ids
from feedback.alerts.models import Alert
from feedback.interactions.models import Interaction
from feedback.responses.models import Response
from feedback.rollups.models import MonthlyMood
from happiness.demo import actions
from happiness.demo.actions import Size
from happiness.demo.further.making import further
from happiness.demo.people import COMPANIES
from journeys.cases.models import Case
from journeys.stages.models import StageVisit


@pytest.mark.django_db
def test_both_houses_have_a_story_that_holds_together(now, mailbox):
    actions.seed(password="correct horse battery", now=now, size=Size.FULL)

    numbers = {}
    for organization_id in active_organization_ids():
        with tenant_context(organization_id):
            numbers[Organization.objects.get().slug] = Client.objects.count()
            _everybody_is_there()
            _stays_follow_each_other(now)
            _nobody_speaks_before_coming_or_after_leaving(now)
            _figures_are_there()
            assert not OutgoingEmail.objects.exists()
            assert not Event.objects.filter(happened_at__gt=now).exists()
    assert numbers == {"pivnich-soft": 31, "harbor-instruments": 120}
    assert len(mailbox) == 0


def _everybody_is_there():
    people = Counter(Position.objects.values_list("client", flat=True))
    assert all(people[client] for client in Client.objects.values_list("pk", flat=True))
    assert set(ContactRole.objects.values_list("role", flat=True)) == {"economic", "technical", "end_user"}
    assert set(Response.objects.values_list("language", flat=True)) == {"uk", "ru", "en"}


def _stays_follow_each_other(now):
    stays = defaultdict(list)
    for visit in StageVisit.objects.filter(contact=None).order_by("entered_at"):
        stays[visit.client_id].append(visit)
    assert set(stays) == set(Client.objects.values_list("pk", flat=True))
    for path in stays.values():
        assert [one.left_at for one in path] == [*(one.entered_at for one in path[1:]), None]
        assert path[-1].entered_at < now


def _nobody_speaks_before_coming_or_after_leaving(now):
    came = {one.client_id: one.entered_at for one in StageVisit.objects.filter(contact=None).order_by("-entered_at")}
    left = dict(Client.objects.exclude(archived_at=None).values_list("pk", "archived_at"))
    for model in (Response, Interaction):
        for client, at in model.objects.values_list("client", "happened_at"):
            assert came[client] <= at <= left.get(client, now)


def _figures_are_there():
    facts = ClientFacts.objects.filter(state="current")
    assert facts.exclude(mood=None).count() > facts.count() * 0.9
    assert MonthlyMood.objects.count() > 50
    kinds = set(Outcome.objects.values_list("kind", flat=True))
    assert kinds >= {"renewed", "grew", "lost"}
    assert Alert.objects.filter(ended_at=None).exists()
    assert Alert.objects.exclude(ended_at=None).exists()
    assert set(Case.objects.filter(state="closed").values_list("end", flat=True)) >= {"confirmed", "unconfirmed"}
    # Content clients leave too, and unhappy ones stay: an index that nothing contradicts would not be believed.
    lost = set(Outcome.objects.filter(kind="lost").values_list("client", flat=True))
    last = Interaction.objects.filter(client__in=lost).order_by("client", "-happened_at").distinct("client")
    assert max(one.mood for one in last) >= 70
    assert ClientFacts.objects.filter(mood__lt=55, client__outcomes__kind="renewed").exists()


@pytest.mark.parametrize("company", COMPANIES, ids=lambda one: one.name)
def test_the_others_are_always_the_same_and_do_not_repeat_each_other(company):
    others = further(company.slug)

    again = further(company.slug)
    assert [(one.client, one.voices) for one in others] == [(one.client, one.voices) for one in again]
    people = [f"{person.mailbox}@{one.client.domain}" for one in others for person in one.client.people]
    assert len(people) == len(set(people))
    assert all(address.isascii() for address in people)
    for one in others:
        words = [answer.words for voice in one.voices for answer in voice.answers if answer.words]
        assert len(words) == len(set(words))
        notes = [talk.notes for talk in one.client.talks if talk.notes]
        assert len(notes) == len(set(notes))
    troubles = {text for one in others if one.fate.trouble for text in (one.fate.trouble.first, one.fate.trouble.worst)}
    said = Counter(answer.words for one in others for voice in one.voices for answer in voice.answers if answer.words)
    assert {text for text, times in said.items() if times > 1} <= troubles | {
        one.fate.trouble.after for one in others if one.fate.trouble
    }
