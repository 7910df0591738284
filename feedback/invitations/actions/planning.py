"""Planning questions, and deciding about each when its time has come: now, later, or never, and why."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts import clock
from accounts.audit import actions as audit
from accounts.clients.models import Contact
from accounts.jobs import actions as jobs
from accounts.organizations.models import Employee
from accounts.tenancy.uuid7 import uuid7
from accounts.worktime import Window, window_of
from feedback.invitations import letters, queries, registry, rules
from feedback.invitations.actions import reminding
from feedback.invitations.actions.announcing import announce
from feedback.invitations.actions.inviting import invite
from feedback.invitations.fatigue import Calm
from feedback.invitations.models import AskState, Invitation, PlannedAsk, SendDecision, Source
from feedback.invitations.rules import Asked, Decision, Reason, Verdict
from feedback.surveys.models import Purpose, Survey, SurveyVersion

ASKS = "asks"  # the queue of planned questions
PATIENCE = timedelta(days=45)  # how long a question waits for its moment, where nobody says otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Somebody is wanted to be asked. `occurrence` names the cause: the same one asks the person once."""

    contact_id: uuid.UUID
    client_id: uuid.UUID
    survey_id: uuid.UUID
    role: str
    occurrence: str
    source: Source
    wanted_at: datetime
    source_id: uuid.UUID | None = None
    give_up_at: datetime | None = None
    topic: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    asked_by_id: uuid.UUID | None = None
    is_meant: bool = False
    heads_up_days: int = 0  # tell somebody who was never asked so many working days before
    choice_until: datetime | None = None  # until when one of us may choose somebody else
    window: Window | None = None  # narrows the person's own
    is_over_limit: bool = False  # whoever wants it has a limit of its own, and has reached it


@transaction.atomic
def plan(wanted: Sequence[Wanted], *, now: datetime) -> list[PlannedAsk]:
    """Note that these people are to be asked, and return what is planned of them, new or known already, in their order.

    Nothing leaves here: what is due now is decided in a moment, by the ledger of work. A person who was asked about a topic,
    or is about to be, is not asked about it again: that is noted as refused, and so is what is over a limit.
    """
    rows = [_row(one, now=now) for one in wanted]
    PlannedAsk.objects.bulk_create(rows, ignore_conflicts=True)
    kept = {
        (row.contact_id, row.occurrence): row
        for row in PlannedAsk.objects.filter(
            contact__in={row.contact_id for row in rows}, occurrence__in={row.occurrence for row in rows}
        )
    }
    found = [kept[row.contact_id, row.occurrence] for row in rows]
    fresh = {row.pk for row in rows}
    new = [row for row in {row.pk: row for row in found}.values() if row.pk in fresh]
    _lock_people(new)
    over = {(one.contact_id, one.occurrence) for one in wanted if one.is_over_limit}
    refused = {row.pk: Reason.LIMIT for row in new if (row.contact_id, row.occurrence) in over}
    refused |= {row.pk: Reason.TOPIC for row in new if row.pk not in refused and _is_said(row)}
    _write([(row, Decision(Verdict.REFUSE, refused[row.pk])) for row in new if row.pk in refused], now=now)
    _decide([row for row in new if row.pk not in refused], now=now, may_send=False)
    return found


@transaction.atomic
def ask_at_once(wanted: Wanted, *, now: datetime) -> PlannedAsk:
    """Ask a person in this very transaction, if they may be asked; the row says what became of it."""
    (row,) = PlannedAsk.objects.bulk_create([_row(wanted, now=now)])
    _decide([row], now=now, may_send=True)
    return row


def note_call(wanted: Wanted, *, invitation: Invitation, now: datetime) -> None:
    """Keep in the ledger that the person was asked by phone: nothing was to be decided, and nothing leaves."""
    row = _row(wanted, now=now)
    row.state, row.invitation = AskState.SENT, invitation
    PlannedAsk.objects.bulk_create([row])


def decide_due(ask_ids: list[uuid.UUID], now: datetime) -> None:
    """Decide about planned questions whose time has come. The ledger of work calls this, as often as it likes."""
    own = now + clock.offset()
    planned = PlannedAsk.objects.select_for_update(of=["self"]).select_related("contact", "client__manager", "asked_by")
    rows = list(planned.filter(pk__in=ask_ids, state=AskState.PLANNED).order_by("pk"))
    _look_again(row for row in rows if row.due_at > own)
    due = [row for row in rows if row.due_at <= own]
    of_waves = [row for row in due if row.source == Source.WAVE and not row.is_meant]
    stopped = queries.stopped_waves({row.source_id for row in of_waves})
    ended = registry.over((row.source, row.source_id) for row in due)
    over = [row for row in of_waves if row.source_id in stopped]
    over += [row for row in due if (row.source, row.source_id) in ended]
    _write([(row, Decision(Verdict.REFUSE, Reason.STOPPED)) for row in over], now=own)
    due = [row for row in due if row not in over]
    _decide(sorted(due, key=lambda row: (row.wanted_at, row.pk)), now=own, may_send=True)


