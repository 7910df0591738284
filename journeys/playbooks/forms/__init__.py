"""Clean input of tasks, playbooks, their steps and runs."""

from journeys.playbooks.forms.daily import TaskForm
from journeys.playbooks.forms.playbooks import OpeningForm, PlaybookForm
from journeys.playbooks.forms.runs import NoteForm, StartForm
from journeys.playbooks.forms.steps import FORMS, StepForm

__all__ = ["FORMS", "NoteForm", "OpeningForm", "PlaybookForm", "StartForm", "StepForm", "TaskForm"]
