"""The answer page: a GET shows it, a POST answers. Most answers take the fast path, which reads nothing before it writes."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.tenancy.context import tenant_context
from accounts.tokens import Claim
from feedback.invitations import actions as invitations
from feedback.responses import actions, forms, kept, page
from feedback.responses.forms import Ticket
from feedback.responses.models import Confidentiality
from feedback.responses.page import Personal, Sheet
from feedback.responses.public_views import door
from feedback.responses.visits import State, Visit
from feedback.surveys import queries as surveys
from feedback.surveys import runner
from feedback.surveys.document import Document
from feedback.surveys.runner import Fault, Person

LONGEST_VISIT = 2_000_000  # seconds that still say something about a person's effort: three weeks


@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the invitation asks, or take its answer. A score in the address is preselected, never recorded."""
    claim = door.claim_of(token)
    if request.method == "POST":
        return _sent_at_once(request, claim) or _judged(request, claim)
    visit = door.visit_of(claim)
    invitations.note_click(
        organization_id=claim.organization_id,
        invitation_id=claim.row_id,
        method=request.method or "",
        headers=request.headers,
        score=request.GET.get("s", ""),
    )
    state = visit.state(door.now_of(visit))
    if state == State.KEPT:
        return HttpResponseRedirect(f"{request.path}done/")
    if state not in {State.OPEN, State.ANSWERED}:
        return door.gone(visit, state, url=request.path, language=request.GET.get("l", ""))
    document = door.document_of(visit)
    look = Look(visit, document, door.language_of(request.GET.get("l", ""), visit, document), request.path)
    return look.fresh(request.GET)


@dataclass(frozen=True, slots=True)
class Look:
    """One person's visit of the page, in one language."""

    visit: Visit
    document: Document
    language: str
    url: str

    @property
    def person(self) -> Person:
        return self.visit.person(self.language)

    def fresh(self, query: QueryDict) -> HttpResponse:
        """Show the page as it stands: what was answered before, or the score of the address."""
        if self.visit.is_fresh and "p" not in query:
            return self._plain(query.get("s", ""))
        answers, at = self.visit.answers, None
        if page.is_stepped(self.document, self.person):
            at = self._page(query.get("p", ""), answers)
        if answers:
            fields = forms.fields_of(self.document, answers)
        else:
            fields = page.preselected(self.document, self.person, query.get("s", ""))
        return self.show(at=at, answers=answers, fields=fields)

    def _plain(self, score: str) -> HttpResponse:
        """Show the page on which nobody has written yet: it is kept, and only its slots are filled."""
        plain = kept.plain_of(self.visit, self.document, language=self.language, score=score)
        skeleton, at = kept.skeleton(plain)
        return door.reply(skeleton.filled(self._personal(at)), language=self.language)

    def _page(self, wanted: str, answers: dict[str, Any]) -> int:
        """Return the page that is wanted, else the one after the last that was answered."""
        pages = runner.steps(self.document, self.person, answers)
        if wanted.isascii() and wanted.isdigit():
            return min(int(wanted[:4]), len(pages))
        answered = [number for number, one in enumerate(pages) if any(asked.question.id in answers for asked in one)]
        return min(answered[-1] + 1, len(pages) - 1) if answered and not self.visit.response_id else 0

    def show(
        self,
        *,
        at: int | None,
        fields: forms.Fields,
        answers: dict[str, Any] | None = None,
        faults: dict[str, Fault] | None = None,
        notice: str = "",
        readers: str = "",
        status: int = 200,
    ) -> HttpResponse:
        """Return the page with what was typed, and what is wrong with it."""
        visit = self.visit
        chosen = readers or visit.confidentiality or Confidentiality.NAMED
        if chosen == Confidentiality.ROLE and not visit.hides_in_role:
            chosen = Confidentiality.LEADERSHIP  # never fewer secrets than were asked for
        sheet = Sheet(
            document=self.document,
            person=self.person,
            language=self.language,
            organization=visit.organization,
            color=visit.color,
            has_sender=bool(visit.sender),
            hides_in_role=visit.hides_in_role,
            fields=fields,
            faults=faults or {},
            notice=notice,
            answers=answers or {},
            readers=chosen,
            at=at,
            answered_on=door.day_of(visit, visit.happened_at, self.language) if visit.happened_at else "",
            seed=page.seed_of(visit.invitation_id),
        )
        return door.reply(page.render(sheet, self._personal(at)), language=self.language, status=status)

    def _personal(self, at: int | None) -> Personal:
        visit, issued = self.visit, int(clock.real_now().timestamp())
        return Personal(
            url=self.url,
            organization=visit.organization,
            ticket=forms.write_ticket(forms.ticket_of(visit, language=self.language, issued=issued, page=at)),
            salutation=visit.salutation,
            sender=visit.sender or "",
            sender_line=", ".join(filter(None, (visit.sender, visit.sender_title))),
            facts=visit.facts,
        )


