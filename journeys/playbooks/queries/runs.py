"""Reading runs: where they stand, and which are over though nobody has said so."""

import uuid
from collections.abc import Collection, Sequence

from django.db.models import QuerySet

from accounts.clients.models import Client, Contact, Position
from accounts.events import kinds
from accounts.events.models import Event, Origin
from journeys.playbooks.models import OPEN, Ending, PlaybookRun, RunState, RunStep


def runs() -> QuerySet[PlaybookRun]:
    """Return every run with its playbook, client and person, the latest first."""
    rows = PlaybookRun.objects.select_related("playbook", "version", "client", "contact", "started_by", "visit")
    return rows.order_by("-started_at", "-id")


def runs_of(*, client: Client) -> QuerySet[PlaybookRun]:
    """Return the playbooks at work, or done, at a client and for its people."""
    return runs().filter(client=client)


def open_runs(*, client_id: uuid.UUID) -> QuerySet[PlaybookRun]:
    """Return what is at work at a client and for its people."""
    return PlaybookRun.objects.filter(client=client_id, state__in=OPEN)


def steps_of(run: PlaybookRun) -> list[RunStep]:
    """Return the steps of a run in their order, with what each has brought about."""
    rows = RunStep.objects.filter(run=run).select_related(
        "contact", "by", "task__owner", "letter__contact", "ask__contact", "ask__invitation"
    )
    return list(rows.order_by("number"))


def run_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return which playbook runs where: for the audit trail."""
    rows = PlaybookRun.objects.filter(pk__in=ids).values_list("pk", "playbook__name", "client__name")
    return {pk: f"{playbook} ({client})" for pk, playbook, client in rows}


def origin_of(run: PlaybookRun) -> Origin:
    """Return as what the run was told when it began: what a demo begins, it ends."""
    told = Event.objects.filter(dedupe_key=f"{kinds.PLAYBOOK_STARTED.name}:{run.pk}")
    return Origin(told.values_list("origin", flat=True).first() or Origin.LIVE)


def endings(found: Sequence[PlaybookRun]) -> dict[uuid.UUID, Ending]:
    """Return which of these open runs are over, and why; a constant number of queries.

    Asked before anything is done in a run's name: what has happened counts, whether anybody has told the run of it or not.
    """
    clients = {run.client_id for run in found}
    gone = set(
        Client.objects.filter(pk__in=clients).exclude(archived_at=None, merged_into=None).values_list("pk", flat=True)
    )
    people = {run.contact_id for run in found if run.contact_id}
    here = set(Contact.objects.filter(pk__in=people, erased_at=None, merged_into=None).values_list("pk", flat=True))
    standing = set(
        Position.objects.filter(contact__in=here, client__in=clients, left_on=None).values_list("contact", "client")
    )
    cases = {str(run.case_id) for run in found if run.case_id}
    closed = Event.objects.filter(kind=kinds.CASE_CLOSED.name, client_id__in=clients) if cases else Event.objects.none()
    over = {payload.get("case_id") for payload in closed.values_list("payload", flat=True)} & cases
    why = {
        run.pk: next(
            (
                ending
                for ending, is_so in (
                    (Ending.CLIENT, run.client_id in gone),
                    (Ending.PERSON, bool(run.contact_id) and (run.contact_id, run.client_id) not in standing),
                    (Ending.STAGE, run.visit is not None and run.visit.left_at is not None),
                    (Ending.CASE, str(run.case_id) in over),
                )
                if is_so
            ),
            None,
        )
        for run in found
    }
    return {pk: ending for pk, ending in why.items() if ending}


def over_runs(ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return which of these runs want nothing any more, or nothing for now; what a run that is done has sent, it wants."""
    found = list(PlaybookRun.objects.filter(pk__in=ids).exclude(state=RunState.DONE).select_related("visit"))
    held = {run.pk for run in found if run.state != RunState.RUNNING}
    return held | set(endings([run for run in found if run.state == RunState.RUNNING]))
