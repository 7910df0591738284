"""Who is at the desk: the employee, the organization, and their language and time zone for this request."""

import zoneinfo
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone, translation

from accounts import clock
from accounts.organizations.models import Employee
from accounts.web.cookies import remember, remember_theme

ZONE_KEY = "time_zone"
Next = Callable[[HttpRequest], HttpResponseBase]


class OrganizationMiddleware:
    """Set `request.employee` and `request.organization` behind the door.

    Outside of it a person keeps the language (LocaleMiddleware's cookie) and the time zone of the organization they come from;
    the theme stays in a cookie for the time after signing out.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        seat = request.seat  # type: ignore[attr-defined]
        if seat is None:
            with timezone.override(request.session.get(ZONE_KEY)):
                return self.get_response(request)
        employee = Employee.objects.select_related("organization").get(pk=seat.employee_id)
        request.employee = employee  # type: ignore[attr-defined]
        request.organization = employee.organization  # type: ignore[attr-defined]
        clock.know(employee.organization.clock_offset)
        with timezone.override(zoneinfo.ZoneInfo(employee.time_zone)), translation.override(employee.language):
            request.LANGUAGE_CODE = employee.language
            response = self.get_response(request)
        response.headers["Content-Language"] = employee.language
        self._remember(request, response, employee)
        return response

    def _remember(self, request: HttpRequest, response: HttpResponseBase, employee: Employee) -> None:
        if request.session.get(ZONE_KEY) != employee.time_zone:
            request.session[ZONE_KEY] = employee.time_zone
        remember(request, response, settings.LANGUAGE_COOKIE_NAME, employee.language)
        remember_theme(request, response, request.user.theme)  # type: ignore[union-attr]
