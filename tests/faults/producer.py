"""Writes letters while faults happen: `python -m tests.faults.producer KIND COUNT [POISON]`; each tenth twice.

Each has a transaction of its own. A commit whose answer was lost is asked for again under the same key: that is what the key is
for. POISON letters stand evenly among them that can never leave: too long (10 MB), to no address, of a kind without templates.
"""

import os
import sys
import time
import uuid

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "happiness.settings")
django.setup()

from django.db import InterfaceError, OperationalError, connection  # noqa: E402 models can be imported now

from accounts import clock  # noqa: E402
from accounts.mail import actions as mail  # noqa: E402
from accounts.mail.models import OutgoingEmail  # noqa: E402
from accounts.tenancy.context import tenant_context  # noqa: E402
from accounts.tenancy.registry import active_organization_ids  # noqa: E402

TOO_LONG = {"email": "long " * 2_000_000}


def write(kind: str, key: str, organization_id: uuid.UUID, to: str, context: dict[str, str]) -> None:
    with tenant_context(organization_id):
        mail.send(kind, to=to, language="uk", context=context, now=clock.real_now(), dedupe_key=key)


def write_of_a_newer_version(key: str, organization_id: uuid.UUID, to: str) -> None:
    with tenant_context(organization_id):
        write("password_set", key, organization_id, to, {})
        OutgoingEmail.objects.filter(dedupe_key=key).update(letter="of_a_newer_version")


def write_good(kind: str, number: int, organization_id: uuid.UUID) -> None:
    reader = f"reader{number}@client.example"
    write(kind, f"fault:{number}", organization_id, reader, {"email": reader})


def write_poison(number: int, organization_id: uuid.UUID) -> None:
    key, reader = f"poison:{number}", f"poison{number}@client.example"
    if number % 3 == 0:
        write("password_set", key, organization_id, reader, TOO_LONG)
    elif number % 3 == 1:
        write("password_set", key, organization_id, "no address", {})
    else:
        write_of_a_newer_version(key, organization_id, reader)


def insist(action, *arguments):
    while True:
        try:
            return action(*arguments)
        except (OperationalError, InterfaceError):
            connection.close()
            time.sleep(0.1)


def main(kind: str, count: int, poison: int) -> None:
    organizations = insist(active_organization_ids)
    poisoned = {count * (turn + 1) // (poison + 1): turn for turn in range(poison)}
    for number in range(count):
        organization_id = organizations[number % len(organizations)]
        for _ in range(2 if number % 10 == 0 else 1):
            insist(write_good, kind, number, organization_id)
        if number in poisoned:
            insist(write_poison, poisoned[number], organization_id)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if sys.argv[3:] else 0)
