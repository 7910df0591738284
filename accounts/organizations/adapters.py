"""How allauth meets this house: its letters are ours, its sign-up founds an organization."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from accounts import clock
from accounts.mail import actions as mail
from accounts.organizations import sign_up
from accounts.organizations.models import User


class AccountAdapter(DefaultAccountAdapter):
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send allauth's letter `account/email/login_code` as ours, `templates/letters/login_code/`."""
        request = context.pop("request", None) or self.request
        context.pop("user", None)  # a letter of the house greets nobody by an address
        mail.send_system(
            template_prefix.rsplit("/", 1)[-1],
            to=email,
            language=translation.get_language() or "en",
            context={**context, "ip": self.get_client_ip(request) if request else None},
        )

    def new_user(self, request: HttpRequest) -> User:
        return User(created_at=clock.real_now())

    def clean_email(self, email: str) -> str:
        """Keep addresses in lower case, as they are compared."""
        return super().clean_email(email).lower()

    def post_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse:  # type: ignore[override]
        """Found the organization that was named at sign-up, once the address is proven."""
        sign_up.found_pending_organization(request, user)
        return super().post_login(request, user, **options)
