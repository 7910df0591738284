"""Who stands at the door: a client's person behind their own link or a survey's, or somebody whom nobody knows."""

from dataclasses import dataclass
from datetime import datetime

from accounts.clients import queries as clients
from accounts.clients.models import Client, Contact
from accounts.organizations.models import Organization
from accounts.tokens import Claim, Kind
from feedback.responses import visits
from feedback.responses.visits import State
from feedback.surveys.models import Survey

NO_PLACE = {State.REVOKED, State.OFF}


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody who may write. `contact` is None where nobody is known; `is_gone`: the link is true and opens nothing."""

    organization: Organization
    language: str
    time_zone: str
    contact: Contact | None = None
    clients: tuple[Client, ...] = ()
    is_gone: bool = False


def writer_of(claim: Claim, *, kind: Kind, now: datetime) -> Writer | None:
    """Return who comes by a link of this kind; None for a wrong link. Call inside the claim's scope."""
    find = {Kind.PERSONAL: _of_line, Kind.SURVEY: _of_survey, Kind.OPEN_SURVEY: _of_open_survey}[kind]
    return find(claim, now)


def _of_line(claim: Claim, now: datetime) -> Writer | None:
    line = clients.line_of_claim(claim)
    if line is None:
        return None
    return _known(line.contact, line.organization, is_gone=bool(line.revoked_at))


def _of_survey(claim: Claim, now: datetime) -> Writer | None:
    visit = visits.visit(claim)
    if visit is None:
        return None
    contact = Contact.objects.select_related("organization").get(pk=visit.contact_id)
    return _known(contact, contact.organization, is_gone=visit.state(now) in NO_PLACE)


def _known(contact: Contact, organization: Organization, *, is_gone: bool) -> Writer:
    places = clients.open_positions().filter(contact=contact, client__archived_at=None).select_related("client")
    return Writer(
        organization=organization,
        language=contact.language,
        time_zone=contact.time_zone,
        contact=contact,
        clients=tuple(one.client for one in places.order_by("created_at", "id")),
        is_gone=is_gone or bool(contact.erased_at or contact.merged_into_id) or not organization.is_active,
    )


def _of_open_survey(claim: Claim, now: datetime) -> Writer | None:
    survey = Survey.objects.select_related("organization").filter(pk=claim.row_id, token_digest=claim.digest).first()
    if survey is None:
        return None
    house = survey.organization
    return Writer(organization=house, language=house.language, time_zone=house.time_zone, is_gone=not house.is_active)
