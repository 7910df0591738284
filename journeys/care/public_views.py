"""What a calendar program reads under its own link: nothing is written by that."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import clock, tokens
from accounts.organizations.models import Membership, Organization
from accounts.organizations.roles import Right, has_right
from accounts.tenancy.context import tenant_context
from accounts.worktime import Place
from journeys.care import feed, queries
from journeys.care.models import Kind
from journeys.care.queries import Scope

PAST, AHEAD = timedelta(days=31), timedelta(days=366)
SHOWN = (Kind.BIRTHDAY, Kind.FEAST, Kind.TOGETHER, Kind.CONTRACT, Kind.PROMISED)


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The occasions at the clients of whoever has made the link, for as long as they work here and may see clients."""
    try:
        claim = tokens.read(token, kind=tokens.Kind.CARE_FEED)
    except tokens.BadToken as error:
        raise Http404 from error
    with tenant_context(claim.organization_id):
        found = queries.feed_of_claim(claim)
        house = Organization.objects.filter(is_active=True).first()
        if found is None or house is None:
            raise Http404
        now, employee = clock.now(), found.employee
        seats = Membership.objects.filter(employee=employee).exclude(ends_at__lte=now)
        if not any(has_right(seat.role, Right.SEE_CLIENTS) for seat in seats):
            raise Http404
        today = Place(employee.time_zone).today(now)
        with translation.override(employee.language):
            span = {"first": today - PAST, "last": today + AHEAD}
            rows = queries.month(**span, scope=Scope(manager=employee))
            name = _("Care: %(house)s") % {"house": house.name}
            rows = [one for one in rows if one.kind in SHOWN]
            content = feed.document(rows, name=name, organization_id=str(house.pk), now=now)
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")