def _sent_at_once(request: HttpRequest, claim: Claim) -> HttpResponse | None:
    """Write a faultless answer to an open invitation in one statement; None for everything that needs a closer look."""
    form = request.POST
    ticket = forms.read_ticket(form.get(forms.TICKET, ""), invitation_id=claim.row_id)
    if ticket is None or ticket.page is not None or ticket.revision is not None or forms.LANGUAGE in form:
        return None
    document = surveys.document_in(claim.organization_id, ticket.version_id)
    cleaned = runner.clean(document, ticket.person, forms.raw_of(document, forms.typed(document, form)))
    readers = forms.readers_of(form)
    hidden = readers == Confidentiality.ROLE and not ticket.hides_in_role
    if cleaned.faults or not cleaned.answers or readers is None or hidden:
        return None
    is_written = _submit(claim, ticket, document, cleaned.answers, readers)
    return _thanks(request.path, ticket.language) if is_written else None


def _submit(
    claim: Claim, ticket: Ticket, document: Document, answers: dict[str, Any], readers: Confidentiality
) -> bool:
    now = clock.real_now()
    sent = actions.Sent(
        document=document,
        answers=answers,
        confidentiality=readers,
        role=ticket.role,
        stage=ticket.stage,
        version_id=ticket.version_id,
        survey_id=ticket.survey_id,
        language=ticket.language,
        seconds=min(max(int(now.timestamp()) - ticket.issued, 0), LONGEST_VISIT),
    )
    return actions.submit(claim=claim, sent=sent, now=now)


def _thanks(url: str, language: str) -> HttpResponse:
    response = HttpResponseRedirect(f"{url}done/?l={language}")
    response.status_code = 303
    return response


# --- What needs a closer look ---


