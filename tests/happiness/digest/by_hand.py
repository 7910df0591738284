"""The figures of a digest, counted anew from what was said and agreed: plain Python over rows, by what the documents say.

Nothing here calls what counts in the product: not the formula of the index, not the facts of lists, not rollups, not the
calculations of money or coverage. Where the two differ, one of them is wrong.
"""

import math
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from itertools import pairwise
from statistics import mean, median, stdev
from zoneinfo import ZoneInfo

from accounts.clients.models import Client, ContactRole, Position
from accounts.contracts.models import Contract, Outcome
from feedback.interactions.models import Interaction, InteractionContact, Promise
from feedback.responses.models import Response
from feedback.sentiment.models import MoodReading, TextMood
from journeys.cases.models import Case
from journeys.decisions.models import Decision
from journeys.stages.models import StageVisit

DAY, WEEK, MONTH, QUARTER, YEAR = (timedelta(days=days) for days in (1, 7, 30, 90, 365))
ROLES = ("economic", "technical", "end_user")
WEIGHTS = {"economic": 40, "technical": 35, "end_user": 25, "": 10}
GROUP = 5
# Student's t for two sides and 95 %, by degrees of freedom: any printed table.
T = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120)
NPS = dict(enumerate((0, 8, 15, 22, 30, 38, 46, 60, 70, 85, 100)))
CSAT = {mark: 25 * (mark - 1) for mark in range(1, 6)}
CES = dict(enumerate((0, 17, 33, 50, 67, 83, 100), start=1))


