"""Letters about cases: to the client whether it is well again, to a department, to us, and an apology in one's own words."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import clock
from accounts.mail import actions as mail
from accounts.mail.models import OutgoingEmail
from accounts.mail.registry import recheck
from accounts.organizations.models import Employee, Organization
from journeys.cases import queries
from journeys.cases.models import Case, State, UnitRequest

FIXED, FIXED_CONFIDED = "case_fixed", "case_fixed_confided"
UNIT, UNIT_CONFIDED = "case_unit", "case_unit_confided"
NOTICE, CONFIDED, APOLOGY, REFERENCE = "case_notice", "case_confided", "case_apology", "case_reference"
NOT_ASKED = "the case is no longer to be confirmed"  # accounts.mail.said knows it in every language


class Why(StrEnum):
    """What one of us is written for."""

    HANDED_OVER = "handed_over"
    SHOWN = "shown"
    CONFIRMED = "confirmed"
    NOT_YET = "not_yet"
    UNIT_ANSWERED = "unit_answered"
    RECURRED = "recurred"
    TO_APPROVE = "to_approve"
    APPROVED = "approved"
    REFUSED = "refused"


def send_notice(case: Case, *, to: Employee, why: Why, by: Employee | None, once: str, now: datetime) -> OutgoingEmail:
    """Write to one of us about a case, in the language that is set; of one in confidence only that there is something."""
    if not case.is_for_all:
        return _send_confided(case, to=to, is_late=False, once=once, now=now)
    title, text = _words(why, case, by)
    return mail.send(
        NOTICE,
        to=to.email,
        to_name=to.name,
        language=to.language,
        context={
            "subject": f"{title} · {case}, {case.client.name}",
            "title": title,
            "text": text,
            "about": f"{case}, {case.client.name}: {queries.heading(case)}",
            "url": url_of(case),
            "organization": {"name": case.organization.name},
        },
        employee_id=to.pk,
        dedupe_key=f"{NOTICE}:{case.pk}:{once}",
        now=now,
    )


def _words(why: Why, case: Case, by: Employee | None) -> tuple[str, str]:
    """Return the heading and the sentence, in the language that is set."""
    names = {"who": by.name if by else "", "contact": str(case.contact) if case.contact else case.client.name}
    found = {
        Why.HANDED_OVER: (_("This case is yours now"), _("%(who)s has handed it over to you.")),
        Why.SHOWN: (_("This case needs you"), _("%(who)s asks top management to look at it.")),
        Why.CONFIRMED: (_("The client confirmed it"), _("%(contact)s says that it is well again. The case is closed.")),
        Why.NOT_YET: (
            _("The client says: not yet"),
            _("%(contact)s says that it is not well yet. The case is open again."),
        ),
        Why.UNIT_ANSWERED: (_("The department answered"), _("%(who)s has answered your question.")),
        Why.RECURRED: (
            _("A cause has come back"),
            _("The same cause has led to several cases within a short time. It is your department that mends it."),
        ),
        Why.TO_APPROVE: (
            _("A compensation waits for you"),
            _("%(who)s asks for more than may be given without asking."),
        ),
        Why.APPROVED: (_("The compensation is approved"), _("%(who)s has approved it. You can tell the client.")),
        Why.REFUSED: (_("The compensation is refused"), _("%(who)s has refused it. Offer something else.")),
    }
    title, text = found[why]
    return title, text % names


def tell_of_confided(case: Case, *, is_late: bool, by: Employee | None, now: datetime) -> None:
    """Write to those who may read a case in confidence that something waits for them: not what, and not of whom."""
    once = f"late:{case.rounds}:{case.state}" if is_late else "opened"
    for one in queries.may_carry(visibility=case.visibility, now=now):
        if by is None or one.pk != by.pk:
            _send_confided(case, to=one, is_late=is_late, once=f"{once}:{one.pk}", now=now)


def _send_confided(case: Case, *, to: Employee, is_late: bool, once: str, now: datetime) -> OutgoingEmail:
    return mail.send(
        CONFIDED,
        to=to.email,
        to_name=to.name,
        language=to.language,
        context={"url": url_of(case), "is_late": is_late, "organization": {"name": case.organization.name}},
        employee_id=to.pk,
        dedupe_key=f"{CONFIDED}:{case.pk}:{once}",
        now=now,
    )


def ask_client(case: Case, *, to: str, token: str, sender: Employee, once: str, now: datetime) -> OutgoingEmail:
    """Ask the person whether it is well again, in their language and in the name of whoever asks."""
    context = {
        "case_id": str(case.pk),
        "said": case.said,
        "done": case.done,
        "url": f"{settings.BASE_URL}/c/{token}/",
        **_signature(sender, case.organization),
    }
    kind = FIXED if case.is_for_all else FIXED_CONFIDED
    return _to_client(kind, case, context, to=to, sender=sender, once=f"{kind}:{once}", now=now)


def apologize(
    case: Case, *, to: str, subject: str, text: str, sender: Employee, once: str, now: datetime
) -> OutgoingEmail:
    """Send an apology in the words of whoever sends it."""
    context = {"subject": subject, "paragraphs": _paragraphs(text), **_signature(sender, case.organization)}
    return _to_client(APOLOGY, case, context, to=to, sender=sender, once=f"{APOLOGY}:{case.pk}:{once}", now=now)


def ask_for_reference(case: Case, *, to: str, text: str, sender: Employee, now: datetime) -> OutgoingEmail:
    """Ask somebody who has praised us whether we may name them."""
    context = {"paragraphs": _paragraphs(text), **_signature(sender, case.organization)}
    return _to_client(REFERENCE, case, context, to=to, sender=sender, once=f"{REFERENCE}:{case.pk}", now=now)


def _paragraphs(text: str) -> list[str]:
    return [one.strip() for one in text.replace("\r", "").split("\n") if one.strip()]


def _signature(sender: Employee, house: Organization) -> dict[str, Any]:
    return {
        "sender": {"name": sender.name, "job_title": sender.job_title},
        "organization": {"name": house.name},
    }


def _to_client(
    kind: str, case: Case, context: dict[str, Any], *, to: str, sender: Employee, once: str, now: datetime
) -> OutgoingEmail:
    contact = case.contact
    assert contact is not None
    with translation.override(contact.language):
        name = contact.salutation
        greeting = _("Good day, %(name)s!") % {"name": name} if name else _("Good day!")
    return mail.send(
        kind,
        to=to,
        to_name=contact.name,
        language=contact.language,
        context={"greeting": greeting, **context},
        sender_name=f"{sender.name}, {case.organization.name}",
        contact_id=contact.pk,
        dedupe_key=once,
        now=now,
    )


def ask_unit(request: UnitRequest, *, token: str, sender: Employee, once: str, now: datetime) -> OutgoingEmail:
    """Ask the lead of a department, in their language."""
    case, lead = request.case, request.lead
    with translation.override(lead.language):
        about = f"{case}, {case.client.name}: {queries.heading(case)}"
    kind = UNIT if case.is_for_all else UNIT_CONFIDED
    return mail.send(
        kind,
        to=lead.email,
        to_name=lead.name,
        language=lead.language,
        context={
            "about": about,
            "question": request.question,
            "department": request.department.name,
            "url": f"{settings.BASE_URL}/c/unit/{token}/",
            **_signature(sender, case.organization),
        },
        sender_name=f"{sender.name}, {case.organization.name}",
        employee_id=lead.pk,
        dedupe_key=f"{kind}:{once}",
        now=now,
    )


def url_of(case: Case) -> str:
    """Return the address of the case's page."""
    return settings.BASE_URL + reverse("case", kwargs={"slug": case.organization.slug, "case_label": case.label})


@recheck(FIXED)
@recheck(FIXED_CONFIDED)
def no_longer_asked(email: OutgoingEmail, now: datetime) -> str:
    """Say why the question must no longer leave: the case was closed, or opened again, since it was written."""
    asked = Case.objects.filter(pk=email.context["case_id"], state=State.FIXED, link_ends_at__gt=now + clock.offset())
    return "" if asked.exists() else NOT_ASKED
