"""How cases are found, by those who may know of them: by number, what they are about, and what was written down of a talk.

Answers are found as answers, so that their words are gone from the search when the person takes them back.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.events.registry import Reader
from accounts.search.registry import Hit, Source
from accounts.web import formats
from journeys.cases import queries
from journeys.cases.models import Case, CaseSignal


def _texts(ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Iterable[str]]:
    found = defaultdict[uuid.UUID, list[str]](list)
    for case in Case.objects.filter(pk__in=ids):
        found[case.pk] += [case.label, case.title]
    for case_id, quote in CaseSignal.objects.filter(case__in=ids).values_list("case", "quote"):
        found[case_id].append(quote)
    return found


def _readable(reader: Reader) -> QuerySet[Case]:
    rows = queries.cases(role=reader.role, employee_id=reader.employee_id)
    return rows.order_by("-opened_at", "-id")


def _hits(rows: Sequence[Case]) -> list[Hit]:
    return [
        Hit(
            pk=row.pk,
            title=f"{row} · {row.client.name}",
            note=formats.day(row.opened_at),
            quote=queries.heading(row),
            is_archived=not row.is_open,
        )
        for row in rows
    ]


CASES = Source(
    kind="case",
    title=_("Cases"),
    page="case-by-id",
    model=Case,
    texts=_texts,
    readable=_readable,
    hits=_hits,
)
