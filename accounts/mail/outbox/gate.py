"""May this letter leave now? Answered by the statement that says it is being attempted, in its transaction."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from accounts.mail.letters import Priority
from accounts.mail.models import State, Suppression
from accounts.mail.outbox.rows import LATER, Item, of_table
from accounts.mail.registry import Recheck, recheck_of
from accounts.mail.suppression import digest_of
from accounts.tenancy.statements import Statement

# Letters to one person are looked at one after the other, until the end of the transaction.
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%(person)s, 1))"

# Why the organization or the reader does not want it: "inactive", "stopped", "limit", a reason of Suppression, or NULL; and
# whether its attempts are counted. Who declined letters still gets the code they ask for.
REFUSAL = """
SELECT CASE
  WHEN NOT organization.is_active THEN 'inactive'
  WHEN profile.stopped_at IS NOT NULL THEN 'stopped'
  WHEN CASE WHEN profile.hourly_limit IS NOT NULL THEN profile.hourly_limit <= (
    SELECT count(*) FROM accounts_outgoingemail
    WHERE organization_id = %(organization_id)s AND counted_at > %(hour_ago)s AND id <> %(id)s) END THEN 'limit'
  ELSE (
    SELECT min(reason) FROM accounts_suppression
    WHERE organization_id = %(organization_id)s AND address IN (%(address)s, %(digest)s) AND (until IS NULL OR until > %(now)s)
      AND (%(optional)s OR reason <> 'unsubscribed'))
END AS word, profile.hourly_limit IS NOT NULL AS is_counted
FROM accounts_organization AS organization LEFT JOIN accounts_senderprofile AS profile
  ON profile.organization_id = organization.id AND %(stoppable)s
WHERE organization.id = %(organization_id)s
"""
# A commit whose answer was lost is repeated: then the row is attempted already, under our own claim.
ATTEMPT = """
WITH refusal AS MATERIALIZED ({refusal}),
attempted AS (
  UPDATE {{table}} SET state = 'attempting', claim = %(claim)s, attempts = %(attempts)s, attempted_at = %(now)s,
    subject = %(subject)s{counting}
  WHERE {{mine}}id = %(id)s AND (claim = %(claim)s OR (state = 'pending' AND (SELECT word FROM refusal) IS NULL))
  RETURNING id)
SELECT EXISTS (SELECT FROM attempted), (SELECT word FROM refusal)
"""
COUNTING = ", counted_at = CASE WHEN (SELECT is_counted FROM refusal) THEN %(now)s::timestamptz END"
UNLESS_REFUSED = ATTEMPT.format(refusal=REFUSAL, counting=COUNTING)
ALWAYS = ATTEMPT.format(refusal="SELECT NULL AS word", counting="")


@dataclass(frozen=True, slots=True)
class Refusal:
    """The letter does not leave now: `state` is what becomes of it, `run_at` when to ask again (None: never)."""

    state: State
    reason: str
    run_at: datetime | None = None


def is_open() -> bool:
    """Tell whether the installation sends at present: in staging, or stopped, no mail server is even asked."""
    return settings.MAIL_MODE == "live"


def closed(item: Item, *, now: datetime) -> Refusal | None:
    """Return why the installation sends nothing like this letter at present."""
    written_at = item.row.decided_at or item.row.created_at
    if settings.MAIL_RESTORED_AT and written_at < settings.MAIL_RESTORED_AT:
        return Refusal(State.HELD, "written before the database was restored: it may have been sent")
    if settings.MAIL_MODE == "staging":
        return Refusal(State.CAPTURED, "staging: nothing leaves")
    if settings.MAIL_MODE == "stopped":
        return Refusal(State.PENDING, "sending is stopped for the whole installation", now + LATER)
    return None


def lock(item: Item) -> list[Statement]:
    """Return the statement which lets other letters to the same person wait for the end of the transaction."""
    if item.is_ours:
        return []
    return [Statement(LOCK, {"person": f"{item.row.organization_id}:{item.row.contact_id or item.row.to_address}"})]


def attempt(item: Item, *, now: datetime) -> Statement:
    """Return the statement which says that the letter is being attempted, unless it is refused.

    Its row: whether it is ours to send, and the word for `refusal`. Neither is true of one that is waiting no more.
    """
    values = {
        "id": item.row.pk,
        "claim": item.claim,
        "attempts": item.row.attempts + 1,
        "subject": item.subject,
        "now": now,
    }
    if item.is_ours:
        return of_table(ALWAYS, item, values)
    return of_table(UNLESS_REFUSED, item, values | _asked(item, now))


def question(item: Item, *, now: datetime) -> Statement:
    """Return the statement which asks for the word, and begins nothing."""
    return Statement(REFUSAL, {"organization_id": item.row.organization_id, "now": now, **_asked(item, now)})


def refusal(word: str | None, *, now: datetime) -> Refusal | None:
    """Return what the word of `attempt` or `question` means for the letter."""
    match word:
        case None:
            return None
        case "inactive":
            return Refusal(State.PENDING, "the organization is switched off", now + LATER)
        case "stopped":
            return Refusal(State.PENDING, "sending is stopped by the organization", now + LATER)
        case "limit":
            return Refusal(State.PENDING, "the hour's limit is reached", now + LATER * 2)
        case reason:
            return Refusal(State.SUPPRESSED, str(Suppression.Reason(reason).label))


def recheck(item: Item) -> Recheck | None:
    """Return the function that must look at the letter again before it leaves, if its writer has one."""
    return None if item.is_ours else recheck_of(item.row.letter)


def _asked(item: Item, now: datetime) -> dict[str, object]:
    return {
        "id": item.row.pk,
        "address": item.row.to_address.lower(),
        "digest": digest_of(item.row.organization_id, item.row.to_address),
        "optional": item.kind.optional,
        "stoppable": item.kind.priority > Priority.SYSTEM,
        "hour_ago": now - timedelta(hours=1),
    }
