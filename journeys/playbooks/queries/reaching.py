"""Whom a step reaches, who does its task, by whose clock, and what its condition reads."""

import uuid
from datetime import datetime
from typing import Any

from accounts.clients.models import Contact
from accounts.organizations import queries as organizations
from accounts.organizations.models import Department, Employee
from accounts.worktime import Place
from feedback.surveys.conditions import Condition, asked
from feedback.triggers import queries as triggers
from feedback.triggers.queries.facts import HEARD, last_of
from feedback.triggers.rules import First, Happening, Rule, What, When, Whom, chosen
from journeys.playbooks.models import PlaybookRun
from journeys.playbooks.queries.playbooks import PERSON_HEARD
from journeys.playbooks.script import Step, Who


def owner_of(run: PlaybookRun, step: Step, *, now: datetime) -> Employee:
    """Return who does the step's task: whom it names, else the playbook's owner, else whoever has run the house longest."""
    named = {
        Who.MANAGER: lambda: run.client.manager,
        Who.EMPLOYEE: lambda: Employee.objects.filter(pk=step.who_id).first(),
        Who.LEAD: lambda: Employee.objects.filter(
            pk__in=Department.objects.filter(pk=step.who_id).values("lead")
        ).first(),
    }[step.who]()
    at_work = [one for one in (named, run.playbook.owner) if one and one.left_at is None]
    return next(iter(at_work or organizations.who_can_invite(now=now)), run.playbook.owner)


def person_in(client_id: uuid.UUID, role: str, *, now: datetime) -> Contact | None:
    """Return who of this role is reached first: who was never heard, then who was heard longest ago."""
    happening = Happening(key="", kind="", client_id=client_id, at=now)
    rule = Rule(when=When(), whom=Whom(roles=(role,), first=First.UNHEARD), what=What())
    (people,) = triggers.people_of([happening], with_heard=True)
    found = chosen(rule, happening, people)
    return Contact.objects.filter(pk=found[0].contact_id, erased_at=None).first() if found else None


def role_of(client_id: uuid.UUID, contact_id: uuid.UUID, *, now: datetime) -> str:
    """Return the buyer role in which the person stands at the client; "" for none."""
    happening = Happening(key="", kind="", client_id=client_id, contact_id=contact_id, at=now)
    (people,) = triggers.people_of([happening], with_heard=False)
    return next((one.role for one in people if one.contact_id == contact_id), "")


def place_of(run: PlaybookRun) -> Place:
    """Return whose clock and holidays count for a wait: the person's, or the client's."""
    client, contact = run.client, run.contact
    if contact:
        return Place(contact.time_zone, contact.country or client.country)
    return Place(client.time_zone, client.country)


def facts_of(run: PlaybookRun, where: Condition, *, now: datetime) -> dict[str, Any]:
    """Return what a condition reads of the client, and of the person whom the run is about."""
    happening = Happening(key="", kind="", client_id=run.client_id, contact_id=run.contact_id, at=now)
    rule = Rule(when=When(), where=where, whom=Whom(), what=What())
    (facts,) = triggers.facts_of(rule, [happening])
    if run.contact_id and PERSON_HEARD in set(asked(where, source="fact")):
        (at,) = last_of("contact_id", [(run.contact_id, now)], HEARD)
        facts[PERSON_HEARD] = (now - at).days if at else None
    return facts
