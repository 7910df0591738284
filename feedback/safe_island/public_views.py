"""The writer's pages. No session, no cookie: the link is the credential. A GET writes nothing, and no log tells of any."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.organizations.models import Organization
from accounts.templatetags.ui import initials
from accounts.tenancy.context import tenant_context
from accounts.tokens import BadToken, Claim, Kind, read
from accounts.web import request_context
from accounts.web.flood import is_flood
from accounts.web.request_context import unlogged
from feedback.responses import page
from feedback.safe_island import actions, queries
from feedback.safe_island.forms import NAMED, NAMELESS, LetterForm, TellForm, WordsForm
from feedback.safe_island.models import ConfidentialThread
from feedback.safe_island.writers import Writer, writer_of

MOST, SECONDS = 20, 600  # acts by one link, or from one address where nobody is known, in so many seconds
LANGUAGES = [(code, page.LANGUAGE_LINKS.get(code, code)) for code, _name in settings.LANGUAGES]


@dataclass(frozen=True, slots=True)
class Desk:
    """What a page is shown with: whose it is, in which language, and where it stands."""

    organization: Organization
    language: str
    url: str
    now: datetime

    def show(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        """Return a page in the look of the organization."""
        known = {
            "organization": self.organization.name,
            "brand": initials(self.organization.name),
            "languages": LANGUAGES,
            "url": self.url,
        }
        html = page.document_html(
            f"public/island/{template}.html",
            language=self.language,
            color=self.organization.brand_color,
            context={**known, **context},
            also="line.css",
        )
        headers = {"Content-Security-Policy": html.policy(), "Content-Language": self.language}
        return HttpResponse(html.content, status=status, headers=headers)

    def lead(self, url: str, query: str = "") -> HttpResponse:
        """Lead on after an act, so that "reload" does not repeat it."""
        response = HttpResponseRedirect(f"{url}?l={self.language}{query}")
        response.status_code = 303
        return response

    def closed(self, *, status: int, notice: str = "") -> HttpResponse:
        return self.show("closed", status=status, notice=notice)

    def too_much(self) -> HttpResponse:
        said = _("That was much at once. Please wait ten minutes, then go back and send it again.")
        return self.closed(status=429, notice=said)


@unlogged
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, token: str, kind: Kind) -> HttpResponse:
    """Take a letter to top management alone."""
    claim = _claim(token, kind)
    with tenant_context(claim.organization_id):
        writer = writer_of(claim, kind=kind, now=clock.real_now())
        if writer is None:
            raise Http404
        desk = _desk(request, writer.organization, writer.language)
        with translation.override(desk.language), timezone.override(writer.time_zone):
            if writer.is_gone or not queries.is_open(now=desk.now):
                return desk.closed(status=410)
            # Of an open link the address is counted, because many people stand behind it.
            who = claim.row_id if writer.contact else _address()
            if request.method == "POST" and is_flood(f"letters:{who}", most=MOST, seconds=SECONDS):
                return desk.too_much()
            return _written(request, desk, writer)


def _written(request: HttpRequest, desk: Desk, writer: Writer) -> HttpResponse:
    usual = NAMED if writer.clients else NAMELESS
    data = request.POST if request.method == "POST" else None
    form = LetterForm(data, clients=writer.clients, initial={"key": uuid.uuid4().hex, "name": usual})
    if form.is_valid():
        is_named = writer.contact and writer.clients and not form.is_nameless
        thread = actions.write_letter(
            words=form.cleaned_data["text"],
            contact=writer.contact if is_named else None,
            client=form.chosen if is_named else None,
            language=desk.language,
            key=form.cleaned_data["key"],
            now=desk.now,
        )
        return desk.lead(thread.url, "&done=written")
    context = {
        "form": form,
        "writer": writer,
        "readers": _readers(writer, desk.now),
        "earlier": queries.threads_of(contact_id=writer.contact.pk) if writer.contact else [],
    }
    return desk.show("write", status=422 if form.errors else 200, **context)


def _readers(writer: Writer, now: datetime) -> list[Any]:
    """Return who may read what this person writes: those who work for their only client do not."""
    only = writer.clients[0].pk if len(writer.clients) == 1 else None
    return queries.readers_about(client_id=only, now=now)


@unlogged
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, token: str) -> HttpResponse:
    """The letter, its answers and who opened it; its writer goes on, allows something to be told, or deletes it."""
    claim = _claim(token, Kind.ISLAND)
    with tenant_context(claim.organization_id):
        thread = queries.thread_of_claim(claim)
        if thread is None:
            raise Http404
        desk = _desk(request, thread.organization, thread.language)
        place = thread.contact.time_zone if thread.contact else desk.organization.time_zone
        with translation.override(desk.language), timezone.override(place):
            if not desk.organization.is_active or (thread.contact and thread.contact.erased_at):
                return desk.closed(status=410)
            if request.method != "POST":
                return _thread(desk, thread, done=request.GET.get("done", ""))
            if is_flood(f"letters:{thread.pk}", most=MOST, seconds=SECONDS):
                return desk.too_much()
            return _acted(request, desk, thread)


def _acted(request: HttpRequest, desk: Desk, thread: ConfidentialThread) -> HttpResponse:
    act, now = request.POST.get("act", ""), desk.now
    words, told = WordsForm(request.POST), TellForm(request.POST)
    match act:
        case "answer" if not words.is_valid():
            return _thread(desk, thread, words=words, status=422)
        case "tell" if not told.is_valid():
            return _thread(desk, thread, told=told, status=422)
        case "delete" if "sure" not in request.POST:
            return desk.show("delete")
        case "answer":
            cleaned = words.cleaned_data
            actions.answer(thread=thread, words=cleaned["text"], author=None, key=cleaned["key"], now=now)
        case "tell" | "untell":
            try:
                allowed = told.cleaned_data["words"] if act == "tell" else ""
                actions.allow_telling(thread=thread, words=allowed, now=now)
            except actions.NotAllowed:  # it was told meanwhile: the page says so
                return desk.lead(desk.url)
        case "prolong":
            actions.prolong(thread=thread, by=None, now=now)
        case "delete":
            actions.delete_letter(thread=thread)
            return desk.show("deleted")
        case _:
            return _thread(desk, thread, status=422)
    return desk.lead(desk.url, f"&done={act}")


def _thread(
    desk: Desk,
    thread: ConfidentialThread,
    *,
    words: WordsForm | None = None,
    told: TellForm | None = None,
    done: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "thread": thread,
        "messages": thread.messages.select_related("author").order_by("written_at", "id"),
        "accesses": thread.accesses.select_related("employee").order_by("-happened_at", "-id")[: queries.MOST],
        "readers": queries.readers_about(client_id=thread.client_id, now=desk.now),
        "key": uuid.uuid4().hex,
        "words": words,
        "told": told,
        "done": done,
    }
    return desk.show("letter", status=status, **context)


def _claim(token: str, kind: Kind) -> Claim:
    try:
        return read(token, kind=kind)
    except BadToken as error:
        raise Http404 from error


def _desk(request: HttpRequest, organization: Organization, usual: str) -> Desk:
    wanted = request.GET.get("l", "")
    language = wanted if wanted in dict(settings.LANGUAGES) else usual
    return Desk(organization, language, request.path, clock.real_now() + organization.clock_offset)


def _address() -> str:
    facts = request_context.current()
    return facts.ip if facts else ""
