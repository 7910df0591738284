"""What every page of a client says of asking there."""

from django import template
from django.db.models import QuerySet

from accounts.clients.models import Client
from feedback.invitations import queries
from feedback.invitations.models import Hold

register = template.Library()


@register.simple_tag
def holds_at(client: Client) -> QuerySet[Hold]:
    """Return what holds questions at the client now."""
    return queries.holds_of(client_id=client.pk)
