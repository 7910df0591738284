"""The letter that asks: the first question stands in it, and a tap on a mark opens the page with that mark chosen."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts import clock
from accounts.mail import actions as mail
from accounts.mail.models import OutgoingEmail
from accounts.mail.registry import recheck
from accounts.organizations.models import Employee, Organization
from feedback.invitations import queries
from feedback.invitations.models import AskState, Invitation, PlannedAsk
from feedback.surveys import queries as surveys
from feedback.surveys.document import SCORED, Document, say
from feedback.surveys.recall import fill
from feedback.surveys.runner import Person, leading_score, walk

LETTER, REMINDER, SAMPLE = "survey_invitation", "survey_reminder", "survey_sample"
HELP, HEADS_UP = "survey_help", "survey_heads_up"
TOLD, LONGEST_TOLD, TOLD_DAYS = 2, 300, timedelta(days=180)  # closed cases of a letter: how many, how long, how old
NOT_PLANNED = "the question is no longer planned"
NOT_OPEN = "the invitation is no longer open"  # accounts.mail.said knows it in every language


def send(invitation: Invitation, *, token: str, to: str, now: datetime) -> OutgoingEmail:
    """Write the letter of an invitation into the outbox, in the transaction that asks; once for each invitation."""
    context = _content_of(invitation, token=token, sender=invitation.sender)
    return _send(
        LETTER, invitation, context, to=to, sender=invitation.sender, once=f"{LETTER}:{invitation.pk}", now=now
    )


def send_reminder(invitation: Invitation, *, token: str, to: str, now: datetime) -> OutgoingEmail:
    """Write a reminder of an invitation into the outbox: in the name of the survey's owner, where that is somebody else.

    Once for each number of reminders that the invitation counts.
    """
    survey = invitation.version.survey
    sender = survey.owner if survey.owner and survey.owner.left_at is None else invitation.sender
    context = _content_of(invitation, token=token, sender=sender)
    with translation.override(invitation.language):
        day = localtime(invitation.created_at, ZoneInfo(invitation.contact.time_zone))
        context["subject"] = _("Your opinion is still missing: %(subject)s") % {"subject": context["subject"]}
        context["paragraphs"] = [
            _("On %(day)s we asked you one thing, and your answer would help us decide what to do next.")
            % {"day": date_format(day, "DATE_FORMAT")},
            _("If you would rather not answer, you need not do anything: we will not keep asking."),
        ]
    once = f"{REMINDER}:{invitation.pk}:{invitation.reminders}"
    return _send(REMINDER, invitation, context, to=to, sender=sender, once=once, now=now)


def send_heads_up(ask: PlannedAsk, *, sender: Employee | None, to: str, now: datetime) -> OutgoingEmail:
    """Write the letter that announces a planned question, in the person's language: once for each question."""
    contact, house = ask.contact, ask.organization.name
    with translation.override(contact.language):
        greeting = _("Good day, %(name)s!") % {"name": contact.salutation} if contact.salutation else _("Good day!")
        paragraphs = [
            _("Soon you get one short question from us about our work together. The answer takes less than a minute."),
            _("Every answer is read by a person, and you will hear what became of it. Nothing is to be done now."),
        ]
    context = {
        "ask_id": str(ask.pk),
        "greeting": greeting,
        "paragraphs": paragraphs,
        "sender": {"name": sender.name if sender else house, "job_title": sender.job_title if sender else ""},
        "organization": {"name": house},
    }
    return mail.send(
        HEADS_UP,
        to=to,
        to_name=contact.name,
        language=contact.language,
        context=context,
        sender_name=f"{sender.name}, {house}" if sender else house,
        contact_id=contact.pk,
        dedupe_key=f"{HEADS_UP}:{ask.pk}",
        now=now,
    )


def send_help(
    invitation: Invitation, *, token: str, to: str, paragraphs: list[str], asks_mark: bool, now: datetime
) -> OutgoingEmail:
    """Write the letter to somebody whose reply could not be counted as it is: once for each invitation.

    `paragraphs` say why, in the person's language. Returns the first one when there was one before.
    """
    context = _content_of(invitation, token=token, sender=invitation.sender)
    context |= {} if asks_mark else {"marks": []}
    with translation.override(invitation.language):
        context["subject"] = _("About your reply: %(subject)s") % {"subject": context["subject"]}
    context["paragraphs"] = paragraphs
    return _send(HELP, invitation, context, to=to, sender=invitation.sender, once=f"{HELP}:{invitation.pk}", now=now)


