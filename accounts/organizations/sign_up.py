"""From a stranger to the owner of an organization: the sign-up form names it, the proven address founds it."""

import unicodedata

from django import forms
from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts import clock
from accounts.organizations import queries
from accounts.organizations.actions import create_organization
from accounts.organizations.models import Organization, User
from accounts.tenancy.registry import seats_of
from accounts.web.text import OneLineFields

SESSION_KEY = "pending_organization"
# As in Ukrainian passports, with the Russian letters added.
TRANSLITERATION = str.maketrans(
    dict(
        zip("абвгґдезиійклмнопрстуфыэ", "abvhgdezyiiklmnoprstufye", strict=True),
        є="ie", ё="e", ж="zh", ї="i", х="kh", ц="ts", ч="ch", ш="sh", щ="shch", ю="iu", я="ia", ъ="", ь="",
    )
)  # fmt: skip


class OrganizationFields(OneLineFields, forms.Form):
    """What an organization is called, and by whom it is founded."""

    organization_name = forms.CharField(
        label=_("Organization"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "organization"})
    )
    your_name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )

    def pending(self) -> dict[str, str]:
        """Return what the founding needs later."""
        return {
            "organization_name": self.cleaned_data["organization_name"],
            "your_name": self.cleaned_data["your_name"],
        }


class SignUpFields(OrganizationFields):
    """The fields that allauth adds to its sign-up form."""

    field_order = ("organization_name", "your_name", "email", "password1")

    def signup(self, request: HttpRequest, user: User) -> None:
        """Keep the names until the address is proven; nothing is founded for an address that may be a stranger's."""
        request.session[SESSION_KEY] = self.pending()


def found_pending_organization(request: HttpRequest, user: User) -> Organization | None:
    """Found the organization named at sign-up for a person who belongs to none yet."""
    names = request.session.pop(SESSION_KEY, None)
    if not names or seats_of(user.pk, now=clock.real_now()):
        return None
    return found(user=user, **names)


def found(*, user: User, organization_name: str, your_name: str) -> Organization:
    """Found an organization under a free address made from its name, in the language of the page."""
    wanted = address_of(organization_name)
    for number in range(1, 1000):
        slug = wanted if number == 1 else f"{wanted}-{number}"
        if queries.slug_is_taken(slug):
            continue
        try:
            with transaction.atomic():
                return create_organization(
                    name=organization_name,
                    slug=slug,
                    owner=user,
                    owner_name=your_name,
                    language=_supported_language(),
                    time_zone="Europe/Kyiv" if _supported_language() == "uk" else "UTC",
                    now=clock.real_now(),
                )
        except IntegrityError:  # somebody took it in between
            continue
    raise RuntimeError("no free address")


def address_of(name: str) -> str:
    """Return a URL part made from a name: Cyrillic transliterated, 40 characters at most, never empty."""
    latin = unicodedata.normalize("NFC", name).lower().translate(TRANSLITERATION)
    return slugify(latin.replace("_", "-"))[:40].strip("-") or "organization"


def _supported_language() -> str:
    language = (translation.get_language() or "en")[:2]
    return language if language in dict(settings.LANGUAGES) else "en"
