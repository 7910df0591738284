"""Table of contents: every model of this app. Other code imports it from its slice."""

from journeys.cases.models import Case, CaseSettings, CaseSignal, CaseStep, Compensation, RootCause, UnitRequest
from journeys.playbooks.models import Playbook, PlaybookRun, PlaybookVersion, RunStep, Task
from journeys.stages.models import (
    Expectation,
    JourneyPart,
    JourneyStage,
    JourneyVersion,
    PartFigures,
    StageFigures,
    StageVisit,
)

__all__ = [
    "Case",
    "CaseSettings",
    "CaseSignal",
    "CaseStep",
    "Compensation",
    "Expectation",
    "JourneyPart",
    "JourneyStage",
    "JourneyVersion",
    "PartFigures",
    "Playbook",
    "PlaybookRun",
    "PlaybookVersion",
    "RootCause",
    "RunStep",
    "StageFigures",
    "StageVisit",
    "Task",
    "UnitRequest",
]
