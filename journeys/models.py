"""Table of contents: every model of this app. Other code imports it from its slice."""

from journeys.playbooks.models import Task
from journeys.stages.models import Expectation, JourneyPart, JourneyStage, JourneyVersion, StageFigures, StageVisit

__all__ = [
    "Expectation",
    "JourneyPart",
    "JourneyStage",
    "JourneyVersion",
    "StageFigures",
    "StageVisit",
    "Task",
]
