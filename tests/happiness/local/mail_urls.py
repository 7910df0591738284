"""The site map as `up` has it, for tests that run without `up`."""

from django.urls import include, path

from happiness.urls import urlpatterns as site

urlpatterns = [*site, path("dev/mail/", include("happiness.local.urls"))]
