"""What the timeline says of cases, to those who may know of them."""

import uuid
from collections.abc import Mapping, Sequence

from django.urls import reverse

from accounts.events import kinds
from accounts.events.models import Event
from accounts.events.registry import Reader, Said, describe
from journeys.cases import queries

OF_CASES = (
    *(kinds.CASE_OPENED, kinds.CASE_ACCEPTED, kinds.CASE_CONTACTED, kinds.CASE_FIXED, kinds.CASE_CLOSED),
    *(kinds.CASE_REOPENED, kinds.CASE_OVERDUE, kinds.CASE_RECURRED),
)


@describe(*OF_CASES)
def cases(events: Sequence[Event], reader: Reader) -> Mapping[uuid.UUID, Said]:
    """Say which case it was, and lead to it. What was told before cases were kept has its title alone."""
    ids = {event.pk: uuid.UUID(event.payload["case_id"]) for event in events if event.payload.get("case_id")}
    known = queries.cases(role=reader.role, employee_id=reader.employee_id).filter(pk__in=ids.values())
    rows = {row.pk: row for row in known}
    words = {}
    for event in events:
        row, title = rows.get(ids.get(event.pk, event.pk)), kinds.title_of(kinds.CATALOGUE[event.kind])
        if row is None:
            words[event.pk] = Said(title=title)
            continue
        url = reverse("case", kwargs={"slug": reader.slug, "case_label": row.label})
        words[event.pk] = Said(title=title, text=f"{row}: {queries.heading(row)}", url=url)
    return words
