"""Table of contents: every model of this app. Other code imports it from its slice."""

from journeys.care.models import CareFeed, CareRules, ClientCare, Gesture, HardMoment, PersonCare
from journeys.cases.models import Case, CaseSettings, CaseSignal, CaseStep, Compensation, RootCause, UnitRequest
from journeys.decisions.models import Decision, DecisionLimit
from journeys.initiatives.models import Initiative, InitiativeStep, Ruling
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
    "CareFeed",
    "CareRules",
    "Case",
    "CaseSettings",
    "CaseSignal",
    "CaseStep",
    "ClientCare",
    "Compensation",
    "Decision",
    "DecisionLimit",
    "Expectation",
    "Gesture",
    "HardMoment",
    "Initiative",
    "InitiativeStep",
    "JourneyPart",
    "JourneyStage",
    "JourneyVersion",
    "PartFigures",
    "PersonCare",
    "Playbook",
    "PlaybookRun",
    "PlaybookVersion",
    "RootCause",
    "Ruling",
    "RunStep",
    "StageFigures",
    "StageVisit",
    "Task",
    "UnitRequest",
]
