"""Asking the other service about texts: a worker reads and records in the organization's scope, and posts outside of it.

Whatever comes of it, our own result stands; theirs is written beside it. A service that fails rests, and what was not read
within a day is not asked about any more.
"""

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings

from accounts import clock
from accounts.jobs import actions as jobs
from accounts.tenancy.context import tenant_context
from accounts.webhooks import http
from accounts.webhooks.http import Answer, Network
from feedback.sentiment import actions, remote

SECONDS, MOST_TEXT = 20.0, 24 * 1024  # for an answer, and of it
CREDENTIALS, BUSY = {401, 403, 407}, {408, 425, 429}
Pairs = Sequence[tuple[uuid.UUID, uuid.UUID]]


@dataclass(slots=True)
class Round:
    """What came of one question: the probabilities by the id of our result, or why there are none."""

    jobs: dict[uuid.UUID, uuid.UUID]  # by the id of our result
    found: dict[uuid.UUID, tuple[float, float, float]] = field(default_factory=dict)
    fault: str = ""
    is_refused: bool = False  # the service works, and does not want these texts


def ask(organization_id: uuid.UUID, batch: Pairs, deadline: float, *, network: Network = http.INTERNET) -> None:
    """Have these texts read. The ledger calls this outside of every scope.

    Texts that the service refuses together are asked about one by one: one of them must not take the others along.
    """
    with tenant_context(organization_id):
        waiting = actions.texts_to_ask(batch=batch, now=clock.real_now())
    if not waiting:
        return
    result = _ask(waiting, network)
    rounds = [result]
    if result.is_refused and len(waiting) > 1:
        rounds = []
        for one in waiting:
            if time.monotonic() + SECONDS > deadline or any(each.fault for each in rounds):
                break
            rounds.append(_ask([one], network))
    done = {job for each in rounds for job in each.jobs.values()}
    with tenant_context(organization_id):
        for each in rounds:
            actions.record_answer(
                jobs_by_text=each.jobs,
                found=each.found,
                fault=each.fault,
                now=clock.real_now(),
            )
        for one in waiting:
            if one.job_id not in done:
                jobs.postpone(one.job_id, run_at=clock.real_now())


def _ask(texts: Sequence[actions.Asked], network: Network) -> Round:
    result = Round({one.text_id: one.job_id for one in texts})
    told = [(one.language, one.text) for one in texts]
    answer = http.post(
        settings.TEXT_MOOD["url"],
        headers={"User-Agent": "happiness-text-mood/1", **_credentials()},
        body=remote.question(told, model=settings.TEXT_MOOD["model"]),
        seconds=SECONDS,
        most_text=MOST_TEXT,
        text_seconds=SECONDS,
        network=network,
    )
    if not answer.is_success:
        result.is_refused = _is_refusal(answer)
        result.fault = "" if result.is_refused else str(answer.fault or answer.status)
        return result
    try:
        found = remote.read_answer(answer.text, number=len(texts))
    except remote.BadAnswer:
        result.fault = "content"
    else:
        result.found = {texts[place].text_id: odds for place, odds in found.items()}
    return result


def _credentials() -> dict[str, str]:
    key = settings.TEXT_MOOD["key"]
    return {"Authorization": f"Bearer {key}"} if key else {}


def _is_refusal(answer: Answer) -> bool:
    """Tell whether the service found fault with the texts, and not with us or itself."""
    status = answer.status or 0
    return 400 <= status < 500 and status not in CREDENTIALS | BUSY  # noqa: PLR2004 HTTP's own range
