"""Clean input for the pages of surveys."""

from feedback.surveys.forms.exchange import ImportedForm, ImportForm
from feedback.surveys.forms.frame import FrameForm
from feedback.surveys.forms.library import LibraryFilter
from feedback.surveys.forms.opening import OpenLinkForm
from feedback.surveys.forms.preview import PreviewForm
from feedback.surveys.forms.questions import QuestionForm
from feedback.surveys.forms.ruling import RulesForm
from feedback.surveys.forms.surveys import NewSurveyForm, SurveyForm

__all__ = [
    "FrameForm",
    "ImportForm",
    "ImportedForm",
    "LibraryFilter",
    "NewSurveyForm",
    "OpenLinkForm",
    "PreviewForm",
    "QuestionForm",
    "RulesForm",
    "SurveyForm",
]
