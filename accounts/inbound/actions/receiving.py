"""A call of a tool: who it is, what it says by the mapping, and what came of it."""

import hashlib
import zoneinfo
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.db import transaction

from accounts.events.payload import FieldType
from accounts.inbound import bodies, signatures
from accounts.inbound.actions.hooks import add_sample
from accounts.inbound.actions.taking import take
from accounts.inbound.mapping import Plan, read
from accounts.inbound.models import HookCall, InboundHook
from accounts.inbound.told import Answer, Fault, Status, Told
from accounts.web import actions as web
from accounts.web import queries as sent
from accounts.web.text import as_id
from accounts.webhooks import vault


@dataclass(frozen=True, slots=True)
class Received:
    """What the tool is answered."""

    http_status: HTTPStatus
    answer: Answer


@transaction.atomic
def receive(*, hook: InboundHook, raw: bytes, content_type: str, headers: Mapping[str, str], now: datetime) -> Received:
    """Record the event that the call tells, and that it came; a call that tells none is noted with the reason.

    The same event twice is one: by its key for ever, without a key by the body for a day.
    """
    try:
        _check_signature(hook, raw, headers, now)
        body = bodies.read(raw, content_type=content_type)
    except signatures.Wrong as wrong:
        received = _refused(HTTPStatus.UNAUTHORIZED, wrong.code)
    except ValueError:
        received = _refused(HTTPStatus.UNPROCESSABLE_ENTITY, "bad_body")
    else:
        if hook.is_capturing(now=now):
            add_sample(hook=hook, body=body, now=now)
        answer = _told(hook, raw, body, now)
        is_good = answer.status != Status.REFUSED
        received = Received(HTTPStatus.OK if is_good else HTTPStatus.UNPROCESSABLE_ENTITY, answer)
    answer = received.answer
    faults = [asdict(fault) for fault in answer.faults]
    HookCall.objects.create(
        hook=hook, received_at=now, status=str(answer.status), faults=faults, event_id=answer.event_id
    )
    return received


def told_by(hook: InboundHook, body: Any) -> tuple[Told, list[Fault]]:
    """Return the event that a body tells by the mapping of the address."""
    fields = {name: FieldType(field_type) for name, field_type in hook.kind.fields.items()}
    zone = zoneinfo.ZoneInfo(hook.organization.time_zone)
    return read(body, Plan(**hook.mapping), kind=hook.kind.name, fields=fields, zone=zone)


def _told(hook: InboundHook, raw: bytes, body: Any, now: datetime) -> Answer:
    told, faults = told_by(hook, body)
    if faults:
        return Answer(Status.REFUSED, faults=tuple(faults))
    if told.key:
        return take([told], by=None, now=now)[0]
    digest = hashlib.sha256(b"inbound hook" + hook.pk.bytes + raw).digest()
    taken = web.take(digest=digest, now=now)  # waits for the same call at the same moment
    if taken is None:
        return Answer(Status.DUPLICATE, as_id(sent.location_of(digest)))
    (answer,) = take([told], by=None, now=now)
    if answer.event_id is None:
        taken.delete()  # the same body may be good once the reason is mended
    else:
        taken.location = str(answer.event_id)
        taken.save(update_fields=["location"])
    return answer


def _check_signature(hook: InboundHook, raw: bytes, headers: Mapping[str, str], now: datetime) -> None:
    if hook.signing == hook.Signing.NONE:
        return
    try:
        secret = hook.secret()
    except vault.Unreadable as error:
        raise signatures.Wrong("bad_signature") from error
    if hook.signing == hook.Signing.STANDARD:
        signatures.check_standard(headers=headers, secret=secret, body=raw, now=now)
    else:
        signatures.check_body(given=headers.get(hook.header.lower(), ""), secret=secret, body=raw)


def _refused(http_status: HTTPStatus, code: str) -> Received:
    return Received(http_status, Answer(Status.REFUSED, faults=(Fault("", code),)))
