"""What works, what does not, and the remedy: one check for each part that the product stands on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import get_connection
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accounts import clock
from accounts.jobs import queries as jobs
from accounts.jobs.models import Heartbeat
from accounts.mail import alarm, imap
from accounts.tenancy import audit_catalog
from accounts.tenancy.context import tenant_context
from accounts.tenancy.registry import active_organization_ids
from feedback.safe_island import vault
from happiness import schedule
from happiness.digest import alarm as digests


@dataclass(frozen=True, slots=True)
class Finding:
    """`state` is "ok", "warning" (the product works with less) or "fault"; every other state than ok has a remedy."""

    part: str
    state: str
    says: str
    remedy: str = ""


def examine() -> Iterator[Finding]:
    """Yield a finding for every part; a check that breaks is itself a fault, and the others go on."""
    for part, check, remedy in CHECKS:
        try:
            yield check(part)
        except Exception as error:  # noqa: BLE001 whatever is wrong with a part is what we want to tell
            first_line = next(iter(str(error).splitlines()), "")
            yield Finding(part, "fault", f"{type(error).__name__}: {first_line}", remedy)


def _database(part: str) -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('server_version')")
        role, version = cursor.fetchone()
    return Finding(part, "ok", f"PostgreSQL {version} as {role}")


def _migrations(part: str) -> Finding:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        return Finding(part, "fault", f"{len(plan)} not applied", "run `manage.py migrate` with DATABASE_OWNER_URL")
    return Finding(part, "ok", "all applied")


def _walls(part: str) -> Finding:
    holes = audit_catalog.findings()
    if holes:
        return Finding(
            part, "fault", "; ".join(holes), "run `manage.py tenancy_audit`, then mend the catalog as its owner"
        )
    return Finding(part, "ok", "stand")


def _redis(part: str) -> Finding:
    if not settings.REDIS_URL:
        return Finding(part, "warning", "not used", "set REDIS_URL, or keep `manage.py drain --loop` running")
    cache.set("doctor", "here", 10)
    if cache.get("doctor") != "here":
        return Finding(
            part, "warning", "does not answer", "start it or mend REDIS_URL; meanwhile work waits for the sweep"
        )
    return Finding(part, "ok", "answers")


def _clockwork(part: str) -> Finding:
    now = clock.real_now()
    ran = {heartbeat.name: heartbeat.ran_at for heartbeat in Heartbeat.objects.all()}
    late = [entry.name for entry in schedule.TIMETABLE if schedule.is_late(entry, ran_at=ran.get(entry.name), now=now)]
    if late:
        return Finding(
            part, "fault", f"late: {', '.join(late)}", "start the worker and beat, or `manage.py drain --loop`"
        )
    return Finding(part, "ok", f"{len(schedule.TIMETABLE)} recurring jobs are on time")


def _ledger(part: str) -> Finding:
    due = jobs.running_jobs().filter(run_at__lte=clock.real_now() - schedule.LATE).count()
    failing = jobs.running_jobs().exclude(last_error="")
    if due:
        return Finding(part, "fault", f"{due} jobs wait for more than 5 minutes", "start or add workers")
    if errors := sorted(failing.values_list("last_error", flat=True)):
        text = f"{len(errors)} jobs will be tried again: {', '.join(sorted(set(errors)))}"
        return Finding(part, "warning", text, "look into the worker's log")
    return Finding(part, "ok", "nothing waits")


def _mail(part: str) -> Finding:
    with get_connection():
        return Finding(part, "ok", f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT} takes letters")


def _letters(part: str) -> Finding:
    now = clock.real_now()
    found = alarm.overdue(now=now)
    if found.since:
        minutes = int((now - found.since).total_seconds() // 60)
        says = f"{found.letters} should have left, the oldest {minutes} minutes ago"
        return Finding(part, "fault", says, "start or add workers; look whether the mail server takes letters")
    return Finding(part, "ok", "leave in time")


def _digests(part: str) -> Finding:
    missed = 0
    for organization_id in active_organization_ids():
        with tenant_context(organization_id):
            missed += len(digests.missed(now=clock.real_now()))
    if missed:
        says = f"{missed} of this week should have left hours ago"
        return Finding(
            part, "fault", says, "look for “a digest could not be written” in the worker's log, then for letters"
        )
    return Finding(part, "ok", "came in time")


def _inbox(part: str) -> Finding:
    if not settings.MAIL_INBOX:
        return Finding(part, "ok", "not used")
    with imap.mailbox(settings.MAIL_INBOX, readonly=True):
        return Finding(part, "ok", "can be opened")


def _files(part: str) -> Finding:
    path = default_storage.save("doctor.txt", ContentFile(b"here"))
    try:
        with default_storage.open(path) as file:
            assert file.read() == b"here"
    finally:
        default_storage.delete(path)
    return Finding(part, "ok", "can be written and read")


def _texts(part: str) -> Finding:
    missing = [
        code for code in ("uk", "ru") if not (settings.LOCALE_PATHS[0] / code / "LC_MESSAGES/django.mo").exists()
    ]
    if missing:
        return Finding(part, "fault", f"not compiled: {', '.join(missing)}", "run `manage.py messages --compile`")
    return Finding(part, "ok", "uk and ru are compiled")


def _font(part: str) -> Finding:
    if finders.find("fonts/onest-latin.woff2") is None:
        return Finding(part, "warning", "pages use the system's font", "install npm, then run `make setup`")
    return Finding(part, "ok", "Onest is here")


def _island(part: str) -> Finding:
    if not vault.is_ready():
        remedy = "set ISLAND_KEYS (docs/safe-island.md); until then nobody can write to top management alone"
        return Finding(part, "fault", "has no key", remedy)
    count = len(settings.ISLAND_KEYS)
    return Finding(part, "ok", "has a key" if count == 1 else f"has {count} keys: the first one encrypts")


CHECKS: list[tuple[str, Callable[[str], Finding], str]] = [
    ("database", _database, "start PostgreSQL, or mend DATABASE_URL"),
    ("migrations", _migrations, "run `manage.py migrate`"),
    ("walls between organizations", _walls, "run `manage.py migrate`"),
    ("redis", _redis, "start Redis, or mend REDIS_URL"),
    ("clockwork", _clockwork, "run `manage.py migrate`"),
    ("work ledger", _ledger, "run `manage.py migrate`"),
    ("mail server", _mail, "start the mail server, or mend EMAIL_URL"),
    ("letters", _letters, "run `manage.py migrate`"),
    ("weekly digests", _digests, "run `manage.py migrate`"),
    ("mailbox of bounces", _inbox, "start the IMAP server, or mend MAIL_INBOX"),
    ("letters to top management", _island, "set ISLAND_KEYS to keys of 32 characters or more"),
    ("file store", _files, "make FILES_DIR writable, or mend the FILES_S3 variables"),
    ("texts", _texts, "run `manage.py messages --compile`"),
    ("font", _font, "run `make setup`"),
]
