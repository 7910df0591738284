"""An answer that came as a reply to the letter: the mark in its first line, and the words behind it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import clock
from accounts.events import actions as events
from accounts.events import kinds
from accounts.events.models import Event
from accounts.mail.models import OutgoingEmail
from feedback.invitations import actions as invitations
from feedback.invitations import letters
from feedback.invitations.models import Invitation
from feedback.responses.actions.amending import amend, keep
from feedback.responses.actions.recording import of_invitation, record
from feedback.responses.models import Confidentiality, PartialResponse, Response, Source
from feedback.responses.replied import Reply, Sort, read
from feedback.responses.visits import AMENDABLE
from feedback.surveys import queries as surveys
from feedback.surveys import runner
from feedback.surveys.document import WRITTEN, Document
from feedback.surveys.runner import Asked, Person

TOLD = ("email_id", "letter")  # what stays of a reply whose words are for fewer readers than the timeline has


@transaction.atomic
def take_reply(event: Event) -> None:
    """Take a reply to a question's letter as the answer, where it plainly is one; `event` is mail.replied. Twice is once.

    A mark of the scale answers as the page does, or changes the person's answer while it may be changed. A mark outside of the
    scale, or one without something that the survey demands, is met with a letter that helps, once. Everything else stays
    the words that it is, and whoever asked hears of it: survey.worded.
    """
    email = OutgoingEmail.objects.filter(pk=event.payload.get("email_id")).first()
    if email is None or (invitation_id := letters.asked_by(email)) is None:
        return
    related = Invitation.objects.select_related("contact", "client", "version__survey", "sender", "organization")
    invitation = related.select_for_update(of=["self"]).filter(pk=invitation_id).first()
    if invitation is None or invitation.contact.erased_at:
        return
    if not _Replying(event, invitation, address=email.to_address).is_taken():
        _tell(event, invitation)


class _Replying:
    """One reply, beside what it answers."""

    def __init__(self, event: Event, invitation: Invitation, *, address: str) -> None:
        self.event, self.invitation, self.address = event, invitation, address
        self.now = event.happened_at + clock.offset()
        self.document: Document = surveys.document_of(invitation.version_id)
        self.person = Person(
            role=invitation.role,
            stage=invitation.stage,
            segment=str(invitation.segment_id or ""),
            language=invitation.language,
            facts=invitation.facts,
        )

    def is_taken(self) -> bool:
        """Take the reply as an answer, or help to make it one; False when it is for a colleague to read."""
        asked = runner.leading_score(self.document, self.person)
        reply = (
            read(self.event.payload.get("text", ""), asked.question.scale) if asked and asked.question.scale else None
        )
        if asked is None or reply is None or reply.sort == Sort.WORDS:
            return False
        survey = self.invitation.version.survey
        if self.invitation.closed_at or self.invitation.token_digest is None or survey.closed_at or survey.archived_at:
            return False
        response = Response.objects.filter(invitation=self.invitation, removed_at=None).first()
        if response:
            return self._is_amended(response, asked, reply)
        if self.invitation.answered_at or self.now >= self.invitation.expires_at:
            return False
        return self._is_answered(asked, reply)

    def _is_answered(self, asked: Asked, reply: Reply) -> bool:
        if reply.sort == Sort.OUTSIDE:
            return self._is_helped(_outside(asked), asks_mark=True)
        kept = PartialResponse.objects.filter(invitation=self.invitation).values_list("answers", flat=True).first()
        cleaned = self._cleaned(kept or {}, asked, reply)
        if cleaned.faults:
            language = self.invitation.language
            keep(invitation_id=self.invitation.pk, answers=cleaned.answers, language=language, now=self.now)
            return self._is_helped(_incomplete, asks_mark=False)
        response = of_invitation(self.invitation, source=Source.REPLY, happened_at=self.now)
        record(response=response, answers=cleaned.answers, by=None, now=self.now)
        return True

    def _is_amended(self, response: Response, asked: Asked, reply: Reply) -> bool:
        if self.now <= (response.amended_at or response.happened_at):
            return True  # this very reply, told again, or one that was overtaken
        if self.now >= response.happened_at + AMENDABLE or reply.sort != Sort.MARK:
            return False
        cleaned = self._cleaned(response.answers, asked, reply)
        if cleaned.faults:
            return False
        amend(
            response_id=response.pk,
            answers=cleaned.answers,
            confidentiality=Confidentiality(response.confidentiality),
            language=response.language,
            now=self.now,
        )
        if response.confidentiality != Confidentiality.NAMED:
            events.narrow(dedupe_keys=[self.event.dedupe_key], fields=TOLD)
        return True

    def _cleaned(self, before: Mapping[str, Any], asked: Asked, reply: Reply) -> runner.Cleaned:
        """Return what the answers become with the mark, and with its words at the first question that takes some.

        Words without such a question, and what is too long for it, stand in the letter's own event.
        """
        raw = {**before, asked.question.id: reply.mark}
        way = runner.walk(self.document, self.person, raw)
        place = next((one.question for one in way if one.question.type in WRITTEN), None)
        if place and reply.words:
            raw[place.id] = reply.words[: place.longest or runner.LONGEST[place.type]]
        return runner.clean(self.document, self.person, raw)

    def _is_helped(self, say: Callable[[], list[str]], *, asks_mark: bool) -> bool:
        """Write the letter that helps to where the reply came from; False when an earlier reply had one."""
        token = invitations.token_of(self.invitation)
        self.invitation.save(update_fields=["nonce", "token_digest"])
        with translation.override(self.invitation.language):
            paragraphs = say()
        letter = letters.send_help(
            self.invitation, token=token, to=self.address, paragraphs=paragraphs, asks_mark=asks_mark, now=self.now
        )
        return letter.created_at == self.now


def _outside(asked: Asked) -> Callable[[], list[str]]:
    first, last = asked.question.scale or (0, 0)
    return lambda: [
        _("Thank you for your reply. We could not count it yet: marks go from %(first)s to %(last)s.")
        % {"first": first, "last": last},
        _("Please choose one here, or answer this letter with a number."),
    ]


def _incomplete() -> list[str]:
    return [
        _("Thank you for your reply. Your mark is kept, and one more answer is needed for it to count."),
        _("The page below goes on where you stopped; it takes less than a minute."),
    ]


def _tell(event: Event, invitation: Invitation) -> None:
    """Let whoever asked know that there are words to be read."""
    fact = events.Fact(
        kind=kinds.SURVEY_WORDED,
        happened_at=event.happened_at,
        client_id=invitation.client_id,
        contact_id=invitation.contact_id,
        payload={"invitation_id": invitation.pk},
        dedupe_key=f"{kinds.SURVEY_WORDED.name}:{event.pk}",
    )
    events.publish(fact, now=event.recorded_at)
