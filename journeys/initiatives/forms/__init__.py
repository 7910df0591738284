"""What is written down of plans and rulings."""

from journeys.initiatives.forms.plans import EndForm, InitiativeForm, StepForm
from journeys.initiatives.forms.rulings import KeepForm, RulingForm

__all__ = ["EndForm", "InitiativeForm", "KeepForm", "RulingForm", "StepForm"]
