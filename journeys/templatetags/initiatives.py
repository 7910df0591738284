"""What pages of slices below say of plans and rulings."""

from django import template
from django.db.models import QuerySet

from accounts import clock
from journeys.cases.models import Case
from journeys.initiatives import queries
from journeys.initiatives.models import Initiative, Ruling
from journeys.initiatives.queries.plans import Place
from journeys.stages.actions import today

register = template.Library()


@register.simple_tag
def plans_by_place() -> dict[Place, Initiative]:
    """Return the open plans by their places, for the map."""
    return queries.plans_by_place()


@register.filter
def plan_at(plans: dict[Place, Initiative], bottleneck: object) -> Initiative | None:
    """Return the open plan against a bottleneck of the map."""
    return plans.get((bottleneck.stage, bottleneck.touchpoint.pk, bottleneck.department.pk))  # type: ignore[attr-defined]


@register.simple_tag
def rulings_of(case: Case) -> QuerySet[Ruling]:
    """Return what departments owe because of a case, and what they have done."""
    return queries.rulings().filter(case=case)


@register.simple_tag
def house_today() -> object:
    """Return the day that it is in the house."""
    return today(clock.now())
