"""How sure an index is, in a word."""

from django import template

from feedback.happiness_index.models import Confidence

register = template.Library()


@register.filter
def sureness(confidence: str) -> str:
    """Return the words of a confidence; "" while nothing is known."""
    return str(Confidence(confidence).label) if confidence else ""
