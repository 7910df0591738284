"""An answer against the smallest insert that Django does: `make bench answer`.

Both are served by granian (2 workers, 2 threads each) on one PostgreSQL, the product as its restricted role with row-level
security. Slices of one second follow each other in random order; the ratio is the rounds' median. Other processes disturb
requests per second, so the processor time of server and database per request is compared too. Bars: a POST at 0.6 times the
insert's rate, a GET at 1.5 times.
"""

import argparse
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from collections import defaultdict
from pathlib import Path

import psutil

from happiness.local import ports, servers
from tests.waiting import is_heard, wait_for

CONNECTIONS, CHECKOUT = 8, Path(__file__).resolve().parents[2]
HOUSES, CLIENTS = 8, 50  # organizations, and clients of each: enough that the database looks people up by their keys
BARS = {"POST": 0.6, "GET": 1.5}
Slice = tuple[float, float, list[float]]  # requests a second, CPU ms of a request, seconds of each request


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--invitations", type=int, default=30_000)
    options = parser.parse_args()
    root = Path(tempfile.mkdtemp(prefix="happiness-bench-", dir="/var/tmp"))
    root.chmod(0o755)
    running: list[subprocess.Popen[bytes]] = []
    try:
        env = (
            os.environ | servers.ensure(root / "data", {"postgres"}) | {"DJANGO_SETTINGS_MODULE": "happiness.settings"}
        )
        env["BASELINE_DATABASE_URL"] = env["DATABASE_OWNER_URL"]
        command = [sys.executable, "manage.py", "migrate", "-v", "0"]
        subprocess.run(command, cwd=CHECKOUT, env=env, check=True)
        run = [sys.executable, "-c", "from tests.benchmarks import baseline; baseline.prepare()"]
        subprocess.run(run, cwd=CHECKOUT, env={**env, "DJANGO_SETTINGS_MODULE": ""}, check=True)
        os.environ.update(env)
        pages = asked(options.invitations)
        at = {name: serve(name, env, running) for name in ("happiness.wsgi", "tests.benchmarks.baseline")}
        result = compare(pages, at, running, rounds=options.rounds, seconds=options.seconds)
    finally:
        for process in running:
            process.terminate()
            process.wait()
        servers.release(root / "data")
        shutil.rmtree(root, ignore_errors=True)
    return result


def asked(count: int) -> list[tuple[str, str]]:
    """Ask so many people, and return the token and the ticket of each page."""
    import django

    django.setup()
    from accounts import clock, tokens
    from accounts.tenancy.context import tenant_context
    from accounts.tenancy.owner import as_owner
    from feedback.invitations.models import Invitation
    from feedback.responses import forms
    from tests.cast import found
    from tests.factories import feedback as factory
    from tests.factories.accounts import a_client, a_contact

    now = clock.real_now()
    pages = []
    # As in a real house: neighbors in time are people of other clients, often of other organizations.
    for house in range(HOUSES):
        alice = found(f"house-{house}", "Alice Ahlberg", now=now)
        with tenant_context(alice.organization.pk):
            by, rows = alice.employee, []
            version = factory.a_version(by=by, now=now)
            firsts = []
            for number in range(CLIENTS):
                client = a_client(f"Client {number}", by=by, now=now, manager=by)
                to = a_contact(
                    "Taras", at=client, by=by, now=now, roles=["technical"], language="uk", salutation="Тарасе"
                )
                firsts.append(factory.an_invitation(to=to, version=version, by=by, now=now)[0])
            names = [field.attname for field in Invitation._meta.concrete_fields if field.attname != "id"]
            for number in range(count // HOUSES):
                first = firsts[number % CLIENTS]
                row = Invitation(**{name: getattr(first, name) for name in names})
                token = row.renew_token(tokens.Kind.SURVEY)
                ticket = forms.Ticket(
                    invitation_id=row.pk, version_id=row.version_id, survey_id=str(version.survey_id), role=row.role,
                    stage=row.stage, segment="", language="uk", hides_in_role=False, issued=int(now.timestamp()),
                )  # fmt: skip
                rows.append(row)
                pages.append((token, forms.write_ticket(ticket)))
            Invitation.objects.bulk_create(rows, batch_size=2000)
    random.shuffle(pages)
    from django.db import connection

    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the database does by itself within a minute
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolbypassrls OR rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,), "the product must run below row-level security"
    connection.close()
    return pages


def serve(name: str, env: dict[str, str], running: list[subprocess.Popen[bytes]]) -> int:
    port = ports.any_free()
    options = ("--interface", "wsgi", "--no-ws", "--port", str(port), "--workers", "2", "--blocking-threads", "2")
    own = {**env, "DJANGO_SETTINGS_MODULE": ""} if "baseline" in name else env
    command = [sys.executable, "-m", "granian", *options, "--log-level", "warning", f"{name}:application"]
    running.append(subprocess.Popen(command, cwd=CHECKOUT, env=own))
    wait_for(lambda: is_heard(port), name)
    return port


