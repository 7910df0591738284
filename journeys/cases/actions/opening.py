"""Hearing: what opens a case, or comes to one that is open."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q

from accounts.clients.models import Client, Contact
from accounts.events import kinds
from accounts.events.models import Origin
from accounts.organizations.models import Employee
from accounts.web.mood import mood_of
from feedback.alerts.models import Alert, Kind
from feedback.interactions.models import Interaction, Visibility
from feedback.responses import scores
from feedback.responses.models import Confidentiality, Response
from journeys.cases import letters, praise, queries
from journeys.cases.actions import telling
from journeys.cases.actions.withdrawing import withdraw
from journeys.cases.models import Case, CaseSettings, CaseSignal, CaseStep, Sort, State

SCALES = ("nps", "csat", "ces")
DELIGHTED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Something that was heard. `origin` names it, so that it counts once; `topic` is the matter it belongs to."""

    origin: str
    client: Client
    topic: str
    heard_at: datetime
    contact: Contact | None = None
    role: str = ""
    visibility: str = Visibility.TEAM
    sort: str = Sort.COMPLAINT
    quote: str = ""
    language: str = ""
    mood: int | None = None
    response: Response | None = None
    interaction: Interaction | None = None


@transaction.atomic
def hear(
    heard: Heard,
    *,
    by: Employee | None,
    now: datetime,
    title: str = "",
    owner: Employee | None = None,
    origin: Origin = Origin.LIVE,
) -> Case:
    """Return the case of what was heard: the one that has it already, an open one of the same matter or person, or a new one.

    A new one is numbered, has its owner and its hour, and holds questions to the person; publishes case.opened. What is told in
    confidence never comes to a case that others may read.
    """
    Client.objects.select_for_update().get(pk=heard.client.pk)  # two at once about one client would open two cases
    known = CaseSignal.objects.filter(origin=heard.origin).select_related("case").first()
    if known:
        return known.case
    same = Q(topic=heard.topic)
    if heard.contact and heard.sort == Sort.COMPLAINT:
        same |= Q(contact=heard.contact)
    rows = Case.objects.filter(same, client=heard.client, visibility=heard.visibility, sort=heard.sort, closed_at=None)
    case = rows.select_related("client", "owner").order_by("opened_at", "id").first()
    if case:
        _add(case, heard)
        telling.step(case, CaseStep.Kind.HEARD_AGAIN, by=by, now=now)
        return case
    return _open(heard, by=by, now=now, title=title, owner=owner, origin=origin)


def _open(
    heard: Heard, *, by: Employee | None, now: datetime, title: str, owner: Employee | None, origin: Origin
) -> Case:
    # Held until the end of the transaction: one number after the other.
    CaseSettings.objects.bulk_create([CaseSettings()], ignore_conflicts=True)
    settings = CaseSettings.objects.select_for_update().get()
    last = Case.objects.filter(visibility=heard.visibility).aggregate(last=Max("number"))["last"] or 0
    case = Case(
        number=last + 1,
        visibility=heard.visibility,
        sort=heard.sort,
        client=heard.client,
        contact=heard.contact,
        role=heard.role,
        topic=heard.topic,
        title=title,
        owner=owner or queries.carrier_of(heard.client, visibility=heard.visibility, now=now),
        state=State.HEARD,
        opened_at=now,
        mood_before=heard.mood,
    )
    telling.count_from(case, now=now, settings=settings)
    telling.save(case, action="case.opened", by=by, now=now, before={})
    _add(case, heard)
    telling.step(case, CaseStep.Kind.HEARD, by=by, now=now)
    telling.hold(case, by=by, now=now)
    if not case.is_for_all and origin == Origin.LIVE:
        letters.tell_of_confided(case, is_late=False, by=by, now=now)
    elif owner:
        telling.notify(case, to=owner, why=letters.Why.HANDED_OVER, by=by, now=now, once="opened")
    payload = {"number": case.number, "topic": case.topic}
    telling.publish(kinds.CASE_OPENED, case, by=by, now=now, once="1", origin=origin, **payload)
    return case


