"""Writing playbooks, publishing them, and putting them away."""

from datetime import datetime

from django.db import transaction
from django.utils import translation

from accounts.audit import actions as audit
from accounts.organizations.models import Employee
from journeys.playbooks import gallery, queries, script
from journeys.playbooks.models import Playbook, PlaybookState, PlaybookVersion, Scenario
from journeys.playbooks.script import Fault, Script


class NameTaken(RuntimeError):
    """Another playbook in use has this name."""


class NotReady(RuntimeError):
    """Steps are unfinished; `faults` says what is missing, by the number of the step, 0 for the whole."""

    def __init__(self, faults: dict[int, Fault]) -> None:
        super().__init__(", ".join(f"{number}: {fault}" for number, fault in faults.items()))
        self.faults = faults


@transaction.atomic
def create(
    *, name: str, scenario: Scenario | str, owner: Employee, content: Script, by: Employee, now: datetime
) -> Playbook:
    """Write a playbook down; it begins nowhere before it is published. Raises NameTaken."""
    _refuse_taken(name)
    row = Playbook(name=name, scenario=scenario, owner=owner, content=script.write(content), created_at=now)
    row.about, row.begin = content.about, content.begin
    row.save()
    audit.record(action="playbook.created", subject=row, by=by, now=now, before=audit.NEW)
    return row


@transaction.atomic
def install(*, key: str, by: Employee, now: datetime) -> Playbook:
    """Write down a playbook of the gallery, in the language of whoever takes it; its letters are in every language.

    A name that is taken gets a number. Raises LookupError for one that the gallery does not have.
    """
    with translation.override(by.language):
        ready = gallery.ready_made(key)
        name, number = str(ready.name), 1
        while _is_taken(name):
            number += 1
            name = f"{ready.name} {number}"
        return create(name=name, scenario=ready.scenario, owner=by, content=ready.content(), by=by, now=now)


@transaction.atomic
def save(
    *, playbook: Playbook, name: str, scenario: Scenario | str, owner: Employee, by: Employee, now: datetime
) -> None:
    """Change what a playbook is called and what it is for. Raises NameTaken."""
    _refuse_taken(name, besides=playbook)
    row = _locked(playbook)
    before = audit.snapshot(row)
    row.name, row.scenario, row.owner = name, scenario, owner
    row.save(update_fields=["name", "scenario", "owner"])
    audit.record(action="playbook.changed", subject=row, by=by, now=now, before=before)


@transaction.atomic
def save_script(*, playbook: Playbook, content: Script, by: Employee, now: datetime) -> None:
    """Change what is being edited; what runs goes on as it began, and begins as it was published."""
    row = _locked(playbook)
    data = script.write(content)
    if row.content == data:
        return
    row.content = data
    row.save(update_fields=["content"])
    audit.record(action="playbook.changed", subject=row, by=by, now=now)


@transaction.atomic
def publish(*, playbook: Playbook, by: Employee, now: datetime) -> Playbook:
    """Let the playbook begin from now on as it is written; runs keep the version of their beginning. Raises NotReady."""
    row = _locked(playbook)
    content = script.read(row.content)
    if faults := script.missing(content, surveys=queries.askable_ids(), facts=queries.known_facts()):
        raise NotReady(faults)
    before = audit.snapshot(row)
    last = PlaybookVersion.objects.filter(playbook=row).order_by("-number").first()
    if last is None or last.content != row.content:
        number = last.number + 1 if last else 1
        last = PlaybookVersion(playbook=row, number=number, content=row.content, published_at=now, published_by=by)
        last.save()
    row.version, row.state = last.number, PlaybookState.ACTIVE
    row.about, row.begin, row.stage = content.about, content.begin, content.stage
    row.alert, row.severity = content.alert, content.severity
    row.save()
    audit.record(action="playbook.published", subject=row, by=by, now=now, before=before)
    return row


@transaction.atomic
def pause_playbook(*, playbook: Playbook, by: Employee, now: datetime) -> None:
    """Let the playbook begin nowhere new; what runs goes on. Twice is once."""
    row = _locked(playbook)
    if row.state != PlaybookState.ACTIVE:
        return
    before = audit.snapshot(row)
    row.state = PlaybookState.PAUSED
    row.save(update_fields=["state"])
    audit.record(action="playbook.switched_off", subject=row, by=by, now=now, before=before)


@transaction.atomic
def archive(*, playbook: Playbook, by: Employee, now: datetime) -> None:
    """Put a playbook away: it begins nowhere new, what runs goes on, what it did stays. Twice is once."""
    row = _locked(playbook)
    if row.archived_at:
        return
    before = audit.snapshot(row)
    row.archived_at = now
    row.save(update_fields=["archived_at"])
    audit.record(action="playbook.archived", subject=row, by=by, now=now, before=before)


def _locked(playbook: Playbook) -> Playbook:
    row: Playbook = Playbook.objects.select_for_update(no_key=True).get(pk=playbook.pk)
    return row


def _refuse_taken(name: str, *, besides: Playbook | None = None) -> None:
    if _is_taken(name, besides=besides):
        raise NameTaken


def _is_taken(name: str, *, besides: Playbook | None = None) -> bool:
    others = Playbook.objects.filter(name__iexact=name, archived_at=None)
    return bool(others.exclude(pk=besides.pk if besides else None).exists())
