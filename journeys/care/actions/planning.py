"""Every day: what comes up is drafted and put onto people's days, what nobody has approved is over, what is due leaves."""

import uuid
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from accounts import clock
from accounts.audit import actions as audit
from accounts.clients.enums import Consent
from accounts.clients.models import Client, Contact, ContactEmail
from accounts.contracts import queries as money
from accounts.jobs import actions as jobs
from accounts.organizations import queries as organizations
from accounts.organizations.models import Employee, Organization
from accounts.tenancy.context import current_organization_id, tenant_context
from accounts.tenancy.registry import active_organization_ids
from journeys.care import letters, queries
from journeys.care.actions.bringing import bring
from journeys.care.actions.deciding import Refused, approve, complete, miss
from journeys.care.models import CareRules, Form, Gesture, PersonCare, State, Tone
from journeys.care.queries import Occasion, Scope
from journeys.care.words import draft

PLANS = "care_plans"  # the queue: one job of an organization a day, and one for each further batch
BATCH = 200  # clients of one transaction


def request_plans(*, now: datetime) -> None:
    """Let every active organization look at what comes up: the timetable's entry."""
    for organization_id in active_organization_ids():
        with tenant_context(organization_id):
            jobs.enqueue(queue=PLANS, subject_id=organization_id, now=now)


def plan(subject_ids: list[uuid.UUID], now: datetime) -> None:
    """Draft what comes up at the next batch of clients, behind the one that the subject names.

    The organization's own id names none. The ledger of work calls this, as often as it likes: an occasion brings one gesture.
    """
    for subject_id in subject_ids:
        is_first = subject_id == current_organization_id()
        ids = money.clients_after(None if is_first else subject_id, size=BATCH)
        if is_first:
            _give_up(now + clock.offset())
        plan_clients(ids, now=now + clock.offset())
        if len(ids) == BATCH:
            jobs.enqueue(queue=PLANS, subject_id=ids[-1], now=now)


def plan_clients(client_ids: Collection[uuid.UUID], *, now: datetime) -> list[Gesture]:
    """Return the gestures that were drafted for occasions of these clients that come up now and had none.

    Nothing is drafted while something speaks against it: it is looked at again every day. The number of statements for
    reading is constant.
    """
    rules = queries.rules()
    today = money.house_day(Organization.objects.get(), now)
    span = {"first": today, "last": today + timedelta(days=rules.ahead_days)}
    rows = queries.occasions(**span, scope=Scope(client_ids=client_ids), kinds=rules.kinds)
    known = queries.already(kinds=rules.kinds, **span)
    standing = queries.standing(client_ids=client_ids, rules=rules)
    fresh: dict[tuple[Any, ...], Occasion] = {}
    for one in rows:
        assert one.client_id
        why_not = standing.why_not(kind=one.kind, client_id=one.client_id, contact_id=one.contact_id)
        if one.identity not in known and not why_not:
            fresh.setdefault(one.identity, one)
    made = _draft(list(fresh.values()), rules, now)
    _approve_by_themselves(made, rules, now)
    bring([row for row in made if row.is_open], now=now)
    return made


def _draft(rows: Collection[Occasion], rules: CareRules, now: datetime) -> list[Gesture]:
    people = {one.contact_id for one in rows} - {None}
    contacts = Contact.objects.in_bulk(people)
    clients = Client.objects.select_related("manager").in_bulk({one.client_id for one in rows})
    tones = dict(PersonCare.objects.filter(contact__in=people).values_list("contact", "tone"))
    reachable = _reachable(people, contacts)
    somebody = next(iter(organizations.who_can_invite(now=now)), None)
    offered = []
    for one in rows:
        client, contact = clients[one.client_id], contacts.get(one.contact_id)
        owner = client.manager if client.manager and not client.manager.left_at else somebody
        if owner:
            tone, is_letter = tones.get(one.contact_id, Tone.WARM), one.contact_id in reachable
            offered.append(
                _gesture(one, client, contact, owner=owner, tone=tone, is_letter=is_letter, rules=rules, now=now)
            )
    Gesture.objects.bulk_create(offered, ignore_conflicts=True)
    made = Gesture.objects.filter(pk__in=[row.pk for row in offered]).select_related("client", "contact", "owner")
    made = list(made.order_by("on", "id"))
    audit.record_many(action="gesture.planned", model=Gesture, changes={row.pk: {} for row in made}, by=None, now=now)
    return made


def _gesture(
    one: Occasion,
    client: Client,
    contact: Contact | None,
    *,
    owner: Employee,
    tone: str,
    is_letter: bool,
    rules: CareRules,
    now: datetime,
) -> Gesture:
    """Return what is proposed: a letter to whoever can be written to, else a call, which needs no approval."""
    language = contact.language if contact else client.language
    words = draft(kind=one.kind, key=one.key, tone=tone, language=language, years=one.years, country=one.country)
    row = Gesture(
        client=client, contact=contact, kind=one.kind, key=one.key, on=one.on, years=one.years,
        form=Form.LETTER if is_letter else Form.CALL, subject=words.subject[:150], text=words.text, language=language,
        tone=tone, currency=rules.currency, owner=owner, created_at=now,
        state=State.DRAFT if is_letter else State.APPROVED, decided_at=None if is_letter else now,
    )  # fmt: skip
    row.stamp()
    return row


def _reachable(people: Collection[uuid.UUID | None], contacts: dict[uuid.UUID, Contact]) -> set[uuid.UUID]:
    rows = ContactEmail.objects.filter(contact__in=people, bounced_at=None).values_list("contact", flat=True)
    return {one for one in rows if contacts[one].consent != Consent.WITHDRAWN}


def _approve_by_themselves(rows: Iterable[Gesture], rules: CareRules, now: datetime) -> None:
    for row in rows:
        if row.state == State.DRAFT and row.kind in rules.automatic:
            try:
                approve(gesture=row, by=None, role="", now=now)
            except Refused:
                continue  # waits for a person
            row.refresh_from_db(fields=["state"])


def _give_up(now: datetime) -> None:
    """Note of letters whose day has passed without approval that they did not happen."""
    today: date = money.house_day(Organization.objects.get(), now)
    for row in queries.waiting().filter(form=Form.LETTER, on__lt=today)[: BATCH * 5]:
        miss(gesture=row, reason="late", now=now)


def send_due(gesture_ids: list[uuid.UUID], now: datetime) -> None:
    """Hand the letters that are due to the outbox, unless something speaks against them by now; it will be looked at once more
    when they leave. The ledger of work calls this, as often as it likes.
    """
    own = now + clock.offset()
    rules = queries.rules()
    rows = queries.gestures().filter(pk__in=gesture_ids, state=State.APPROVED, form=Form.LETTER, leaves_at__lte=own)
    for row in rows:
        if why_not := queries.why_not(row, rules=rules):
            miss(gesture=row, reason=why_not, now=own)
        else:
            letters.send(row, to=queries.address_of(row.contact_id), now=own)
            complete(gesture=row, by=None, now=own)
