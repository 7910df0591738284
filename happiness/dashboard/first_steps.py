"""From an empty house to the first answer and the first digest: what is done is read from what is there."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, QuerySet, Subquery, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.clients.models import ClientFacts, ClientState, ContactRole
from accounts.mail.letters import SURVEY_SAMPLE
from accounts.mail.models import OutgoingEmail
from accounts.organizations.access import OrganizationRequest
from accounts.organizations.first_steps import FirstStep
from accounts.organizations.models import Organization
from accounts.organizations.roles import Right, has_right
from accounts.web.counted import Counted
from feedback.invitations.models import AskState, Invitation, PlannedAsk, Wave, WaveState
from feedback.responses.models import Response
from feedback.surveys.models import Survey, SurveyVersion

SESSION = "first_steps"  # of which house the reader is on the way; layouts/app.html reads it
MOST = 100  # counted to tell of; from there on it is "100+"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is there: of each at most MOST are counted."""

    clients: int
    roles: int
    surveys: int
    samples: int
    asked: int
    planned: int
    answers: int
    draft_id: uuid.UUID | None  # the newest survey that was never published
    wave_id: uuid.UUID | None  # the newest wave that could go


@dataclass(frozen=True, slots=True)
class Step:
    """One step: why it is worth it, what is there of it, and where it is taken.

    `first` is what has to come before it, and then the link leads there.
    """

    step: FirstStep
    number: int
    is_done: bool
    is_skipped: bool
    why: str
    fact: str
    url: str
    label: str
    first: FirstStep | None


