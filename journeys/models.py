"""Table of contents: every model of this app. Other code imports it from its slice."""

from journeys.playbooks.models import Task
from journeys.stages.models import StageVisit

__all__ = ["StageVisit", "Task"]
