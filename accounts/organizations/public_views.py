"""Pages outside of every organization: the front door, founding, joining."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.account.utils import perform_login
from django.contrib.auth.decorators import login_required
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
from accounts.tenancy.registry import seats_of
from accounts.tokens import BadToken, Claim, Kind, read


@require_safe
def front_door(request: HttpRequest) -> HttpResponse:
    """Lead everybody to their place: sign in, found, choose, or the one organization they have."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    seats = seats_of(request.user.pk, now=clock.real_now())
    if not seats:
        return redirect("new-organization")
    if len(seats) > 1:
        return redirect("organizations")
    return redirect("home", slug=seats[0].slug)


@require_safe
@login_required
def choose_organization(request: HttpRequest) -> HttpResponse:
    """List the organizations that are open to the person."""
    seats = seats_of(request.user.pk, now=clock.real_now())
    return render(request, "accounts/organizations/choose.html", {"seats": seats})


@login_required
def new_organization(request: HttpRequest) -> HttpResponse:
    """Found another organization, or the first one of somebody whose sign-up was interrupted."""
    form = sign_up.OrganizationFields(request.POST or None)
    if request.method == "POST" and form.is_valid():
        organization = sign_up.found(user=request.user, **form.pending())
        return redirect("home", slug=organization.slug)
    status = 422 if form.errors else 200
    return render(request, "accounts/organizations/new.html", {"form": form}, status=status)


def join(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation; the button accepts it. A GET changes nothing: mail scanners open every link."""
    try:
        claim = read(token, kind=Kind.STAFF_INVITATION)
    except BadToken as error:
        raise Http404 from error
    with tenant_context(claim.organization_id):
        return _join_within(request, claim)


def _join_within(request: HttpRequest, claim: Claim) -> HttpResponse:
    invitation = queries.invitation_for(row_id=claim.row_id, digest=claim.digest)
    now = clock.now()
    if invitation is None or invitation.expires_at <= now:
        return render(request, "accounts/organizations/join_closed.html", {"invitation": invitation}, status=410)
    form = None
    if not request.user.is_authenticated and not User.objects.filter(email=invitation.employee.email).exists():
        form = PasswordForm(invitation.employee, request.POST or None)
    context = {
        "invitation": invitation,
        "offered_by": Organization.objects.get(),
        "role": Role(invitation.role).label,
        "form": form,
        "is_addressee": request.user.is_authenticated and request.user.email == invitation.employee.email,
    }
    if request.method != "POST":
        return render(request, "accounts/organizations/join.html", context)
    if form is not None and not form.is_valid():
        return render(request, "accounts/organizations/join.html", context, status=422)
    if form is None and not context["is_addressee"]:
        return render(request, "accounts/organizations/join.html", context, status=403)
    user = request.user if form is None else _sign_up(form.cleaned_data["password"], invitation, now)
    actions.accept_invitation(invitation=invitation, user=user, now=now)
    home = reverse("home", args=[context["offered_by"].slug])
    if form is None:
        return redirect(home)
    return perform_login(request, user, email_verification="none", redirect_url=home)


def _sign_up(password: str, invitation: StaffInvitation, now: datetime) -> User:
    """Make the addressee's sign-in. The link came by letter, so the address is proven."""
    user = User.objects.create_user(email=invitation.employee.email, password=password, created_at=now)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user
