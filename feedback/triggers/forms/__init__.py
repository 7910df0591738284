"""Clean input of rules."""

from feedback.triggers.forms.reach import NAMED
from feedback.triggers.forms.rows import unshown
from feedback.triggers.forms.rule import RuleForm, initial_of

__all__ = ["NAMED", "RuleForm", "initial_of", "unshown"]
