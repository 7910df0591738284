"""Reading tasks, playbooks, and what playbooks do."""

from journeys.playbooks.queries.daily import checklists_of, clients_of_tasks, open_tasks, tasks
from journeys.playbooks.queries.effects import effects_of
from journeys.playbooks.queries.playbooks import (
    FACTS,
    askable_ids,
    condition_names,
    counts_of,
    is_askable,
    known_facts,
    names_for_rules,
    playbook_names,
    playbooks,
    startable,
    version_names,
    waiting_playbooks,
)
from journeys.playbooks.queries.reaching import facts_of, owner_of, person_in, place_of, role_of
from journeys.playbooks.queries.runs import (
    endings,
    open_runs,
    origin_of,
    over_runs,
    run_names,
    runs,
    runs_of,
    steps_of,
)

__all__ = [
    "FACTS",
    "askable_ids",
    "checklists_of",
    "clients_of_tasks",
    "condition_names",
    "counts_of",
    "effects_of",
    "endings",
    "facts_of",
    "is_askable",
    "known_facts",
    "names_for_rules",
    "open_runs",
    "open_tasks",
    "origin_of",
    "over_runs",
    "owner_of",
    "person_in",
    "place_of",
    "playbook_names",
    "playbooks",
    "role_of",
    "run_names",
    "runs",
    "runs_of",
    "startable",
    "steps_of",
    "tasks",
    "version_names",
    "waiting_playbooks",
]
