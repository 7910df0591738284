"""Whether texts may be read by another service, too: what leaves the house, who agreed, and the way back."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from feedback.sentiment import actions, queries
from feedback.sentiment.remote import LONGEST

SHOWN = 20


@in_organization(Right.MANAGE_ORGANIZATION)
@require_http_methods(["GET", "HEAD", "POST"])
def remote(request: OrganizationRequest) -> HttpResponse:
    """Agree, or withdraw it."""
    if request.method == "POST":
        return _change(request)
    consent = queries.remote_consent()
    context = {
        "host": queries.remote_host(),
        "model": settings.TEXT_MOOD["model"],
        "daily": settings.TEXT_MOOD["daily"],
        "longest": LONGEST,
        "consent": consent,
        "sent_today": consent.sent if consent and consent.sent_on == clock.real_now().date() else 0,
        "consents": queries.remote_consents()[:SHOWN],
    }
    return render(request, "feedback/sentiment/remote.html", context)


def _change(request: OrganizationRequest) -> HttpResponse:
    if "withdraw" in request.POST:
        actions.withdraw_consent(by=request.employee, now=clock.now())
        messages.success(request, _("Withdrawn. No text leaves the house any more."))
    elif request.POST.get("host") != queries.remote_host():
        messages.error(request, _("Another service was set up meanwhile. Read the page again before you agree."))
    else:
        actions.give_consent(by=request.employee, now=clock.now())
        messages.success(request, _("Agreed. Texts that are said from now on are read there as well."))
    return redirect("remote-mood", slug=request.seat.slug)
