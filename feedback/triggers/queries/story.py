"""Reading what rules did: for their pages."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet

from accounts.clients import queries as clients
from accounts.clients.models import ClientFacts, ClientState, CustomField
from accounts.events.models import CustomKind
from accounts.mail.models import Bounce, OutgoingEmail, State
from accounts.search import queries as search
from feedback.invitations import queries as invitations
from feedback.invitations.models import AskState, PlannedAsk
from feedback.letters.models import PlannedLetter
from feedback.surveys.models import Survey
from feedback.triggers import registry
from feedback.triggers.models import Backtest, BacktestAsk, RuleVersion, TriggerFiring, TriggerRule
from feedback.triggers.queries.facts import OWN
from feedback.triggers.words import Names

MOST_VERSIONS, MOST_TESTS, MOST_FOUND = 20, 10, 12


@dataclass(frozen=True, slots=True)
class Counts:
    """What came of a rule since a day: questions by what became of them, answers, and when it fired last."""

    sent: int = 0
    planned: int = 0
    refused: int = 0
    answered: int = 0
    fired_at: datetime | None = None

    @property
    def share(self) -> int | None:
        """Answers of a hundred questions that left; None before the first one."""
        return round(100 * self.answered / self.sent) if self.sent else None


def names(*, people: Collection[uuid.UUID] = ()) -> Names:
    """Return what the organization calls what rules speak of; surveys are those that can be asked now, and all others.

    `people` are those whom a rule names.
    """
    own = CustomField.objects.filter(subject="client", archived_at=None)
    return Names(
        kinds=dict(CustomKind.objects.values_list("name", "title")),
        surveys={str(pk): name for pk, name in Survey.objects.order_by("name").values_list("pk", "name")},
        playbooks={str(pk): name for pk, name in registry.playbooks().items()},
        segments={str(segment.pk): segment.name for segment in clients.segments()},
        own_fields={f"{OWN}{key}": label for key, label in own.values_list("key", "label")},
        people=_with_clients(people),
    )


def found_people(text: str) -> dict[uuid.UUID, str]:
    """Return up to a dozen people whose names or addresses have words that begin like those of the text, with their clients."""
    found = search.newest(clients.contacts(), kind="contact", terms=search.asked(text), wanted=MOST_FOUND)
    return _with_clients([one.pk for one in found])


def askable_names() -> dict[str, str]:
    """Return the surveys that a rule may ask, by id."""
    return {str(pk): name for pk, name in invitations.askable_surveys().values_list("pk", "name")}


def counts_of(rules: Collection[TriggerRule], *, since: datetime) -> dict[uuid.UUID, Counts]:
    """Return what came of each rule since then, with a constant number of queries."""
    ids = [rule.pk for rule in rules]
    asks = PlannedAsk.objects.filter(source_id__in=ids, due_at__gt=since).order_by()
    sums = {
        row.pop("source_id"): row
        for row in asks.values("source_id").annotate(
            sent=Count("pk", filter=Q(state=AskState.SENT)),
            planned=Count("pk", filter=Q(state=AskState.PLANNED)),
            refused=Count("pk", filter=Q(state=AskState.REFUSED)),
            answered=Count("pk", filter=Q(invitation__answered_at__isnull=False)),
        )
    }
    firings = TriggerFiring.objects.filter(rule__in=ids).order_by().values_list("rule")
    last = dict(firings.annotate(at=Max("fired_at")))
    return {one: Counts(**sums.get(one, {}), fired_at=last.get(one)) for one in ids}


def firings_of(*, rule_id: uuid.UUID) -> QuerySet[TriggerFiring]:
    """Return when the rule's conditions held, with the clients and what was left to us to choose."""
    return TriggerFiring.objects.filter(rule=rule_id).select_related("client").prefetch_related("choices")


def asks_of(firings: Sequence[TriggerFiring], *, rule_id: uuid.UUID) -> dict[str, list[PlannedAsk]]:
    """Return whom these firings wanted to ask, by the firing's occurrence."""
    keys = {f"rule:{rule_id}:{one.occurrence}": one.occurrence for one in firings}
    found = defaultdict(list)
    for ask in invitations.planned_asks().filter(source_id=rule_id, occurrence__in=keys).order_by("pk"):
        found[keys[ask.occurrence]].append(ask)
    return found


def letters_at(firings: Sequence[TriggerFiring], *, rule_id: uuid.UUID) -> dict[str, list[PlannedLetter]]:
    """Return to whom these firings wanted to write, by the firing's occurrence."""
    keys = {f"rule:{rule_id}:{one.occurrence}": one.occurrence for one in firings}
    found = defaultdict(list)
    rows = PlannedLetter.objects.filter(source_id=rule_id, occurrence__in=keys).select_related("contact")
    for letter in rows.order_by("pk"):
        found[keys[letter.occurrence]].append(letter)
    return found


def versions_of(*, rule_id: uuid.UUID) -> list[RuleVersion]:
    """Return what ran, the latest first."""
    rows = RuleVersion.objects.filter(rule=rule_id).select_related("published_by")
    return list(rows.order_by("-number")[:MOST_VERSIONS])


def backtests_of(*, rule_id: uuid.UUID) -> list[Backtest]:
    """Return the latest replays of the rule."""
    rows = Backtest.objects.filter(rule=rule_id).select_related("created_by").defer("memory", "content", "result")
    return list(rows.order_by("-created_at")[:MOST_TESTS])


def replayed_asks(*, backtest_id: uuid.UUID) -> QuerySet[BacktestAsk]:
    """Return whom a replay would have asked."""
    return BacktestAsk.objects.filter(backtest=backtest_id).select_related("contact", "client")


def effect_of(*, backtest_id: uuid.UUID) -> dict[str, tuple[int, int]]:
    """Return for each role at how many clients nobody in it is heard now, and at how many of those it would have been asked.

    A role that the replay would have asked nowhere is not in it.
    """
    found = {}
    asks = BacktestAsk.objects.filter(backtest=backtest_id).exclude(role="").order_by()
    for role in asks.values_list("role", flat=True).distinct():
        lacking = ClientFacts.objects.filter(state=ClientState.CURRENT, **{f"lacks_{role}": True})
        reached = asks.filter(role=role, client__in=lacking.values("client")).values("client").distinct()
        found[role] = (lacking.count(), reached.count())
    return found


def letters_of(*, rule_id: uuid.UUID, since: datetime) -> tuple[int, int]:
    """Return how many letters the rule has sent since then, and how many of them failed or came back."""
    asks = PlannedAsk.objects.filter(source_id=rule_id, state=AskState.SENT, due_at__gt=since)
    keys = [f"survey_invitation:{one}" for one in asks.values_list("invitation", flat=True) if one]
    letters = OutgoingEmail.objects.filter(dedupe_key__in=keys)
    back = Bounce.objects.filter(email__in=letters.values("pk")).values("email")
    return len(keys), letters.filter(Q(state=State.FAILED) | Q(pk__in=back)).count()


def _with_clients(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return each of these people with the clients where they work now, in the order given; without ids no query."""
    if not ids:
        return {}
    named, places = clients.people_named(ids), defaultdict(list)
    for position in clients.open_positions().filter(contact__in=ids).order_by("client__name"):
        places[position.contact_id].append(position.client.name)
    return {
        one: f"{named[one]} ({', '.join(places[one])})" if places[one] else str(named[one])
        for one in ids
        if one in named
    }
