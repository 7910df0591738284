"""Table of contents: every model of this app. Other code imports it from its slice."""

from feedback.interactions.models import Attachment, Interaction, InteractionContact, Need, Promise

__all__ = ["Attachment", "Interaction", "InteractionContact", "Need", "Promise"]
