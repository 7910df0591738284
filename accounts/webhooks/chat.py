"""An event as a message that people read in a chat: the sentence of the timeline, as whoever may read least sees it."""

import json
import uuid
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.clients.models import Client
from accounts.events import queries as events
from accounts.events.models import Event
from accounts.events.registry import Reader, Said
from accounts.organizations.models import Organization
from accounts.organizations.roles import Role
from accounts.webhooks.models import TEST, Webhook, WebhookDelivery

NOBODY = uuid.UUID(int=0)  # whose eyes nothing is for alone
ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})  # what Slack and Mattermost read as marks of theirs
LONGEST = 2000


def body_of(event: Event, *, form: str, organization: Organization) -> bytes | None:
    """Return the message about an event in the form of a chat; None for one that not everybody may read."""
    reader = Reader(employee_id=NOBODY, role=Role.VIEWER, slug=organization.slug)
    with translation.override(organization.language):
        found = events.said([event], reader=reader)
        if not found:
            return None
        said = found[0][2]
        client = Client.objects.filter(pk=event.client_id).first() if event.client_id else None
        title = f"{client.name}: {said.title}" if client else said.title
        return _body(form, title=title, said=said)


def test_body_of(delivery: WebhookDelivery, *, form: str, organization: Organization) -> bytes:
    """Return the message of a test."""
    assert delivery.kind == TEST
    with translation.override(organization.language):
        said = Said(title=_("A test"), text=_("This channel works: news of clients will come here."))
        return _body(form, title=f"{organization.name}: {said.title}", said=said)


def _body(form: str, *, title: str, said: Said) -> bytes:
    text = "\n".join(one for one in (said.text, said.quote) if one)[:LONGEST]
    url = settings.BASE_URL + said.url if said.url else ""
    message = _card(title, text, url) if form == Webhook.Form.TEAMS else _line(title, text, url)
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()


def _line(title: str, text: str, url: str) -> dict[str, Any]:
    """Return what Slack's and Mattermost's incoming webhooks take."""
    shown, rest = title.translate(ESCAPED), text.translate(ESCAPED)
    return {"text": "\n".join(one for one in (f"*{shown}*", rest, url) if one)}


def _card(title: str, text: str, url: str) -> dict[str, Any]:
    """Return an adaptive card, as a workflow of Microsoft Teams takes it."""
    body = [{"type": "TextBlock", "text": title, "weight": "Bolder", "wrap": True}]
    if text:
        body.append({"type": "TextBlock", "text": text, "wrap": True})
    card: dict[str, Any] = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": body,
    }
    if url:
        card["actions"] = [{"type": "Action.OpenUrl", "title": _("Open"), "url": url}]
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [attachment]}
