"""Answers to the questions themselves, which stand in one JSON for each person: counted by the database, never loaded.

Each statement joins the answers with the questions that are wanted of each version, because a question that was reworded so far
that old and new answers must not be compared is another question.
"""

import json
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet

from feedback.insights.queries.answers import AnswerFilter, Edition
from feedback.responses.models import PartialResponse, Response
from feedback.surveys import conditions
from feedback.surveys.conditions import Condition
from feedback.surveys.document import CHOSEN, SCORED, Question, Type
from feedback.surveys.runner import Person, walk

ONE_VALUE = SCORED | {Type.SINGLE, Type.YES_NO, Type.CONSENT}
RANKED, TICKED, CROSSED, DAYS, NUMBERS = Type.RANKING, Type.MULTIPLE, Type.MATRIX, Type.DATE, Type.NUMBER
COUNTED = CHOSEN | ONE_VALUE | {DAYS}

# %(answers)s is the scoped statement of the answers; q are the questions that are wanted of each version.
ASKED = "unnest(%s::uuid[], %s::text[], %s::text[]) AS q(version_id, key, kind)"
COUNTS = """
WITH r AS MATERIALIZED ({answers}), q AS (SELECT * FROM {asked})
SELECT q.key, '' AS row, r.answers ->> q.key AS value, 0 AS place, count(*)
  FROM r JOIN q USING (version_id) WHERE q.kind = 'one' AND r.answers ? q.key GROUP BY 1, 3
UNION ALL
SELECT q.key, '', left(r.answers ->> q.key, 7), 0, count(*)
  FROM r JOIN q USING (version_id) WHERE q.kind = 'day' AND r.answers ? q.key GROUP BY 1, 3
UNION ALL
SELECT q.key, '', item.value, CASE q.kind WHEN 'ranked' THEN item.place ELSE 0 END, count(*)
  FROM r JOIN q USING (version_id), jsonb_array_elements_text(
    CASE WHEN jsonb_typeof(r.answers -> q.key) = 'array' THEN r.answers -> q.key ELSE '[]' END
  ) WITH ORDINALITY AS item(value, place)
  WHERE q.kind IN ('ticked', 'ranked') GROUP BY 1, 3, 4
UNION ALL
SELECT q.key, item.key, item.value, 0, count(*)
  FROM r JOIN q USING (version_id), jsonb_each_text(
    CASE WHEN jsonb_typeof(r.answers -> q.key) = 'object' THEN r.answers -> q.key ELSE '{{}}' END
  ) AS item(key, value)
  WHERE q.kind = 'crossed' GROUP BY 1, 2, 3
"""
GIVEN = """
WITH r AS ({answers})
SELECT r.version_id, item.key, count(*) FROM r, jsonb_object_keys(r.answers) AS item(key) GROUP BY 1, 2
"""
OF_NUMBERS = """
WITH r AS ({answers}), q AS (SELECT * FROM {asked})
SELECT q.key, count(*), sum(v.value), sum(v.value * v.value), min(v.value), max(v.value),
  percentile_cont(0.5) WITHIN GROUP (ORDER BY v.value)
  FROM r JOIN q USING (version_id), LATERAL (
    SELECT CASE WHEN jsonb_typeof(r.answers -> q.key) = 'number' THEN (r.answers ->> q.key)::double precision END AS value
  ) AS v
  WHERE v.value IS NOT NULL GROUP BY 1
"""
# People who are told apart by what decides who is asked what: as whom they were asked, and these answers and facts.
WAYS = """
WITH r AS ({answers}), q AS (SELECT * FROM {asked})
SELECT r.version_id, r.role, r.stage, r.segment_id, r.language, decided.answers, decided.facts, count(*)
  FROM r, LATERAL (
    SELECT coalesce(jsonb_object_agg(q.key, r.answers -> q.key) FILTER (WHERE q.kind = 'answer' AND r.answers ? q.key), '{{}}'),
      coalesce(jsonb_object_agg(q.key, r.facts -> q.key) FILTER (WHERE q.kind = 'fact' AND r.facts ? q.key), '{{}}')
      FROM q WHERE q.version_id = r.version_id
  ) AS decided(answers, facts) GROUP BY 1, 2, 3, 4, 5, 6, 7
"""
STOPS = """
WITH p AS ({answers}), q AS (SELECT * FROM unnest(%s::text[]) WITH ORDINALITY AS asked(key, place))
SELECT reached.place, count(*) FROM (
  SELECT p.id, coalesce(max(q.place), 0) AS place FROM p LEFT JOIN q ON p.answers ? q.key GROUP BY p.id
) AS reached GROUP BY 1
"""


