"""Writes letters while faults happen: `python -m tests.faults.producer COUNT`, each in a transaction, every tenth one twice.

A commit whose answer was lost is asked for again under the same key: that is what the key is for.
"""

import os
import sys
import time

import django


def main(count: int) -> None:
    django.setup()
    from django.db import InterfaceError, OperationalError, connection

    from accounts import clock
    from accounts.mail import actions as mail
    from accounts.tenancy.context import tenant_context
    from accounts.tenancy.registry import active_organization_ids

    def write(number: int, organization_id: object) -> None:
        with tenant_context(organization_id):
            mail.send(
                "password_set",
                to=f"reader{number}@client.example",
                language="uk",
                context={"email": f"reader{number}@client.example"},
                now=clock.real_now(),
                dedupe_key=f"fault:{number}",
            )

    def insist(action, *arguments):
        while True:
            try:
                return action(*arguments)
            except (OperationalError, InterfaceError):
                connection.close()
                time.sleep(0.1)

    organizations = insist(active_organization_ids)
    for number in range(count):
        for _ in range(2 if number % 10 == 0 else 1):
            insist(write, number, organizations[number % len(organizations)])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "happiness.settings")
    main(int(sys.argv[1]))
