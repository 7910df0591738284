"""Table of contents: every model of this app. Other code imports it from its slice."""

from journeys.playbooks.models import Playbook, PlaybookRun, PlaybookVersion, RunStep, Task
from journeys.stages.models import Expectation, JourneyPart, JourneyStage, JourneyVersion, StageFigures, StageVisit

__all__ = [
    "Expectation",
    "JourneyPart",
    "JourneyStage",
    "JourneyVersion",
    "Playbook",
    "PlaybookRun",
    "PlaybookVersion",
    "RunStep",
    "StageFigures",
    "StageVisit",
    "Task",
]