@dataclass(frozen=True, slots=True)
class _Told:
    count: int
    fact: str
    why: str
    label: str
    place: str  # a name of the site map
    args: tuple[uuid.UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """All steps in their order; the next one is open, and none when every one is done or left out."""

    steps: list[Step]
    next: Step | None
    settled: int


def facts() -> Facts:
    """Return what is there, in one statement whose work is bounded however much there is; no samples once people were asked."""
    published = SurveyVersion.objects.values("survey")
    surveys = Survey.objects.filter(archived_at=None)
    drafts = surveys.exclude(pk__in=published).order_by("-created_at", "-pk")
    waves = Wave.objects.filter(state=WaveState.DRAFT).order_by("-created_at", "-pk")
    found = Organization.objects.values_list(
        _counted(ClientFacts.objects.filter(state=ClientState.CURRENT)),
        _counted(ContactRole.objects.filter(valid_until=None)),
        _counted(Survey.objects.filter(pk__in=published)),
        # No index finds letters of a kind: they are looked through only where nobody was asked, and so few were written.
        Case(
            When(Exists(Invitation.objects.all()), then=0),
            default=_counted(OutgoingEmail.objects.filter(letter=SURVEY_SAMPLE.name)),
        ),
        _counted(Invitation.objects.all()),
        _counted(PlannedAsk.objects.filter(state=AskState.PLANNED)),
        _counted(Response.objects.filter(removed_at=None)),
        Subquery(drafts.values("pk")[:1]),
        Subquery(waves.values("pk")[:1]),
    )
    return Facts(*found.get())


def _counted(rows: QuerySet[Any]) -> Counted:
    return Counted(rows, most=MOST)


def path(request: OrganizationRequest) -> Path:
    """Return how far the house has come. For the page of the steps."""
    there = facts()
    told = _told(there)
    steps = [_step(step, number, told, there, request) for number, step in enumerate(FirstStep, 1)]
    still_open = [one for one in steps if not one.is_done and not one.is_skipped]
    return Path(steps, next(iter(still_open), None), len(steps) - len(still_open))


def path_ahead(request: OrganizationRequest) -> Path | None:
    """Return the path for the overview; None for those who cannot set things up, when it is closed, and at its end.

    A closed one is asked nothing.
    """
    is_closed = len(request.organization.first_steps_skipped) == len(FirstStep)
    if is_closed or not has_right(request.seat.role, Right.MANAGE_CLIENTS):
        return None
    found = path(request)
    return found if found.next else None


def _step(
    step: FirstStep, number: int, told: dict[FirstStep, _Told], there: Facts, request: OrganizationRequest
) -> Step:
    own, first = told[step], _first(step, there)
    place = told[first] if first else own
    return Step(
        step=step,
        number=number,
        is_done=bool(own.count),
        is_skipped=step in request.organization.first_steps_skipped and not own.count,
        why=own.why,
        fact=own.fact % {"number": f"{MOST}+" if own.count == MOST else own.count},
        url=reverse(place.place, args=[request.seat.slug, *place.args]),
        label=place.label,
        first=first,
    )


def lead_back(request: OrganizationRequest, found: Path | None) -> None:
    """Let every page of the house lead back to the steps while one is open. Writes nothing that stands already."""
    if found and found.next:
        if request.session.get(SESSION) != request.seat.slug:
            request.session[SESSION] = request.seat.slug
    else:
        request.session.pop(SESSION, None)


def _told(there: Facts) -> dict[FirstStep, _Told]:
    go_on = there.draft_id and not there.surveys
    asking = ("wave", (there.wave_id,)) if there.wave_id else ("clients", ())
    return {
        FirstStep.CLIENTS: _Told(
            there.clients,
            ngettext("%(number)s client", "%(number)s clients", there.clients),
            _(
                "Everything here begins with them. Paste a table from Excel or choose a file; ten clients are enough to begin."
            ),
            _("Paste or import"),
            "import-new",
        ),
        FirstStep.ROLES: _Told(
            there.roles,
            ngettext("%(number)s role is known", "%(number)s roles are known", there.roles),
            _("Who pays, who judges, who works with it: only when all three are heard do you know how a client feels."),
            _("Look at the gaps"),
            "coverage",
        ),
        FirstStep.SURVEY: _Told(
            there.surveys,
            ngettext("%(number)s survey is published", "%(number)s surveys are published", there.surveys),
            _("The library has short surveys for each role that you can take as they are."),
            _("Go on with the draft") if go_on else _("Choose from the library"),
            *(("survey-edit", (there.draft_id,)) if go_on else ("survey-new", ())),
        ),
        FirstStep.SAMPLE: _Told(
            there.samples or there.asked,
            ngettext("%(number)s letter to ourselves", "%(number)s letters to ourselves", there.samples)
            if there.samples
            else _("People were asked already"),
            _(
                "See what your clients will see. Tick some in their list and choose “%(button)s”; "
                "the page behind it sends the letter to you, and nobody is asked yet."
            )
            % {"button": _("Ask people of the chosen ones…")},
            _("Look at the letter") if there.wave_id else _("Choose clients"),
            *asking,
        ),
        FirstStep.ASK: _Told(
            there.asked or there.planned,
            ngettext("%(number)s person was asked", "%(number)s people were asked", there.asked)
            if there.asked
            else ngettext("%(number)s letter will leave", "%(number)s letters will leave", there.planned),
            _("A few clients whom you know well are enough. You see who gets the letter and when before it leaves."),
            _("See whom it reaches") if there.wave_id else _("Choose clients"),
            *asking,
        ),
        FirstStep.ANSWER: _Told(
            there.answers,
            ngettext("%(number)s answer was heard", "%(number)s answers were heard", there.answers),
            _(
                "It moves the index on the overview at once, and the weekly digest tells of it. "
                "A sample of the digest comes to you today."
            ),
            _("Get a sample digest"),
            "digests",
        ),
    }


def _first(step: FirstStep, there: Facts) -> FirstStep | None:
    """Return what has to be done before this step can be taken."""
    if step in {FirstStep.ROLES, FirstStep.SAMPLE, FirstStep.ASK} and not there.clients:
        return FirstStep.CLIENTS
    return FirstStep.SURVEY if step in {FirstStep.SAMPLE, FirstStep.ASK} and not there.surveys else None
