from journeys.stages.models.journey import JourneyPart, JourneyStage, JourneyVersion
from journeys.stages.models.standing import Expectation, Met, PartFigures, Reason, StageFigures, StageVisit

__all__ = [
    "Expectation",
    "JourneyPart",
    "JourneyStage",
    "JourneyVersion",
    "Met",
    "PartFigures",
    "Reason",
    "StageFigures",
    "StageVisit",
]
