"""The scope: which organization the running code works for. One scope is one database transaction."""

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, transaction


class TenantContextMissing(RuntimeError):
    """Code touched an organization's data without saying whose: wrap it in tenant_context()."""


class TenantContextConflict(RuntimeError):
    """Code tried to open a second organization inside the transaction of a first one."""


Chunk = TypeVar("Chunk")

_current: ContextVar[uuid.UUID | None] = ContextVar("organization_id", default=None)
_notes: ContextVar[dict[str, Any] | None] = ContextVar("scope_notes", default=None)


def current_organization_id() -> uuid.UUID:
    """Return the organization of the current scope; raise TenantContextMissing when there is none."""
    organization_id = _current.get()
    if organization_id is None:
        raise TenantContextMissing("no organization in scope: wrap the code in tenant_context(organization_id)")
    return organization_id


def organization_id_or_none() -> uuid.UUID | None:
    """Return the organization of the current scope, or None outside of every scope."""
    return _current.get()


def scope_notes() -> dict[str, Any]:
    """Return a dict that lives exactly as long as the current scope; raise TenantContextMissing outside."""
    notes = _notes.get()
    if notes is None:
        raise TenantContextMissing("notes belong to a scope: wrap the code in tenant_context(organization_id)")
    return notes


@contextmanager
def tenant_context(organization_id: uuid.UUID | str, using: str = DEFAULT_DB_ALIAS) -> Iterator[uuid.UUID]:
    """Run the block for one organization, as one transaction (or a savepoint of the one that runs).

    Raises TenantContextConflict when another organization's transaction is open, ValueError for an id that is no UUID.
    After the block's commit, `on_commit` callbacks still know the organization, but must open a scope of their own to read.
    """
    organization = uuid.UUID(str(organization_id))
    outer = _current.get()
    connection = connections[using]
    nested = connection.in_atomic_block
    if nested and outer is not None and outer != organization:
        raise TenantContextConflict("a transaction belongs to one organization; leave the outer scope first")
    token = _current.set(organization)
    notes = _notes.set(_notes.get() if outer == organization else {})
    try:
        with transaction.atomic(using=using):
            _set_local(str(organization), using)
            yield organization
            # An outer transaction (a test, a savepoint) outlives this scope: give it back what it had.
            if nested and not connection.needs_rollback:
                _set_local(str(outer or ""), using)
    finally:
        _notes.reset(notes)
        _current.reset(token)


def in_tenant(organization_id: uuid.UUID, chunks: Iterable[Chunk]) -> Iterator[Chunk]:
    """Yield `chunks` inside the organization's scope: the body of a streamed answer runs after the view has returned."""
    with tenant_context(organization_id):
        yield from chunks


def _set_local(value: str, using: str) -> None:
    with connections[using].cursor() as cursor:
        # SET LOCAL, not set_config(): it ends with the transaction behind every pooler, and Citus passes it on.
        cursor.execute("SET LOCAL app.organization_id = %s", [value])
