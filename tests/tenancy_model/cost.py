"""What the nine questions cost, in CPU time of the database: through the walls, and past them."""

import os
import random
import statistics
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import psycopg2
from django.conf import settings
from django.db import connection

from accounts import clock
from accounts.tenancy.owner import as_owner
from tests.tenancy_model import filling
from tests.tenancy_model.questions import QUESTIONS, Case, case, sql_of

SKEW = 0.8  # the size of the n-th organization goes with n ** -SKEW
INTERLEAVED = 5  # rounds of filling, so that organizations lie between each other on disk
WALLED, BARE = "policies and manager", "literal filter"


class Session:
    """A connection whose work is measured: CPU time of its own server process, or wall time where that is not ours to see."""

    def __init__(self, database: dict[str, Any]) -> None:
        self.raw = psycopg2.connect(
            dbname=connection.settings_dict["NAME"],
            user=database["USER"],
            password=database["PASSWORD"],
            host=database["HOST"],
            port=database["PORT"] or None,
        )
        self.cursor = self.raw.cursor()
        # Workers would do the work in processes that nobody measures.
        self.cursor.execute("SET max_parallel_workers_per_gather = 0")
        self.raw.commit()
        self.account = Path(f"/proc/{self.raw.info.backend_pid}/schedstat")
        self.sees_cpu = os.access(self.account, os.R_OK)

    def spent(self) -> float:
        return int(self.account.read_text().split()[0]) / 1e6 if self.sees_cpu else time.perf_counter() * 1e3

    def cost(self, statement: str) -> float:
        """Return the milliseconds that the statement took."""
        before = self.spent()
        self.cursor.execute(statement)
        if self.cursor.description:
            self.cursor.fetchall()
        return self.spent() - before


def fill(organizations: int, rows: int) -> list[tuple[int, Case]]:
    """Found the organizations and return (answers, case) for each, largest first."""
    now, weights = clock.real_now(), [number**-SKEW for number in range(1, organizations + 1)]
    sizes = [max(100, round(rows * weight / sum(weights))) for weight in weights]
    made = [(filling.found(number, clients=max(5, size // 40), now=now), size) for number, size in enumerate(sizes)]
    for turn in range(INTERLEAVED):
        print(f"\rfilling {sum(sizes):,} answers: {turn * 100 // INTERLEAVED} %", end="", file=sys.stderr)
        for organization_id, size in random.sample(made, len(made)):
            filling.answer(organization_id, responses=size // INTERLEAVED, now=now)
    with as_owner(), connection.cursor() as cursor:
        for table in filling.tables():
            # The owner of a table is above its policies, unless the table says otherwise.
            cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
            cursor.execute(f"VACUUM ANALYZE {table}")
    print("\r" + " " * 60 + "\r", end="", file=sys.stderr)
    return [(size, case(organization_id, now)) for organization_id, size in made]


def measure(cases: list[Case], rounds: int) -> dict[tuple[str, str], float]:
    """Return the sum over the cases of the median cost, for each (question or scope, way)."""
    sessions = {WALLED: Session(connection.settings_dict), BARE: Session(settings.TENANCY["OWNER_DATABASE"])}
    sums: dict[tuple[str, str], float] = defaultdict(float)
    for one in cases:
        statements = {question: sql_of(question, one) for question in QUESTIONS}
        costs: dict[tuple[str, str], list[float]] = defaultdict(list)
        for number in range(rounds + 1):
            for way in random.sample(list(sessions), 2):
                session = sessions[way]
                session.cursor.execute("SELECT 1")  # opens the transaction, as a request does for both
                scope = (
                    session.cost(f"SET LOCAL app.organization_id = '{one.organization_id}'") if way == WALLED else 0.0
                )
                for question in random.sample(list(QUESTIONS), len(QUESTIONS)):
                    cost = session.cost(statements[question])
                    if number:  # the first round fills the caches
                        costs[question, way].append(cost)
                if number:
                    costs["scope", way].append(scope)
                session.raw.commit()
        for key, values in costs.items():
            sums[key] += statistics.median(values)
    return sums
