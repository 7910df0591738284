"""What was said, in words: of an answer, and of a case where nobody has named it."""

from django.utils.translation import gettext as _

from feedback.responses.models import Response
from feedback.surveys import queries as surveys
from feedback.surveys.document import OTHER, WRITTEN

HIGHEST = {"nps": 10, "csat": 5, "ces": 7}
LONGEST = 2000


def words_of(response: Response) -> str:
    """Return what the person wrote in their own words, in the order of the questions; "" where nothing."""
    if not response.has_words:
        return ""
    questions = surveys.document_of(response.version_id).questions
    names = [one.id if one.type in WRITTEN else f"{one.id}.{OTHER}" for one in questions]
    return "\n".join(str(response.answers[name]) for name in names if response.answers.get(name))[:LONGEST]


def score_in_words(scale: str, score: int) -> str:
    """Return "3 of 10" in the language of the page."""
    return _("%(score)s of %(highest)s") % {"score": score, "highest": HIGHEST[scale]}