def _judged(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Look the invitation up and take the answer, show it again with what is wrong, or say why it comes too late."""
    visit = door.visit_of(claim)
    state = visit.state(door.now_of(visit))
    if state not in {State.OPEN, State.ANSWERED}:
        return door.gone(visit, state, url=request.path)
    document, form = door.document_of(visit), request.POST
    known = forms.read_ticket(form.get(forms.TICKET, ""), invitation_id=claim.row_id)
    language = known.language if known else visit.last_language
    if form.get(forms.LANGUAGE) in document.languages:
        language = form[forms.LANGUAGE]
    look = Look(visit, document, language, request.path)
    at = known.page if known else None
    if at is None and page.is_stepped(document, look.person):
        at = 0
    fields = forms.typed(document, form)
    if forms.LANGUAGE in form:
        return look.show(at=at, fields=fields, answers=visit.answers, readers=form.get(forms.READERS, ""))
    ticket = known or forms.ticket_of(visit, language=language, issued=int(clock.real_now().timestamp()), page=at)
    with translation.override(language):
        return Judgment(look, replace(ticket, page=at, language=language), claim, fields, form).answer()


@dataclass(frozen=True, slots=True)
class Judgment:
    """What was sent, beside what is known of whoever sent it."""

    look: Look
    ticket: Ticket
    claim: Claim
    fields: forms.Fields
    form: QueryDict

    def answer(self) -> HttpResponse:
        """Clean what was sent, and keep it as a page on the way or write it as the answer."""
        look, at = self.look, self.ticket.page
        document, person = look.document, look.person
        raw = forms.raw_of(document, self.fields)
        if at is None:
            return self._finished(raw)
        pages = runner.steps(document, person, look.visit.answers)
        asked = pages[at] if at < len(pages) else []
        ids = {one.question.id for one in asked}
        raw = {name: value for name, value in raw.items() if name.partition(".")[0] in ids}
        raw |= {name: value for name, value in look.visit.answers.items() if name.partition(".")[0] not in ids}
        cleaned = runner.clean(document, person, raw, is_partial=True)
        faults = {name: fault for name, fault in cleaned.faults.items() if name in ids}
        for one in asked:
            if one.is_required and one.question.id not in cleaned.answers:
                faults.setdefault(one.question.id, Fault.MISSING)
        if faults:
            return self._refused(at=at, faults=faults)
        if page.is_end(document, person, asked):
            return self._finished(raw)
        with tenant_context(self.claim.organization_id):
            actions.keep(
                invitation_id=look.visit.invitation_id,
                answers=cleaned.answers,
                language=look.language,
                now=door.now_of(look.visit),
            )
        response = HttpResponseRedirect(f"{look.url}?p={at + 1}&l={look.language}")
        response.status_code = 303
        return response

    def _finished(self, raw: dict[str, Any]) -> HttpResponse:
        look = self.look
        cleaned = runner.clean(look.document, look.person, raw)
        readers = forms.readers_of(self.form, before=look.visit.confidentiality)
        if cleaned.faults:
            return self._refused(at=self._page_of(cleaned), faults=cleaned.faults)
        if not cleaned.answers:
            return self._refused(at=self.ticket.page, notice=_("Answer at least one question, please."))
        if readers is None or (readers == Confidentiality.ROLE and not look.visit.hides_in_role):
            return self._refused(at=self.ticket.page, notice=_("Choose once more who may read this."))
        return self._written(cleaned.answers, readers)

    def _page_of(self, cleaned: runner.Cleaned) -> int | None:
        """Return the first page on which something is wrong."""
        if self.ticket.page is None:
            return None
        pages = runner.steps(self.look.document, self.look.person, cleaned.answers)
        wrong = [at for at, asked in enumerate(pages) if any(one.question.id in cleaned.faults for one in asked)]
        return wrong[0] if wrong else self.ticket.page

    def _refused(self, *, at: int | None, faults: dict[str, Fault] | None = None, notice: str = "") -> HttpResponse:
        readers = self.form.get(forms.READERS, "")
        known = self.look.visit.answers
        fields = {**forms.fields_of(self.look.document, known), **self.fields} if at is not None else self.fields
        return self.look.show(
            at=at, fields=fields, answers=known, faults=faults, notice=notice, readers=readers, status=422
        )

    def _written(self, answers: dict[str, Any], readers: Confidentiality) -> HttpResponse:
        """Write the answer, or change the one that is there: of two that come at once the second changes nothing."""
        visit, look = self.look.visit, self.look
        if visit.response_id is None and _submit(self.claim, self.ticket, look.document, answers, readers):
            return _thanks(look.url, look.language)
        visit = door.visit_of(self.claim)
        state = visit.state(door.now_of(visit))
        if state not in {State.OPEN, State.ANSWERED}:
            return door.gone(visit, state, url=look.url, language=look.language)
        if visit.response_id is None:  # a colleague of the same role has left meanwhile
            return self._refused(at=self.ticket.page, notice=_("Choose once more who may read this."))
        with tenant_context(self.claim.organization_id):
            actions.amend(
                response_id=visit.response_id,
                answers=answers,
                confidentiality=readers,
                language=look.language,
                now=door.now_of(visit),
            )
        return _thanks(look.url, look.language)
