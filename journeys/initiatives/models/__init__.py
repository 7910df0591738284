from journeys.initiatives.models.plans import (
    OPEN,
    SHARES,
    Figures,
    Initiative,
    InitiativeStep,
    Metric,
    Source,
    State,
)
from journeys.initiatives.models.rulings import Ruling

__all__ = [
    "OPEN",
    "SHARES",
    "Figures",
    "Initiative",
    "InitiativeStep",
    "Metric",
    "Ruling",
    "Source",
    "State",
]
