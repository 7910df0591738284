"""What is counted from facts that were read once is what the database counts."""

import random
from dataclasses import asdict
from datetime import timedelta

import pytest

from accounts.clients.models import Client, ClientFacts
from accounts.organizations.models import Organization
from accounts.tenancy.context import tenant_context
from feedback.happiness_index import queries as happiness_index
from feedback.insights import queries as insights
from happiness.figures import parts
from tests.happiness.conftest import local

pytestmark = pytest.mark.django_db


def rows(dice, people, now):
    for number in range(40):
        yield ClientFacts(
            client=Client(name=f"N {number}", sort_name=f"n {number:02}", manager=dice.choice(people), created_at=now),
            stage=dice.choice(["", "preboarding", "onboarding", "long_term"]),
            mood=dice.choice([None, *range(10, 100, 9)]),
            sealed_mood=dice.choice([None, None, 20, 70]),
            mood_change=dice.choice([None, *range(-9, 10)]),
            revenue=dice.choice([None, 0, 700, 90_000]),
            lacks_economic=dice.choice([True, False]),
            lacks_technical=dice.choice([True, False]),
            last_heard_at=dice.choice([None, now - timedelta(days=100), now]),
            renewal_on=dice.choice([None, local(now) + timedelta(days=30)]),
        )


def test_parts_tell_what_the_house_tells(cast, now):
    dice = random.Random(7)
    people = [cast.alice.employee, cast.bob.employee, None]
    made = list(rows(dice, people, now))
    with tenant_context(cast.north.pk):
        Client.objects.bulk_create(row.client for row in made)
        ClientFacts.objects.bulk_create(made)
        organization = Organization.objects.get()
        whole = parts.whole(fewest=organization.confidentiality_group)
        for person in people:
            manager_id = person.pk if person else None
            part, at = whole.of(manager_id), {"manager_id": manager_id}
            current = [row for row in made if manager_id in {None, row.client.manager_id}]
            stages = happiness_index.by_stage(**at)

            assert flat(part.index) == pytest.approx(flat(happiness_index.of_house(**at)))
            for one in part.stages:
                theirs = stages.get(one.stage.value, happiness_index.NOTHING)
                assert flat(one.index) == pytest.approx(flat(theirs))
            assert part.heard[0].heard == sum(not row.lacks_economic for row in current)
            risen = sorted((row for row in current if (row.mood_change or 0) > 0), key=lambda row: -row.mood_change)
            assert [row.mood_change for row in part.up] == [row.mood_change for row in risen[:2]]
            assert all(row.mood_change < 0 for row in part.down)
            expected = sorted(insights.standings(now=now, today=local(now), **at), key=lambda one: one.client_id)
            assert sorted(part.standings(now=now, today=local(now)), key=lambda one: one.client_id) == expected


def flat(index):
    found = asdict(index)
    found |= {f"change_{name}": value for name, value in (found.pop("change") or {}).items()}
    return {name: None if value is None else float(value) for name, value in found.items()}
