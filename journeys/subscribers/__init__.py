"""Everything this app reacts to, on one page. Handlers may run twice."""

import zoneinfo
from datetime import timedelta

from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from accounts.clients.enums import Stage
from accounts.clients.models import Client, Contact
from accounts.events import kinds
from accounts.events.models import Event, Origin
from accounts.events.registry import subscribe
from accounts.organizations import queries as organizations
from accounts.organizations.models import Employee
from accounts.web.text import as_id
from feedback.interactions import queries as talks
from feedback.interactions.models import Channel
from feedback.invitations.models import Invitation
from journeys.care import actions as care
from journeys.care.models import Form, Gesture
from journeys.cases import hearing  # noqa: F401 answers, alerts and letters that open cases
from journeys.playbooks import actions as playbooks
from journeys.playbooks.models import Task
from journeys.stages import actions as stages
from journeys.stages import queries as stage_queries
from journeys.subscribers import deciding, planning, promises, scenarios  # noqa: F401 importing them subscribes to events

# What a person's wish asks of us, and within how many days; for the deletion of data the law gives a month.
WISHES = {
    kinds.SURVEY_ASKED_AGAIN.name: (
        gettext_noop("Ask again: the link came too late, and the answer is still wanted"),
        1,
    ),
    kinds.SURVEY_WORDED.name: (gettext_noop("Read the reply to your question: no mark could be read in it"), 1),
    kinds.ERASURE_ASKED.name: (gettext_noop("Delete this person's data: they have asked for it"), 7),
}


@subscribe(kinds.CLIENT_CREATED)
def begin_journey(event: Event) -> None:
    """Let a new client begin before the start. Where an imported one stands nobody has said."""
    client = _client(event)
    if client and event.origin == Origin.LIVE and not stage_queries.visits(client=client).exists():
        stages.enter(client=client, stage=Stage.PREBOARDING, by=None, now=event.recorded_at, at=event.happened_at)


@subscribe(kinds.CONTACT_CREATED)
def welcome_person(event: Event) -> None:
    """Let a person who joins a client that is under way be onboarded, however long the client has been with us."""
    client = _client(event)
    contact = Contact.objects.filter(pk=event.contact_id, erased_at=None).first() if event.contact_id else None
    if client is None or contact is None or event.origin != Origin.LIVE:
        return
    present = stage_queries.present_visit(client=client)
    if present and not stage_queries.visits(client=client, contact=contact).exists():
        day = client.local_date(event.recorded_at)
        roles = talks.roles_at(contact_ids=[contact.pk], client_id=client.pk, on=day).get(contact.pk, [])
        stage, reason = stages.newcomer_stage(standing=present.stage, roles=roles)
        at, now = event.happened_at, event.recorded_at
        stages.enter(client=client, contact=contact, stage=stage, by=None, now=now, at=at, reason=reason)


@subscribe(kinds.ANY)
def follow_the_path(event: Event) -> None:
    """Let clients and people enter the stages into which the event leads, as the house has drawn its path."""
    if event.client_id and stages.leads_anywhere(event.kind):
        stages.follow(event)


@subscribe(kinds.TASK_DONE)
def task_does_gesture(event: Event) -> None:
    """Note as done what was approved and had to be done by a person: its task was it."""
    task = Task.objects.select_related("owner").filter(pk=event.payload["task_id"]).first()
    gesture_id = as_id(task.origin.removeprefix("care:")) if task else None
    gesture = Gesture.objects.filter(pk=gesture_id).exclude(form=Form.LETTER).first() if gesture_id else None
    if task and gesture:
        care.complete(gesture=gesture, by=task.owner, now=event.recorded_at)


def remember_wish(event: Event) -> None:
    """Let whoever asked see to what a person wants."""
    title, days = WISHES[event.kind]
    _bring_wish(event, title=title, days=days)


@subscribe(kinds.SURVEY_PASSED_ON)
def remember_colleague(event: Event) -> None:
    """Let whoever asked see whether the colleague that a person has named should be asked instead."""
    colleague = ", ".join(filter(None, (event.payload.get("name"), event.payload.get("address"))))
    _bring_wish(event, title=gettext_noop("Ask a colleague instead: %(colleague)s"), days=2, colleague=colleague)


@subscribe(kinds.INTERACTION_LOGGED)
@subscribe(kinds.PROMISE_KEPT)
def count_places(event: Event) -> None:
    """Let the map of the path say soon what was told about a place, and how long a promise took there."""
    stages.count_soon(now=event.recorded_at)


@subscribe(kinds.INTERACTION_LOGGED)
def remember_to_answer(event: Event) -> None:
    """Let whoever looks after the client answer what a person has written on their own page."""
    if event.payload.get("channel") == Channel.LINE:
        _bring_wish(event, title=gettext_noop("Answer: there is a note from the personal page"), days=1)


def _bring_wish(event: Event, *, title: str, days: int, **words: str) -> None:
    """Put a wish of a client's person onto the day of whoever asked them, else of the client's manager.

    Where there is neither, onto that of whoever has run the house longest.
    """
    contact = Contact.objects.filter(pk=event.contact_id, erased_at=None).first()
    client = Client.objects.select_related("manager").filter(pk=event.client_id).first()
    owner = _who_answers(event, client) if contact else None
    if contact is None or owner is None:
        return
    with translation.override(owner.language):
        playbooks.bring_task(
            origin=f"{event.kind}:{event.pk}",
            title=gettext(title) % words if words else gettext(title),
            owner=owner,
            due_on=event.recorded_at.astimezone(zoneinfo.ZoneInfo(owner.time_zone)).date() + timedelta(days=days),
            client=client,
            contact=contact,
            now=event.recorded_at,
        )


def _who_answers(event: Event, client: Client | None) -> Employee | None:
    rows = Invitation.objects.select_related("sender").filter(pk=event.payload.get("invitation_id"))
    found = [row.sender for row in rows] + ([client.manager] if client else [])
    at_work = [one for one in found if one and not one.left_at]
    return next(iter(at_work or organizations.who_can_invite(now=event.recorded_at)), None)


def _client(event: Event) -> Client | None:
    found: Client | None = Client.objects.filter(pk=event.client_id).first() if event.client_id else None
    return found


for wish in WISHES:
    subscribe(wish)(remember_wish)
