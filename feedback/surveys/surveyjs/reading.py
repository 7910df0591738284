"""The JSON of SurveyJS as a document of ours."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from feedback.surveys.document.reading import MOST_QUESTIONS, MOST_RULES
from feedback.surveys.foreign import BadSurvey, Foreign, Losses, Lost, document_of, ids_for
from feedback.surveys.surveyjs.elements import Element, question_of, text_or_none
from feedback.surveys.surveyjs.ruling import Ruling
from feedback.surveys.surveyjs.texts import Languages
from feedback.surveys.surveyjs.words import LOOKS, OF_CONTAINER, OF_SURVEY, OWN

DEEPEST, MOST_ELEMENTS = 20, 2_000
FRAME = ("letter", "reply_days", "questions_promised", "seconds_promised")
CONTAINERS = {"panel", "page"}


def loads(text: str | bytes) -> Any:
    """Return the data of a JSON text of any Unicode encoding; raise BadSurvey."""
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise BadSurvey("", "is no JSON") from error


def read(data: Any, *, languages: Sequence[str]) -> Foreign:
    """Return the survey of SurveyJS JSON as ours, with every loss; raise BadSurvey.

    `languages` are those the organization writes in, one at least; texts that name no language are in the first of them.
    """
    if not isinstance(data, Mapping):
        raise BadSurvey("", "is no object")
    losses = Losses()
    tongues = Languages(data, languages=languages, losses=losses)
    elements = list(_elements(data, losses))
    if not elements and not data.keys() & {"pages", "elements", "questions"}:
        raise BadSurvey("pages", "there are none")
    kept = [one for one in elements if one.is_taken(losses)]
    if len(kept) > MOST_QUESTIONS:
        losses.note("", Lost.TOO_MANY, most=MOST_QUESTIONS, found=len(kept))
        kept = kept[:MOST_QUESTIONS]
    for one, id_ in zip(kept, ids_for([one.name for one in kept], prefix="q"), strict=True):
        one.id = id_
    tongues.names = {one.name.casefold(): one.id for one in reversed(kept)}
    questions = [question_of(one, tongues=tongues, losses=losses) for one in kept]
    ruling = Ruling(kept, questions, losses)
    rules = [*ruling.of_elements(), *ruling.of_triggers(data.get("triggers"))]
    if len(rules) > MOST_RULES:
        losses.note("", Lost.TOO_MANY, most=MOST_RULES, found=len(rules))
    for setting in data.keys() - OF_SURVEY - LOOKS:
        losses.note("", Lost.SETTING, setting=str(setting))
    own = data.get(OWN)
    frame = {name: own[name] for name in FRAME if name in own} if isinstance(own, Mapping) else {}
    body = {
        "title": tongues.texts(data.get("title"), ""),
        "intro": tongues.texts(data.get("description"), ""),
        "thanks": tongues.plain(data.get("completedHtml"), ""),
        "questions": questions,
        "rules": rules[:MOST_RULES],
    }
    return Foreign(document_of(frame | body | {"languages": tongues.found()}), losses)


def _elements(data: Mapping[str, Any], losses: Losses) -> Iterator[Element]:
    """Return the questions in their order, those of panels among the others, each with the conditions around it."""
    pages = data.get("pages") or [{name: data[name] for name in ("elements", "questions") if name in data}]
    found = 0
    for number, page in enumerate(_list(pages, "pages")):
        starts = number > 0
        for one in _inside(page, f"pages.{number}", (), 0, losses):
            found += 1
            if found > MOST_ELEMENTS:
                raise BadSurvey("pages", f"has more than {MOST_ELEMENTS} questions")
            one.starts_page, starts = starts, False
            yield one


def _inside(data: Any, place: str, around: tuple[Any, ...], depth: int, losses: Losses) -> Iterator[Element]:
    if not isinstance(data, Mapping):
        raise BadSurvey(place, "is no object")
    if depth > DEEPEST:
        raise BadSurvey(place, "is nested too deep")
    name = data.get("name")
    if depth and text_or_none(data.get("type")) not in CONTAINERS:
        yield Element(data=data, name=name if isinstance(name, str) and name else place, around=around)
        return
    known = name if isinstance(name, str) else place
    for heading in ("title", "description"):
        if data.get(heading):
            losses.note(known, Lost.HEADING)
    for setting in data.keys() - OF_CONTAINER - LOOKS:
        losses.note(known, Lost.SETTING, setting=str(setting))
    if data.get("visible") is False:
        losses.note(known, Lost.HIDDEN)
        return
    around = (*around, data.get("visibleIf"))
    inner = data.get("elements") or data.get("questions") or []
    for number, one in enumerate(_list(inner, f"{place}.elements")):
        yield from _inside(one, f"{place}.elements.{number}", around, depth + 1, losses)


def _list(data: Any, place: str) -> list[Any]:
    if not isinstance(data, list):
        raise BadSurvey(place, "is no list")
    return data


def _refuse(constant: str) -> Any:
    raise ValueError(constant)
