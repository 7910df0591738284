"""A few words before somebody's first question, in the manager's name, so that the letter is no stranger's."""

from datetime import datetime

from feedback.invitations import letters
from feedback.invitations.models import PlannedAsk
from feedback.invitations.rules import Asked, Decision, Reason, Verdict, announced_for


def announce(row: PlannedAsk, person: Asked, *, now: datetime) -> Decision | None:
    """Write the short letter that announces a question, and return that the question waits; None where it may leave at once.

    Only somebody who was never asked is told, and once: another question meanwhile waits for the announced day, too. Who is
    asked by a colleague's own decision is asked at once.
    """
    if not row.heads_up_days or row.told_at or row.is_meant or person.was_asked:
        return None
    before = PlannedAsk.objects.filter(contact=row.contact_id, told_at__isnull=False).order_by("-told_at")
    told_for = before.values_list("wanted_at", flat=True).first()
    until = announced_for(person, heads_up_days=row.heads_up_days, told_for=told_for, now=now)
    if until is None:
        return None
    if told_for is None:
        letters.send_heads_up(row, sender=row.client.manager or row.asked_by, to=person.address, now=now)
        row.told_at = now
    row.wanted_at, row.give_up_at = until, row.give_up_at + (until - now)
    row.save(update_fields=["told_at", "wanted_at", "give_up_at"])
    return Decision(Verdict.WAIT, Reason.TOLD, until)
