"""The list of clients as a file."""

import uuid
from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from accounts import clock
from accounts.audit import actions as audit
from accounts.clients import queries
from accounts.clients.models import CustomField
from accounts.clients.views.listing import LIST, filter_form
from accounts.organizations import queries as house
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right, has_right
from accounts.web import sheets
from accounts.web.countries import country_name

AT_ONCE = 500


@in_organization(Right.EXCHANGE_DATA)
@require_GET
def export_csv(request: OrganizationRequest) -> HttpResponseBase:
    """The clients that fit the filter, as CSV."""
    return _export(request, sheets.CSV)


@in_organization(Right.EXCHANGE_DATA)
@require_GET
def export_xlsx(request: OrganizationRequest) -> HttpResponseBase:
    """The clients that fit the filter, as XLSX."""
    return _export(request, sheets.XLSX)


def _export(request: OrganizationRequest, kind: str) -> HttpResponseBase:
    form = filter_form(request, request.GET)
    if not form.is_valid():
        return render(request, LIST[0], {"filter": form}, status=422)
    now = clock.now()
    audit.record(action="clients.exported", subject=request.organization, by=request.employee, now=now)
    zone, sees_money = timezone.get_current_timezone(), has_right(request.seat.role, Right.SEE_MONEY)
    rows = _rows(form.wanted(), now=now, language=request.employee.language, zone=zone, sees_money=sees_money)
    return sheets.answer(rows, kind=kind, name=f"clients-{request.seat.slug}")


def _rows(
    wanted: queries.ClientFilter, *, now: datetime, language: str, zone: tzinfo, sees_money: bool
) -> Iterator[list[Any]]:
    """Yield the file's rows, a part of the list at a time. Runs after the view: language and zone of the page are gone."""
    fields = list(queries.custom_fields(CustomField.Subject.CLIENT))
    with translation.override(language):
        yield [*_titles(sees_money=sees_money), *(field.label for field in fields)]
    after: uuid.UUID | None = None
    while True:
        page = queries.client_page(wanted, after=after, now=now, today=timezone.localdate(now, zone), size=AT_ONCE)
        tags = queries.tags_by_client([facts.client_id for facts in page.rows])
        sponsors = house.employee_names([facts.client.sponsor_id for facts in page.rows if facts.client.sponsor_id])
        with translation.override(language), timezone.override(zone):
            for facts in page.rows:
                names = ", ".join(tag.name for tag in tags.get(facts.client_id, []))
                yield [*_row(facts, names, sponsors, sees_money=sees_money), *_own(facts.client.custom, fields)]
        after = page.after
        if after is None:
            return


def _titles(*, sees_money: bool) -> list[str]:
    titles = [
        *(pgettext("of a client", "Name"), _("Number in other systems"), _("Web domain"), _("Segment"), _("Tags")),
        *(_("Country"), _("Language"), _("Time zone"), _("Happiness manager"), _("Executive sponsor"), _("Stage")),
        *(_("Mood"), _("Economic buyer: heard"), capfirst(_("technical buyer: heard")), capfirst(_("end user: heard"))),
        *(_("Last heard"), _("Renewal")),
    ]
    return [*titles, _("Revenue, a year")] if sees_money else titles


def _row(facts: Any, tags: str, sponsors: dict[uuid.UUID, str], *, sees_money: bool) -> list[Any]:
    client = facts.client
    values = [
        *(client.name, client.external_id, client.domain, client.segment.name if client.segment else "", tags),
        *(country_name(client.country), client.language, client.time_zone),
        *(client.manager.name if client.manager else "", sponsors.get(client.sponsor_id, "")),
        *(facts.get_stage_display(), facts.mood),
        *(_said(not lacks) for lacks in (facts.lacks_economic, facts.lacks_technical, facts.lacks_end_user)),
        *(_day(facts.last_heard_at and timezone.localdate(facts.last_heard_at)), _day(facts.renewal_on)),
    ]
    return [*values, facts.revenue] if sees_money else values


def _own(values: dict[str, Any], fields: list[CustomField]) -> list[Any]:
    found = (values.get(field.key) for field in fields)
    return [_said(value) if isinstance(value, bool) else value for value in found]


def _said(value: bool) -> str:
    return _("Yes") if value else _("No")


def _day(value: Any) -> str:
    return value.isoformat() if value else ""
