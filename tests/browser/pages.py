"""The product with a page of search results, as the shell expects it: its own slice comes with its own tests."""

from django.http import HttpResponse
from django.urls import path

from accounts.organizations.access import in_organization
from accounts.organizations.roles import Right
from happiness.urls import handler400, handler403, handler404, handler500  # noqa: F401 Django looks for them here
from happiness.urls import urlpatterns as product


@in_organization(Right.OPEN)
def found(request):
    return HttpResponse(f"<title>found</title>{request.GET['q']}", content_type="text/plain")


urlpatterns = [path("o/<slug:slug>/search/", found, name="search"), *product]
