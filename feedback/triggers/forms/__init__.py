"""Clean input of rules."""

from feedback.triggers.forms.rows import unshown
from feedback.triggers.forms.rule import RuleForm, initial_of

__all__ = ["RuleForm", "initial_of", "unshown"]
