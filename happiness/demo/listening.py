"""Loading what the demo's clients have answered, as an import of past answers does, and asking some of them anew."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from accounts import tokens
from accounts.clients import actions as registry
from accounts.clients.models import Client, Contact, ContactEmail, PersonalLine
from accounts.events.models import Origin
from accounts.organizations.models import Employee
from feedback.invitations import actions as invitations
from feedback.invitations.models import Invitation
from feedback.responses import actions as responses
from feedback.responses.actions import PastAnswer
from feedback.surveys import actions as surveys
from feedback.surveys import document as documents
from feedback.surveys import queries as published
from feedback.surveys import runner
from feedback.surveys.models import Survey, SurveyDraft, SurveyVersion
from happiness.demo import clients as people
from happiness.demo.answers import ANSWERS, ASKED, Answer, Voice
from happiness.demo.former import CLIENTS
from happiness.demo.surveys import ACT, RELATION, START, SURVEYS
from happiness.demo.surveys import Survey as Told

OF_ROLE = {people.E: "value", people.T: "reliable", people.U: "ease"}
Versions = list[tuple[int, SurveyVersion]]  # with the days since they were published, the oldest first


def load(slug: str, *, by: Employee, now: datetime) -> None:
    """Publish the surveys, write what was answered to them, and ask those who have not answered yet."""
    employees = {employee.email: employee for employee in Employee.objects.all()}
    versions = {one.key: _publish(one, employees, now=now) for one in SURVEYS[slug]}
    house = House(slug)
    rows = [
        past(answer, voice, versions[voice.survey], house, now=now)
        for voice in ANSWERS[slug]
        for answer in voice.answers
    ]
    responses.record_past(rows, by=by, now=now, origin=Origin.DEMO)
    for one in ASKED[slug]:
        client = house.clients[one.client]
        contact = house.contact(one.client, one.who)
        registry.line_url(contact_id=contact.pk, now=now - timedelta(days=one.days_ago))
        invitations.invite(
            contact=contact,
            client=client,
            version=versions[one.survey][-1][1],
            role=house.role(one.client, one.who),
            by=client.manager,
            now=now - timedelta(days=one.days_ago),
        )


def links(*, now: datetime) -> list[tuple[str, str, str]]:
    """Return (path, person, survey) of the answer pages that are open, in the organization of the scope."""
    rows = Invitation.objects.filter(answered_at=None, closed_at=None, expires_at__gt=now)
    return [
        (f"/s/{_token(row)}/", row.contact.name, row.version.survey.name)
        for row in rows.exclude(token_digest=None).select_related("contact", "version__survey").order_by("created_at")
    ]


def personal_pages() -> list[tuple[str, str]]:
    """Return (path, person) of the open personal pages in the organization of the scope."""
    rows = PersonalLine.objects.filter(revoked_at=None).select_related("contact").order_by("created_at")
    return [(registry.url_of(row).removeprefix(settings.BASE_URL), row.contact.name) for row in rows]


def _token(row: Invitation) -> str:
    kind = tokens.Kind.SURVEY
    return tokens.make(kind=kind, organization_id=row.organization_id, row_id=row.pk, nonce=bytes(row.nonce))


def _publish(told: Told, employees: Mapping[str | None, Employee], *, now: datetime) -> Versions:
    owner = employees[told.owner]
    found: Versions = []
    survey = Survey(name=told.name, purpose=told.purpose, owner=owner)
    for days, content in told.versions:
        at = now - timedelta(days=days)
        if found:
            SurveyDraft.objects.filter(survey=survey).update(content=documents.write(content), saved_at=at)
        else:
            surveys.create_survey(survey=survey, content=content, by=owner, now=at)
        found.append((days, surveys.publish(survey=survey, by=owner, now=at)))
    return found


class House:
    """The clients of the demo and their people, as they stand in the database."""

    def __init__(self, slug: str, others: Sequence[people.Client] = ()) -> None:
        self.told = {one.domain: one for one in (*CLIENTS[slug], *others)}
        self.clients = {one.domain: one for one in Client.objects.select_related("manager")}
        rows = ContactEmail.objects.select_related("contact")
        self.contacts = {row.address: row.contact for row in rows}

    def contact(self, domain: str, who: int) -> Contact:
        return self.contacts[f"{self.told[domain].people[who].mailbox}@{domain}"]

    def role(self, domain: str, who: int) -> people.BuyerRole:
        return self.told[domain].people[who].roles[0]

    def stage(self, domain: str, days_ago: int) -> str:
        """Return where the client stood so many days ago."""
        return next((stage for stage, days in reversed(self.told[domain].stages) if days >= days_ago), "")


def past(answer: Answer, voice: Voice, versions: Versions, house: House, *, now: datetime) -> PastAnswer:
    """Return the answer as an import of past answers has it, so many days before `now`."""
    role, client = house.role(voice.client, voice.who), house.clients[voice.client]
    version = next(version for days, version in reversed(versions) if days >= answer.days_ago)
    stage, language = house.stage(voice.client, answer.days_ago), client.language
    person = runner.Person(role=role, stage=stage, language=language)
    cleaned = runner.clean(published.document_of(version.pk), person, _raw(answer, voice.survey, role))
    if cleaned.faults:
        raise ValueError(f"{voice.client}, {answer.days_ago} days ago: {cleaned.faults}")
    return PastAnswer(
        key=f"demo {voice.survey} {voice.client} {voice.who} {answer.days_ago}",
        version=version,
        client_id=client.pk,
        contact_id=house.contact(voice.client, voice.who).pk,
        happened_at=now - timedelta(days=answer.days_ago),
        answers=cleaned.answers,
        language=language,
        role=role,
        stage=stage,
        segment_id=client.segment_id,
        confidentiality=answer.readers,
    )


def _raw(answer: Answer, survey: str, role: people.BuyerRole) -> dict[str, Any]:
    first, second = {
        RELATION: ("recommend", OF_ROLE[role]),
        ACT: ("closing", "papers"),
        START: ("start", "knows_whom"),
    }[survey]
    raw = {first: answer.first, second: answer.second, "reason": answer.reasons.split(), "words": answer.words}
    return {name: value for name, value in raw.items() if value not in (None, "", [])}
