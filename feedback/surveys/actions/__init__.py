"""Writing surveys, publishing them, and putting them away."""

from feedback.surveys.actions.drafts import (
    Conflict,
    add_from_library,
    add_question,
    duplicate_question,
    edit_frame,
    edit_question,
    edit_rules,
    move_question,
    remove_question,
    restore_question,
)
from feedback.surveys.actions.opening import close_to_all, open_to_all, open_url
from feedback.surveys.actions.publishing import DraftMoved, NotReady, Undecided, launch, publish
from feedback.surveys.actions.surveys import (
    NameTaken,
    archive_survey,
    close_survey,
    create_survey,
    reopen_survey,
    restore_survey,
    save_survey,
)

__all__ = [
    "Conflict",
    "DraftMoved",
    "NameTaken",
    "NotReady",
    "Undecided",
    "add_from_library",
    "add_question",
    "archive_survey",
    "close_survey",
    "close_to_all",
    "create_survey",
    "duplicate_question",
    "edit_frame",
    "edit_question",
    "edit_rules",
    "launch",
    "move_question",
    "open_to_all",
    "open_url",
    "publish",
    "remove_question",
    "reopen_survey",
    "restore_question",
    "restore_survey",
    "save_survey",
]
