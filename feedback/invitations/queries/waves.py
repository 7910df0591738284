"""Reading whom a wave would reach, whom not and why, and what became of it."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Func, IntegerField, JSONField, QuerySet, Value
from django.db.models.functions import TruncDate

from accounts.clients import queries as registry
from feedback.invitations import rules
from feedback.invitations.foreseeing import Candidate
from feedback.invitations.models import AskState, PlannedAsk, Wave, WavePerson, WaveState
from feedback.invitations.queries.asking import askable_surveys, known_of_many
from feedback.invitations.queries.calm import calm_for, calm_rules, segments_of
from feedback.surveys.models import Purpose

ASKED = "asked"  # the group of those who would get the letter; the others are called by their reason


@dataclass(frozen=True, slots=True)
class Outcome:
    """So many questions of a wave ended, or stand, alike."""

    state: str
    reason: str
    number: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work on a wave is: of so many clients or people."""

    done: int
    total: int

    @property
    def percent(self) -> int:
        return 100 * self.done // max(self.total, 1)


def clients_from(wave: Wave, first: int, *, most: int) -> tuple[list[uuid.UUID], int]:
    """Return so many of a wave's clients, the first of them is number `first` (from 0), and how many there are in all."""
    number = Func("client_ids", function="jsonb_array_length", output_field=IntegerField())
    span = Func(Value(f"$[{first} to {first + most - 1}]"), template="%(expressions)s::jsonpath")
    part = Func("client_ids", span, function="jsonb_path_query_array", output_field=JSONField())
    ids, total = Wave.objects.values_list(part, number).get(pk=wave.pk)
    return list(map(uuid.UUID, ids)), total


def foreseen(wave: Wave, client_ids: Collection[uuid.UUID], *, now: datetime, patience: timedelta) -> list[Candidate]:
    """Return everybody who stands for one of the wave's roles at these clients, and what would become of the question.

    A constant number of queries, however many they are.
    """
    places = registry.current_roles(on=now.date()).filter(
        role__in=wave.roles,
        position__client__in=client_ids,
        position__client__archived_at=None,
        position__client__merged_into=None,
        position__contact__erased_at=None,
    )
    triples = set(places.values_list("position__contact", "position__client", "role"))
    known = known_of_many({(person, client) for person, client, _role in triples}, now=now)
    segments, limits = segments_of(client_ids), calm_rules()
    wanted_at = max(wave.wanted_at or now, now)
    wish = rules.Wish(
        wanted_at=wanted_at,
        give_up_at=wanted_at + patience,
        is_relation=wave.survey.purpose == Purpose.RELATION,
        is_open=askable_surveys().filter(pk=wave.survey_id).exists(),
    )
    found = []
    for person, client, role in triples:
        about = known[person, client]
        calm = calm_for(limits, role=role, segment_id=segments[client], country=about.place.country)
        decision = rules.foresee(about, wish, heads_up_days=wave.heads_up_days, calm=calm, now=now)
        is_asked = decision.verdict != rules.Verdict.REFUSE
        found.append(
            Candidate(
                contact_id=person,
                client_id=client,
                role=role,
                is_asked=is_asked,
                reason=str(decision.reason or ""),
                leaves_at=(decision.until or wanted_at) if is_asked else None,
                touched_at=max((one.at for one in about.touched), default=None),
            )
        )
    return found


def stopped_waves(ids: Collection[uuid.UUID | None]) -> set[uuid.UUID]:
    """Return which of these waves were stopped, without a query where there is none."""
    return set(Wave.objects.filter(pk__in=ids, state=WaveState.STOPPED).values_list("pk", flat=True)) if ids else set()


def waves() -> QuerySet[Wave]:
    """Return every wave with its survey and who has decided about it; the clients' ids are left out."""
    return Wave.objects.select_related("survey", "made_by", "launched_by", "approved_by").defer("client_ids")


def wave_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the surveys of these waves, for the audit trail."""
    return dict(Wave.objects.filter(pk__in=ids).values_list("pk", "survey__name"))


def progress_of(wave: Wave) -> Progress:
    """Return how far a wave is that is being prepared (clients) or planned (people)."""
    if wave.state == WaveState.PREPARING:
        return Progress(wave.prepared, clients_from(wave, 0, most=1)[1])
    return Progress(wave.people - WavePerson.objects.filter(wave=wave).count(), wave.people)


def reached_by(wave: Wave) -> int:
    """Return how many people would get the letter of a wave that was not launched."""
    return WavePerson.objects.filter(wave=wave, is_asked=True).count()


def held_by(wave: Wave) -> int:
    """Return how many letters of a wave that was not launched would wait for the end of a hold."""
    return WavePerson.objects.filter(wave=wave, is_asked=True, reason=rules.Reason.HOLD).count()


def found_by(wave: Wave, *, group: str = "") -> QuerySet[WavePerson]:
    """Return whom a wave has found, with their clients; `group` is ASKED or a reason, everything else means all."""
    rows = WavePerson.objects.filter(wave=wave).select_related("contact", "client", "wave")
    if group == ASKED:
        return rows.filter(is_asked=True)
    return rows.filter(is_asked=False, reason=group) if group else rows


def refused_by(wave: Wave) -> list[Outcome]:
    """Return how many would get no letter, by reason, most first."""
    rows = WavePerson.objects.filter(wave=wave, is_asked=False).values("reason").annotate(number=Count("pk"))
    return [Outcome(AskState.REFUSED, row["reason"], row["number"]) for row in rows.order_by("-number", "reason")]


def days_of(wave: Wave) -> list[tuple[date, int]]:
    """Return how many letters would leave on each day of the reader's calendar; of those that are held nobody knows."""
    free = WavePerson.objects.filter(wave=wave, is_asked=True).exclude(reason=rules.Reason.HOLD)
    rows = free.annotate(day=TruncDate("leaves_at")).values("day")
    return [(row["day"], row["number"]) for row in rows.annotate(number=Count("pk")).order_by("day")]


def outcomes_of(wave: Wave) -> list[Outcome]:
    """Return what became of the questions of a wave that was launched: how many, by state and reason."""
    rows = PlannedAsk.objects.filter(source_id=wave.pk).values("state").annotate(number=Count("pk"))
    refused = PlannedAsk.objects.filter(source_id=wave.pk, state=AskState.REFUSED).values("reason")
    found = [
        Outcome(row["state"], "", row["number"]) for row in rows.exclude(state=AskState.REFUSED).order_by("-state")
    ]
    counted = refused.annotate(number=Count("pk")).order_by("-number", "reason")
    return [*found, *(Outcome(AskState.REFUSED, row["reason"], row["number"]) for row in counted)]