def asked_by(email: OutgoingEmail) -> uuid.UUID | None:
    """Return the invitation that a letter of ours is about; None of every other letter, and of one whose reader was erased."""
    told = email.context.get("invitation_id") if email.letter in {LETTER, REMINDER, HELP} else None
    return uuid.UUID(told) if told else None


def content(
    document: Document,
    person: Person,
    *,
    url: str,
    salutation: str,
    sender: Employee | None,
    organization: Organization,
) -> dict[str, Any]:
    """Return what the letter's templates are given: the first question that this person is asked, with its marks."""
    known = {
        "salutation": salutation,
        "organization": organization.name,
        "sender": sender.name if sender else organization.name,
        **{f"fact:{name}": str(value) for name, value in person.facts.items()},
    }

    def words(texts: Mapping[str, str]) -> str:
        return fill(say(texts, person.language, document.languages), known)

    asked = leading_score(document, person) or next(iter(walk(document, person, {})), None)
    scored = asked.question if asked and asked.question.type in SCORED else None
    with translation.override(person.language):
        greeting = _("Good day, %(name)s!") % {"name": salutation} if salutation else _("Good day!")
    return {
        "subject": words(document.letter.subject),
        "greeting": greeting,
        "paragraphs": [one.strip() for one in words(document.letter.text).split("\n") if one.strip()],
        "question": words(asked.title) if asked else words(document.title),
        "marks": list(range(scored.scale[0], scored.scale[1] + 1)) if scored and scored.scale else [],
        "low": words(scored.low) if scored else "",
        "high": words(scored.high) if scored else "",
        "url": url,
        "sender": {
            "name": sender.name if sender else organization.name,
            "job_title": sender.job_title if sender else "",
        },
        "organization": {"name": organization.name},
    }


def _changes_for(invitation: Invitation) -> list[dict[str, str]]:
    """Return what was done about the person's words since they were asked before: each is told in one question's letters."""
    before = queries.asked_before(invitation)
    since = max(filter(None, (before, invitation.created_at - TOLD_DAYS)))
    return [
        {"said": Truncator(one.said).chars(LONGEST_TOLD), "done": Truncator(one.done).chars(LONGEST_TOLD)}
        for one in queries.changes(contact_id=invitation.contact_id, most=TOLD, since=since)
    ]


def _content_of(invitation: Invitation, *, token: str, sender: Employee | None) -> dict[str, Any]:
    person = Person(
        role=invitation.role,
        stage=invitation.stage,
        segment=str(invitation.segment_id or ""),
        language=invitation.language,
        facts=invitation.facts,
    )
    found = content(
        surveys.document_of(invitation.version_id),
        person,
        url=f"{settings.BASE_URL}/s/{token}/",
        salutation=invitation.contact.salutation,
        sender=sender,
        organization=invitation.organization,
    )
    return found | {"changes": _changes_for(invitation)}


def _send(
    letter: str,
    invitation: Invitation,
    context: dict[str, Any],
    *,
    to: str,
    sender: Employee | None,
    once: str,
    now: datetime,
) -> OutgoingEmail:
    house = invitation.organization.name
    return mail.send(
        letter,
        to=to,
        to_name=invitation.contact.name,
        language=invitation.language,
        context=context | {"invitation_id": str(invitation.pk)},
        sender_name=f"{sender.name}, {house}" if sender else house,
        contact_id=invitation.contact_id,
        dedupe_key=once,
        now=now,
    )


def send_sample(document: Document, person: Person, *, url: str, to: Employee, now: datetime) -> OutgoingEmail:
    """Write the letter of a draft to one of us, as the described person would get it; its subject says what it is."""
    context = content(document, person, url=url, salutation=to.name, sender=to, organization=to.organization)
    with translation.override(person.language):
        context["subject"] = _("Sample: %(subject)s") % {"subject": context["subject"]}
    language, name = person.language, to.name
    return mail.send(SAMPLE, to=to.email, to_name=name, language=language, context=context, employee_id=to.pk, now=now)


@recheck(HEADS_UP)
def no_longer_planned(email: OutgoingEmail, now: datetime) -> str:
    """Say why the announcement must no longer leave; "" when it may."""
    planned = PlannedAsk.objects.filter(pk=email.context["ask_id"], state=AskState.PLANNED)
    return "" if planned.exists() else NOT_PLANNED


@recheck(LETTER)
@recheck(REMINDER)
@recheck(HELP)
def no_longer_wanted(email: OutgoingEmail, now: datetime) -> str:
    """Say why the letter must no longer leave; "" when it may."""
    invitation_id = uuid.UUID(email.context["invitation_id"])
    return "" if queries.still_wanted(invitation_id=invitation_id, now=now + clock.offset()) else NOT_OPEN
