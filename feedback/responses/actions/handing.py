"""Answers that another system hands over: from a form of its own, by the same rules as the answer page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.clients.models import Client, ClientFacts, Contact
from accounts.organizations.models import Employee
from feedback.invitations.models import Invitation
from feedback.responses.actions.amending import amend
from feedback.responses.actions.recording import of_invitation, record
from feedback.responses.models import Confidentiality, Response, Source
from feedback.responses.visits import AMENDABLE
from feedback.surveys import queries as surveys
from feedback.surveys import runner
from feedback.surveys.document import Document
from feedback.surveys.models import Survey
from feedback.surveys.runner import Fault, Person


class NotOpen(RuntimeError):
    """Nobody answers this any more: the survey or the invitation is closed or over, or the answer is too old to be changed."""


class BadAnswers(ValueError):
    """What was handed over is no answer; `faults` says why, by question, and is empty where nothing was answered."""

    def __init__(self, document: Document, faults: Mapping[str, Fault]) -> None:
        super().__init__("; ".join(f"{name}: {fault}" for name, fault in faults.items()))
        self.document, self.faults = document, faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """Who said what, and when. `language` is "" for the person's own, `role` for none."""

    survey: Survey
    contact: Contact
    client: Client
    answers: Mapping[str, Any]
    happened_at: datetime
    role: str = ""
    language: str = ""
    confidentiality: Confidentiality = Confidentiality.NAMED


@transaction.atomic
def hand_over(handed: Handed, *, by: Employee, now: datetime) -> Response:
    """Record what somebody answered elsewhere, and return it: it answers an open invitation to the survey where there is one.

    Otherwise it is an answer for itself, to the latest version. Raises NotOpen and BadAnswers.
    """
    asked = Invitation.objects.filter(
        contact=handed.contact, client=handed.client, version__survey=handed.survey, answered_at=None, closed_at=None
    )
    invitation = asked.filter(expires_at__gt=handed.happened_at).order_by("-created_at").first()
    if invitation:
        return hand_over_of(invitation, handed, by=by, now=now)
    version = surveys.latest_version(survey_id=handed.survey.pk)
    if version is None or handed.survey.closed_at or handed.survey.archived_at:
        raise NotOpen
    document = surveys.document_of(version.pk)
    wanted = handed.language or handed.contact.language
    person = Person(
        role=handed.role,
        stage=ClientFacts.objects.values_list("stage", flat=True).get(client=handed.client),
        segment=str(handed.client.segment_id or ""),
        language=wanted if wanted in document.languages else document.languages[0],
    )
    response = Response(
        version=version,
        client=handed.client,
        contact=handed.contact,
        role=person.role,
        stage=person.stage,
        segment_id=handed.client.segment_id,
        language=person.language,
        confidentiality=handed.confidentiality,
        source=Source.API,
        happened_at=handed.happened_at,
    )
    found = record(response=response, answers=_cleaned(document, person, handed.answers), by=by, now=now)
    assert found, "an answer without an invitation is always new"
    return found


@transaction.atomic
def hand_over_of(invitation: Invitation, handed: Handed, *, by: Employee, now: datetime) -> Response:
    """Record what the person answered elsewhere to this invitation, or let it change their answer while that may be.

    Raises NotOpen and BadAnswers.
    """
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    document = surveys.document_of(invitation.version_id)
    wanted = handed.language or invitation.language
    person = Person(
        role=invitation.role,
        stage=invitation.stage,
        segment=str(invitation.segment_id or ""),
        language=wanted if wanted in document.languages else invitation.language,
        facts=invitation.facts,
    )
    given = Response.objects.filter(invitation=invitation, removed_at=None).first()
    is_over = invitation.closed_at or handed.survey.closed_at or handed.survey.archived_at
    last = given.happened_at + AMENDABLE if given else invitation.expires_at
    if is_over or handed.happened_at >= last or (invitation.answered_at and not given):
        raise NotOpen
    answers = _cleaned(document, person, handed.answers)
    if given:
        is_open = given.confidentiality == Confidentiality.NAMED or handed.confidentiality == Confidentiality.LEADERSHIP
        return amend(
            response_id=given.pk,
            answers=answers,
            # Never for more readers than the person has chosen.
            confidentiality=handed.confidentiality if is_open else Confidentiality(given.confidentiality),
            language=person.language,
            now=handed.happened_at,
        )
    response = of_invitation(
        invitation,
        source=Source.API,
        language=person.language,
        confidentiality=handed.confidentiality,
        happened_at=handed.happened_at,
    )
    found = record(response=response, answers=answers, by=by, now=now)
    assert found, "the invitation is locked, and was not answered"
    return found


def _cleaned(document: Document, person: Person, raw: Mapping[str, Any]) -> dict[str, Any]:
    cleaned = runner.clean(document, person, raw)
    if cleaned.faults or not cleaned.answers:
        raise BadAnswers(document, cleaned.faults)
    return cleaned.answers
