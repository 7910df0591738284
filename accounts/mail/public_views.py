"""The page that a reader's link opens: whose letters these are, and a button that ends them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.mail import blocking, queries
from accounts.mail.models import OutgoingEmail, Suppression
from accounts.mail.said import ASKED_BY_READER
from accounts.tenancy.context import tenant_context
from accounts.tokens import BadToken, Claim, Kind, read

UNDO = "undo"
# The address of the page is the reader's key: it is told to no other site, kept nowhere and found by no search engine.
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
}


@csrf_exempt  # the link is the credential; mail programs post without a cookie (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Offer to end the letters; a POST ends them, or takes that back. A GET changes nothing: scanners open every link."""
    try:
        claim = read(token, kind=Kind.UNSUBSCRIBE)
    except BadToken as error:
        raise Http404 from error
    with tenant_context(claim.organization_id):
        return _answer(request, claim)


def _answer(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Answer in the scope of the organization that has written the letter, in the letter's language."""
    email = queries.declinable(row_id=claim.row_id, digest=claim.digest)
    if email is None:
        raise Http404
    now = clock.real_now()
    is_undone = request.method == "POST" and UNDO in request.POST
    if is_undone:
        blocking.undo_decline(email=email, now=now)
    elif request.method == "POST":
        blocking.decline(email=email, now=now)
    with translation.override(email.language):
        return _page(request, email, block=queries.block_of(address=email.to_address, now=now), is_undone=is_undone)


def _page(request: HttpRequest, email: OutgoingEmail, *, block: Suppression | None, is_undone: bool) -> HttpResponse:
    is_declined = block is not None and block.reason in ASKED_BY_READER
    context = {
        "organization_name": email.organization.name,
        "address": email.to_address,
        "is_declined": is_declined,
        "is_undoable": block is not None and block.reason == Suppression.Reason.UNSUBSCRIBED,
        "is_undone": is_undone and block is None,
    }
    headers = {**HEADERS, "Content-Language": email.language}
    response = render(request, "public/unsubscribe.html", context)
    for name, value in headers.items():
        response[name] = value
    return response
