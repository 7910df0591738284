from journeys.stages.models.journey import JourneyPart, JourneyStage, JourneyVersion
from journeys.stages.models.standing import Expectation, Met, Reason, StageFigures, StageVisit

__all__ = [
    "Expectation",
    "JourneyPart",
    "JourneyStage",
    "JourneyVersion",
    "Met",
    "Reason",
    "StageFigures",
    "StageVisit",
]
