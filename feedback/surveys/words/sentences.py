"""Rules and conditions in words, and the values that they can ask for."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, gettext

from accounts.clients.enums import BuyerRole, Stage
from feedback.surveys.conditions import All, Comparison, Condition, Either, Not
from feedback.surveys.document import OTHER, SCORED, Act, Document, Question, Rule, Type, say
from feedback.surveys.words.names import ACTS, FACTS, LANGUAGES, OPERATIONS, title_of


def rule_sentence(document: Document, rule: Rule, segments: Mapping[str, str]) -> str:
    """Return the rule as a sentence."""
    words = condition_words(document, rule.when, segments)
    if rule.act == Act.SKIP:
        to = document.question(rule.to)
        name = title_of(to, document.languages) if to else gettext("a question that is gone")
        return gettext("Go on at “%(question)s” if %(condition)s") % {"question": name, "condition": words}
    return f"{ACTS[rule.act]} {words}"


def condition_words(document: Document, condition: Condition, segments: Mapping[str, str]) -> str:
    """Return the condition as words; parts within parts stand in brackets."""
    match condition:
        case All(parts) | Either(parts):
            sign = gettext("and") if isinstance(condition, All) else gettext("or")
            inner = [condition_words(document, part, segments) for part in parts]
            bracketed = [
                f"({text})" if isinstance(part, All | Either) else text for part, text in zip(parts, inner, strict=True)
            ]
            return f" {sign} ".join(bracketed)
        case Not(part):
            return gettext("not (%(condition)s)") % {"condition": condition_words(document, part, segments)}
        case Comparison(source, name, op, value):
            question = document.question(name) if source == "answer" else None
            values = value if isinstance(value, list) else [] if value is None else [value]
            known = dict(values_of(question, name, segments, document))
            said = ", ".join(known.get(_key(one), str(one)) for one in values)
            return f"{source_name(document, source, name)} {OPERATIONS[op]} {said}".rstrip()
    raise TypeError(f"{condition!r} is no condition")


def source_name(document: Document, source: str, name: str) -> str:
    """Return what a comparison asks for: a question in quotation marks, or a fact about the person."""
    if source == "fact":
        return str(FACTS.get(name, name))
    question = document.question(name)
    if question is None:
        return gettext("a question that is gone")
    return gettext("“%(question)s”") % {"question": title_of(question, document.languages)}


def values_of(
    question: Question | None, fact: str, segments: Mapping[str, str], document: Document
) -> list[tuple[str, str]]:
    """Return the values that an answer or a fact can have, with their names; empty where they cannot be listed."""
    if question is None:
        return {
            "role": [(str(one.value), str(one.label)) for one in BuyerRole],
            "stage": [(str(one.value), str(one.label)) for one in Stage],
            "segment": list(segments.items()),
            "language": [(one, str(LANGUAGES.get(one, one))) for one in document.languages],
        }.get(fact, [])
    if question.type in SCORED:
        first, last = question.scale or (0, 0)
        return [(str(mark), str(mark)) for mark in range(first, last + 1)]
    if question.type in {Type.YES_NO, Type.CONSENT}:
        return [("true", gettext("Yes")), ("false", gettext("No"))]
    language = get_language() or ""
    named = [(one.id, say(one.text, language, document.languages) or one.id) for one in question.choices]
    return [*named, (OTHER, gettext("Other"))] if question.has_other else named


def _key(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
