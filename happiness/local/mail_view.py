"""/dev/mail/: the letters this instance sent, caught instead of delivered. Exists only under `manage.py up`.

Anybody who sees these pages can sign in as anybody, so they are not part of an installation: without MAILBOX_DIR,
which only `up` sets, every one of them is a 404.
"""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from happiness.local import letters

MOST_SHOWN = 200

# A letter's HTML is shown as a mail program would: its own styles and pictures, but no scripts, forms or cookies.
LETTER_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; "
    "img-src http: https: data:; font-src data:; frame-ancestors 'self'"
)


@require_safe
def letter_list(request: HttpRequest) -> HttpResponse:
    """Show the newest letters, with `?to=` only those that reach this address."""
    total, shown = letters.newest(_folder(), MOST_SHOWN)
    if wanted := request.GET.get("to", "").lower():
        shown = [letter for letter in shown if wanted in (address.lower() for address in letter.delivered_to)]
    if _wants_json(request):
        return JsonResponse({"total": total, "letters": [letter.as_json() for letter in shown]})
    return render(request, "dev/mail_list.html", {"letters": shown, "total": total})


@require_safe
def letter_page(request: HttpRequest, letter_id: str) -> HttpResponse:
    """Show one letter: as a reader sees it, as text, and its headers."""
    letter = _letter_or_404(letter_id)
    if _wants_json(request):
        return JsonResponse(letter.as_json())
    return render(request, "dev/mail_letter.html", {"letter": letter})


@require_safe
@xframe_options_sameorigin
def letter_html(request: HttpRequest, letter_id: str) -> HttpResponse:
    """Return the HTML part alone, for the frame of the letter's page."""
    response = HttpResponse(_letter_or_404(letter_id).html)
    response["Content-Security-Policy"] = LETTER_POLICY
    return response


@require_safe
def letter_raw(request: HttpRequest, letter_id: str) -> HttpResponse:
    """Return the letter as it came over the line."""
    return HttpResponse(_letter_or_404(letter_id).raw, content_type="text/plain; charset=utf-8")


@require_POST
def delete_all(request: HttpRequest) -> HttpResponse:
    """Empty the mailbox."""
    letters.delete_all(_folder())
    return redirect("dev-mail:list")


def _folder() -> Path:
    if not settings.MAILBOX_DIR:
        raise Http404
    return Path(settings.MAILBOX_DIR)


def _letter_or_404(letter_id: str) -> letters.Letter:
    letter = letters.read(_folder(), letter_id)
    if letter is None:
        raise Http404
    return letter


def _wants_json(request: HttpRequest) -> bool:
    return request.GET.get("format") == "json"
