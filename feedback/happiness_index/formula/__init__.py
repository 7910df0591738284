"""How the happiness index is counted, and why it moved. Plain Python: readings and `now` in, the number with its reasons out.

The same readings, moment, baseline, weights and version give the same number, in any order, today and in ten years. The
constants of every version stand in `constants`; docs/happiness-index.md works an example by hand.
"""

from feedback.happiness_index.formula.constants import (
    CURRENT,
    HALF_LIVES,
    KIND_OF,
    MARKS,
    ROLES,
    VERSIONS,
    Formula,
    confidence_of,
)
from feedback.happiness_index.formula.index import Contribution, Index, Reading, RoleMood, index_of, known
from feedback.happiness_index.formula.signals import (
    Disagreement,
    Drop,
    Silence,
    disagreement,
    drop,
    patience,
    rhythm,
    silence,
    slope,
    volatility,
)
from feedback.happiness_index.formula.waterfall import Cause, Moment, Step, Waterfall, waterfall

__all__ = [
    "CURRENT",
    "HALF_LIVES",
    "KIND_OF",
    "MARKS",
    "ROLES",
    "VERSIONS",
    "Cause",
    "Contribution",
    "Disagreement",
    "Drop",
    "Formula",
    "Index",
    "Moment",
    "Reading",
    "RoleMood",
    "Silence",
    "Step",
    "Waterfall",
    "confidence_of",
    "disagreement",
    "drop",
    "index_of",
    "known",
    "patience",
    "rhythm",
    "silence",
    "slope",
    "volatility",
    "waterfall",
]