@transaction.atomic
def reconsider(asks: Iterable[PlannedAsk], *, now: datetime) -> None:
    """Look at these planned questions anew, because something that they waited for has changed. Nothing leaves here."""
    ids = [ask.pk for ask in asks]
    rows = PlannedAsk.objects.select_for_update().filter(pk__in=ids, state=AskState.PLANNED).order_by("pk")
    _decide(list(rows), now=now, may_send=False)


@transaction.atomic
def insist(*, ask: PlannedAsk, by: Employee, now: datetime, note: str = "") -> PlannedAsk:
    """Let a question that waits, or was refused for calm's sake, be asked as soon as the hard floor allows.

    The ledger keeps who has decided so, and `note`, why.
    """
    row = PlannedAsk.objects.select_for_update().get(pk=ask.pk)
    if row.state == AskState.SENT or row.is_meant:
        return row
    before = audit.snapshot(row)
    row.is_meant, row.state, row.reason = True, AskState.PLANNED, ""
    row.wanted_at, row.give_up_at, row.asked_by = now, max(row.give_up_at, now + PATIENCE), by
    row.save(update_fields=["is_meant", "state", "reason", "wanted_at", "give_up_at", "asked_by"])
    _decide([row], now=now, may_send=False, by=by, note=note)
    audit.record(action="survey.insisted", subject=row, by=by, now=now, before=before)
    return row


@transaction.atomic
def hasten(asks: Mapping[uuid.UUID, datetime], *, by: Employee, now: datetime) -> list[PlannedAsk]:
    """Let planned questions, by their ids, be wanted at another moment, because one of us has chosen these people."""
    rows = list(PlannedAsk.objects.select_for_update().filter(pk__in=asks, state=AskState.PLANNED).order_by("pk"))
    for row in rows:
        row.give_up_at += asks[row.pk] - row.wanted_at
        row.wanted_at, row.asked_by = asks[row.pk], by
    PlannedAsk.objects.bulk_update(rows, ["wanted_at", "give_up_at", "asked_by"])
    _decide(rows, now=now, may_send=False)
    return rows


@transaction.atomic
def stop(
    asks: Iterable[PlannedAsk],
    *,
    by: Employee | None,
    now: datetime,
    reason: Reason = Reason.STOPPED,
    note: str = "",
) -> int:
    """Let planned questions never leave, and return how many were still planned."""
    ids = [ask.pk for ask in asks]
    rows = list(PlannedAsk.objects.select_for_update().filter(pk__in=ids, state=AskState.PLANNED).order_by("pk"))
    _write([(row, Decision(Verdict.REFUSE, reason)) for row in rows], now=now, by=by, note=note)
    return len(rows)


def _row(one: Wanted, *, now: datetime) -> PlannedAsk:
    row = PlannedAsk(
        id=uuid7(),
        contact_id=one.contact_id,
        client_id=one.client_id,
        survey_id=one.survey_id,
        role=one.role,
        source=one.source,
        source_id=one.source_id,
        occurrence=one.occurrence,
        topic=one.topic,
        facts=dict(one.facts),
        asked_by_id=one.asked_by_id,
        created_at=now,
        wanted_at=one.wanted_at,
        due_at=one.wanted_at,
        give_up_at=one.give_up_at or max(one.wanted_at, now) + PATIENCE,
        is_meant=one.is_meant,
        heads_up_days=one.heads_up_days,
        window=one.window.as_json() if one.window else {},
        choice_until=one.choice_until,
    )
    row.stamp()
    return row


def _is_said(row: PlannedAsk) -> bool:
    """Tell whether the person was asked about the row's topic lately, or is about to be by a row that came before."""
    if not row.topic:
        return False
    same = PlannedAsk.objects.filter(contact=row.contact_id, client=row.client_id, topic=row.topic).exclude(pk=row.pk)
    lately = Q(state=AskState.SENT, due_at__gt=row.wanted_at - PATIENCE)
    return same.filter(Q(state=AskState.PLANNED, pk__lt=row.pk) | lately).exists()