@dataclass
class House:
    """Everything that was ever said and agreed at one organization, read once."""

    zone: ZoneInfo

    def __post_init__(self):
        self.clients = [row for row in Client.objects.all() if row.merged_into_id is None]
        self.segments = {row.pk: row.segment_id for row in self.clients}
        self.said = list(
            MoodReading.objects.filter(value__isnull=False, confidential=False).order_by("happened_at", "id")
        )
        self.contracts = list(Contract.objects.filter(removed_at=None))
        self.endings = list(Outcome.objects.filter(removed_at=None, kind__in=["lost", "returned"]))
        self.talks = list(InteractionContact.objects.select_related("interaction"))
        self.logged = list(Interaction.objects.filter(removed_at=None, draft=False))
        self.answers = list(Response.objects.filter(removed_at=None))
        self.places = list(Position.objects.filter(left_on=None, contact__erased_at=None))
        self.roles = list(ContactRole.objects.filter(valid_until=None))

    def current(self):
        return [row for row in self.clients if row.archived_at is None]

    def day(self, moment):
        return moment.astimezone(self.zone).date()

    def start(self, day):
        return datetime.combine(day, time(), self.zone)

    # --- How clients feel ---

    def index(self, client, at, known_at):
        """The index of a client: the mean of the roles heard, each drawn to the baseline by half a fresh answer."""
        roles = {}
        for one in self.said:
            is_known = one.known_at <= known_at and (one.replaced_at is None or one.replaced_at > known_at)
            if one.client_id == client.pk and is_known and at - YEAR < one.happened_at <= at:
                roles.setdefault(one.role, []).append((fresh(one, at), one.value))
        if not roles:
            return None
        base = float(self.baseline(client.segment_id, self.start(self.day(at).replace(day=1))))
        moods = {
            role: (0.5 * base + sum(weight * value for weight, value in rows))
            / (0.5 + sum(weight for weight, _ in rows))
            for role, rows in roles.items()
        }
        total = sum(WEIGHTS[role] for role in moods)
        tenths = math.floor(sum(WEIGHTS[role] * mood for role, mood in moods.items()) / total * 10 + 0.5)
        return Decimal(min(max(tenths, 0), 1000)) / 10

    def baseline(self, segment_id, month):
        """The mean mood of the segment at the beginning of the month; of the house, or 50, where that has too few clients."""
        weights, moods = {}, {}
        for one in self.said:
            if one.replaced_at is None and month - YEAR < one.happened_at <= month:
                weights.setdefault(one.client_id, []).append(fresh(one, month))
                moods.setdefault(one.client_id, []).append(fresh(one, month) * one.value)
        means = {pk: sum(moods[pk]) / sum(weights[pk]) for pk in moods}
        of_segment = [value for pk, value in means.items() if self.segments.get(pk) == segment_id]
        for found in (of_segment, list(means.values())):
            if len(found) >= GROUP:
                return tenth(mean(found))
        return Decimal(50)

    def moods(self, at, known_at):
        """The index of every current client as lists show it: cut to whole points."""
        found = {row.pk: self.index(row, at, known_at) for row in self.current()}
        return {pk: int(value) for pk, value in found.items() if value is not None}

    def past_week(self, monday):
        """The house on a past Monday: of each client the index of its last day with words, or at a month's end."""
        end, found = self.start(monday + DAY), []
        for client in self.clients:
            days = {self.day(one.happened_at) for one in self.said if one.client_id == client.pk}
            if days and (client.archived_at is None or client.archived_at >= end):
                ends = {first_of_next(min(days), number) - DAY for number in range(40)}
                last = max((day for day in days | ends if min(days) <= day <= monday), default=None)
                at = self.start(last + DAY) - timedelta(microseconds=1) if last else None
                value = self.index(client, at, at + 99 * YEAR) if at else None
                found += [] if value is None else [int(value)]
        return tenth(mean(found)) if len(found) >= GROUP else None

    # --- Who is heard ---

    def heard(self, client, now):
        """The roles in which somebody who works there was heard within a quarter, and when anybody was heard at all."""
        hearings = [(row.contact_id, set(row.roles), row.interaction.happened_at) for row in self.talks
                    if row.client_id == client.pk and row.is_heard]  # fmt: skip
        hearings += [
            (row.contact_id, {row.role} - {""}, row.happened_at) for row in self.answers if row.client_id == client.pk
        ]
        hearings += [(None, set(), row.happened_at) for row in self.logged if row.client_id == client.pk]
        hearings = [one for one in hearings if one[2] <= now]
        roles = set()
        for place in (one for one in self.places if one.client_id == client.pk):
            present = {one.role for one in self.roles if one.position_id == place.pk}
            for contact_id, as_whom, at in hearings:
                if contact_id == place.contact_id and at >= now - QUARTER:
                    roles |= (as_whom or present) & present
        return roles, max((at for _contact, _roles, at in hearings), default=None)

    def patience(self, client, known_at):
        """After how many days a client is silent: twice the usual gap between two days with words, 30 at least; else 90."""
        said = [
            row
            for row in self.said
            if row.client_id == client.pk and row.source != "mark" and row.known_at <= known_at
            and (row.replaced_at is None or row.replaced_at > known_at)
        ]  # fmt: skip
        days = sorted({row.happened_at.date(): row.happened_at for row in said}.values())
        if len(days) < 4:
            return 90
        usual = median(later - earlier for earlier, later in pairwise(days))
        return max(2 * max(usual.days, 1), 30)

    # --- Money ---

    def revenue(self, client, today):
        """What the client brought within twelve months until today: each contract evenly over the days of each of its years."""
        terms = [one for one in self.contracts if one.client_id == client.pk]
        if not terms:
            return None
        assert {(one.currency, one.period) for one in terms} == {("EUR", "year")}
        since, total = same_day(today + DAY, -1), Fraction(0)
        for one in terms:
            day = max(since, one.starts_on)
            while day <= today and (one.ends_on is None or day <= one.ends_on):
                year = next(n for n in range(99) if same_day(one.starts_on, n) <= day < same_day(one.starts_on, n + 1))
                total += Fraction(one.amount) / (same_day(one.starts_on, year + 1) - same_day(one.starts_on, year)).days
                day += DAY
        return int(Decimal(round(total)))

    def at_risk(self, now, known_at):
        """Money of a year at risk, all known money, the clients concerned, and those at high or middle risk."""
        today, moods, rows = self.day(now), self.moods(now, known_at), []
        for client in self.current():
            running = [one for one in self.contracts if one.client_id == client.pk and not one.ended_with]
            last = max(
                (one for one in self.endings if one.client_id == client.pk),
                key=lambda one: (one.day, one.pk),
                default=None,
            )
            if last and last.kind == "lost" and not running:
                continue
            roles, heard_at = self.heard(client, now)
            mood, silent = (
                moods.get(client.pk),
                heard_at is not None and (now - heard_at).days > self.patience(client, known_at),
            )
            uncovered = not silent and (heard_at is None or len(roles) < 2)
            renewals = [one.renewal_on for one in running if one.renewal_on]
            near = bool(renewals) and (min(renewals) - today).days <= 90
            unhappy = mood is not None and mood < 55
            concerned = unhappy or silent or uncovered or (near and (mood is None or mood < 65))
            points = (unhappy and (3 if mood < 40 else 2)) + (silent or uncovered) + near if concerned else 0
            rows.append((client, self.revenue(client, today), concerned, points))
        return {
            "at_risk": sum(revenue or 0 for _, revenue, concerned, _ in rows if concerned),
            "known": sum(revenue or 0 for _, revenue, _, _ in rows),
            "clients": sum(concerned for _, _, concerned, _ in rows),
        }, [client for client, _, _, points in rows if points >= 2]


def fresh(one, at):
    return float(one.weight) * 0.5 ** ((at - one.happened_at) / DAY / one.half_life_days)


def tenth(value):
    return Decimal(str(value)).quantize(Decimal("0.1"), ROUND_HALF_EVEN)


def same_day(day, years):
    return date(day.year + years, day.month, min(day.day, monthrange(day.year + years, day.month)[1]))


