"""Asking many at once: finding them, deciding, planning in batches, stopping."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import Func, QuerySet

from accounts import clock
from accounts.audit import actions as audit
from accounts.clients.models import ClientFacts
from accounts.jobs import actions as jobs
from accounts.organizations.models import Employee, Organization
from feedback.invitations import queries
from feedback.invitations.actions.planning import PATIENCE, Wanted, plan, stop
from feedback.invitations.foreseeing import Candidate, chosen
from feedback.invitations.models import AskState, PlannedAsk, Source, Wave, WavePerson, WaveState
from feedback.surveys.models import Survey

WAVES = "waves"  # the queue
CLIENTS, PEOPLE = 50, 200  # of one transaction
NOT_BEGUN = {WaveState.PREPARING, WaveState.DRAFT, WaveState.WAITING}


class SamePerson(RuntimeError):
    """Whoever has launched a wave cannot be the second person who agrees."""


@transaction.atomic
def prepare_wave(
    *,
    survey: Survey,
    clients: QuerySet[ClientFacts],
    roles: Sequence[str],
    per_role: int | None,
    wanted_at: datetime | None,
    heads_up_days: int = 0,
    by: Employee,
    now: datetime,
) -> Wave:
    """Begin to find out whom a wave would reach at these clients; nobody is asked before it is launched.

    Which clients they are is settled by the database, in one statement: here nobody reads them all.
    """
    wave = Wave(
        survey=survey,
        client_ids=[],
        roles=list(roles),
        per_role=per_role,
        wanted_at=wanted_at,
        heads_up_days=heads_up_days,
        made_by=by,
        created_at=now,
    )
    wave.save()
    settled = ArraySubquery(clients.order_by("sort_name").values("client_id"))
    Wave.objects.filter(pk=wave.pk).update(client_ids=Func(settled, function="to_jsonb"))
    audit.record(action="wave.prepared", subject=wave, by=by, now=now, before=audit.NEW)
    _go_on(wave)
    return wave


@transaction.atomic
def launch_wave(*, wave: Wave, by: Employee, now: datetime) -> Wave:
    """Let a prepared wave go: at once, or once a second person agrees, where it reaches more than one may decide.

    Twice is once.
    """
    row = Wave.objects.select_for_update().get(pk=wave.pk)
    if row.state != WaveState.DRAFT:
        return row
    before = audit.snapshot(row)
    limit = Organization.objects.values_list("blast_limit", flat=True).get(pk=row.organization_id)
    row.launched_by = by
    if WavePerson.objects.filter(wave=row, is_asked=True).count() > limit:
        row.state = WaveState.WAITING
        row.save(update_fields=["launched_by", "state"])
        audit.record(action="wave.launched", subject=row, by=by, now=now, before=before)
        return row
    row.save(update_fields=["launched_by"])
    return _start(row, by=by, now=now, before=before, action="wave.launched")


@transaction.atomic
def approve_wave(*, wave: Wave, by: Employee, now: datetime) -> Wave:
    """Agree to a wave that waits for a second person; twice is once. Raises SamePerson."""
    row = Wave.objects.select_for_update().get(pk=wave.pk)
    if row.state != WaveState.WAITING:
        return row
    if row.launched_by_id == by.pk:
        raise SamePerson
    before = audit.snapshot(row)
    row.approved_by = by
    row.save(update_fields=["approved_by"])
    return _start(row, by=by, now=now, before=before, action="wave.approved")


@transaction.atomic
def stop_wave(*, wave: Wave, by: Employee, now: datetime) -> bool:
    """Let nobody else of a wave be asked, at once; False when it is stopped already. What has left, has left."""
    row = Wave.objects.select_for_update().get(pk=wave.pk)
    if row.state == WaveState.STOPPED:
        return False
    before = audit.snapshot(row)
    row.state, row.ended_at = WaveState.STOPPED, now
    row.save(update_fields=["state", "ended_at"])
    audit.record(action="wave.stopped", subject=row, by=by, now=now, before=before)
    _go_on(row)
    return True


def work_on_waves(wave_ids: list[uuid.UUID], now: datetime) -> None:
    """Do the next step of each wave: find people, plan them, or let those who are planned be. The ledger of work calls this.

    Each step is a transaction of its own and leaves the next one to be done, so that a process that dies loses one step.
    """
    own = now + clock.offset()
    rows = Wave.objects.select_for_update(of=["self"]).select_related("survey").defer("client_ids")
    for wave in rows.filter(pk__in=wave_ids).order_by("pk"):
        if wave.state == WaveState.PREPARING:
            _find(wave, now=own)
        elif wave.state == WaveState.RUNNING:
            _plan(wave, now=own)
        elif wave.state == WaveState.STOPPED:
            _let_be(wave, now=own)


def _start(wave: Wave, *, by: Employee, now: datetime, before: dict[str, object], action: str) -> Wave:
    wave.state, wave.started_at = WaveState.RUNNING, now
    wave.save(update_fields=["state", "started_at"])
    audit.record(action=action, subject=wave, by=by, now=now, before=before)
    _go_on(wave)
    return wave


def _find(wave: Wave, *, now: datetime) -> None:
    ids, number = queries.clients_from(wave, wave.prepared, most=CLIENTS)
    found = _rows(wave, queries.foreseen(wave, ids, now=now, patience=PATIENCE))
    WavePerson.objects.bulk_create(found, ignore_conflicts=True)  # somebody of two clients is asked once
    wave.prepared += len(ids)
    wave.people = WavePerson.objects.filter(wave=wave).count()
    is_done = wave.prepared >= number
    wave.state = WaveState.DRAFT if is_done else WaveState.PREPARING
    wave.save(update_fields=["prepared", "people", "state"])
    if not is_done:
        _go_on(wave)


def _rows(wave: Wave, candidates: Collection[Candidate]) -> list[WavePerson]:
    rows = [
        WavePerson(
            wave=wave,
            contact_id=one.contact_id,
            client_id=one.client_id,
            role=one.role,
            is_asked=one.is_asked,
            reason=one.reason,
            leaves_at=one.leaves_at,
        )
        for one in chosen(candidates, roles=wave.roles, per_role=wave.per_role)
    ]
    for row in rows:
        row.stamp()
    return rows


def _plan(wave: Wave, *, now: datetime) -> None:
    found = list(WavePerson.objects.filter(wave=wave).order_by("pk")[:PEOPLE])
    wanted = [
        Wanted(
            contact_id=one.contact_id,
            client_id=one.client_id,
            survey_id=wave.survey_id,
            role=one.role,
            occurrence=f"wave:{wave.pk}",
            source=Source.WAVE,
            source_id=wave.pk,
            wanted_at=max(wave.wanted_at or now, now),
            asked_by_id=wave.launched_by_id,
            heads_up_days=wave.heads_up_days,
        )
        for one in found
    ]
    if wanted:
        plan(wanted, now=now)
        WavePerson.objects.filter(pk__in=[one.pk for one in found]).delete()
        return _go_on(wave)
    wave.state, wave.ended_at = WaveState.DONE, now
    wave.save(update_fields=["state", "ended_at"])
    return None


def _let_be(wave: Wave, *, now: datetime) -> None:
    WavePerson.objects.filter(wave=wave).delete()
    planned = list(PlannedAsk.objects.filter(source_id=wave.pk, state=AskState.PLANNED, is_meant=False)[:PEOPLE])
    if stop(planned, by=None, now=now):
        _go_on(wave)


def _go_on(wave: Wave) -> None:
    jobs.enqueue(queue=WAVES, subject_id=wave.pk, now=clock.real_now())
