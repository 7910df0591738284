"""Clients and people for tests, made by the actions that pages use. Boring on purpose; call inside tenant_context()."""

from collections.abc import Collection
from datetime import datetime

from accounts.clients import actions
from accounts.clients.models import Client, Contact, Position
from accounts.events.models import Origin
from accounts.organizations.models import Employee


def a_client(
    name: str,
    *,
    by: Employee,
    now: datetime,
    tags: Collection[str] = (),
    origin: Origin = Origin.LIVE,
    **fields: object,
) -> Client:
    client = Client(name=name, **fields)
    actions.register_client(client=client, tags=tags, by=by, now=now, origin=origin)
    return client


def a_contact(
    name: str,
    *,
    at: Client,
    by: Employee,
    now: datetime,
    email: str = "",
    roles: Collection[str] = (),
    job_title: str = "",
    **fields: object,
) -> Position:
    """Return the place of a new person at the client."""
    contact = Contact(name=name, **fields)
    actions.register_contact(contact=contact, addresses=[email] if email else [], by=by, now=now)
    position = actions.place(contact=contact, client=at, by=by, now=now, job_title=job_title)
    actions.give_roles(position=position, roles=roles, by=by, now=now, today=now.date())
    return position
