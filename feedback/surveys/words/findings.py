"""What the checks before a launch have found, in words, each with the part of the builder where it is mended."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from feedback.surveys.document import Document
from feedback.surveys.lints import Lint
from feedback.surveys.rules import Finding, Problem
from feedback.surveys.words.names import LANGUAGES, place_name, title_of

# Two tables: some kinds of both have the same name.
PROBLEMS: Mapping[StrEnum, Any] = {
    Problem.NO_QUESTIONS: _("There is no question yet."),
    Problem.MISSING_TEXT: _("%(place)s: no text in %(languages)s."),
    Problem.TOO_FEW_CHOICES: _("%(place)s: offer at least two answers."),
    Problem.NO_ROWS: _("%(place)s: the table has no rows."),
    Problem.CONTRADICTION: _("%(place)s: the smallest number is larger than what is possible."),
    Problem.UNKNOWN_QUESTION: _("%(place)s: it asks for a question that is gone."),
    Problem.UNKNOWN_CHOICE: _("%(place)s: nobody can answer “%(named)s” with “%(value)s”."),
    Problem.NO_SCORE: _("%(place)s: its words depend on “%(named)s”, which is no scale."),
    Problem.NOT_LATER: _("%(place)s: it leads back to “%(named)s”. Choose a later question."),
    Problem.NOT_EARLIER: _("%(place)s: “%(named)s” is asked only later."),
    Problem.UNREACHABLE: _("%(place)s: nobody is ever asked this."),
}
LINTS: Mapping[StrEnum, Any] = {
    Lint.DOUBLE_BARRELLED: _("%(place)s: “%(words)s” may join two questions. Ask one thing at a time."),
    Lint.LEADING: _("%(place)s: “%(words)s” suggests the answer."),
    Lint.ABSOLUTE: _("%(place)s: “%(words)s” is hardly ever true. Ask about the last time."),
    Lint.NOT_ACTIONABLE: _("%(place)s: which decision do the answers serve?"),
    Lint.SCALE_WITHOUT_ENDS: _("%(place)s: say what the lowest and the highest mark mean."),
    Lint.SCALE_MISMATCH: _("%(place)s: the words ask for another scale."),
    Lint.SCORE_NOT_FIRST: _("%(place)s: put it first, then it can be answered right from the letter."),
    Lint.NO_SCORE: _("No question has a scale, so there will be no trend."),
    Lint.NO_WORDS: _("Nobody can say why: add a text, or an answer of one’s own."),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One finding for a page. `question` is the id of the question to open; "" for the texts of the page and the letter."""

    text: str
    question: str
    place: str


def tell(document: Document, findings: Iterable[Finding]) -> list[Told]:
    """Return the findings in the language of the page."""
    return [Told(_sentence(document, one), _question(document, one.place), one.place) for one in findings]


def _question(document: Document, place: str) -> str:
    head, _dot, rest = place.partition(".")
    if head == "rules" and rest.isdecimal() and int(rest) < len(document.rules):
        return document.rules[int(rest)].question
    return rest.partition(".")[0] if head == "questions" else ""


def _sentence(document: Document, finding: Finding) -> str:
    details = dict(finding.details) | {"place": place_name(document, finding.place)}
    if "languages" in details:
        details["languages"] = ", ".join(str(LANGUAGES.get(one, one)) for one in details["languages"])
    if "named" in details:
        question = document.question(details["named"])
        details["named"] = title_of(question, document.languages) if question else details["named"]
    sentences = LINTS if isinstance(finding.kind, Lint) else PROBLEMS
    return str(sentences[finding.kind] if finding.kind in sentences else _with_number(finding)) % details


def _with_number(finding: Finding) -> str:
    """Return a sentence whose words depend on a number."""
    found = finding.details["found"]
    if finding.kind == Lint.TOO_MANY_CHOICES:
        return gettext("%(place)s: %(found)s answers are hard to overlook. Keep to %(most)s.")
    if isinstance(finding.kind, Lint):
        return gettext("%(place)s: %(found)s words are long. Keep to %(most)s.")
    if finding.kind == Problem.TOO_LONG:
        return ngettext(
            "It takes about %(found)s second, longer than the %(promised)s that you promise.",
            "It takes about %(found)s seconds, longer than the %(promised)s that you promise.",
            found,
        )
    return ngettext(
        "Somebody may be asked %(found)s question, more than the %(promised)s that you promise.",
        "Somebody may be asked %(found)s questions, more than the %(promised)s that you promise.",
        found,
    )
