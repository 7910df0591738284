"""What a person sees on their own page: their own words, and promises that all of us may read."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.clients import queries as clients
from accounts.clients.models import Contact, PersonalLine, Position
from accounts.mail import queries as mail
from accounts.mail.models import Suppression
from accounts.mail.said import ASKED_BY_READER
from accounts.organizations.models import Employee, Organization
from accounts.tokens import Claim
from feedback.interactions.models import Channel, Interaction, Promise, Visibility
from feedback.invitations import queries as invitations
from feedback.invitations.queries import Change
from feedback.responses.models import Confidentiality, Response
from feedback.surveys import queries as surveys
from feedback.surveys.document import say
from feedback.surveys.wording import said

MOST = 50  # of each sort on the page


@dataclass(frozen=True, slots=True)
class Visit:
    """Whose page it is, and where they work now."""

    line: PersonalLine
    contact: Contact
    organization: Organization
    places: tuple[Position, ...]

    @property
    def is_gone(self) -> bool:
        """Tell whether the link is true and opens nothing any more."""
        return bool(self.line.revoked_at or self.contact.erased_at or self.contact.merged_into_id)

    @property
    def manager(self) -> Employee | None:
        """Return who of us looks after the person, at the first of their clients that has somebody."""
        return next((one.client.manager for one in self.places if one.client.manager), None)


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wishes something, as feedback.responses.wishes takes it: by no invitation."""

    contact_id: uuid.UUID
    client_id: uuid.UUID | None
    invitation_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Saying:
    """What the person said at a moment: questions with answers, or a note of theirs without a question."""

    at: datetime
    title: str
    readers: str  # who may read it, where not everybody may
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """Whether letters to the person are stopped by themselves, and whether they can take that back here."""

    has_address: bool
    is_stopped: bool
    is_undoable: bool


def visit(claim: Claim) -> Visit | None:
    """Return whose page the link opens; None for a wrong one."""
    line = clients.line_of_claim(claim)
    if line is None:
        return None
    rows = clients.open_positions().filter(contact=line.contact_id, client__archived_at=None)
    places = tuple(rows.select_related("client__manager").order_by("created_at", "id"))
    return Visit(line, line.contact, line.organization, places)


def promises(*, contact_id: uuid.UUID) -> QuerySet[Promise]:
    """Return what was promised to the person, or in talks with them: of talks that all of us may read, not taken back."""
    rows = Promise.objects.filter(
        Q(interaction=None) | Q(interaction__visibility=Visibility.TEAM, interaction__removed_at=None), dropped_at=None
    )
    here = Interaction.objects.filter(people__contact=contact_id)
    return rows.filter(Q(contact=contact_id) | Q(interaction__in=here)).select_related("owner", "client")


def open_promises(*, contact_id: uuid.UUID) -> list[Promise]:
    """Return what is still to be kept, the most urgent first."""
    return list(promises(contact_id=contact_id).filter(kept_at=None).order_by("due_on", "id")[:MOST])


def changes(*, contact_id: uuid.UUID) -> list[Change]:
    """Return when what was done for the person, the newest first: promises that were kept, and cases that were closed."""
    kept = promises(contact_id=contact_id).exclude(kept_at=None).order_by("-kept_at", "-id")[:MOST]
    found = [Change(one.kept_at, one.text) for one in kept if one.kept_at]
    found += invitations.changes(contact_id=contact_id, most=MOST)
    return sorted(found, key=lambda one: one.at, reverse=True)


def sayings(*, contact_id: uuid.UUID, language: str) -> list[Saying]:
    """Return what the person said, in words of this language, the newest first: named or not, it is theirs."""
    answers = Response.objects.filter(contact=contact_id, removed_at=None).order_by("-happened_at", "-id")[:MOST]
    notes = Interaction.objects.filter(people__contact=contact_id, channel=Channel.LINE, removed_at=None)
    found = [_answer(one, language) for one in answers]
    found += [_note(one) for one in notes.order_by("-happened_at", "-id")[:MOST]]
    return sorted(found, key=lambda one: one.at, reverse=True)


def stop_of(*, contact_id: uuid.UUID, now: datetime) -> Stop:
    """Return whether the person gets no letters because they said so."""
    addresses = [email.address for email in clients.addresses(contact_id=contact_id)]
    blocks = mail.suppressions().filter(Q(until=None) | Q(until__gt=now), address__in=addresses)
    reasons = set(blocks.values_list("reason", flat=True))
    return Stop(
        has_address=bool(addresses),
        is_stopped=bool(reasons & ASKED_BY_READER),
        is_undoable=Suppression.Reason.UNSUBSCRIBED in reasons,
    )


def _answer(row: Response, language: str) -> Saying:
    asked = surveys.document_of(row.version_id)
    told = said(asked, row.answers, language=language)
    return Saying(
        at=row.happened_at,
        title=say(asked.title, language, asked.languages),
        readers=_readers({row.confidentiality}),
        lines=tuple((title, "\n".join(lines)) for _question, title, lines in told),
    )


def _note(row: Interaction) -> Saying:
    return Saying(
        at=row.happened_at,
        title=_("Your note"),
        readers=_readers({row.visibility}),
        lines=(("", row.quote),),
    )


def _readers(levels: set[str]) -> str:
    if levels & {Confidentiality.LEADERSHIP, Visibility.LEADERSHIP}:
        return _("Top management only")
    return _("Without your name") if Confidentiality.ROLE in levels else ""
