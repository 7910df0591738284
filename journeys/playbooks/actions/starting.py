"""Beginning a playbook: by what happens at a client, by a rule, or by hand."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from accounts.audit import actions as audit
from accounts.clients.models import Client, Contact, Position
from accounts.events import actions as events
from accounts.events import kinds
from accounts.events.models import Event, Origin
from accounts.organizations.models import Employee
from journeys.playbooks import queries, script
from journeys.playbooks.actions.waking import wake
from journeys.playbooks.models import OPEN, Cause, Playbook, PlaybookRun, PlaybookState, RunStep
from journeys.playbooks.script import About, Begin, End
from journeys.stages import queries as stages
from journeys.stages.models import StageVisit

FRESH = timedelta(days=7)  # what we hear of later than this begins nothing any more
CAUSES = {Begin.STAGE: Cause.STAGE, Begin.ALERT: Cause.ALERT, Begin.CASE: Cause.CASE}


class NotOn(RuntimeError):
    """The playbook was never published, is paused, or put away."""


class WrongSubject(RuntimeError):
    """It is about a person and nobody is named; or the client or the person is no longer with us."""


class AlreadyRuns(RuntimeError):
    """It is at work there already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """What begins a run. The same `occurrence` begins it once for one subject."""

    cause: Cause
    occurrence: str
    visit_id: uuid.UUID | None = None
    topic: str = ""
    case_id: uuid.UUID | None = None


def start_by_hand(
    *,
    playbook: Playbook,
    client: Client,
    by: Employee,
    now: datetime,
    contact: Contact | None = None,
    origin: Origin = Origin.LIVE,
) -> PlaybookRun:
    """Begin a playbook at a client, or for one of its people. Raises NotOn, WrongSubject and AlreadyRuns."""
    why = Why(cause=Cause.HAND, occurrence=f"hand:{now.isoformat()}")
    return start(playbook=playbook, client=client, contact=contact, why=why, by=by, now=now, origin=origin)


@transaction.atomic
def start(
    *,
    playbook: Playbook,
    client: Client,
    contact: Contact | None,
    why: Why,
    by: Employee | None,
    now: datetime,
    first_at: datetime | None = None,
    origin: Origin = Origin.LIVE,
) -> PlaybookRun:
    """Begin a playbook, its first step not before `first_at`; what this cause has begun already is returned as it is.

    Nothing is done here: the first step is taken in a moment, by the ledger of work.

    Raises NotOn, WrongSubject and AlreadyRuns.
    """
    Client.objects.select_for_update(no_key=True).get(pk=client.pk)  # its stages and runs change one at a time
    row = Playbook.objects.select_for_update(no_key=True).get(pk=playbook.pk)
    contact = contact if row.about == About.PERSON else None
    runs = PlaybookRun.objects.filter(playbook=row, client=client, contact=contact)
    if known := runs.filter(occurrence=why.occurrence).first():
        return known
    if row.state != PlaybookState.ACTIVE or row.archived_at:
        raise NotOn
    if not _is_with_us(row, client, contact):
        raise WrongSubject
    if runs.filter(state__in=OPEN).exists():
        raise AlreadyRuns
    run = _new_run(row, client, contact, why, by=by, now=now, first_at=first_at)
    audit.record(action="playbook.started", subject=run, by=by, now=now, before=audit.NEW)
    fact = events.Fact(
        kind=kinds.PLAYBOOK_STARTED,
        happened_at=now,
        client_id=client.pk,
        contact_id=run.contact_id,
        actor_id=by.pk if by else None,
        payload={"run_id": run.pk, "playbook_id": row.pk, "playbook": row.name, "cause": str(why.cause)},
        dedupe_key=f"playbook.started:{run.pk}",
        origin=origin,
    )
    events.publish(fact, now=now)
    return run


def start_for_event(*, event: Event, begin: Begin, why: Why, **wanted: str) -> list[PlaybookRun]:
    """Begin every playbook that waits for such an event at its client, for its person where it is about people.

    `wanted` is the stage that begins, or the kind (`alert`) and the severity of the alert.
    Told twice, it begins each once. History, imports and demo data begin nothing, nor does what we hear of too late.
    """
    if event.origin != Origin.LIVE or event.recorded_at - event.happened_at > FRESH:
        return []
    found = [
        _start_quietly(row, event, why)
        for row in queries.waiting_playbooks(begin=begin, **wanted)
        if begin != Begin.STAGE or (row.about == About.PERSON) == bool(event.contact_id)
    ]
    return [run for run in found if run]


def start_for_rule(*, event: Event) -> PlaybookRun | None:
    """Begin the playbook that a rule wants. Told twice, it begins once."""
    row = Playbook.objects.filter(pk=event.payload["playbook_id"]).first()
    why = Why(cause=Cause.RULE, occurrence=f"rule:{event.payload['rule_id']}:{event.payload['occurrence']}")
    first_at = event.recorded_at + timedelta(hours=event.payload.get("hours", 0))
    return _start_quietly(row, event, why, first_at=first_at) if row else None


def _start_quietly(row: Playbook, event: Event, why: Why, first_at: datetime | None = None) -> PlaybookRun | None:
    """Begin the playbook, unless something speaks against it."""
    client = Client.objects.filter(pk=event.client_id).first()
    contact = Contact.objects.filter(pk=event.contact_id).first() if event.contact_id else None
    if client is None:
        return None
    try:
        return start(
            playbook=row, client=client, contact=contact, why=why, by=None, now=event.recorded_at, first_at=first_at
        )
    except (NotOn, WrongSubject, AlreadyRuns):
        return None


def _is_with_us(row: Playbook, client: Client, contact: Contact | None) -> bool:
    if client.archived_at or client.merged_into_id:
        return False
    if row.about == About.CLIENT:
        return True
    return bool(contact) and Position.objects.filter(contact=contact, client=client, left_on=None).exists()


def _new_run(
    row: Playbook,
    client: Client,
    contact: Contact | None,
    why: Why,
    *,
    by: Employee | None,
    now: datetime,
    first_at: datetime | None,
) -> PlaybookRun:
    version = row.versions.get(number=row.version)
    content = script.read(version.content)
    visit = None
    if End.STAGE in content.ends:
        present = stages.present_visit(client=client, contact=contact)
        visit = StageVisit.objects.filter(pk=why.visit_id).first() if why.visit_id else present
    run = PlaybookRun.objects.create(
        playbook=row,
        version=version,
        client=client,
        contact=contact,
        cause=why.cause,
        occurrence=why.occurrence,
        visit=visit,
        topic=why.topic if End.CASE in content.ends else "",
        case_id=why.case_id if End.CASE in content.ends else None,
        started_at=now,
        started_by=by,
        first_at=first_at or now,
    )
    RunStep.objects.bulk_create(RunStep(run=run, number=number) for number, _step in enumerate(content.steps, start=1))
    wake([run.pk], at=run.first_at)
    return run
