"""Table of contents: every model of this app. Other code imports it from its slice."""

from feedback.coverage.models import CoverageTarget
from feedback.interactions.models import Attachment, Interaction, InteractionContact, LetterAddress, Need, Promise

__all__ = ["Attachment", "CoverageTarget", "Interaction", "InteractionContact", "LetterAddress", "Need", "Promise"]
