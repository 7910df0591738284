"""Who is at the desk: the employee, the organization, and their language and time zone for this request."""

import zoneinfo
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone, translation

from accounts.organizations.models import Employee

Next = Callable[[HttpRequest], HttpResponseBase]


class OrganizationMiddleware:
    """Set `request.employee` and `request.organization` behind the door; elsewhere the language is LocaleMiddleware's."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        seat = request.seat  # type: ignore[attr-defined]
        if seat is None:
            return self.get_response(request)
        employee = Employee.objects.select_related("organization").get(pk=seat.employee_id)
        request.employee = employee  # type: ignore[attr-defined]
        request.organization = employee.organization  # type: ignore[attr-defined]
        with timezone.override(zoneinfo.ZoneInfo(employee.time_zone)), translation.override(employee.language):
            request.LANGUAGE_CODE = employee.language
            response = self.get_response(request)
        response.headers["Content-Language"] = employee.language
        return response
