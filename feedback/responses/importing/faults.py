"""Why a row of past answers cannot be imported, and what to do about it."""

from typing import Any

from django.utils.translation import gettext_lazy

OF_ROWS: dict[str, Any] = {
    "off_scale": gettext_lazy("This mark is not on the scale {more}. Write one that is, or clear the cell."),
    "no_moment": gettext_lazy("Nobody knows when this was said. Write the day, like 2026-11-22 or 22.11.2026."),
    "no_answer": gettext_lazy("There is neither a mark nor a word. Fill one in, or delete the row."),
    "not_asked": gettext_lazy(
        "The survey “{more}” does not ask this of this role. Clear the cell, or name another survey."
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
    "removed": gettext_lazy("This answer was taken back after it had been imported. Delete the row."),
}
