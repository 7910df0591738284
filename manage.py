#!/usr/bin/env python
"""Runs a management command, with the local servers behind it when the environment names none.

`manage.py migrate` and all others find the servers of this checkout's data dir (or of HAPPINESS_DATA_DIR), or start
them for as long as the command runs.
"""

import os
import sys

from happiness.local import LocalError, paths, servers, up

# Commands that touch no database.
NEED_NO_SERVERS = {"assets", "bootstrap_roles", "collectstatic", "help", "messages", "version"}
# Tables are made by their owner, and organizations removed; every other command is the restricted role that the services are.
RUN_AS_OWNER = {"migrate", "reset_demo"}


def main(argv: list[str]) -> None:
    """Put the environment in place and hand over to Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "happiness.settings")
    command = argv[1] if len(argv) > 1 else "help"
    if command == "up":
        sys.exit(up.main(argv[2:]))
    if needs_servers(command, argv):
        try:
            env = servers.ensure(paths.choose(), servers.missing(os.environ))
        except LocalError as error:
            sys.exit(str(error))
        if command not in RUN_AS_OWNER:
            env.pop("DATABASE_OWNER_URL", None)
        os.environ.update(servers.completed(os.environ, env))

    from django.core.management import execute_from_command_line

    execute_from_command_line(argv)


def needs_servers(command: str, argv: list[str]) -> bool:
    """Say whether this command works on a database that nobody named."""
    if os.environ.get("HAPPINESS_ENV", "local") != "local" or os.environ.get("DATABASE_URL"):
        return False
    return command.removeprefix("--") not in NEED_NO_SERVERS and not {"--help", "-h"} & set(argv)


if __name__ == "__main__":
    main(sys.argv)
