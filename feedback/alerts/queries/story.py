"""What was done about an alert, and who was told."""

from dataclasses import dataclass
from datetime import datetime

from accounts.mail.models import OutgoingEmail
from accounts.organizations.models import Employee
from feedback.alerts.models import Alert, AlertAct, Verdict


@dataclass(frozen=True, slots=True)
class Step:
    """Something that was done about an alert, or that time did: who, what, to whom, and in which words."""

    at: datetime
    what: str
    who: Employee | None = None
    to: Employee | None = None
    text: str = ""
    rung: str = ""
    by_letter: bool = False


def story_of(alert: Alert) -> list[Step]:
    """Return what was done about the alert, the newest first. Two queries."""
    steps = [
        Step(
            at=one.at,
            what=one.get_what_display(),
            who=one.by,
            to=one.to,
            text=str(Verdict(one.text).label) if one.what == AlertAct.What.JUDGED else one.text,
            by_letter=one.by_letter,
        )
        for one in alert.acts.select_related("by", "to")
    ]
    steps += [
        Step(at=one.at, what=one.get_reason_display(), rung=one.get_rung_display()) for one in alert.escalations.all()
    ]
    return sorted(steps, key=lambda one: one.at, reverse=True)


@dataclass(frozen=True, slots=True)
class Told:
    """Who is told of an alert, when, and what became of the letter."""

    who: Employee
    at: datetime
    state: str
    is_dropped: bool


def told_of(alert: Alert) -> list[Told]:
    """Return who was told of the alert, the newest first: the log of its letters. Two queries."""
    notices = list(alert.notices.select_related("employee").order_by("-created_at", "-pk"))
    letters = OutgoingEmail.objects.in_bulk([one.email_id for one in notices if one.email_id])
    return [
        Told(
            who=one.employee,
            at=one.send_at,
            state=letters[one.email_id].get_state_display() if one.email_id in letters else "",
            is_dropped=one.dropped_at is not None,
        )
        for one in notices
    ]


def taken_by(alert: Alert) -> AlertAct | None:
    """Return who has the alert in hand, and since when."""
    return alert.acts.filter(what=AlertAct.What.ACKNOWLEDGED).select_related("by").first()
