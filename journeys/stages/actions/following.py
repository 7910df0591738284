"""What moves clients and people along the path by itself: events, days, a version that is changed over to."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from accounts import clock
from accounts.audit import actions as audit
from accounts.clients.enums import Stage
from accounts.clients.models import Client, ClientFacts, ClientState, Contact
from accounts.events import actions as events
from accounts.events import kinds
from accounts.events.models import Event, Origin
from accounts.jobs import actions as jobs
from accounts.organizations.models import Organization
from accounts.tenancy.context import current_organization_id, tenant_context
from accounts.tenancy.registry import active_organization_ids
from accounts.worktime import Place
from journeys.stages import queries
from journeys.stages.actions.moving import enter
from journeys.stages.models import JourneyVersion, StageVisit
from journeys.stages.pace import STUCK
from journeys.stages.queries import Standing
from journeys.stages.rules import CLIENT, NOWHERE, PERSON, EntryRule, first_that_fits

SWEEP = "journey_sweep"  # the queue
BATCH = 200  # stays of one transaction
# What may lead into a stage, besides the organization's own kinds.
LEADING = (
    *(kinds.CONTRACT_SIGNED, kinds.CONTRACT_ENDED, *kinds.OUTCOMES.values()),
    *(kinds.ROLE_STARTED, kinds.CONTACT_RETURNED, kinds.CLIENT_RESTORED),
)
LEADING_NAMES = frozenset(kind.name for kind in LEADING)


def leads_anywhere(kind: str) -> bool:
    """Tell whether events of the kind can be what leads into a stage."""
    return kind in LEADING_NAMES or kind.startswith(kinds.CUSTOM)


def today(now: datetime) -> date:
    """Return the day that it is in the house."""
    return Place(Organization.objects.get().time_zone).today(now)


@transaction.atomic
def follow(event: Event) -> None:
    """Let the client, and the person of the event, enter the stages into which the event leads by the version in force.

    Only live events lead anywhere: history has happened already. Who stands there stays; twice is once.
    """
    client = Client.objects.filter(pk=event.client_id, archived_at=None, merged_into=None).first()
    rules = queries.rules_in_force() if client and event.origin == Origin.LIVE else {}
    if client is None or not rules:
        return
    present = queries.present_visit(client=client)
    standing = present.stage if present else NOWHERE
    contact = Contact.objects.filter(pk=event.contact_id, erased_at=None).first() if event.contact_id else None
    for whose, person in ((CLIENT, None), (PERSON, contact)):
        if whose == PERSON and person is None:
            continue
        found = first_that_fits(rules, whose=whose, kind=event.kind, stage=standing, payload=event.payload)
        if found:
            stage, rule = found
            own = queries.present_visit(client=client, contact=person)
            at = max(event.happened_at, own.entered_at) if own else event.happened_at
            now, why = event.recorded_at, rule.reason
            enter(client=client, contact=person, stage=Stage(stage), by=None, now=now, at=at, reason=why)


def newcomer_stage(*, standing: str, roles: Collection[str]) -> tuple[Stage, str]:
    """Return in which stage somebody begins who joins a client that stands there, and why anew ("": simply new).

    Whoever takes a role that leads into a stage begins in it at once; everybody else is onboarded, before the start too.
    """
    if standing == Stage.PREBOARDING:
        return Stage.PREBOARDING, ""
    rules = queries.rules_in_force()
    for role in sorted(roles):
        payload, kind = {"role": role}, kinds.ROLE_STARTED.name
        found = first_that_fits(rules, whose=PERSON, kind=kind, stage=standing, payload=payload)
        if found:
            return Stage(found[0]), found[1].reason
    return Stage.ONBOARDING, ""


def request_sweeps(*, now: datetime) -> None:
    """Let every active organization look who takes too long: the timetable's entry."""
    for organization_id in active_organization_ids():
        with tenant_context(organization_id):
            jobs.enqueue(queue=SWEEP, subject_id=organization_id, now=now)


def sweep(subject_ids: list[uuid.UUID], now: datetime) -> None:
    """Look at the next batch of stays, behind the one that the subject names; the organization names none, and begins with
    who changes over to another version today. The ledger calls this; twice is once."""
    own = now + clock.offset()
    for subject_id in subject_ids:
        rows = StageVisit.objects.filter(left_at=None, client__facts__state=ClientState.CURRENT).order_by("pk")
        if subject_id == current_organization_id():
            _change_over(own)
        else:
            rows = rows.filter(pk__gt=subject_id)
        batch = list(rows.select_related("client", "contact")[:BATCH])
        _look_at(queries.standing_of(batch, now=own), own)
        if len(batch) == BATCH:  # the rest in a transaction of its own
            jobs.enqueue(queue=SWEEP, subject_id=batch[-1].pk, now=now)


def _change_over(now: datetime) -> None:
    due = JourneyVersion.objects.filter(published_at__isnull=False, replaced_at=None, moved_at=None)
    for version in due.filter(moves_on__lte=today(now)):
        stages = queries.stages_of(version)
        for stage in version.moves:
            steps = stages[stage].own_steps
            rows = StageVisit.objects.filter(Q(version=None) | ~Q(version=version), stage=stage, left_at=None)
            # Who is on a step that the new version has too stays on it; the others begin with its first one.
            lost = rows.exclude(step__in=[one.key for one in steps])
            lost.update(step=steps[0].key if steps else "", step_since=now if steps else None)
            rows.update(version=version, is_mixed=True)
        before = audit.snapshot(version)
        version.moved_at = now
        version.save(update_fields=["moved_at"])
        audit.record(action="journey.followed", subject=version, by=None, now=now, before=before)


def _look_at(standings: Sequence[Standing], now: datetime) -> None:
    facts = {
        row.client_id: row for row in ClientFacts.objects.filter(client__in=[one.visit.client_id for one in standings])
    }
    changed, told = [], []
    rules = queries.rules_in_force()
    for one in standings:
        visit = one.visit
        row = facts[visit.client_id]
        if visit.contact_id is None and row.pace != one.pace:
            row.pace = one.pace
            changed.append(row)
        if one.pace == STUCK:
            told.append(_stuck(one, now))
        _lead_on(visit, rules, now)
    ClientFacts.objects.bulk_update(changed, ["pace"])
    if told:
        events.publish_many(told, now=now)


def _stuck(one: Standing, now: datetime) -> events.Fact:
    visit = one.visit
    return events.Fact(
        kind=kinds.STAGE_STUCK,
        client_id=visit.client_id,
        contact_id=visit.contact_id,
        happened_at=now,
        payload={"stage": visit.stage, "visit_id": visit.pk, "days": one.days},
        dedupe_key=f"{kinds.STAGE_STUCK.name}:{visit.pk}",
    )


def _lead_on(visit: StageVisit, rules: Mapping[str, list[EntryRule]], now: datetime) -> None:
    """Let a stay end whose days have passed, by a rule of the stage that follows."""
    whose = PERSON if visit.contact_id else CLIENT
    days = (now - visit.entered_at) / timedelta(days=1)

    for stage, of_stage in rules.items():
        for rule in of_stage:
            if stage != visit.stage and rule.whose == whose and rule.is_due(stage=visit.stage, days=days):
                client, contact = visit.client, visit.contact
                enter(client=client, contact=contact, stage=Stage(stage), by=None, now=now, reason=rule.reason)
                return
