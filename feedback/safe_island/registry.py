"""Who does something about a letter once its writer has allowed it. An app above registers itself, so that this slice imports
none of them."""

import uuid
from datetime import datetime
from typing import Protocol

from accounts.clients.models import Client, Contact
from accounts.organizations.models import Employee


class CaseOpener(Protocol):
    """Takes what the writer lets us tell, in their words, and brings it to whoever can help; the same `key` twice is once."""

    def __call__(
        self, *, key: uuid.UUID, words: str, client: Client, contact: Contact | None, by: Employee, now: datetime
    ) -> None: ...


_openers: list[CaseOpener] = []


def register_case(function: CaseOpener) -> CaseOpener:
    """Let the function take what writers allow to be told."""
    _openers[:] = [function]
    return function


def open_case(
    *, key: uuid.UUID, words: str, client: Client, contact: Contact | None, by: Employee, now: datetime
) -> None:
    """Bring the words to whoever can help; raise LookupError where nobody is there to take them."""
    if not _openers:
        raise LookupError("nobody takes cases")
    _openers[0](key=key, words=words, client=client, contact=contact, by=by, now=now)
