"""What texts recall of earlier answers and of the person: {answer:q1|your score} is {q1} in SurveyJS. Plain Python."""

import re
from collections.abc import Iterator, Mapping

from feedback.surveys import recall
from feedback.surveys.foreign import Losses, Lost

BRACES = re.compile(r"\{\s*([^{}\n]{1,200}?)\s*\}")
VARIABLE = re.compile(r"[#$]?[\w$][\w$.\[\]-]*\Z")  # what SurveyJS fills in; braces around other words are words


def outgoing(text: str) -> str:
    """Return the text as SurveyJS writes it: answers by the names of their questions, without words for what is unknown."""
    return recall.PLACE.sub(lambda match: f"{{{match[1].removeprefix('answer:')}}}", text)


def incoming(text: str, names: Mapping[str, str], losses: Losses, place: str) -> str:
    """Return the text as ours recalls, by the ids of questions by their folded names; note what we cannot fill in."""

    def ours(match: re.Match[str]) -> str:
        if id_ := names.get(match[1].casefold()):
            return f"{{answer:{id_}}}"
        if not recall.PLACE.fullmatch(match[0]) and VARIABLE.match(match[1]):
            losses.note(place, Lost.RECALL, name=match[0])
        return match[0]

    return BRACES.sub(ours, text)


def lost(text: str) -> Iterator[tuple[Lost, dict[str, str]]]:
    """Yield what SurveyJS does not know of a text of ours: words for the unknown, and values that nobody has given it."""
    for match in recall.PLACE.finditer(text):
        if match[2]:
            yield Lost.FALLBACK, {"words": match[2]}
        if not match[1].startswith("answer:"):
            yield Lost.VARIABLE, {"name": f"{{{match[1]}}}"}
