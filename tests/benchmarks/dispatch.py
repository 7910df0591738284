"""How fast letters leave, against SMTP itself: `make bench dispatch`.

The same mail server takes prebuilt bytes over one kept connection, and letters of the outbox: rendered for each reader, one
commit for each, row-level security on. Both in turn, several rounds; what counts is the median ratio of a round.
"""

import argparse
import multiprocessing
import os
import shutil
import smtplib
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from pathlib import Path

import django
import psycopg2

from happiness.local import ports, servers
from tests.waiting import is_heard, wait_for

BAR = 0.2
LETTER = "login_code"  # code and address in subject, text and HTML: no two letters are equal


class Sink:
    """Takes letters as fast as it can, in a process of its own."""

    CODE = (
        "import asyncio, sys\n"
        "class P(asyncio.Protocol):\n"
        "    def connection_made(self, t): self.t, self.data, self.rest = t, False, b''; t.write(b'220 sink\\r\\n')\n"
        "    def data_received(self, d):\n"
        "        self.rest += d\n"
        "        while self.rest:\n"
        "            if self.data:\n"
        "                body, end, rest = self.rest.partition(b'\\r\\n.\\r\\n')\n"
        "                if not end: return\n"
        "                self.rest, self.data = rest, False; self.t.write(b'250 taken\\r\\n'); continue\n"
        "            line, end, rest = self.rest.partition(b'\\r\\n')\n"
        "            if not end: return\n"
        "            self.rest, word = rest, line[:4].upper()\n"
        "            if word == b'EHLO': self.t.write(b'250-sink\\r\\n250-PIPELINING\\r\\n250 8BITMIME\\r\\n')\n"
        "            elif word == b'DATA': self.data = True; self.t.write(b'354 go\\r\\n')\n"
        "            elif word == b'QUIT': self.t.write(b'221 bye\\r\\n'); self.t.close()\n"
        "            else: self.t.write(b'250 ok\\r\\n')\n"
        "async def main():\n"
        "    s = await asyncio.get_running_loop().create_server(P, '127.0.0.1', int(sys.argv[1]))\n"
        "    await s.serve_forever()\n"
        "asyncio.run(main())\n"
    )

    def __init__(self) -> None:
        self.port = ports.any_free()
        self.process = subprocess.Popen([sys.executable, "-c", self.CODE, str(self.port)])
        wait_for(lambda: is_heard(self.port), "the sink")

    def close(self) -> None:
        self.process.kill()
        self.process.wait()


def raw(port: int, content: bytes, count: int) -> float:
    """Return letters a second over one connection, built beforehand."""
    with smtplib.SMTP("127.0.0.1", port) as server:
        server.ehlo()
        started = time.perf_counter()
        for number in range(count):
            server.sendmail("a@happiness.example", [f"reader{number}@client.example"], content, ["BODY=8BITMIME"])
        return count / (time.perf_counter() - started)


def context(number: int) -> dict[str, str]:
    return {"email": f"reader{number}@client.example", "code": f"{number:06}", "ip": "192.0.2.1"}


def writing(count: int, offset: int) -> Callable[[], None]:
    """Write so many letters into the outbox, and return what sends them."""
    from accounts import clock
    from accounts.jobs import actions as jobs
    from accounts.mail import actions as mail
    from accounts.tenancy.context import tenant_context
    from accounts.tenancy.registry import active_organization_ids

    with tenant_context(active_organization_ids()[0]):
        for number in range(offset, offset + count):
            to = f"reader{number}@client.example"
            mail.send(LETTER, to=to, language="uk", context=context(number), now=clock.real_now())

    def send() -> None:
        assert jobs.drain(queue="mail", now=clock.real_now) == count

    return send


def outbox(count: int, offset: int) -> float:
    """Return letters a second through the outbox by one sender; writing them down beforehand is not counted."""
    send = writing(count, offset)
    started = time.perf_counter()
    send()
    return count / (time.perf_counter() - started)


