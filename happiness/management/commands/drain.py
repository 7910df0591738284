"""Do the background work that is due. With --loop, do it for ever: a whole installation without Celery and Redis."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import Error, connection

from accounts import clock
from accounts.jobs import actions as jobs
from accounts.tasks import AT_MOST
from happiness import tasks


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--loop", action="store_true", help="tick the timetable and drain until SIGTERM")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["loop"]:
            self.stdout.write(f"{jobs.drain_all(now=clock.real_now)} jobs done")
            return
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        while not stopped.is_set():
            try:
                tasks.tick()
                # However much comes in, the timetable is ticked.
                done = jobs.drain_all(now=clock.real_now, at_most=AT_MOST)
            except Error as error:
                self.stderr.write(f"the database is away: {type(error).__name__}; trying again")
                connection.close()
                done = 0
            if not done:
                stopped.wait(1)
