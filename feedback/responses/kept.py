"""Pages that nobody has written on yet, kept for the next person: a GET of the usual link renders nothing."""

import json
import uuid
from functools import lru_cache
from typing import NamedTuple

from feedback.responses import page
from feedback.responses.page import Sheet, Skeleton
from feedback.responses.visits import Visit
from feedback.surveys import queries as surveys
from feedback.surveys.conditions import asked as names_read
from feedback.surveys.document import Document
from feedback.surveys.runner import Person

MOST = 500  # pages
SCORES = frozenset(str(score) for score in range(11))  # of every scale


class Plain(NamedTuple):
    """All that such a page depends on, and what it is kept by: the page is made of this alone.

    `score` is that of the address, `facts` the JSON of those that rules read, `seed` the order of shuffled choices.
    """

    organization_id: uuid.UUID
    version_id: uuid.UUID
    language: str
    role: str
    stage: str
    segment: str
    facts: str
    score: str
    organization: str
    color: str
    has_sender: bool
    hides_in_role: bool
    seed: int


def plain_of(visit: Visit, document: Document, *, language: str, score: str) -> Plain:
    """Return what the page of this visit depends on as long as nothing was answered."""
    return Plain(
        organization_id=visit.organization_id,
        version_id=visit.version_id,
        language=language,
        role=visit.role,
        stage=visit.stage,
        segment=str(visit.segment_id or ""),
        facts=_facts_read(visit, document) if document.rules else "{}",
        score=score if score in SCORES else "",
        organization=visit.organization,
        color=visit.color,
        has_sender=bool(visit.sender),
        hides_in_role=visit.hides_in_role,
        seed=page.seed_of(visit.invitation_id) if any(one.is_shuffled for one in document.questions) else 0,
    )


@lru_cache(maxsize=MOST)
def skeleton(plain: Plain) -> tuple[Skeleton, int | None]:
    """Return the page with its slots, and which of several it is, None where everything stands on one."""
    document = surveys.document_in(plain.organization_id, plain.version_id)
    person = Person(
        role=plain.role,
        stage=plain.stage,
        segment=plain.segment,
        language=plain.language,
        facts=json.loads(plain.facts),
    )
    at = 0 if page.is_stepped(document, person) else None
    sheet = Sheet(
        document=document,
        person=person,
        language=plain.language,
        organization=plain.organization,
        color=plain.color,
        has_sender=plain.has_sender,
        hides_in_role=plain.hides_in_role,
        fields=page.preselected(document, person, plain.score),
        at=at,
        seed=plain.seed,
    )
    return page.skeleton_of(sheet), at


def _facts_read(visit: Visit, document: Document) -> str:
    """Return the facts that decide what is asked; the others are this person's alone, and not to be kept."""
    names = {name for rule in document.rules for name in names_read(rule.when, source="fact")}
    return json.dumps({name: value for name, value in visit.facts.items() if name in names}, sort_keys=True)
