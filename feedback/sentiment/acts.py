"""What the audit trail says about moods: never a word of what was said."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import registry
from accounts.audit.registry import Act
from feedback.sentiment import queries

ACTS = {
    "mood.marked": Act(_("Mood set by hand"), _("{who} set the mood of {what} by hand")),
    "mood.unmarked": Act(_("Mood set by hand taken back"), _("{who} took back a mood of {what} set by hand")),
    "text_mood.corrected": Act(
        _("Mood of a text corrected"), _("{who} corrected how something said by {what} is read")
    ),
    "text_mood.restored": Act(
        _("Correction of a text taken back"), _("{who} took back how something said by {what} is read")
    ),
    "remote_mood.agreed": Act(
        _("Reading by another service agreed to"), _("{who} agreed that texts are read by {what}")
    ),
    "remote_mood.withdrawn": Act(
        _("Reading by another service withdrawn"), _("{who} withdrew that texts are read by {what}")
    ),
    "lexicon.added": Act(_("Own word added"), _("{who} added the own word {what}")),
    "lexicon.changed": Act(_("Own word changed"), _("{who} changed the own word {what}")),
    "lexicon.removed": Act(_("Own word removed"), _("{who} removed an own word")),
}
NAMES = {
    "feedback.moodreading": queries.clients_of_readings,
    "feedback.moodcorrection": queries.clients_of_corrections,
    "feedback.lexiconentry": queries.words_of,
    "feedback.remoteconsent": queries.hosts_of,
}


def register() -> None:
    """Teach the audit trail these acts and names."""
    registry.register(acts=ACTS, names=NAMES)
