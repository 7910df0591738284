"""A mail provider's reports by HTTP. The secret in the address is the credential; each call counts once."""

import hashlib
import hmac
import json

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.mail import bounces, inbound

READERS = {
    "brevo": bounces.classify_brevo,
    "mailgun": bounces.classify_mailgun,
    "postmark": bounces.classify_postmark,
    "sendgrid": bounces.classify_sendgrid,
    "ses": bounces.classify_ses,
}


@csrf_exempt
@require_POST
@transaction.non_atomic_requests  # each report opens the scope of its own organization
def report(request: HttpRequest, provider: str, secret: str) -> HttpResponse:
    """Take in a call of the provider. 404 for a wrong secret or an unknown provider, 400 for what is no JSON."""
    known = settings.MAIL_HOOK_SECRET
    if provider not in READERS or not known or not hmac.compare_digest(secret.encode(), known.encode()):
        raise Http404
    try:
        payload = json.loads(request.body)
    except (ValueError, RecursionError):
        return HttpResponse("not JSON", status=400, content_type="text/plain")
    digest = hashlib.sha256(request.body).hexdigest()
    counted = inbound.take_in(READERS[provider](payload), digest=digest, now=clock.real_now())
    return HttpResponse(f"{counted} of our letters", content_type="text/plain")
