"""The page behind a letter's link: who of us holds it acts in that person's name, without signing in. A GET changes nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.organizations import queries as organizations
from accounts.organizations.models import Employee
from accounts.templatetags.ui import initials
from accounts.tenancy.context import tenant_context
from accounts.tokens import BadToken, Kind, read
from accounts.web.flood import is_flood
from feedback.alerts import actions, queries, words
from feedback.alerts.forms import AssignForm, EndForm, NoteForm, SnoozeForm
from feedback.alerts.models import AlertNotice, Ending, Snooze
from feedback.responses import page

MOST, SECONDS = 30, 600  # acts by one link, in so many seconds
ACKNOWLEDGE, ASSIGN, NOTE, END, SNOOZE = "acknowledge", "assign", "note", "end", "snooze"


@dataclass(frozen=True, slots=True)
class Opened:
    """One of us at the page of an alert."""

    notice: AlertNotice
    token: str
    now: datetime

    @property
    def person(self) -> Employee:
        return self.notice.employee

    def forms(self, act: str, data: Any) -> dict[str, forms.Form]:
        """Return the page's forms, the one that was sent with what was sent."""
        alert = self.notice.alert
        return {
            ASSIGN: AssignForm(data if act == ASSIGN else None, people=_people(self.notice, self.now)),
            NOTE: NoteForm(data if act == NOTE else None),
            END: EndForm(data if act == END else None),
            SNOOZE: SnoozeForm(data if act == SNOOZE else None, alert=alert),
        }

    def show(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        """Return a page in the look of the organization, in the person's language."""
        organization = self.notice.organization
        known = {
            "organization": organization.name,
            "brand": initials(organization.name),
            "person": self.person,
            "alert": self.notice.alert,
            "url": reverse("alert-link", args=[self.token]),
        }
        html = page.document_html(
            f"public/alert/{template}.html",
            language=self.person.language,
            color=organization.brand_color,
            context={**known, **context},
            also="line.css",
        )
        headers = {"Content-Security-Policy": html.policy(), "Content-Language": self.person.language}
        return HttpResponse(html.content, status=status, headers=headers)

    def is_flood(self) -> bool:
        """Count an act, and tell whether too many were done by this link."""
        return is_flood(f"alert-link:{self.notice.pk}", most=MOST, seconds=SECONDS)


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Show the alert, and take an act; 404 for a wrong link, 410 for one that is over."""
    try:
        claim = read(token, kind=Kind.ALERT)
    except BadToken as error:
        raise Http404 from error
    with tenant_context(claim.organization_id):
        notice = queries.notice_of(claim)
        if notice is None:
            raise Http404
        opened = Opened(notice, token, clock.now())
        with translation.override(opened.person.language), timezone.override(opened.person.time_zone):
            if not queries.is_link_open(notice, now=opened.now):
                return opened.show("gone", status=410)
            if request.method == "POST" and opened.is_flood():
                return opened.show("gone", status=429, is_flood=True)
            return _answer(request, opened)


def _answer(request: HttpRequest, opened: Opened) -> HttpResponse:
    act = request.POST.get("act", "") if request.method == "POST" else ""
    shown = opened.forms(act, request.POST)
    if act == ACKNOWLEDGE or (act in shown and shown[act].is_valid()):
        _do(act, shown, opened)
        response = HttpResponseRedirect(f"{reverse('alert-link', args=[opened.token])}?done={act}")
        response.status_code = 303
        return response
    alert = opened.notice.alert
    may_read = not alert.sealed  # what was confided is read behind the sign-in alone
    context = {
        "forms": shown,
        "done": request.GET.get("done", ""),
        "title": words.title(alert) if may_read else "",
        "about": words.about(alert) if may_read else "",
        "lines": words.lines([alert])[alert.pk] if may_read else [],
        "taken": queries.taken_by(alert),
        "snoozes": queries.snoozes_of(opened.person, alert=alert, now=opened.now),
        "next": words.next_rung(alert),
        "inside": settings.BASE_URL + words.url_of(alert, slug=opened.notice.organization.slug),
    }
    return opened.show("alert", status=422 if act else 200, **context)


def _do(act: str, shown: dict[str, forms.Form], opened: Opened) -> None:
    alert, by, now = opened.notice.alert, opened.person, opened.now
    if act == ACKNOWLEDGE:
        actions.acknowledge(alert=alert, by=by, now=now, by_letter=True)
        return
    form = shown[act]
    values = form.cleaned_data
    if act == ASSIGN:
        actions.assign(alert=alert, to=values["to"], by=by, now=now, by_letter=True)
    elif act == NOTE:
        actions.note(alert=alert, text=values["text"], by=by, now=now, by_letter=True)
    elif act == END:
        actions.end(alert=alert, ending=Ending(values["ending"]), by=by, now=now, by_letter=True)
    elif isinstance(form, SnoozeForm):
        actions.snooze(alert=alert, scope=Snooze.Scope(values["scope"]), until=form.until(now), by=by, now=now)


def _people(notice: AlertNotice, now: datetime) -> Any:
    """Return to whom the alert may be handed over: of a sealed one those alone who may read it."""
    people = organizations.active_employees()
    return people.filter(pk__in=[one.pk for one in queries.leaders(now=now)]) if notice.alert.sealed else people