def first_of_next(day, number):
    """The first day of the month that is `number` months after the next one."""
    months = day.year * 12 + day.month + number
    return date(months // 12, months % 12 + 1, 1)


def group(values):
    return float(tenth(mean(values))) if len(values) >= GROUP else None


def change_of(values):
    if len(values) < GROUP:
        return None, False
    sure = abs(float(tenth(mean(values)))) > T[len(values) - 2] * stdev(values) / math.sqrt(len(values))
    return float(tenth(mean(values))), sure


def digest(reader, now, before, zone):
    """Return the figures of the reader's digest at `now`, where `before` is when the house was looked at a week ago."""
    house = House(zone)
    today = house.day(now)
    moods, month_ago = house.moods(now, now), house.moods(now - MONTH, now)
    moves = {pk: mood - month_ago[pk] for pk, mood in moods.items() if pk in month_ago}
    change, is_real = change_of(list(moves.values()))
    stage_of = {row.client_id: row.stage for row in StageVisit.objects.filter(contact=None, left_at=None)}
    current = house.current()
    heard = {row.pk: house.heard(row, now)[0] for row in current}
    money, serious = house.at_risk(now, now)
    weeks = [house.past_week(today - number * WEEK) for number in range(11, 1, -1)]
    weeks += [group(list(at.values())) for at in (house.moods(before, before), moods)]
    waiting = list(Decision.objects.filter(asked_of=reader, answered_at=None, withdrawn_at=None))
    first = sorted(waiting, key=lambda row: (row.due_on >= today, -(row.amount or 0), row.due_on, row.pk))[:2]
    named = {row.client_id for row in first}
    others = [row for row in serious if row.pk not in named]
    in_week = [
        row for row in house.said if now - WEEK < row.happened_at <= now and row.replaced_at is None and row.value >= 80
    ]
    return {
        "index": group(list(moods.values())),
        "change": change,
        "is_real": is_real,
        "clients": len(current),
        "known": len(moods),
        "weeks": [float(one) for one in weeks if one is not None],
        "up": sorted((points for points in moves.values() if points > 0), reverse=True)[:2],
        "down": sorted(points for points in moves.values() if points < 0)[:2],
        "stages": [
            {
                "stage": stage,
                "clients": len(here := [row.pk for row in current if stage_of.get(row.pk, "") == stage]),
                "score": group([moods[pk] for pk in here if pk in moods]),
                "change": change_of([moves[pk] for pk in here if pk in moves])[0]
                if len([pk for pk in here if pk in moods]) >= GROUP else None,
            }
            for stage in ("preboarding", "onboarding", "long_term", "reboarding")
        ],
        "roles": [
            {"role": role, "heard": sum(role in roles for roles in heard.values()), "clients": len(current)} for role in ROLES
        ],
        "money": money | {"before": house.at_risk(before, before)[0]["at_risk"]},
        "decisions": {
            "rows": [(str(row.pk), float(row.amount) if row.amount else None, moods.get(row.client_id)) for row in first],
            "more": len(waiting) - len(first),
        },
        "attention": {str(row.pk): (moods.get(row.pk), house.revenue(row, today)) for row in others},
        **kept_word(house, now),
        "quote": max(((row.value, row.happened_at, words_of(row)) for row in in_week if words_of(row)), default=(None,))[-1],
    }  # fmt: skip


def kept_word(house, now):
    """Promises kept in the week, late and open; complaints that clients have ended in it, and those that are late."""
    today, since = house.day(now), house.day(now) - WEEK
    promises, complaints = list(Promise.objects.filter(dropped_at=None)), list(Case.objects.filter(sort="complaint"))
    return {
        "promises": {
            "kept": sum(row.kept_at is not None and since <= house.day(row.kept_at) < today for row in promises),
            "late": sum(row.kept_at is None and row.due_on < today for row in promises),
            "open": sum(row.kept_at is None and row.due_on >= today for row in promises),
        },
        "cases": {
            "confirmed": sum(
                row.end == "confirmed" and since <= house.day(row.closed_at) < today for row in complaints
            ),
            "late": sum(
                row.closed_at is None and not row.pause and row.due_at is not None and row.due_at < now
                for row in complaints
            ),
        },
    }


def words_of(row):
    """What was said with a reading: the first words of an answer, or the quote of a talk that everybody may read."""
    if row.response_id:
        parts = sorted(TextMood.objects.filter(response=row.response_id).values_list("part", flat=True))
        return row.response.answers.get(parts[0], "") if parts else ""
    return row.interaction.quote if row.interaction_id and row.interaction.visibility == "team" else ""


def value_of_scores(answer):
    """The mood of an answer by its scores alone."""
    marks = [
        table[mark] for table, mark in ((NPS, answer.nps), (CSAT, answer.csat), (CES, answer.ces)) if mark is not None
    ]
    return math.floor(mean(marks) + 0.5) if marks else None
