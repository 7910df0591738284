"""What a person does with their answer besides sending it: keeping a part on the way, and changing it afterwards."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.audit import actions as audit
from accounts.events import actions as events
from feedback.responses.actions.writing import columns_of, fact_of, told_key
from feedback.responses.models import Confidentiality, PartialResponse, Response, ResponseRevision
from feedback.surveys import queries as surveys


@transaction.atomic
def keep(*, invitation_id: uuid.UUID, answers: Mapping[str, Any], language: str, now: datetime) -> None:
    """Keep what was answered so far, so that the person goes on where they stopped, on another device too."""
    PartialResponse.objects.update_or_create(
        invitation_id=invitation_id, defaults={"answers": dict(answers), "language": language, "saved_at": now}
    )


@transaction.atomic
def amend(
    *,
    response_id: uuid.UUID,
    answers: Mapping[str, Any],
    confidentiality: Confidentiality,
    language: str,
    now: datetime,
) -> Response:
    """Let the person's own answer say something else from now on; what it said before is kept. The same again is nothing, but
    that it confirms what one of us has written down of a call.

    Who confides it to fewer people takes back what others were told of it before.
    """
    response = Response.objects.select_for_update(of=("self",)).select_related("version").get(pk=response_id)
    PartialResponse.objects.filter(invitation=response.invitation_id).delete()
    columns = columns_of(surveys.document_of(response.version_id), answers)
    columns |= {"answers": dict(answers), "confidentiality": str(confidentiality)}
    before = audit.snapshot(response)
    if response.proxy_by_id and not response.proxy_confirmed_at:
        response.proxy_confirmed_at = now
        response.save(update_fields=["proxy_confirmed_at"])
        audit.record(action="response.confirmed", subject=response, by=None, now=now, before=before)
        before = audit.snapshot(response)
    if all(getattr(response, name) == value for name, value in columns.items()):
        return response
    ResponseRevision.objects.create(
        response=response,
        number=response.revision,
        answers=response.answers,
        nps=response.nps,
        csat=response.csat,
        ces=response.ces,
        confidentiality=response.confidentiality,
        said_at=response.amended_at or response.happened_at,
    )
    columns |= {"language": language, "amended_at": now, "revision": response.revision + 1}
    for name, value in columns.items():
        setattr(response, name, value)
    response.save(update_fields=list(columns))
    audit.record(action="response.amended", subject=response, by=None, now=now, before=before)
    if confidentiality != Confidentiality.NAMED:
        _take_back(response)
    events.publish(fact_of(response, survey_id=response.version.survey_id, by=None, now=now), now=now)
    return response


def _take_back(response: Response) -> None:
    """Leave in earlier events of the answer no more than its present readers may know."""
    keys = [told_key(response.pk, number) for number in range(1, response.revision)]
    kept = ("response_id", "survey_id") if response.confidentiality == Confidentiality.LEADERSHIP else ()
    events.narrow(dedupe_keys=keys, fields=kept)
