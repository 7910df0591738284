"""What the parts of a survey are called."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.clients.enums import BuyerRole, Stage
from feedback.surveys.conditions import Op
from feedback.surveys.document import Act, Audience, Document, Group, Question, Type, say

LANGUAGES: dict[str, Any] = dict(settings.LANGUAGES)


class Kind(NamedTuple):
    """A type of question: its name, and when to take it."""

    name: Any
    use: Any


TYPES: Mapping[Type, Kind] = {
    Type.NPS: Kind(
        _("Recommendation, 0–10"), _("Would they recommend you. Comparable with every other company (NPS).")
    ),
    Type.CSAT: Kind(_("Satisfaction, 1–5"), _("How satisfied they are with one thing that has just happened (CSAT).")),
    Type.CES: Kind(_("Effort, 1–7"), _("How easy it was to get something done with you (CES).")),
    Type.RATING: Kind(_("Rating"), _("A scale of your own, from 1 to between 3 and 10.")),
    Type.SINGLE: Kind(_("One of several"), _("Answers that exclude each other.")),
    Type.MULTIPLE: Kind(_("Some of several"), _("Reasons, topics, wishes: everything that fits.")),
    Type.YES_NO: Kind(_("Yes or no"), _("A fact that people know without thinking.")),
    Type.NUMBER: Kind(pgettext_lazy("type of question", "Number"), _("How many, how much, how long.")),
    Type.DATE: Kind(_("Day"), _("When something happened, or shall happen.")),
    Type.SHORT_TEXT: Kind(_("Short text"), _("A few words: a name, a product, a department.")),
    Type.LONG_TEXT: Kind(_("Long text"), _("In their own words. One such question is enough.")),
    Type.CONSENT: Kind(_("Consent"), _("A box to be ticked, for example to be quoted by name.")),
    Type.INFORMATION: Kind(
        pgettext_lazy("type of question", "Information"), _("Words between questions. Nothing is asked.")
    ),
    Type.MATRIX: Kind(_("Table"), _("One answer in each row. Hard on phones: three rows are plenty.")),
    Type.RANKING: Kind(_("Ranking"), _("In the order of importance. Five things at most can be ranked with care.")),
}
GROUPS = {
    Group.LOW: pgettext_lazy("scores", "Low scores"),
    Group.MIDDLE: pgettext_lazy("scores", "Middle scores"),
    Group.HIGH: pgettext_lazy("scores", "High scores"),
}
ACTS = {
    Act.SHOW: _("Ask it only if"),
    Act.HIDE: _("Leave it out if"),
    Act.REQUIRE: _("Demand an answer if"),
    Act.SKIP: _("Go on at another question if"),
    Act.END: _("End after it if"),
}
OPERATIONS = {
    Op.EQUAL: pgettext_lazy("comparison", "is"),
    Op.NOT_EQUAL: pgettext_lazy("comparison", "is not"),
    Op.LESS: pgettext_lazy("comparison", "is less than"),
    Op.AT_MOST: pgettext_lazy("comparison", "is at most"),
    Op.MORE: pgettext_lazy("comparison", "is more than"),
    Op.AT_LEAST: pgettext_lazy("comparison", "is at least"),
    Op.IN: pgettext_lazy("comparison", "is one of"),
    Op.HAS: pgettext_lazy("comparison", "includes"),
    Op.ANSWERED: pgettext_lazy("comparison", "is known"),
    Op.UNANSWERED: pgettext_lazy("comparison", "is not known"),
}
FACTS = {
    "role": _("Buyer role"),
    "stage": _("Stage"),
    "segment": _("Segment"),
    "language": _("Language"),
}
TEXTS = {
    "title": pgettext_lazy("of a question", "Question"),
    "help": _("Explanation"),
    "low": _("What the lowest mark means"),
    "high": _("What the highest mark means"),
}
FRAME_TEXTS = {
    "title": _("Heading of the page"),
    "intro": _("Introduction"),
    "thanks": _("Thanks"),
    "letter.subject": _("Subject of the letter"),
    "letter.text": _("Text of the letter"),
}
SETTINGS = {
    "languages": _("Languages"),
    "reply_days": _("When somebody answers"),
    "questions_promised": _("Promised questions"),
    "seconds_promised": _("Promised seconds"),
    "required": _("Whether an answer is demanded"),
    "has_other": _("An answer of one’s own"),
    "is_shuffled": _("Order of the answers"),
    "least": _("Fewest or smallest"),
    "most": _("Most or largest"),
    "maximum": _("Last mark of the scale"),
    "longest": _("Longest text"),
    "starts_page": _("Where a page begins"),
    "audience": _("Who is asked"),
    "decision": _("Which decision it serves"),
}


def title_of(question: Question, languages: Iterable[str]) -> str:
    """Return what the question is called on a page: its words in the language of the page, or of the survey."""
    return say(question.title, get_language() or "", [*languages, *question.title]) or gettext("Without words yet")


def group_range(question: Question, group: Group) -> str:
    """Return the marks of a scored question that lie in the group: "0–6"."""
    first, last = question.scale or (0, 0)
    marks = [mark for mark in range(first, last + 1) if question.group_of(mark) == group]
    return f"{marks[0]}–{marks[-1]}" if len(marks) > 1 else str(marks[0]) if marks else "–"


def audience_name(audience: Audience, segments: Mapping[str, str]) -> str:
    """Return for whom a part is, in words; `segments` are names by id."""
    named = [
        *(str(BuyerRole(one).label) for one in audience.roles if one in BuyerRole.values),
        *(str(Stage(one).label) for one in audience.stages if one in Stage.values),
        *(segments.get(one, gettext("a segment that is gone")) for one in audience.segments),
        *(str(LANGUAGES.get(one, one)) for one in audience.languages),
    ]
    return ", ".join(named)


def place_name(document: Document, place: str) -> str:
    """Return where in the survey a text or a setting stands, in words."""
    head, _dot, rest = place.partition(".")
    if head == "questions" and rest:
        return _place_in_question(document, rest)
    if head == "rules" and rest.isdecimal() and int(rest) < len(document.rules):
        question = document.question(document.rules[int(rest)].question)
        name = title_of(question, document.languages) if question else gettext("a question that is gone")
        return gettext("Rule of “%(question)s”") % {"question": name}
    return str(FRAME_TEXTS.get(place) or SETTINGS.get(place) or _("Questions"))


def _place_in_question(document: Document, rest: str) -> str:
    id_, _dot, part = rest.partition(".")
    question = document.question(id_)
    if question is None:
        return gettext("a question that is gone")
    name = title_of(question, document.languages)
    kind, _dot, inner = part.partition(".")
    if kind in {"choices", "rows"} and inner:
        ids = [one.id for one in getattr(question, kind)]
        number = {"number": ids.index(inner) + 1 if inner in ids else 0, "question": name}
        row, choice = gettext("“%(question)s”, row %(number)d"), gettext("“%(question)s”, answer %(number)d")
        return (row if kind == "rows" else choice) % number
    if kind == "wordings" and inner:
        group = GROUPS[Group(inner.rpartition(".")[2])]
        return gettext("“%(question)s”, %(part)s") % {"question": name, "part": str(group).lower()}
    if kind in {"help", "low", "high"}:
        return gettext("“%(question)s”, %(part)s") % {"question": name, "part": str(TEXTS[kind]).lower()}
    return gettext("“%(question)s”") % {"question": name}


def part_name(document: Document, place: str) -> str:
    """Return which text it is, without naming its question: "Explanation", "Answer 2"."""
    head, _dot, rest = place.partition(".")
    if head != "questions":
        return str(FRAME_TEXTS[place])
    id_, _dot, part = rest.partition(".")
    kind, _dot, inner = part.partition(".")
    question = document.question(id_)
    if kind in {"choices", "rows"} and question:
        ids = [one.id for one in getattr(question, kind)]
        number = {"number": ids.index(inner) + 1 if inner in ids else 0}
        return (gettext("Row %(number)d") if kind == "rows" else gettext("Answer %(number)d")) % number
    if kind == "wordings":
        return str(GROUPS[Group(inner.rpartition(".")[2])])
    return str(TEXTS[kind])
