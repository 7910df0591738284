"""Pages outside of every organization: the front door, founding, joining."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.account.utils import perform_login
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.organizations import actions, queries, sign_up
from accounts.organizations.forms import PasswordForm
from accounts.organizations.models import Organization, StaffInvitation, User
from accounts.organizations.roles import Role
from accounts.tenancy.context import tenant_context
from accounts.tenancy.middleware import SwitchedOff
from accounts.tenancy.registry import seats_of, switched_off_seats_of
from accounts.tokens import BadToken, Claim, Kind, read


@require_safe
def front_door(request: HttpRequest) -> HttpResponse:
    """Lead everybody to their place: sign in, found, choose, or the one organization they have."""
    if not isinstance(request.user, User):
        return redirect("account_login")
    now = clock.real_now()
    seats = seats_of(request.user.pk, now=now) + switched_off_seats_of(request.user.pk, now=now)
    if not seats:
        return redirect("new-organization")
    if len(seats) > 1:
        return redirect("organizations")
    return redirect("home", slug=seats[0].slug)


@require_safe
@login_required
def choose_organization(request: HttpRequest) -> HttpResponse:
    """List the organizations that are open to the person, then those that are switched off."""
    assert isinstance(request.user, User)
    now = clock.real_now()
    seats, off = seats_of(request.user.pk, now=now), switched_off_seats_of(request.user.pk, now=now)
    return render(request, "accounts/organizations/choose.html", {"seats": seats, "off": off})


@login_required
def new_organization(request: HttpRequest) -> HttpResponse:
    """Found another organization, or the first one of somebody whose sign-up was interrupted."""
    form = sign_up.OrganizationFields(request.POST or None)
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)
        organization = sign_up.found(user=request.user, **form.pending())
        return redirect("home", slug=organization.slug)
    status = 422 if form.errors else 200
    return render(request, "accounts/organizations/new.html", {"form": form}, status=status)


@require_safe
@login_required
def security(request: HttpRequest) -> HttpResponse:
    """Show on one page how the person signs in, and where from; each part leads to its own page."""
    assert isinstance(request.user, User)
    own = Authenticator.objects.filter(user=request.user)
    recovery = own.filter(type=Authenticator.Type.RECOVERY_CODES).first()
    context = {
        "totp": own.filter(type=Authenticator.Type.TOTP).first(),
        "passkeys": own.filter(type=Authenticator.Type.WEBAUTHN).order_by("created_at"),
        "recovery_codes": recovery and len(recovery.wrap().get_unused_codes()),
        "sessions": UserSession.objects.purge_and_list(request.user),
    }
    return render(request, "account/security.html", context)


def join(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation; the button accepts it. A GET changes nothing: mail scanners open every link."""
    try:
        claim = read(token, kind=Kind.STAFF_INVITATION)
    except BadToken as error:
        raise Http404 from error
    with tenant_context(claim.organization_id):
        return _join_within(request, claim)


def _join_within(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Answer in the scope of the organization that has written the invitation."""
    now = clock.now()
    organization = Organization.objects.first()
    invitation = queries.invitation_for(row_id=claim.row_id, digest=claim.digest)
    if organization is None or invitation is None or invitation.expires_at <= now:
        return _closed(request, invitation)
    if not organization.is_active:
        raise SwitchedOff(organization.name)

    address = invitation.employee.email
    user = request.user if isinstance(request.user, User) else None
    is_addressee = user is not None and user.email == address
    form = None
    if user is None and not User.objects.filter(email=address).exists():
        form = PasswordForm(invitation.employee, request.POST or None)
    if request.method == "POST" and (is_addressee or (form and form.is_valid())):
        try:
            with transaction.atomic():
                joined = user or _sign_up(form.cleaned_data["password"], invitation, now)  # type: ignore[union-attr]
                actions.accept_invitation(invitation=invitation, user=joined, now=now)
        except (IntegrityError, actions.InvitationClosed, actions.AlreadyMember):
            return _closed(request, None)  # a second click that has waited for the first one
        home = reverse("home", args=[organization.slug])
        if user:
            return redirect(home)
        return perform_login(request, joined, email_verification="none", redirect_url=home)

    context = {
        "invitation": invitation,
        "offered_by": organization,
        "role": Role(invitation.role).label,
        "form": form,
        "is_addressee": is_addressee,
    }
    status = 200
    if request.method == "POST":
        status = 422 if form else 403
    return render(request, "accounts/organizations/join.html", context, status=status)


def _closed(request: HttpRequest, invitation: StaffInvitation | None) -> HttpResponse:
    """Say that an invitation is over: its time, or (None) it was accepted, taken back or replaced."""
    return render(request, "accounts/organizations/join_closed.html", {"invitation": invitation}, status=410)


def _sign_up(password: str, invitation: StaffInvitation, now: datetime) -> User:
    """Make the addressee's sign-in. The link came by letter, so the address is proven."""
    user = User.objects.create_user(email=invitation.employee.email, password=password, created_at=now)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user
