"""Files of the organization, for whoever may see them."""

import re

from django.http import Http404, HttpResponseBase
from django.views.decorators.http import require_safe

from accounts.organizations.access import OrganizationRequest, RightMissing, in_organization
from accounts.organizations.roles import Right, has_right
from accounts.web.files import stored_file

# Which right opens a folder of the organization. A folder that is not named here is served by nobody.
RIGHTS = {"logo": Right.OPEN}

PLAIN_PATH = re.compile(r"(?P<organization>[0-9a-f-]{36})/(?P<folder>[a-z]+)/(?P<name>[0-9A-Za-z_-]+\.[0-9a-z]+)")


@in_organization(Right.OPEN)
@require_safe
def file(request: OrganizationRequest, path: str) -> HttpResponseBase:
    """Serve a file whose path is <organization>/<folder>/<name>: any other path is a 404, whatever may be there."""
    parts = PLAIN_PATH.fullmatch(path)
    if parts is None or parts["organization"] != str(request.seat.organization_id) or parts["folder"] not in RIGHTS:
        raise Http404
    right = RIGHTS[parts["folder"]]
    if not has_right(request.seat.role, right):
        raise RightMissing(right)
    return stored_file(path)
