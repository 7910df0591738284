"""Noting which links of letters are opened: from a list that pages leave, which may be lost without harm."""

import json
import uuid
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime

from accounts import clock
from accounts.tenancy.context import tenant_context
from accounts.web import notes
from feedback.invitations import clicks
from feedback.invitations.clicks import Opening
from feedback.invitations.models import Invitation, LinkOpen

CLICKS = "clicks"  # the list
AT_ONCE, OF_ONE = 5_000, 100  # notes of a minute, and of one letter in it
MARKS = frozenset(map(str, range(11)))  # of every scale


def note_click(
    *, organization_id: uuid.UUID, invitation_id: uuid.UUID, method: str, headers: Mapping[str, str], score: str
) -> None:
    """Leave a note of a request for an invitation's page if it names a mark, or tells of a program; no statement is run."""
    sign = clicks.sign_of(method=method, headers=headers, score=score)
    if score or sign:
        at, mark = clock.real_now().timestamp(), score if score in MARKS else ""
        notes.leave(CLICKS, json.dumps([str(organization_id), str(invitation_id), at, mark, sign or ""]))


def count_clicks(*, now: datetime) -> None:
    """Write the openings that were noted since the last time, and tell people from programs: the timetable's entry."""
    found: dict[uuid.UUID, dict[uuid.UUID, list[Opening]]] = defaultdict(lambda: defaultdict(list))
    for note in notes.take(CLICKS, most=AT_ONCE):
        organization_id, invitation_id, at, mark, sign = json.loads(note)
        opening = Opening(datetime.fromtimestamp(at, UTC), int(mark) if mark else None, sign)
        found[uuid.UUID(organization_id)][uuid.UUID(invitation_id)].append(opening)
    for organization_id, openings in found.items():
        with tenant_context(organization_id):
            _write(openings)


def _write(openings: Mapping[uuid.UUID, list[Opening]]) -> None:
    ours = set(Invitation.objects.filter(pk__in=openings).values_list("pk", flat=True))
    offset = clock.offset()
    LinkOpen.objects.bulk_create(
        LinkOpen(invitation_id=key, opened_at=one.at + offset, score=one.score, sign=one.sign)
        for key in ours
        for one in openings[key][:OF_ONE]
    )
    since = min((one.at for key in ours for one in openings[key]), default=None)
    if since is None:
        return
    letters = defaultdict(list)
    near = LinkOpen.objects.filter(invitation__in=ours, opened_at__gte=since + offset - clicks.TOGETHER)
    for row in near.order_by("opened_at", "id"):
        letters[row.invitation_id].append(row)
    changed = []
    for rows in letters.values():
        for row, sign in zip(
            rows, clicks.judged([Opening(one.opened_at, one.score, one.sign) for one in rows]), strict=True
        ):
            if row.sign != sign:
                row.sign = sign
                changed.append(row)
    LinkOpen.objects.bulk_update(changed, ["sign"])
