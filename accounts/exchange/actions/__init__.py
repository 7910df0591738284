"""What can be done with an import. What people do stands in the audit trail; what they import, too."""

from accounts.exchange.actions.checking import check_batch, choose_columns
from accounts.exchange.actions.reading import read
from accounts.exchange.actions.running import NotReady, cancel, run_batch, start
from accounts.exchange.actions.starting import begin, fail
from accounts.exchange.actions.tidying import forget_person, request_tidying, tidy
from accounts.exchange.actions.undoing import TooLate, start_undo, undo_batch

__all__ = [
    "NotReady",
    "TooLate",
    "begin",
    "cancel",
    "check_batch",
    "choose_columns",
    "fail",
    "forget_person",
    "read",
    "request_tidying",
    "run_batch",
    "start",
    "start_undo",
    "tidy",
    "undo_batch",
]
