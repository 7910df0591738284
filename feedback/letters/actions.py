"""Planning letters, and deciding about each when its time has come: now, later, or never, and why."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction

from accounts import clock
from accounts.clients.models import Contact
from accounts.jobs import actions as jobs
from accounts.tenancy.uuid7 import uuid7
from accounts.worktime import Window, window_of
from feedback.invitations import queries as invitations
from feedback.invitations import registry, rules
from feedback.invitations.rules import Asked, Decision, Reason, Verdict
from feedback.letters import sending
from feedback.letters.models import LetterState, PlannedLetter

LETTERS = "own_letters"  # the queue
PATIENCE = timedelta(days=14)  # how long a letter waits for its moment: what is said later than that is said too late


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A letter to somebody is wanted; `subject` and `text` by language. The same `occurrence` writes to the person once."""

    contact_id: uuid.UUID
    client_id: uuid.UUID
    sender_id: uuid.UUID | None
    source: str
    source_id: uuid.UUID
    occurrence: str
    subject: Mapping[str, str]
    text: Mapping[str, str]
    wanted_at: datetime
    despite_holds: bool = False
    window: Window | None = None  # narrows the person's own


@transaction.atomic
def plan(wanted: Sequence[Wanted], *, now: datetime) -> list[PlannedLetter]:
    """Note that these letters are to leave, and return what is planned, new or known already, in their order.

    Nothing leaves here: what is due now is decided in a moment, by the ledger of work.
    """
    rows = [_row(one, now=now) for one in wanted]
    PlannedLetter.objects.bulk_create(rows, ignore_conflicts=True)
    kept = {
        (row.contact_id, row.occurrence): row
        for row in PlannedLetter.objects.filter(
            contact__in={row.contact_id for row in rows}, occurrence__in={row.occurrence for row in rows}
        )
    }
    found = [kept[row.contact_id, row.occurrence] for row in rows]
    _look_again([row for row in found if row.state == LetterState.PLANNED])
    return found


def decide_due(letter_ids: list[uuid.UUID], now: datetime) -> None:
    """Decide about letters whose time has come. The ledger of work calls this, as often as it likes."""
    own = now + clock.offset()
    # Nobody else may decide about these people before this transaction ends.
    people = PlannedLetter.objects.filter(pk__in=letter_ids).values("contact")
    list(Contact.objects.select_for_update().filter(pk__in=people).order_by("pk"))
    planned = PlannedLetter.objects.select_for_update(of=["self"]).select_related("contact", "client", "sender")
    rows = list(planned.filter(pk__in=letter_ids, state=LetterState.PLANNED).order_by("wanted_at", "pk"))
    over = registry.over((row.source, row.source_id) for row in rows)
    for row in rows:
        if (row.source, row.source_id) in over:
            _write(row, Decision(Verdict.REFUSE, Reason.STOPPED), now=own)
        elif row.due_at <= own:
            _decide(row, now=own)
    _look_again([row for row in rows if row.state == LetterState.PLANNED])


@transaction.atomic
def stop(letters: Iterable[PlannedLetter], *, now: datetime, reason: Reason = Reason.STOPPED) -> int:
    """Let planned letters never leave, and return how many were still planned."""
    rows = PlannedLetter.objects.select_for_update().filter(pk__in=[one.pk for one in letters])
    return rows.filter(state=LetterState.PLANNED).update(state=LetterState.REFUSED, reason=reason, due_at=now)


def _row(one: Wanted, *, now: datetime) -> PlannedLetter:
    row = PlannedLetter(
        id=uuid7(),
        contact_id=one.contact_id,
        client_id=one.client_id,
        sender_id=one.sender_id,
        source=one.source,
        source_id=one.source_id,
        occurrence=one.occurrence,
        subject=dict(one.subject),
        text=dict(one.text),
        created_at=now,
        wanted_at=one.wanted_at,
        due_at=one.wanted_at,
        give_up_at=max(one.wanted_at, now) + PATIENCE,
        despite_holds=one.despite_holds,
        window=one.window.as_json() if one.window else {},
    )
    row.stamp()
    return row


def _decide(row: PlannedLetter, *, now: datetime) -> None:
    person = _known(row, now=now)
    segment_id = invitations.segments_of([row.client_id])[row.client_id]
    calm = invitations.calm_for(invitations.calm_rules(), role="", segment_id=segment_id, country=person.place.country)
    wish = rules.Wish(
        wanted_at=row.wanted_at, give_up_at=row.give_up_at, is_relation=False, window=window_of(row.window)
    )
    # A letter asks nothing, so that it keeps the hard floor and the person's hours, and not the distance between questions.
    decision = rules.decide(person, wish, calm=replace(calm, gap_days=0, relation_gap_days=0), now=now)
    if decision.verdict == Verdict.SEND:
        sending.send(row, to=person.address, now=now)
    _write(row, decision, now=now)


def _known(row: PlannedLetter, *, now: datetime) -> Asked:
    """Return what is known of the person; an apology leaves although nobody there is asked."""
    person = invitations.known_of(contact=row.contact, client_id=row.client_id, now=now)
    return replace(person, is_held=person.is_held and not row.despite_holds)


def _write(row: PlannedLetter, decision: Decision, *, now: datetime) -> None:
    row.reason = str(decision.reason or "")
    row.due_at = now
    if decision.verdict == Verdict.WAIT:
        row.due_at = decision.until or now
    else:
        row.state = LetterState.SENT if decision.verdict == Verdict.SEND else LetterState.REFUSED
    row.save(update_fields=["state", "reason", "due_at"])


def _look_again(rows: Collection[PlannedLetter]) -> None:
    due = defaultdict(list)
    for row in rows:
        due[row.due_at - clock.offset()].append(row.pk)
    for run_at, ids in due.items():
        jobs.enqueue_many(queue=LETTERS, subject_ids=ids, now=clock.real_now(), run_at=run_at)
