"""Pages of the tests behind the real door: a list that is streamed row by row, and views that fail half-way."""

from django.db import DatabaseError, connection
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import path

from accounts.organizations.access import in_organization
from accounts.organizations.models import Department, Employee
from accounts.organizations.roles import Right
from happiness.urls import handler400, handler403, handler404, handler500  # noqa: F401 Django looks for them here
from happiness.urls import urlpatterns as product


@in_organization(Right.OPEN)
def stream(request):
    def rows():
        for name, organization_id in Employee.unscoped.values_list("name", "organization_id").iterator(chunk_size=1):
            yield f"{name} {organization_id}\n"

    return StreamingHttpResponse(rows(), content_type="text/plain")


@in_organization(Right.OPEN)
def failing(request):
    Department.objects.create(name="Half-written")
    raise RuntimeError("a fault in a view")


@in_organization(Right.OPEN)
def failing_in_the_database(request):
    Department.objects.create(name="Half-written")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")


@in_organization(Right.OPEN)
def hiding_an_aborted_transaction(request):
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")
    except DatabaseError:
        return HttpResponse("as if nothing had happened")


urlpatterns = [
    path("o/<slug:slug>/stream/", stream),
    path("o/<slug:slug>/failing/", failing),
    path("o/<slug:slug>/failing-in-the-database/", failing_in_the_database),
    path("o/<slug:slug>/hiding/", hiding_an_aborted_transaction),
    *product,
]
