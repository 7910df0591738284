"""How fast tables become clients and people, and what memory it takes: `make bench imports`; past answers with
ARGS="--what answers".

Files of N and of 10 N rows (three people for each client, three answers of each person), CSV, XLSX and JSON, go the whole
way in a process of their own each: read, checked, imported, undone. What counts is the rate, and the ratio of the two peaks of
memory.
"""

import argparse
import csv
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

import django
from openpyxl import Workbook

from happiness.local import servers

KINDS = ["csv", "xlsx", "json"]
BAR, MOST_MB = 1.3, 300
PEOPLE = 3
HEAD = ["Company", "Website", "Country", "Name", "Email", "Job title", "Role", "Phone"]


ANSWERS = ["Date", "Email", "Name", "Client", "Role", "NPS", "Comment", "Survey"]


def rows(count: int, what: str):
    """Yield the rows of a table as a spreadsheet would hold them."""
    if what == "answers":
        yield ANSWERS
        yield from (answer(number) for number in range(count))
        return
    yield HEAD
    for number in range(count):
        client = number // PEOPLE
        role = ("economic buyer", "технічний покупець", "пользователь")[number % PEOPLE]
        yield [
            f"Client {client} GmbH",
            f"client{client}.example",
            "Germany",
            f"Person {number} Їжак",
            f"person{number}@client{client}.example",
            "Head of purchasing",
            role,
            f"+49 30 {number:07d}",
        ]


def answer(number: int) -> list[object]:
    """Return one of three answers of a person who is new to one of the demo's clients."""
    person, time_ = number // PEOPLE, number % PEOPLE
    return [
        f"202{4 + time_ % 2}-0{1 + time_}-15 10:{number % 60:02}",
        f"person{person}@agrolan.example",
        f"Person {person} Їжак",
        "Агролан",
        ("economic buyer", "технічний покупець", "пользователь")[person % PEOPLE],
        number % 11,
        "Дзвоните саме тоді, коли домовились." if number % 2 else "",
        "NPS before",
    ]


def write(path: Path, count: int, what: str) -> None:
    """Write the table as CSV, JSON or XLSX, as the name says."""
    table = rows(count, what)
    if path.suffix == ".csv":
        with path.open("w", newline="", encoding="utf-8-sig") as file:
            csv.writer(file, delimiter=";").writerows(table)
        return
    if path.suffix == ".json":
        names = next(table)
        with path.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) + "\n" for row in table)
        return
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Clients")
    for row in table:
        sheet.append(row)
    book.save(path)


def measure(path: Path, what: str) -> dict[str, float]:
    """Bring one file through; return seconds for each part, and the peak of this process in MB."""
    django.setup()
    from django.core.files import File

    from accounts import clock
    from accounts.exchange import actions, work
    from accounts.exchange.models import ImportJob
    from accounts.organizations.models import Employee
    from accounts.tenancy.context import tenant_context
    from accounts.tenancy.registry import active_organization_ids

    organization_id = active_organization_ids()[0]

    def bring_on(import_id) -> float:
        started = time.perf_counter()
        while not work.advance(
            organization_id=organization_id, import_id=import_id, ends=time.monotonic() + 15, now=clock.real_now()
        ):
            pass
        return time.perf_counter() - started

    now = clock.real_now()
    with tenant_context(organization_id), path.open("rb") as content:
        by = Employee.objects.order_by("created_at").first()
        job = actions.begin(what=what, title=path.name, file=File(content), by=by, now=now)
    found = {"read": bring_on(job.pk)}
    with tenant_context(organization_id):
        job = ImportJob.objects.get(pk=job.pk)
        actions.choose_columns(job=job, mapping=job.mapping, choices={}, has_header=True, month_first=False, now=now)
    found["check"] = bring_on(job.pk)
    with tenant_context(organization_id):
        actions.start(job=job, by=by, now=now)
    found["import"] = bring_on(job.pk)
    with tenant_context(organization_id):
        job = ImportJob.objects.get(pk=job.pk)
        assert job.counts.get("create") == job.total, job.counts
        actions.start_undo(job=job, by=by, now=now)
    found["undo"] = bring_on(job.pk)
    found["MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found


def run(path: Path, count: int, what: str) -> dict[str, float]:
    """Measure one file in a process of its own, and print its line."""
    write(path, count, what)
    command = [sys.executable, "-m", "tests.benchmarks.imports", "--what", what, "--file", str(path)]
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    found = json.loads(answer.stdout.splitlines()[-1])
    rates = "   ".join(f"{part} {count / found[part]:6.0f}/s" for part in ("read", "check", "import", "undo"))
    print(
        f"{path.suffix[1:]:4} {count:7} rows, {path.stat().st_size / 2**20:5.1f} MB: {rates}   peak {found['MB']:4.0f} MB"
    )
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--what", choices=("clients", "answers"), default="clients")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=KINDS)
    parser.add_argument("--file", type=Path, help="measure this file only: what the benchmark calls itself")
    given = parser.parse_args()
    if given.file:
        print(json.dumps(measure(given.file, given.what)))
        return 0
    root = Path("/var/tmp") / f"happiness-imports-{os.getpid()}"
    root.mkdir()
    try:
        os.environ |= servers.ensure(root, {"postgres"})
        os.environ |= {"DJANGO_SETTINGS_MODULE": "happiness.settings", "HAPPINESS_DATA_DIR": str(root)}
        for command in ("migrate", "seed_demo"):
            subprocess.run([sys.executable, "manage.py", command], check=True, stdout=subprocess.DEVNULL)
        os.environ.pop("DATABASE_OWNER_URL")
        ratios = []
        for kind in given.kinds:
            small, large = (
                run(root / f"{count}.{kind}", count, given.what) for count in (given.rows // 10, given.rows)
            )
            ratios.append(large["MB"] / small["MB"])
            print(f"{kind}: peak at ten times the rows {ratios[-1]:.2f} times (bar {BAR}, and {MOST_MB} MB)")
    finally:
        servers.release(root)
        shutil.rmtree(root, ignore_errors=True)
    return 0 if max(ratios) <= BAR and large["MB"] <= MOST_MB else 1


if __name__ == "__main__":
    sys.exit(main())
