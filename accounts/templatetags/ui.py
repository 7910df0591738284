"""Small pieces that every page uses."""

import uuid

from django import forms, template
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.forms.boundfield import BoundField
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from accounts.organizations.roles import Right, Role, has_right
from accounts.web import once
from accounts.web.countries import country_name

register = template.Library()

FONTS = "fonts/onest.css"
# (what the browser says of itself, what people call it); the first that fits: Edge also says Chrome, Chrome also Safari.
BROWSERS = [("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")]
SYSTEMS = [
    *(("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows")),
    *(("Mac OS", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")),
]


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Return an icon of the sprite; without a label it is decoration and hidden from screen readers."""
    sprite = static("img/icons.svg")
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"></use></svg>', label, sprite, name
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', sprite, name)


@register.simple_tag(takes_context=True)
def form_key(context: Context) -> SafeString:
    """Return the hidden field of a form that acts once (accounts/web/once.py); a refused form keeps its key."""
    key = context["request"].POST.get(once.KEY) or uuid.uuid4().hex
    return format_html('<input type="hidden" name="{}" value="{}" autocomplete="off">', once.KEY, key)


@register.filter
def initials(name: str) -> str:
    """Return up to two initials: "Iryna Kovalenko" is "IK"."""
    return "".join(word[0] for word in name.split()[:2]).upper()


@register.filter(name="country_name")
def country_name_filter(code: str) -> str:
    """Return the country's name in the language of the page: {{ client.country|country_name }}."""
    return country_name(code)


@register.filter
def may(seat: object, right: str) -> bool:
    """Tell in a template whether the member's role holds the right: {% if seat|may:"manage_people" %}."""
    return seat is not None and has_right(seat.role, Right(right))  # type: ignore[attr-defined]


@register.filter
def role_label(role: str) -> str:
    """Return the name of a role for people: {{ seat.role|role_label }}."""
    return str(Role(role).label)


@register.filter
def fields_with_errors(form: forms.BaseForm) -> list[BoundField]:
    """Return the visible fields that need a correction, in the order of the form."""
    return [field for field in form.visible_fields() if field.errors]


@register.simple_tag
def font_stylesheet() -> SafeString | str:
    """Return the link to the product's font where `manage.py assets` has put it; otherwise pages use the system's font."""
    if isinstance(staticfiles_storage, ManifestFilesMixin):
        found = FONTS in staticfiles_storage.hashed_files
    else:
        found = finders.find(FONTS) is not None
    return format_html('<link rel="stylesheet" href="{}">', static(FONTS)) if found else ""


@register.filter
def device(user_agent: str) -> str:
    """Return what a person recognizes of a browser's own description: "Firefox, Windows"."""
    found = [next((name for mark, name in names if mark in user_agent), "") for names in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found)) or gettext("Unknown browser")
