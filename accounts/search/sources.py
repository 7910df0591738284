"""How clients and people are found, and who writes their words."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.clients import queries
from accounts.clients.models import Client, ClientTag, Contact, ContactEmail, Position
from accounts.events.registry import Reader
from accounts.jobs import registry as jobs
from accounts.search import actions, registry
from accounts.search.queries import QUEUE
from accounts.search.registry import Hit, Source
from accounts.search.words import phone_tails


def _texts_of_clients(ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Iterable[str]]:
    columns = ("pk", "name", "domain", "external_id")
    found = {pk: texts for pk, *texts in Client.objects.filter(pk__in=ids, merged_into=None).values_list(*columns)}
    for client_id, tag in ClientTag.objects.filter(client__in=found).values_list("client", "tag__name"):
        found[client_id].append(tag)
    return found


def _readable_clients(reader: Reader) -> QuerySet[Client]:
    return queries.known_clients().order_by("sort_name", "id")


def _hits_of_clients(rows: Sequence[Client]) -> list[Hit]:
    return [
        Hit(
            pk=row.pk,
            title=row.name,
            note=" · ".join(filter(None, [row.segment.name if row.segment else "", row.domain, row.external_id])),
            is_archived=row.archived_at is not None,
        )
        for row in rows
    ]


def _texts_of_people(ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Iterable[str]]:
    rows = queries.contacts().filter(pk__in=ids).values_list("pk", "name", "phone")
    found = {pk: [name, *phone_tails(phone)] for pk, name, phone in rows}
    for contact_id, address in ContactEmail.objects.filter(contact__in=found).values_list("contact", "address"):
        found[contact_id].append(address)
    for contact_id, job_title in Position.objects.filter(contact__in=found).values_list("contact", "job_title"):
        found[contact_id].append(job_title)
    return found


def _readable_people(reader: Reader) -> QuerySet[Contact]:
    places = Position.objects.filter(left_on=None).select_related("client").order_by("created_at", "id")
    return queries.contacts().prefetch_related(Prefetch("positions", queryset=places, to_attr="places"))


def _hits_of_people(rows: Sequence[Contact]) -> list[Hit]:
    notes = defaultdict[uuid.UUID, list[str]](list)
    for row in rows:
        for place in row.places:  # type: ignore[attr-defined]
            notes[row.pk].append(", ".join(filter(None, [place.job_title, place.client.name])))
    return [Hit(pk=row.pk, title=row.name, note=" · ".join(notes[row.pk])) for row in rows]


CLIENTS = Source(
    kind="client",
    title=_("Clients"),
    page="client",
    model=Client,
    texts=_texts_of_clients,
    readable=_readable_clients,
    hits=_hits_of_clients,
)
PEOPLE = Source(
    kind="contact",
    title=_("People"),
    page="contact",
    model=Contact,
    texts=_texts_of_people,
    readable=_readable_people,
    hits=_hits_of_people,
)
registry.register(CLIENTS)
registry.register(PEOPLE)
jobs.register(QUEUE, actions.index)
