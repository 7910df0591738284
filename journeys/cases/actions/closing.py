"""The end: we say that it is fixed, the client is asked, and the client's word counts."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts import tokens
from accounts.events import kinds
from accounts.events.models import Origin
from accounts.organizations.models import Employee
from feedback.invitations import actions as invitations
from feedback.invitations import queries as addresses
from feedback.invitations.actions import Wanted
from feedback.invitations.models import Source
from journeys.cases import letters, queries
from journeys.cases.actions import telling
from journeys.cases.actions.steps import open_case
from journeys.cases.models import Case, CaseSettings, CaseStep, End, State

LINK_LIFE = timedelta(days=28)


class NotFixed(RuntimeError):
    """Nobody of ours has said that it is fixed, so that there is nothing to confirm."""


class NoAddress(RuntimeError):
    """The person has no address to which letters go."""


@transaction.atomic
def ask_client(
    *, case: Case, said: str, done: str, by: Employee, now: datetime, origin: Origin = Origin.LIVE, sends: bool = True
) -> Case:
    """Note that it is fixed, and ask the person by letter whether it is well again; asked again, the same link is sent again.

    `said` and `done` are what the person reads: in the letter, and later as "you said, we did". Raises NotOpen, and NoAddress
    where the case has no person or they have no address.
    """
    row, before = open_case(case)
    address = addresses.address_of(contact_id=row.contact_id) if row.contact_id else ""
    if not address:
        raise NoAddress
    is_new = row.state != State.FIXED
    row.said, row.done, row.state, row.asked_at = said, done, State.FIXED, now
    if row.link_ends_at is None or row.link_ends_at <= now:
        row.renew_token(tokens.Kind.CASE)
    row.link_ends_at = now + LINK_LIFE
    row.pause, row.paused_at = "", None
    telling.count_from(row, now=now)
    telling.save(row, action="case.fixed", by=by, now=now, before=before)
    if is_new:
        telling.step(row, CaseStep.Kind.FIXED, by=by, now=now, text=done)
        once = str(row.rounds)
        telling.publish(kinds.CASE_FIXED, row, by=by, now=now, once=once, origin=origin, number=row.number)
    asked = telling.step(row, CaseStep.Kind.ASKED, by=by, now=now, text=str(row.contact))
    if sends:
        letters.ask_client(row, to=address, token=token_of(row), sender=by, once=str(asked.pk), now=now)
    return row


def token_of(case: Case) -> str:
    """Return the token of the link that asks the client; every letter of the case brings the same one until it ends."""
    return tokens.make(
        kind=tokens.Kind.CASE, organization_id=case.organization_id, row_id=case.pk, nonce=bytes(case.nonce)
    )


@transaction.atomic
def confirm(*, case: Case, now: datetime, origin: Origin = Origin.LIVE) -> Case:
    """Close the case because the client says so, publish case.closed, and plan to ask once more how they feel.

    Twice is once. Raises NotFixed when it was opened again since the letter.
    """
    row, before = telling.lock(case)
    if row.end == End.CONFIRMED:
        return row
    if row.state != State.FIXED:
        raise NotFixed
    close(row, end=End.CONFIRMED, now=now)
    telling.save(row, action="case.confirmed", by=None, now=now, before=before)
    telling.step(row, CaseStep.Kind.CONFIRMED, by=None, now=now, is_by_client=True)
    telling.release(row, by=None, now=now)
    telling.publish(
        kinds.CASE_CLOSED, row, by=None, now=now, once=str(row.rounds), origin=origin, said=row.said, done=row.done
    )
    if origin == Origin.LIVE:
        _ask_again(row, now=now)
        telling.notify(row, to=row.owner, why=letters.Why.CONFIRMED, by=None, now=now, once=f"closed:{row.rounds}")
    return row


@transaction.atomic
def say_not_yet(*, case: Case, text: str, now: datetime) -> Case:
    """Open the case again because the client says so, and return it: it is on our side from there, with what is missing.

    Twice is once; after "yes" it opens anew. What is on our side already takes the words; where the matter goes on in a newer
    case, that one takes them, and is returned.
    """
    row, before = telling.lock(case)
    same = Case.objects.filter(client=row.client_id, topic=row.topic, visibility=row.visibility, closed_at=None)
    open_one = row if row.state not in {State.FIXED, State.CLOSED} else same.exclude(pk=row.pk).first()
    if open_one:
        if not CaseStep.objects.filter(case=open_one, is_by_client=True, text=text).exists():
            telling.step(open_one, CaseStep.Kind.NOT_YET, by=None, now=now, text=text, is_by_client=True)
        return open_one
    row.state, row.end, row.closed_at = State.ACCEPTED, "", None
    row.rounds += 1
    row.promised_on = None
    telling.count_from(row, now=now)
    telling.save(row, action="case.reopened", by=None, now=now, before=before)
    telling.step(row, CaseStep.Kind.NOT_YET, by=None, now=now, text=text, is_by_client=True)
    telling.hold(row, by=None, now=now)
    telling.publish(kinds.CASE_REOPENED, row, by=None, now=now, once=str(row.rounds), number=row.number)
    telling.notify(row, to=row.owner, why=letters.Why.NOT_YET, by=None, now=now, once=f"not_yet:{row.rounds}")
    return row


@transaction.atomic
def end_without_client(*, case: Case, end: End, text: str, by: Employee, now: datetime) -> Case:
    """Close a case without the client's word, and say why: it stays marked so, and tells the client nothing. Raises NotOpen."""
    row, before = open_case(case)
    close(row, end=end, now=now)
    row.link_ends_at = now if row.link_ends_at else None
    telling.save(row, action="case.ended", by=by, now=now, before=before)
    telling.step(row, CaseStep.Kind.ENDED, by=by, now=now, text=text)
    telling.release(row, by=by, now=now)
    telling.publish(kinds.CASE_CLOSED, row, by=by, now=now, once=str(row.rounds))
    return row


@transaction.atomic
def revoke_link(*, case: Case, by: Employee, now: datetime) -> Case:
    """Let the link that asks the client open nothing any more; the next letter brings a new one. Raises NotOpen."""
    row, before = open_case(case)
    if row.link_ends_at and row.link_ends_at > now:
        row.link_ends_at = now
        telling.save(row, action="case.link_revoked", by=by, now=now, before=before)
    return row


def close(case: Case, *, end: End, now: datetime) -> None:
    """Set what a case is like once it is closed; the caller saves, and tells why."""
    case.state, case.end, case.closed_at = State.CLOSED, end, now
    case.due_at, case.is_overdue, case.pause, case.paused_at = None, False, "", None


def _ask_again(case: Case, *, now: datetime) -> None:
    """Plan the same survey for the person, some days later: what it says then is the effect of what we did."""
    signal = (
        case.signals.filter(response__isnull=False).select_related("response__version").order_by("heard_at").first()
    )
    response = signal.response if signal else None
    if response is None or case.contact_id is None:
        return
    settings: CaseSettings = queries.settings()
    wanted = Wanted(
        contact_id=case.contact_id,
        client_id=case.client_id,
        survey_id=response.version.survey_id,
        role=response.role,
        occurrence=f"case:{case.pk}:{case.rounds}",
        source=Source.HAND,
        wanted_at=now + timedelta(days=settings.follow_up_days),
        asked_by_id=case.owner_id,
    )
    invitations.plan([wanted], now=now)
