"""How talks are found: by the quote and the notes, by those who may read them."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.events.registry import Reader
from accounts.search.registry import Hit, Source
from accounts.web.formats.dates import day
from feedback.interactions import queries
from feedback.interactions.models import Interaction


def _texts(ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Iterable[str]]:
    rows = Interaction.objects.filter(pk__in=ids, removed_at=None, draft=False)
    return {pk: texts for pk, *texts in rows.values_list("pk", "quote", "notes")}


def _readable(reader: Reader) -> QuerySet[Interaction]:
    rows = queries.interactions(role=reader.role, employee_id=reader.employee_id)
    return rows.order_by("-happened_at", "-id")


def _hits(rows: Sequence[Interaction]) -> list[Hit]:
    return [
        Hit(
            pk=row.pk,
            title=f"{row.get_channel_display()} · {row.client.name}",  # type: ignore[union-attr]  # only drafts have none
            note=day(row.happened_at),
            quote=row.quote or row.notes,
        )
        for row in rows
    ]


TALKS = Source(
    kind="interaction",
    title=_("Talks"),
    page="interaction",
    model=Interaction,
    texts=_texts,
    readable=_readable,
    hits=_hits,
)
