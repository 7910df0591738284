"""Why a row of past answers cannot be imported, and what to do about it."""

from typing import Any

from django.utils.translation import gettext_lazy

OF_ROWS: dict[str, Any] = {
    "off_scale": gettext_lazy("This mark is not on the scale {more}. Write one that is, or clear the cell."),
    "no_moment": gettext_lazy("Nobody knows when this was said. Write the day, like 2026-11-22 or 22.11.2026."),
    "no_answer": gettext_lazy("There is neither a mark nor a word. Fill one in, or delete the row."),
    "not_asked": gettext_lazy(
        "The survey “{more}” does not ask this of this role, or not after the row’s other answers. Clear the cell, or name "
        "another survey."
    ),
    "unpublished": gettext_lazy("The survey “{more}” is not published yet. Publish it first, or write another name."),
    "no_person": gettext_lazy("Nobody knows who said this. Write the e-mail address, the number or the name."),
    "new_person": gettext_lazy(
        "We do not know this person. Import your people first, or write e-mail address and client: then the person is added."
    ),
    "which_client": gettext_lazy(
        "This person works at several clients: {more}. Write for which of them they answered."
    ),
    "not_at_client": gettext_lazy(
        "{more} is not among the people of this client. Add the person there first, or clear the client’s cell."
    ),
    "erased": gettext_lazy("This person’s data was erased on request. Delete the row."),
    "other_survey": gettext_lazy(
        "This column belongs to another survey than “{more}”. Clear the cell, or put the answers to each survey into rows of "
        "their own."
    ),
    "twice": gettext_lazy("Another column of this row answers the same question. Clear one of the two cells."),
    "too_few": gettext_lazy("Too few choices: at least {more} are wanted. Add some, or clear the cell."),
    "too_many": gettext_lazy("Too many choices: at most {more} are allowed. Leave some out."),
    "once_each": gettext_lazy("Name each of these once, the first place first, with semicolons between them: {more}."),
    "not_all_rows": gettext_lazy(
        "This question wants an answer in every line. Fill in the columns of the others, or clear this one."
    ),
    "not_agreed": gettext_lazy("Who does not agree here gives no answer to the survey. Delete the row."),
    "too_small": gettext_lazy("This number is too small: the question takes {more} or more. Mend it."),
    "too_large": gettext_lazy("This number is too large: the question takes {more} or less. Mend it."),
    "too_few_to_hide": gettext_lazy(
        "Fewer than three people of this role work at this client: everybody would know who said it. Write “top management "
        "only”, or add the others first."
    ),
    "readers_fixed": gettext_lazy(
        "This answer is known already, and who may read it was said then. To change that, undo its import and import it anew."
    ),
    "removed": gettext_lazy("This answer was taken back after it had been imported. Delete the row."),
}