def _add(case: Case, heard: Heard) -> None:
    CaseSignal.objects.create(
        case=case,
        origin=heard.origin,
        response=heard.response,
        interaction=heard.interaction,
        quote=heard.quote,
        language=heard.language,
        mood=heard.mood,
        heard_at=heard.heard_at,
    )


def hear_answer(response: Response, *, now: datetime) -> Case | None:
    """Open the case of an answer whose mood is below the organization's mark; None when it is not, or there is no client.

    An answer under the role alone names nobody; one for top management is a case for them alone. What was said openly at first,
    and is confided or told without a name now, is taken out of the case that says more than that.
    """
    withdraw(response, now=now)
    mood = scores.value_of({name: getattr(response, name) for name in SCALES})
    if mood is None or response.client is None or mood >= queries.settings().low_mood:
        return None
    return hear(_of_answer(response, mood=mood), by=None, now=now)


def _of_answer(response: Response, *, mood: int, sort: str = Sort.COMPLAINT, topic: str = "") -> Heard:
    is_named = response.confidentiality != Confidentiality.ROLE
    contact = response.contact if is_named else None
    is_confided = response.confidentiality == Confidentiality.LEADERSHIP
    client = response.client
    assert client is not None
    return Heard(  # what was said is read from the answer itself, so that it follows the person's wish
        origin=f"response:{response.pk}",
        client=client,
        contact=contact,
        role=response.role,
        topic=topic or (f"contact:{contact.pk}" if contact else f"role:{response.role}"),
        heard_at=response.happened_at,
        visibility=Visibility.LEADERSHIP if is_confided else Visibility.TEAM,
        sort=sort,
        mood=mood,
        response=response,
    )


def hear_alert(alert: Alert, *, now: datetime) -> Case:
    """Return the case that takes care of an alert: of the answer or talk by which it is known, its person, or its matter."""
    client = alert.client
    assert client is not None
    evidence = list(alert.evidence.select_related("contact", "promise", "response").order_by("happened_at", "id"))
    origins = [f"response:{one.response_id}" for one in evidence if one.response_id]
    origins += [f"talk:{one.interaction_id}" for one in evidence if one.interaction_id]
    known = (
        CaseSignal.objects.filter(origin__in=origins, case__visibility=Visibility.TEAM).select_related("case").first()
    )
    if known:
        return known.case
    open_ones = [
        one for one in evidence if one.response is None or one.response.confidentiality == Confidentiality.NAMED
    ]
    people = {one.contact_id: one.contact for one in open_ones if one.contact}
    contact = next(iter(people.values())) if len(people) == 1 else None
    # An index falls because of what was said: where that has a case, it is the same matter.
    complaints = Case.objects.filter(client=client, sort=Sort.COMPLAINT, visibility=Visibility.TEAM, closed_at=None)
    open_one = complaints.order_by("-opened_at", "-id").first() if alert.rule.kind == Kind.DROP else None
    promise = next((one.promise.text for one in evidence if one.promise), "")
    heard = Heard(
        origin=f"alert:{alert.pk}",
        client=client,
        contact=contact,
        topic=open_one.topic if open_one else alert.topic,
        heard_at=alert.raised_at,
    )
    return hear(heard, by=None, now=now, title=promise[:200] or alert.rule.name)


def hear_praise(response: Response, *, now: datetime) -> list[Case]:
    """Bring an answer full of praise to each colleague whom it names; nobody of ours is named where the person is not."""
    mood = scores.value_of({name: getattr(response, name) for name in SCALES})
    if mood is None or mood_of(mood).value < DELIGHTED or response.client is None or not response.has_words:
        return []
    if response.confidentiality != Confidentiality.NAMED:
        return []
    found = praise.named(queries.words_of(response), queries.colleagues(response.client))
    cases = []
    for person in found:
        told = _of_answer(response, mood=mood, sort=Sort.PRAISE, topic=f"praise:{person.pk}")
        cases.append(hear(_for(told, person.pk), by=None, now=now, owner=person))
    return cases


def _for(heard: Heard, person_id: uuid.UUID) -> Heard:
    """Return the same for one of several who are named: each has a case of their own."""
    values = {name: getattr(heard, name) for name in Heard.__slots__}
    return Heard(**values | {"origin": f"{heard.origin}:{person_id}", "contact": heard.contact})
