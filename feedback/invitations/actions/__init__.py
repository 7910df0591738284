"""Asking people, and taking a question back."""

from feedback.invitations.actions.asking import NeedsDecision, NotAskable, NotPublished, ask
from feedback.invitations.actions.inviting import LINK_LIFE, invite, withdraw

__all__ = ["LINK_LIFE", "NeedsDecision", "NotAskable", "NotPublished", "ask", "invite", "withdraw"]
