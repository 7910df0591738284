"""Reading answers: whoever reads gets only what the person let them read."""

from django.db.models import Q

from accounts.organizations.roles import LEADERSHIP
from feedback.responses.models import Confidentiality


def readable(*, role: str) -> Q:
    """Return which answers a colleague of this role may know of; the name beside one of `Confidentiality.ROLE` is nobody's."""
    return Q() if role in LEADERSHIP else ~Q(confidentiality=Confidentiality.LEADERSHIP)
