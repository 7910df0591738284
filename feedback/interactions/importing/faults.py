"""Why a row of past talks cannot be imported, and what to do about it."""

from typing import Any

from django.utils.translation import gettext_lazy

OF_ROWS: dict[str, Any] = {
    "no_talk_day": gettext_lazy("Nobody knows when this took place. Write the day, like 2026-11-22 or 22.11.2026."),
    "no_channel": gettext_lazy("Write how it took place: {more}."),
    "nothing_said": gettext_lazy(
        "There is neither a mood nor a word. Fill in mood, quote, notes or topics, or delete the row."
    ),
    "too_many_topics": gettext_lazy("At most ten topics of up to {more} characters each, with commas between them."),
    "mood": gettext_lazy("This is no mood. Write a number from 0 to 100, or one of: {more}."),
    "which_client_of_talk": gettext_lazy("They work at several clients: {more}. Write with which of them it was."),
    "unknown_participant": gettext_lazy(
        "Nobody at this client is known as “{more}”. Add the person first, or take them out of the cell."
    ),
    "talk_removed": gettext_lazy("This talk was removed after it had been imported. Delete the row."),
}