def compare(pages, at, running, *, rounds: int, seconds: float) -> int:
    """Let the three paths take turns, print what they did, and return 1 where a bar was missed."""
    product, insert = at["happiness.wsgi"], at["tests.benchmarks.baseline"]
    posts = iter(pages)
    form = {"recommend": "9", "reason": ["papers", "speed"], "words": "Усе вчасно, дякую", "_readers": "named"}

    def post() -> bytes:
        token, ticket = next(posts)
        return request("POST", f"/s/{token}/", urllib.parse.urlencode({"_ticket": ticket, **form}, doseq=True))

    body = urllib.parse.urlencode({"recommend": "9", "words": "Усе вчасно, дякую"})
    paths = {
        "POST": (product, post, b" 303 "),
        "GET": (product, lambda: request("GET", f"/s/{random.choice(pages[-1000:])[0]}/?s=9"), b" 200 "),
        "insert": (insert, lambda: request("POST", "/", body), b" 200 "),
    }
    found: dict[str, list[Slice]] = defaultdict(list)
    for number in range(rounds + 1):
        for name in random.sample(list(paths), len(paths)):
            piece = one_slice(*paths[name], seconds=seconds, running=running)
            if number:  # the first round warms up
                found[name].append(piece)
    return report(found)


def request(method: str, path: str, body: str = "") -> bytes:
    head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n"
    if body:
        head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
    return f"{head}\r\n{body}".encode()


def one_slice(port: int, make, expected: bytes, *, seconds: float, running) -> Slice:
    """Send requests over eight kept connections for so long."""
    took: list[float] = []
    lock, end = threading.Lock(), time.perf_counter() + seconds

    def visitor() -> None:
        with socket.create_connection(("127.0.0.1", port)) as line:
            while time.perf_counter() < end:
                with lock:
                    message = make()
                started = time.perf_counter()
                line.sendall(message)
                head = answer(line)
                took.append(time.perf_counter() - started)
                assert expected in head, head

    before, started = cpu(running), time.perf_counter()
    visitors = [threading.Thread(target=visitor) for _ in range(CONNECTIONS)]
    for one in visitors:
        one.start()
    for one in visitors:
        one.join()
    spent = time.perf_counter() - started
    return len(took) / spent, 1000 * (cpu(running) - before) / len(took), took


def answer(line: socket.socket) -> bytes:
    """Read one answer and return its first line."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += line.recv(65536)
    head, _, rest = data.partition(b"\r\n\r\n")
    lengths = [int(one[15:]) for one in head.split(b"\r\n") if one.lower().startswith(b"content-length:")]
    while len(rest) < lengths[0] if lengths else not rest.endswith(b"0\r\n\r\n"):
        rest += line.recv(65536)
    return head.partition(b"\r\n")[0] + b" "


def cpu(running) -> float:
    """Return the processor seconds of both servers and of the database's processes so far."""
    mark = os.environ["HAPPINESS_DATA_DIR"]
    ours = [
        child
        for one in running
        for child in (psutil.Process(one.pid), *psutil.Process(one.pid).children(recursive=True))
    ]
    keepers = [
        one
        for one in psutil.process_iter(["name", "cmdline"])
        if one.info["name"] == "postgres" and mark in " ".join(one.info["cmdline"] or [])
    ]
    ours += [child for one in keepers for child in (one, *one.children(recursive=True))]
    total = 0.0
    for one in set(ours):
        try:
            times = one.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system
    return total


def report(found: dict[str, list[Slice]]) -> int:
    print("\n| path | requests/s | of the insert | p50 / p95 ms | CPU ms of a request | of the insert |")
    print("|---|---|---|---|---|---|")
    missed = []
    for name, pieces in found.items():
        ratio = statistics.median(one[0] / other[0] for one, other in zip(pieces, found["insert"], strict=True))
        cost = statistics.median(one[1] / other[1] for one, other in zip(pieces, found["insert"], strict=True))
        took = sorted(1000 * second for piece in pieces for second in piece[2])
        p50, p95 = took[len(took) // 2], took[len(took) * 95 // 100]
        rate, ms = statistics.median(one[0] for one in pieces), statistics.median(one[1] for one in pieces)
        print(f"| {name} | {rate:,.0f} | {ratio:.2f} | {p50:.1f} / {p95:.1f} | {ms:.2f} | {cost:.2f} |")
        if ratio < BARS.get(name, 0):
            missed.append(name)
    print(f"\nload {os.getloadavg()[0]:.1f}; bars {BARS}: " + (f"MISSED by {', '.join(missed)}" if missed else "kept"))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
