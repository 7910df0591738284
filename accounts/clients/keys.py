"""What becomes of the rows of this slice, and of those below it, when clients or people are merged; and what can be undone."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.clients.actions import bulk, merging
from accounts.clients.models import (
    Client,
    ClientFacts,
    ClientTag,
    ClientTeamMember,
    Contact,
    ContactEmail,
    ContactRole,
    PersonalLine,
    PersonRequest,
    Position,
)
from accounts.clients.registry import Key, Values, ends, register_keys, register_undo
from accounts.events.models import Event
from accounts.mail.models import OutgoingEmail


def _second_address(row: ContactEmail, now: datetime) -> Values:
    return {"is_primary": False}


def _closed_line(row: PersonalLine, now: datetime) -> Values:
    return {"revoked_at": now}


def _one_place(stays: Position, gives_way: Position) -> Values:
    """The longer stay, the greater influence; whoever is still there by one of both entries is still there."""
    both = (stays, gives_way)
    began = [row.started_on for row in both if row.started_on]
    left = [row.left_on for row in both if row.left_on]
    is_gone = len(left) == len(both)
    return {
        "job_title": stays.job_title or gives_way.job_title,
        "influence": max(row.influence for row in both),
        "started_on": min(began, default=None),
        "left_on": max(left) if is_gone else None,
        "successor_id": (stays.successor_id or gives_way.successor_id) if is_gone else None,
    }


def _one_set_of_facts(stays: ClientFacts, gives_way: ClientFacts) -> Values:
    """What can be said of both at once; the apps that own the rest write it anew."""
    heard = [row.last_heard_at for row in (stays, gives_way) if row.last_heard_at]
    renewals = [row.renewal_on for row in (stays, gives_way) if row.renewal_on]
    values: Values = {"last_heard_at": max(heard, default=None), "renewal_on": min(renewals, default=None)}
    values |= {name: getattr(stays, name) and getattr(gives_way, name) for name in ROLE_GAPS}
    if not stays.stage:
        values |= {"stage": gives_way.stage, "stage_entered_at": gives_way.stage_entered_at}
    if stays.mood is None:
        values["mood"] = gives_way.mood
    if stays.revenue is None or gives_way.revenue is None:
        values["revenue"] = stays.revenue if gives_way.revenue is None else gives_way.revenue
    else:
        values["revenue"] = stays.revenue + gives_way.revenue
    return values


ROLE_GAPS = ("lacks_economic", "lacks_technical", "lacks_end_user")
_people: Any = _("People and their places")
_events: Any = _("Timeline")

KEYS = (
    Key(model=Position, column="client", to=Client, title=_people, joined=_one_place),
    Key(model=Position, column="contact", to=Contact, title=_("Places at clients"), joined=_one_place),
    Key(model=Position, column="successor", to=Contact, title=""),
    Key(
        model=ContactRole,
        column="position",
        to=Position,
        title=_("Buyer roles"),
        ended=ends("valid_until", since="valid_from"),
    ),
    Key(model=ContactEmail, column="contact", to=Contact, title=_("E-mail addresses"), ended=_second_address),
    Key(model=ClientTag, column="client", to=Client, title=_("Tags")),
    Key(
        model=ClientTeamMember,
        column="client",
        to=Client,
        title=_("Our team"),
        ended=ends("ended_on", since="started_on"),
    ),
    Key(model=ClientFacts, column="client", to=Client, title="", joined=_one_set_of_facts, stays=True),
    Key(model=PersonalLine, column="contact", to=Contact, title="", ended=_closed_line),
    Key(model=PersonRequest, column="contact", to=Contact, title="", stays=True),
    # What was merged before leads to where it ends now.
    Key(model=Client, column="merged_into", to=Client, title=""),
    Key(model=Contact, column="merged_into", to=Contact, title=""),
    # No keys in the database: their tables stand below this slice.
    Key(model=Event, column="client_id", to=Client, title=_events),
    Key(model=Event, column="contact_id", to=Contact, title=_events),
    Key(model=OutgoingEmail, column="contact_id", to=Contact, title=_("Letters")),
)


def register() -> None:
    """Let the rows of this slice follow a merge, and the acts on many of them be undone."""
    register_keys(*KEYS)
    register_undo(bulk.UNDO_COLUMN, bulk.undo_column)
    register_undo(bulk.UNDO_ARCHIVING, bulk.undo_archiving)
    register_undo(bulk.UNDO_TAGGING, bulk.undo_tagging)
    register_undo(merging.UNDO_CLIENTS, merging.undo_clients)
    register_undo(merging.UNDO_PEOPLE, merging.undo_people)
