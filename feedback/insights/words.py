"""What pages call the findings of the calculations."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from feedback.insights import drivers, validation, weighting
from feedback.insights.drivers import Quadrant
from feedback.insights.money import Cause, Level
from feedback.sentiment.models import Aspect

CAUSES = {
    Cause.UNHAPPY: (_("Unhappy"), _("The index is below 55: upset or tense.")),
    Cause.SILENT: (
        _("Silent"),
        _("Nobody was heard for twice as long as usual; where nothing is usual yet, for 90 days."),
    ),
    Cause.UNCOVERED: (_("Not covered"), _("Nobody was ever heard, or one buyer role alone.")),
    Cause.RENEWAL: (_("Renewal near"), _("Decides within 90 days, and is not known to be content.")),
}
LEVELS = {
    Level.HIGH: pgettext_lazy("risk", "High"),
    Level.MIDDLE: pgettext_lazy("risk", "Middle"),
    Level.LOW: pgettext_lazy("risk", "Low"),
    Level.NONE: pgettext_lazy("risk", "None seen"),
}
QUADRANTS = {
    Quadrant.FIX: (pgettext_lazy("driver", "Fix first"), "urgent", _("counts much, and is not good enough")),
    Quadrant.KEEP: (pgettext_lazy("driver", "Keep"), "good", _("counts much, and is good")),
    Quadrant.WATCH: (pgettext_lazy("driver", "Watch"), "care", _("counts little, and is not good")),
    Quadrant.ENOUGH: (pgettext_lazy("driver", "Enough"), "", _("counts little, and is good")),
}
NO_DRIVERS = {
    drivers.Refusal.NO_MARKS: _(
        "Everybody gave the same marks, or nothing was asked besides: there is nothing to weigh."
    ),
    drivers.Refusal.SAME_OUTCOME: _("Everybody is equally happy: nothing can be seen to move it."),
    drivers.Refusal.UNRELATED: _(
        "The marks do not go up and down with happiness more than chance would have them. Ask about other things."
    ),
}
NOT_VALIDATED = {
    validation.Refusal.TOO_FEW: _("Too few relations have ended or gone on with an index known 90 days before."),
    validation.Refusal.TOO_FEW_BAD: _("Too few of them went badly: what foretells a loss cannot be seen yet."),
    validation.Refusal.TOO_FEW_GOOD: _("Too few of them went well: a warning cannot be told from a habit yet."),
}
NO_WEIGHTS = {
    weighting.Refusal.TOO_FEW: _(
        "Too few relations have ended or gone on with the mood of a role known 90 days before."
    ),
    weighting.Refusal.TOO_FEW_BAD: _("Too few of them went badly: which role foretells a loss cannot be seen yet."),
    weighting.Refusal.TOO_FEW_GOOD: _("Too few of them went well: a warning cannot be told from a habit yet."),
    weighting.Refusal.TOO_FEW_ROLES: _("Only one role was heard often enough: it has nothing to be weighed against."),
    weighting.Refusal.UNRELATED: _(
        "With no role those who left stood lower than those who stayed. The present weights are as good as any."
    ),
}
CELLS = {
    "warned_bad": _("Warned, and it went badly"),
    "warned_good": _("Warned, and it went well"),
    "missed_bad": _("Not warned, and it went badly"),
    "calm_good": _("Not warned, and it went well"),
    "unknown": _("No index was known 90 days before"),
}
ASPECTS = dict(Aspect.choices)
