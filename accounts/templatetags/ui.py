"""Small pieces that every page uses."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.organizations.roles import Right, has_right

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Return an icon of the sprite; without a label it is decoration and hidden from screen readers."""
    sprite = static("img/icons.svg")
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"></use></svg>', label, sprite, name
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', sprite, name)


@register.filter
def initials(name: str) -> str:
    """Return up to two initials: "Iryna Kovalenko" is "IK"."""
    return "".join(word[0] for word in name.split()[:2]).upper()


@register.filter
def may(seat: object, right: str) -> bool:
    """Tell in a template whether the member's role holds the right: {% if seat|may:"manage_people" %}."""
    return seat is not None and has_right(seat.role, Right(right))  # type: ignore[attr-defined]
