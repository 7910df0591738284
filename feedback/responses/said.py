"""What the timeline says of answers, to those who may read them."""

import uuid
from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.clients.enums import BuyerRole
from accounts.events import kinds
from accounts.events.models import Event
from accounts.events.registry import Reader, Said, describe
from feedback.responses import queries
from feedback.responses.models import Confidentiality, Response
from feedback.surveys import queries as surveys
from feedback.surveys.document import WRITTEN


@describe(kinds.RESPONSE_SUBMITTED, kinds.RESPONSE_AMENDED, kinds.RESPONSE_CONFIDED)
def answers(events: Sequence[Event], reader: Reader) -> Mapping[uuid.UUID, Said]:
    """Say who answered, the score and the words: once for each answer, as it stands now, where it was told last."""
    ids = {event.pk: uuid.UUID(event.payload["response_id"]) for event in events}
    rows = Response.objects.filter(queries.readable(role=reader.role), pk__in=ids.values(), removed_at=None)
    known = rows.select_related("contact").in_bulk()
    latest = {ids[event.pk]: event.pk for event in sorted(events, key=lambda one: (one.happened_at, one.pk))}
    return {event_id: _answer(known[row_id], reader) for row_id, event_id in latest.items() if row_id in known}


def _answer(row: Response, reader: Reader) -> Said:
    return Said(
        title=kinds.title_of(kinds.RESPONSE_AMENDED if row.amended_at else kinds.RESPONSE_SUBMITTED),
        text=who(row),
        quote=quote(row),
        language=row.language,
        score=row.mood,
        url=reverse("answer", kwargs={"slug": reader.slug, "response_id": row.pk}),
    )


def who(row: Response) -> str:
    """Return who answered, as far as they let it be known."""
    if row.confidentiality == Confidentiality.ROLE:
        return _("%(role)s, without a name") % {"role": BuyerRole.beside("", row.role) or _("Somebody")}
    said = BuyerRole.beside(str(row.contact) if row.contact else "", row.role)
    if row.confidentiality == Confidentiality.LEADERSHIP:
        return _("%(who)s. For top management only") % {"who": said or _("Somebody")}
    return said


def quote(row: Response) -> str:
    """Return what the person wrote in their own words, all of it."""
    if not row.has_words:
        return ""
    written = [one.id for one in surveys.document_of(row.version_id).questions if one.type in WRITTEN]
    return "\n".join(row.answers[name] for name in written if row.answers.get(name))
