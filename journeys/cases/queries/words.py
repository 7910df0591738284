"""What was said, in words: of an answer, and of what a case has heard."""

from django.utils.translation import gettext as _

from feedback.interactions.models import Visibility
from feedback.responses.models import Confidentiality, Response
from feedback.surveys import queries as surveys
from feedback.surveys.document import OTHER, WRITTEN
from journeys.cases.models import Case, CaseSignal

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


def score_of(case: Case, signal: CaseSignal) -> str:
    """Return the score that was given with something heard, as it stands now; "" without one."""
    answer = _answer(case, signal)
    scale, score = next(iter(answer.scores.items()), ("", 0)) if answer else ("", 0)
    return score_in_words(scale, score) if scale else ""


def quote_of(case: Case, signal: CaseSignal) -> tuple[str, str]:
    """Return what was said in the person's own words, as they stand now, and the language."""
    answer = _answer(case, signal)
    return (words_of(answer), answer.language) if answer else (signal.quote, signal.language)


def _answer(case: Case, signal: CaseSignal) -> Response | None:
    """Return the answer behind a signal as far as the case may show it: it may be confided before its case hears of that."""
    answer = signal.response
    if answer is None or answer.removed_at:
        return None
    if answer.confidentiality == Confidentiality.LEADERSHIP and case.visibility != Visibility.LEADERSHIP:
        return None
    return None if answer.confidentiality == Confidentiality.ROLE and case.contact_id else answer
