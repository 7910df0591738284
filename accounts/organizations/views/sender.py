"""How the organization's letters look, how many may leave, and the switch that stops them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock
from accounts.mail import actions, queries
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.forms import SenderForm
from accounts.organizations.roles import Right


@in_organization(Right.MANAGE_MAIL)
@require_http_methods(["GET", "HEAD", "POST"])
def sender(request: OrganizationRequest) -> HttpResponse:
    """Sender's name, where answers go, and letters per hour."""
    profile = queries.sender_profile()
    form = SenderForm(request.POST if request.method == "POST" else None, instance=profile)
    if form.is_valid():
        actions.save_sender_profile(**form.cleaned_data, by=request.employee, now=clock.real_now())
        messages.success(request, _("Saved."))
        return redirect("mail-sender", slug=request.seat.slug)
    context = {"form": form, "stopped_at": profile.stopped_at}
    return render(request, "accounts/mail/sender.html", context, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_MAIL)
@require_POST
def stop(request: OrganizationRequest) -> HttpResponse:
    """Let no letter of the organization leave."""
    actions.stop_sending(by=request.employee, now=clock.real_now())
    messages.success(request, _("Letters are stopped. They wait here until somebody lets them leave again."))
    return redirect("mail-sender", slug=request.seat.slug)


@in_organization(Right.MANAGE_MAIL)
@require_POST
def resume(request: OrganizationRequest) -> HttpResponse:
    """Let letters leave again."""
    actions.resume_sending(by=request.employee, now=clock.real_now())
    messages.success(request, _("Letters leave again, also those that have waited."))
    return redirect("mail-sender", slug=request.seat.slug)
