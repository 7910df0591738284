"""Pages of the tests: a form that nothing but its key keeps from acting twice, and one with a long text."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import path

from accounts.organizations.access import in_organization
from accounts.organizations.models import Department
from accounts.organizations.roles import Right
from accounts.tenancy.uuid7 import uuid7
from accounts.web.forms import LongText
from accounts.web.once import once
from happiness.urls import handler400, handler403, handler404, handler500  # noqa: F401 Django looks for them here
from happiness.urls import urlpatterns as product

PAGE = """{% extends "layouts/app.html" %}{% block title %}Story{% endblock %}{% block heading %}Story{% endblock %}
{% block content %}<form class="form" method="post" novalidate>{% csrf_token %}{% form_key %}{{ form }}
<button class="button" type="submit">Tell</button></form>{% endblock %}"""


class Story(forms.Form):
    name = forms.CharField()
    text = forms.CharField(widget=LongText, required=False)
    secret = forms.CharField(widget=forms.Textarea, required=False)


@in_organization(Right.OPEN)
@once
def story(request):
    form = Story(request.POST or None)
    if form.is_valid():
        if form.cleaned_data["name"] == "fail":
            Department.objects.create(name="half-written")
            raise RuntimeError("a fault in a view")
        row = Department.objects.create(name=f"{form.cleaned_data['name']} {uuid7()}")
        return redirect(f"{request.path}?told={row.pk}")
    page = engines["django"].from_string(PAGE).render({"form": form}, request)
    return HttpResponse(page, status=422 if form.errors else 200)


urlpatterns = [path("o/<slug:slug>/story/", story), *product]
