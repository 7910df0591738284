"""Reading playbooks: those that are there, those that wait for something, and what their conditions may ask."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from feedback.invitations import queries as invitations
from feedback.triggers import queries as triggers
from feedback.triggers.words import FACTS as OF_CLIENTS
from feedback.triggers.words import Names
from journeys.playbooks.models import OPEN, Playbook, PlaybookRun, PlaybookState
from journeys.playbooks.script import About, Begin

PERSON_HEARD = "person.days_since_heard"
# Beside the facts of clients that rules know: of whom the playbook is about.
FACTS: Mapping[str, Any] = {PERSON_HEARD: _("Days since the person was heard")}
OF_EVENTS = "history.same_in_"  # counts the kind of event that fires a rule: a playbook has none


@dataclass(frozen=True, slots=True)
class Counts:
    """How often a playbook is at work, came to its end, and ended early."""

    running: int = 0
    done: int = 0
    ended: int = 0


def playbooks() -> QuerySet[Playbook]:
    """Return the playbooks that are not put away, by name."""
    return Playbook.objects.filter(archived_at=None).select_related("owner").order_by("name", "pk")


def startable(*, about: Collection[str] = tuple(About)) -> QuerySet[Playbook]:
    """Return the playbooks that may begin, by name."""
    return playbooks().filter(state=PlaybookState.ACTIVE, about__in=about)


def waiting_playbooks(*, begin: Begin, stage: str = "", alert: str = "", severity: str = "") -> QuerySet[Playbook]:
    """Return the playbooks that such an event begins: of any stage, kind and severity, or of this one."""
    rows = startable().filter(begin=begin, stage__in={"", stage})
    return rows.filter(alert__in={"", alert}, severity__in={"", severity})


def playbook_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return what these playbooks are called: for the audit trail."""
    return dict(Playbook.objects.filter(pk__in=ids).values_list("pk", "name"))


def names_for_rules() -> dict[uuid.UUID, str]:
    """Return the playbooks that a rule may begin, by id."""
    return dict(startable().values_list("pk", "name"))


def version_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the playbooks of these runs: for the ledger of questions, which names what wanted them."""
    return dict(PlaybookRun.objects.filter(pk__in=ids).values_list("pk", "playbook__name"))


def counts_of(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Counts]:
    """Return how often each playbook ran, with one query."""
    rows = PlaybookRun.objects.filter(playbook__in=ids).order_by().values("playbook")
    found = rows.annotate(
        running=Count("pk", filter=Q(state__in=OPEN)),
        done=Count("pk", filter=Q(state="done")),
        ended=Count("pk", filter=Q(state="ended")),
    )
    counted = {row.pop("playbook"): Counts(**row) for row in found}
    return {one: counted.get(one, Counts()) for one in ids}


def known_facts() -> dict[str, str]:
    """Return every fact that a playbook's conditions may read, with its type."""
    of_clients = {name: kind for name, kind in triggers.known_facts().items() if not name.startswith(OF_EVENTS)}
    return of_clients | dict.fromkeys(FACTS, "number")


def condition_names() -> Names:
    """Return what the organization calls what conditions speak of."""
    names = triggers.names()
    assert set(FACTS).isdisjoint(OF_CLIENTS)
    return replace(names, own_fields={**names.own_fields, **{name: str(title) for name, title in FACTS.items()}})


def is_askable(survey_id: uuid.UUID) -> bool:
    """Tell whether people can be asked about the survey now."""
    return bool(invitations.askable_surveys().filter(pk=survey_id).exists())


def askable_ids() -> frozenset[uuid.UUID]:
    """Return the surveys about which people can be asked now."""
    return frozenset(invitations.askable_surveys().values_list("pk", flat=True))
