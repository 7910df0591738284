"""Print what works, what does not, and the remedy. Ends with 1 when something is broken."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from happiness import doctor


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []  # noqa: RUF012 Django reads a list here

    def handle(self, *args: Any, **options: Any) -> None:
        styles = {"ok": self.style.SUCCESS, "warning": self.style.WARNING, "fault": self.style.ERROR}
        findings = list(doctor.examine())
        for finding in findings:
            self.stdout.write(f"{styles[finding.state](finding.state.ljust(8))} {finding.part}: {finding.says}")
            if finding.remedy:
                self.stdout.write(f"{' ' * 9}→ {finding.remedy}")
        if any(finding.state == "fault" for finding in findings):
            sys.exit(1)
