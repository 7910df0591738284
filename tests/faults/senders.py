"""Senders (`manage.py drain --loop`) forked from one process, so that they start at once: COUNT, PIDS.

Writes their process ids into the file PIDS, and ends with the number of those that did not end well.
"""

import os
import sys
from pathlib import Path

import django
from django.core.management import call_command

if __name__ == "__main__":
    django.setup()
    pids = []
    for _ in range(int(sys.argv[1])):
        pid = os.fork()
        if pid == 0:
            call_command("drain", "--loop")
            os._exit(0)
        pids.append(pid)
    Path(sys.argv[2]).write_text(" ".join(map(str, pids)))
    sys.exit(sum(os.waitpid(pid, 0)[1] != 0 for pid in pids))
