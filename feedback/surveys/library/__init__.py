"""THE LIBRARY: questions for every stage and buyer role, and ready-made surveys to start from, in all three languages.

The texts stand in the TOML files beside this one, where translators find them. Plain Python. What is taken from here is a
copy: it belongs to the organization's draft from then on, and `Question.source` remembers where it came from.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from feedback.surveys.document import Audience, Choice, Document, Group, Letter, Question, Texts, Type, Wording

STAGES = ("preboarding", "onboarding", "long_term", "reboarding")
CORE = "core"  # questions for every stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A question of the library. `decision` says in every language which decision its answers serve."""

    key: str
    stage: str  # "" for every stage
    roles: tuple[str, ...]  # empty for every role
    question: Question
    decision: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Set:
    """A ready-made survey."""

    key: str
    purpose: str
    stage: str
    name: Texts
    body: Mapping[str, Any]


@cache
def entries() -> dict[str, Entry]:
    """Return every question of the library by its key, in the order of stages."""
    found = {}
    for file in (CORE, *STAGES):
        for data in _load(file)["question"]:
            found[data["key"]] = _entry(data, stage="" if file == CORE else file)
    return found


def questions(*, stage: str = "", role: str = "") -> list[Entry]:
    """Return the questions of a stage for a role, those for everybody included; "" wants them all."""
    return [
        one
        for one in entries().values()
        if (not stage or one.stage in ("", stage)) and (not role or not one.roles or role in one.roles)
    ]


@cache
def sets() -> dict[str, Set]:
    """Return the ready-made surveys by their keys."""
    return {
        data["key"]: Set(key=data["key"], purpose=data["purpose"], stage=data["stage"], name=data["name"], body=data)
        for data in _load("surveys")["survey"]
    }


def question_of(key: str, *, language: str, id_: str = "") -> Question:
    """Return a copy of a question for a draft whose editor reads `language`; raise KeyError for an unknown key."""
    entry = entries()[key]
    return replace(
        entry.question,
        id=id_ or key,
        audience=Audience(roles=entry.roles),
        decision=entry.decision.get(language) or entry.decision["en"],
        source=key,
    )


def document_of(key: str, *, languages: tuple[str, ...], language: str) -> Document:
    """Return a ready-made survey as a draft in these languages; raise KeyError for an unknown key."""
    body = sets()[key].body
    wordings = tuple(
        Wording(of=body["reworded_by"], group=group, title=body[group]) for group in Group if group in body
    )
    asked = [question_of(one, language=language) for one in body["questions"]]
    reworded = body.get("reworded", [])
    return Document(
        languages=languages,
        title=body["title"],
        thanks=body["thanks"],
        letter=Letter(subject=body["subject"], text=body["text"]),
        questions_promised=body["questions_promised"],
        seconds_promised=body["seconds_promised"],
        questions=tuple(replace(one, wordings=wordings) if one.id in reworded else one for one in asked),
    )


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))


def _entry(data: Mapping[str, Any], *, stage: str) -> Entry:
    return Entry(
        key=data["key"],
        stage=stage,
        roles=tuple(data.get("roles", ())),
        decision=data["decision"],
        question=Question(
            id=data["key"],
            type=Type(data["type"]),
            title=data["title"],
            low=data.get("low", {}),
            high=data.get("high", {}),
            required=data.get("required", False),
            maximum=data.get("maximum"),
            has_other=data.get("has_other", False),
            choices=tuple(
                Choice(id=one["id"], text={name: text for name, text in one.items() if name != "id"})
                for one in data.get("choices", ())
            ),
        ),
    )