class Senders:
    """Processes that send side by side, as the worker of `make up` does: two of them, each with its own connections."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.pool = ProcessPoolExecutor(
            number, mp_context=multiprocessing.get_context("spawn"), initializer=django.setup
        )

    def outbox(self, count: int, offset: int) -> float:
        """Return letters a second through the outbox by all senders together."""
        writing(count, offset)
        started = time.perf_counter()
        sent = sum(self.pool.map(drain, range(self.number)))
        took = time.perf_counter() - started
        assert sent == count
        return count / took


def drain(_number: int) -> int:
    """Send what is due, in one of the processes; return how many letters it were."""
    from accounts import clock
    from accounts.jobs import actions as jobs

    return jobs.drain(queue="mail", now=clock.real_now)


def prebuilt() -> bytes:
    """Return such a letter as the outbox would send it."""
    from accounts import clock
    from accounts.mail import mime
    from accounts.mail.plain import plain
    from accounts.mail.render import letter

    content = letter(LETTER, language="uk", context=plain(context(0)))
    return mime.build(
        sender=("happiness", "a@happiness.example"),
        to=("", "reader@client.example"),
        subject=content.subject,
        text=content.text,
        html=content.html,
        message_id="<a-b.r1@happiness.example>",
        date=clock.real_now(),
    )


def commits(count: int) -> float:
    """Return how many of the smallest changes a second the database commits: one a letter is the promise."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_heartbeat (name, ran_at, last_error) VALUES ('dispatch', now(), '') ON CONFLICT DO NOTHING"
        )
        started = time.perf_counter()
        for _ in range(count):
            cursor.execute("UPDATE accounts_heartbeat SET ran_at = now() WHERE name = 'dispatch'")
    return count / (time.perf_counter() - started)


def analyze(owner_url: str) -> None:
    """Let the database look at its tables, as it does by itself within a minute; a new one plans in the dark."""
    with closing(psycopg2.connect(owner_url)) as owner, owner, owner.cursor() as cursor:
        cursor.execute("ANALYZE")


def compare(*, letters: int, rounds: int, port: int) -> list[tuple[float, float]]:
    """Return (raw, outbox by one sender) letters a second for each round, after one round that does not count."""
    content = prebuilt()
    outbox(20, 0)
    return [(raw(port, content, letters), outbox(letters, 1000 * (turn + 1))) for turn in range(rounds)]


def compare_many(*, letters: int, rounds: int, port: int, senders: Senders) -> list[tuple[float, float, float]]:
    """Return (raw, outbox by one, outbox by many senders) letters a second for each round."""
    content = prebuilt()
    outbox(20, 0)
    senders.outbox(40 * senders.number, 500)
    return [
        (raw(port, content, letters), outbox(letters, 2000 * turn + 2000), senders.outbox(letters, 2000 * turn + 3000))
        for turn in range(rounds)
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--senders", type=int, default=2, help="as many as the worker of `make up` has")
    parser.add_argument("--dkim", action="store_true", help="sign the outbox's letters (RSA, 2048 bits)")
    given = parser.parse_args()
    root = Path("/var/tmp") / f"happiness-dispatch-{os.getpid()}"
    root.mkdir()
    sink = Sink()
    try:
        os.environ |= servers.ensure(root, {"postgres"})
        os.environ |= {"EMAIL_URL": f"smtp://127.0.0.1:{sink.port}", "DJANGO_SETTINGS_MODULE": "happiness.settings"}
        if given.dkim:
            key = root / "dkim.pem"
            subprocess.run(["openssl", "genrsa", "-out", str(key), "2048"], check=True, stderr=subprocess.DEVNULL)
            os.environ |= {"DKIM_KEY_FILE": str(key), "DKIM_SELECTOR": "bench"}
        for command in ("migrate", "seed_demo"):
            subprocess.run([sys.executable, "manage.py", command], check=True, stdout=subprocess.DEVNULL)
        owner_url = os.environ.pop("DATABASE_OWNER_URL")
        django.setup()
        outbox(20, 0)
        analyze(owner_url)
        senders = Senders(given.senders)
        measured = compare_many(letters=given.letters, rounds=given.rounds, port=sink.port, senders=senders)
        senders.pool.shutdown()
        commit = commits(500)
    finally:
        sink.close()
        servers.release(root)
        shutil.rmtree(root, ignore_errors=True)
    for bare, one, many in measured:
        print(f"SMTP itself {bare:7.0f}/s   one sender {one:7.0f}/s   {given.senders} senders {many:7.0f}/s")
    print(f"the database alone commits {commit:7.0f}/s")
    single = statistics.median(one / bare for bare, one, _ in measured)
    ratio = statistics.median(many / bare for bare, _, many in measured)
    print(f"median ratio: one sender {single:.2f}, {given.senders} senders {ratio:.2f} (bar {BAR})")
    return 0 if ratio >= BAR else 1


if __name__ == "__main__":
    sys.exit(main())
