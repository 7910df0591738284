"""How allauth meets this house: its letters are ours, its sign-up founds an organization."""

from datetime import datetime
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from accounts import clock
from accounts.mail import actions as mail
from accounts.organizations import sign_up
from accounts.organizations.models import User


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "This e-mail and password do not belong together. Check both, or ask for a code by e-mail."
        ),
        "incorrect_code": _("This is not the code from the newest letter. Check it letter by letter."),
        "too_many_login_attempts": _("Too many wrong tries. Wait a few minutes, then start again."),
        "rate_limited": _("A letter has just left. Wait a moment before you ask for another one."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send allauth's letter `account/email/login_code` as ours, `templates/letters/login_code/`."""
        request = context.pop("request", None) or self.request
        mail.send_system(
            template_prefix.rsplit("/", 1)[-1],
            to=email,
            language=translation.get_language() or "en",
            context={
                **{name: value for name, value in context.items() if isinstance(value, (str, int, datetime))},
                "email": email,
                "ip": self.get_client_ip(request) if request else None,
            },
            now=clock.real_now(),
        )

    def send_account_already_exists_mail(self, email: str) -> None:
        """Answer a sign-up for a known address, with as much work as a new one takes: the time must not tell them apart."""
        make_password(get_random_string(12))
        super().send_account_already_exists_mail(email)

    def new_user(self, request: HttpRequest) -> User:
        return User(created_at=clock.real_now())

    def clean_email(self, email: str) -> str:
        """Keep addresses in lower case, as they are compared."""
        return super().clean_email(email).lower()

    def post_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse:  # type: ignore[override]
        """Found the organization that was named at sign-up, once the address is proven."""
        sign_up.found_pending_organization(request, user)
        return super().post_login(request, user, **options)
