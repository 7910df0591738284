"""The way back of an act: a message carries it as a signed form, for ten minutes and for the person who acted.

An act offers it with what its view needs to take it back; that view asks `facts` for the same and must still look whether the
world has moved on. Nothing is kept on the server.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.core import signing
from django.http import HttpRequest

FIELD = "undo"
SECONDS = 600  # the toast leaves after ten seconds; without scripts the message stays on the page
SALT = "accounts.web.undo"


@dataclass(frozen=True, slots=True)
class Offer:
    url: str
    token: str


def offer(request: HttpRequest, text: str, *, url: str, **facts: Any) -> None:
    """Tell what was done, with a button that posts the facts (plain values) back to `url`."""
    token = signing.dumps({"url": url, "user": str(request.user.pk), "facts": facts}, salt=SALT)
    messages.success(request, text, extra_tags=f"{FIELD} {url} {token}")


def facts(request: HttpRequest) -> dict[str, Any] | None:
    """Return what the offer was made with, or None: it is over, was made to somebody else, or is of another act."""
    try:
        claim = signing.loads(request.POST.get(FIELD, ""), salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return None
    is_theirs = claim["url"] == request.path and claim["user"] == str(request.user.pk)
    return claim["facts"] if is_theirs else None


def of_message(message: Message) -> Offer | None:
    """Return the offer that a message carries, or None."""
    mark, _, rest = (message.extra_tags or "").partition(" ")
    if mark != FIELD:
        return None
    url, _, token = rest.partition(" ")
    return Offer(url=url, token=token)
