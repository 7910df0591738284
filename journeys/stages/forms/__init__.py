"""Clean input about the path and those who stand on it."""

from journeys.stages.forms.drawing import PartForm, PublicationForm, StageDesignForm
from journeys.stages.forms.standing import CompareForm, ExpectationForm, StageForm

__all__ = ["CompareForm", "ExpectationForm", "PartForm", "PublicationForm", "StageDesignForm", "StageForm"]