@dataclass(frozen=True, slots=True)
class Count:
    """How often something was answered; `row` of a matrix, `place` of a ranking from 1, a day's month as "2026-11"."""

    key: str
    row: str
    value: str
    place: int
    n: int


@dataclass(frozen=True, slots=True)
class Numbers:
    n: int
    total: float
    squares: float
    least: float
    most: float
    median: float


@dataclass(frozen=True, slots=True)
class Stopped:
    """How many began and did not finish, by their last answer's question; "" before the first one."""

    key: str
    n: int


def counts(rows: QuerySet[Response], *, asked: Iterable[tuple[Edition, Question]]) -> list[Count]:
    """Return how often each value was answered to these questions of these versions. Texts and numbers are not counted so."""
    wanted = [(edition.id, question.id, _kind(question)) for edition, question in asked if question.type in COUNTED]
    return [Count(*row) for row in _ask(COUNTS, _columns(rows), wanted)] if wanted else []


def _kind(question: Question) -> str:
    kinds = {DAYS: "day", TICKED: "ticked", RANKED: "ranked", CROSSED: "crossed"}
    return kinds.get(question.type, "one")


def given(rows: QuerySet[Response]) -> dict[tuple[uuid.UUID, str], int]:
    """Return how many people answered each question of each version."""
    return {(version_id, key): n for version_id, key, n in _ask(GIVEN, _columns(rows))}


def asked_of(rows: QuerySet[Response], *, of: Sequence[Edition]) -> dict[str, int]:
    """Return how many of those who answered were asked each question at all: branching spares people some.

    By one statement; the engine then goes each way once, however many people went it.
    """
    documents = {one.id: one.document for one in of}
    reads = {(edition.id, *one) for edition in of for rule in edition.document.rules for one in _read(rule.when)}
    columns = ("version_id", "role", "stage", "segment_id", "language", "answers")
    people = rows.order_by().annotate(facts=F("invitation__facts")).values(*columns, "facts")
    wanted = [(version_id, name, kind) for version_id, kind, name in sorted(reads, key=str)]
    found: Counter[str] = Counter()
    for version_id, role, stage, segment, language, answers, facts, n in _ask(
        WAYS, people, wanted, columns=([], [], [])
    ):
        person = Person(
            role=role, stage=stage, segment=str(segment or ""), language=language, facts=json.loads(facts or "{}")
        )
        way = walk(documents[version_id], person, json.loads(answers))
        found.update({one.question.id: n for one in way})
    return dict(found)


def _read(when: Condition) -> Iterator[tuple[str, str]]:
    for source in ("answer", "fact"):
        yield from ((source, name) for name in conditions.asked(when, source=source))


def numbers(rows: QuerySet[Response], *, asked: Iterable[tuple[Edition, Question]]) -> dict[str, Numbers]:
    """Return what the numbers that people gave come to, by question."""
    wanted = [(edition.id, question.id, "") for edition, question in asked if question.type == NUMBERS]
    return {row[0]: Numbers(*row[1:]) for row in _ask(OF_NUMBERS, _columns(rows), wanted)} if wanted else {}


def stops(wanted: AnswerFilter, *, of: Sequence[Edition], keys: Sequence[str]) -> list[Stopped]:
    """Return where those who kept something and never sent it left the survey; `keys` are its questions in order."""
    columns = {
        "saved_at__gte": wanted.start,
        "saved_at__lt": wanted.end,
        "invitation__role": wanted.role,
        "invitation__stage": wanted.stage,
        "invitation__segment": wanted.segment,
        "invitation__client": wanted.client,
        "language": wanted.language,
    }
    rows = PartialResponse.objects.filter(
        invitation__version__in=[one.id for one in of if wanted.holds_for(one)],
        invitation__answered_at=None,
        **{name: value for name, value in columns.items() if value},
    )
    found = _ask(STOPS, rows.order_by().values("id", "answers"), columns=[list(keys)])
    return [Stopped(keys[place - 1] if place else "", n) for place, n in found]


def _columns(rows: QuerySet[Response]) -> QuerySet[Any]:
    return rows.order_by().values("version_id", "answers")


def _ask(
    statement: str, rows: QuerySet[Any], wanted: Sequence[tuple[Any, ...]] = (), columns: Sequence[Any] = ()
) -> list[tuple[Any, ...]]:
    """Run a statement around the scoped one of `rows`; everything that people typed is a parameter."""
    answers, parameters = rows.query.sql_with_params()
    if wanted:
        columns = [[str(one) for one in column] for column in zip(*wanted, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(statement.format(answers=answers, asked=ASKED), [*parameters, *columns])
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