def _lock_people(rows: Iterable[PlannedAsk]) -> None:
    """Let nobody else decide about these people before this transaction ends."""
    list(Contact.objects.select_for_update().filter(pk__in={row.contact_id for row in rows}).order_by("pk"))


def _decide(
    rows: Sequence[PlannedAsk], *, now: datetime, may_send: bool, by: Employee | None = None, note: str = ""
) -> None:
    """Decide about each of these, in their order: who is asked now is no longer free for the next one."""
    if not rows:
        return
    _lock_people(rows)
    known = queries.known_of_many({(row.contact_id, row.client_id) for row in rows}, now=now)
    versions = queries.latest_versions({row.survey_id for row in rows})
    open_surveys = Survey.objects.filter(closed_at=None, archived_at=None).in_bulk(versions)
    purposes = dict(Survey.objects.filter(pk__in={row.survey_id for row in rows}).values_list("pk", "purpose"))
    segments = queries.segments_of({row.client_id for row in rows})
    limits = queries.calm_rules()
    decided, asked_now = [], set[uuid.UUID]()
    for row in rows:
        if row.contact_id in asked_now:
            known |= queries.known_of_many({(row.contact_id, row.client_id)}, now=now)
        person = known[row.contact_id, row.client_id]
        wish = rules.Wish(
            wanted_at=row.wanted_at,
            give_up_at=row.give_up_at,
            is_relation=purposes[row.survey_id] == Purpose.RELATION,
            is_meant=row.is_meant,
            is_open=row.survey_id in open_surveys,
            window=window_of(row.window),
        )
        calm = queries.calm_for(limits, role=row.role, segment_id=segments[row.client_id], country=person.place.country)
        decision = rules.decide(person, wish, calm=calm, now=now)
        if decision.verdict == Verdict.SEND and may_send and (announced := announce(row, person, now=now)):
            decision = announced
        elif decision.verdict == Verdict.SEND and may_send:
            _send(row, versions[row.survey_id], person, calm=calm, now=now)
            asked_now.add(row.contact_id)
        decided.append((row, decision))
    _write(decided, now=now, by=by, note=note, may_send=may_send)


def _send(row: PlannedAsk, version: SurveyVersion, person: Asked, *, calm: Calm, now: datetime) -> None:
    invitation, token = invite(
        contact=row.contact,
        client=row.client,
        version=version,
        role=row.role,
        by=row.asked_by,
        sender=row.client.manager or row.asked_by,
        facts=row.facts,
        now=now,
    )
    letters.send(invitation, token=token, to=person.address, now=now)
    invitation.sent_at = now
    invitation.save(update_fields=["sent_at"])
    reminding.plan_reminder(invitation, calm=calm, now=now)
    row.invitation = invitation


def _write(
    decided: Collection[tuple[PlannedAsk, Decision]],
    *,
    now: datetime,
    by: Employee | None = None,
    note: str = "",
    may_send: bool = True,
) -> None:
    """Write what was decided into the ledger: a row for each decision that differs from the one before."""
    changed, entries = [], []
    for row, decision in decided:
        is_sent = decision.verdict == Verdict.SEND and may_send
        reason = str(decision.reason or "")
        until = decision.until if decision.verdict != Verdict.SEND else None
        is_news = row.reason != reason or by is not None or decision.verdict != Verdict.WAIT
        is_news |= until is not None and until != row.due_at
        if decision.verdict == Verdict.SEND and not may_send:
            row.due_at, is_news = max(row.wanted_at, now), by is not None
        elif decision.verdict == Verdict.WAIT:
            row.due_at = decision.until or now
        else:
            row.due_at = now
            row.state = AskState.SENT if is_sent else AskState.REFUSED
        row.reason = reason
        changed.append(row)
        if is_news:
            entry = SendDecision(
                ask=row, decided_at=now, verdict=decision.verdict, reason=reason, until=until, by=by, note=note
            )
            entry.stamp()
            entries.append(entry)
    PlannedAsk.objects.bulk_update(changed, ["due_at", "state", "reason", "invitation"])
    SendDecision.objects.bulk_create(entries)
    _look_again([row for row in changed if row.state == AskState.PLANNED])


def _look_again(rows: Iterable[PlannedAsk]) -> None:
    due = {row.pk: row.due_at - clock.offset() for row in rows}
    jobs.enqueue_each(queue=ASKS, due=due, now=clock.real_now())
