"""Reading the path, where clients and people stand on it, and what their stays come to."""

from journeys.stages.queries.journey import (
    blank_stages,
    draft,
    in_force,
    part_names,
    parts_of,
    rules_in_force,
    stage_names,
    stages_of,
    version_names,
    versions,
)
from journeys.stages.queries.standing import (
    Standing,
    clients_of_expectations,
    clients_of_visits,
    expectations,
    present_visit,
    present_visits_of_people,
    standing_of,
    visits,
)

__all__ = [
    "Standing",
    "blank_stages",
    "clients_of_expectations",
    "clients_of_visits",
    "draft",
    "expectations",
    "in_force",
    "part_names",
    "parts_of",
    "present_visit",
    "present_visits_of_people",
    "rules_in_force",
    "stage_names",
    "stages_of",
    "standing_of",
    "version_names",
    "versions",
    "visits",
]
