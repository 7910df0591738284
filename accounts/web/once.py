"""A form that is sent twice acts once: a double press, a second tab, "reload", a lost answer that is asked for again."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django_htmx.http import HttpResponseClientRedirect

from accounts import clock
from accounts.web import actions, htmx, queries

KEY = "form_key"  # the hidden field of {% form_key %}
DONE = "form_done"  # the cookie that tells drafts.js which form has arrived; it holds the key, and nothing else
UNCHANGING = {"csrfmiddlewaretoken"}  # another one in each tab, although the form is the same
View = Callable[..., HttpResponseBase]


def once(view: View) -> View:
    """Let a view act once per form: what comes again is led where the first one was led, without a second act.

    Only what has succeeded counts: a form that was refused (422), and a request that died, may be sent again under the same
    key. The same key with other content is another form: somebody went back and changed it. A form without a key acts as ever.
    A view that answers with a page instead of a redirect says in Content-Location where a repetition leads.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        key = request.POST.get(KEY, "")
        if request.method != "POST" or not key:
            return view(request, *args, **kwargs)
        digest = _digest(request)
        taken = actions.take(digest=digest, now=clock.real_now())
        if taken is None:
            return _done(_lead(request, queries.location_of(digest)), key)
        response = view(request, *args, **kwargs)
        location = _location(response)
        if not location:
            taken.delete()
            return response
        taken.location = location
        taken.save(update_fields=["location"])
        return _done(response, key)

    guarded.acts_once = True  # type: ignore[attr-defined]  # tests/accounts/web/test_once.py walks the URLconf
    return guarded


def _digest(request: HttpRequest) -> bytes:
    """Return what makes two requests the same: sender, page, key and content, of files their names and sizes."""
    typed = sorted((name, values) for name, values in request.POST.lists() if name not in UNCHANGING)
    files = sorted((name, [(file.name, file.size) for file in sent]) for name, sent in request.FILES.lists())
    sender = request.employee.pk  # type: ignore[attr-defined]
    return hashlib.sha256(repr((str(sender), request.path, typed, files)).encode(errors="surrogatepass")).digest()


def _location(response: HttpResponseBase) -> str:
    names = ("Location", "HX-Redirect", "Content-Location")
    return next((response[name] for name in names if name in response), "")


def _lead(request: HttpRequest, location: str) -> HttpResponse:
    if htmx.is_partial(request):
        return HttpResponseClientRedirect(location)
    return HttpResponse(status=302, headers={"Location": location})


def _done(response: HttpResponseBase, key: str) -> HttpResponseBase:
    response.set_cookie(DONE, key[:64], max_age=60, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax")
    return response
