"""What has happened on the last days of a demo company, to be seen while its clock is stepped."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from accounts.mail.letters import DIGEST
from accounts.mail.models import LetterIssue
from feedback.alerts.models import Alert
from feedback.interactions.models import Visibility
from feedback.invitations.models import Invitation
from feedback.responses.models import Confidentiality, Response
from journeys.cases.models import Case

SHOWN = 8  # days


@dataclass(frozen=True, slots=True)
class Day:
    """How much happened on a day: questions that went out, answers, alerts, cases, digests."""

    on: date
    asked: int
    answered: int
    alerts: int
    cases: int
    digests: int


def days(*, zone: str, now: datetime) -> list[Day]:
    """Return the last days, today first, as the house counts them: five statements. What is confided is not counted."""
    since = now - timedelta(days=SHOWN)
    found = [
        Counter(at.astimezone(ZoneInfo(zone)).date() for at in moments)
        for moments in (
            Invitation.objects.filter(created_at__gt=since).values_list("created_at", flat=True),
            Response.objects.filter(happened_at__gt=since)
            .exclude(confidentiality=Confidentiality.LEADERSHIP)
            .values_list("happened_at", flat=True),
            Alert.objects.filter(raised_at__gt=since, sealed=False).values_list("raised_at", flat=True),
            Case.objects.filter(opened_at__gt=since, visibility=Visibility.TEAM).values_list("opened_at", flat=True),
            LetterIssue.objects.filter(created_at__gt=since, kind=DIGEST.name).values_list("created_at", flat=True),
        )
    ]
    today = now.astimezone(ZoneInfo(zone)).date()
    return [Day(on, *(each[on] for each in found)) for on in (today - timedelta(days=ago) for ago in range(SHOWN))]
