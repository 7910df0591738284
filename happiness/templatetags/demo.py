"""The strip on every page of a demo company: that it is one, and the tour."""

from typing import Any

from django import template

from happiness.demo import tour

register = template.Library()


@register.inclusion_tag("happiness/demo/_strip.html", takes_context=True)
def demo_strip(context: dict[str, Any]) -> dict[str, Any]:
    """Show nothing outside of a demo company."""
    organization, request = context.get("organization"), context["request"]
    if not (organization and organization.is_demo and context.get("seat")):
        return {}
    kept = request.session.get(tour.KEY, {})
    steps = tour.steps_for(context["seat"].role)
    is_ours = kept.get("slug") == organization.slug
    number = min(int(kept.get("step", 1)), len(steps)) if is_ours else 0
    return {
        "seat": context["seat"],
        "csrf_token": context.get("csrf_token"),
        "kept": number,
        "step": steps[number - 1] if number and kept.get("is_open") else None,
        "total": len(steps),
        "back": number - 1,
        "on": number + 1 if number < len(steps) else 0,
    }
