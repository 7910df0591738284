"""What the page calls recurring jobs, queues and reasons, in the language of the page."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.jobs.models import Job
from accounts.mail import said as mail
from accounts.mail.queries import QUEUE as MAIL
from accounts.webhooks.http import Fault
from accounts.webhooks.queries import QUEUE as WEBHOOKS

RECURRING: dict[str, Any] = {
    "seal-audit": gettext_lazy("Number and seal the audit trail"),
    "watch-mail": gettext_lazy("Look whether letters leave"),
    "fetch-mail": gettext_lazy("Fetch bounces and answers from the mailbox"),
    "keep-house-days": gettext_lazy("Keep how every house stands today"),
    "send-digests": gettext_lazy("Send the weekly digests that are due"),
    "look-for-missed-digests": gettext_lazy("Look whether every weekly digest came"),
    "look-for-alerts": gettext_lazy("Look for alerts that only time brings"),
    "look-at-stages": gettext_lazy("Look who is behind or stuck on the path"),
    "count-stages": gettext_lazy("Count the figures of the path anew"),
    "find-late-cases": gettext_lazy("Find cases whose step is late"),
    "plan-care": gettext_lazy("Plan birthdays, holidays and anniversaries"),
    "measure-initiatives": gettext_lazy("Measure initiatives"),
    "remind-of-rulings": gettext_lazy("Remind of what departments owe"),
    "remind-of-decisions": gettext_lazy("Remind of decisions that are late"),
    "count-indices": gettext_lazy("Count every happiness index anew, as what was said fades"),
    "find-stale-coverage": gettext_lazy("Look who was not heard for too long"),
    "forget-system-letters": gettext_lazy("Forget letters of the sign-in after a month"),
    "count-clicks": gettext_lazy("Count clicks in letters, and tell those of programs apart"),
    "forget-old-asks": gettext_lazy("Forget planned questions that were over two years ago"),
    "forget-sent-forms": gettext_lazy("Forget which forms were sent after a day"),
    "look-at-rules": gettext_lazy("Let the rules of the calendar act upon their day"),
    "pause-failing-rules": gettext_lazy("Pause rules whose letters come back"),
    "recount-money": gettext_lazy("Count the revenue of the last twelve months anew"),
    "tidy-imports": gettext_lazy("Delete tables of old imports"),
    "tidy-incoming-webhooks": gettext_lazy("Delete old calls of incoming webhooks"),
    "tidy-letters": gettext_lazy("Delete what was kept for long enough, and change keys"),
    "tidy-webhooks": gettext_lazy("Delete old messages of webhooks"),
}
QUEUES: dict[str, Any] = {
    "alert_clocks": gettext_lazy("Alerts that go to the next level"),
    "alert_letters": gettext_lazy("Letters of alerts that were kept for later"),
    "alert_sweep": gettext_lazy("Looks for alerts that only time brings"),
    "alerts": gettext_lazy("Clients at which alerts are looked for"),
    "asks": gettext_lazy("Planned questions"),
    "backtests": gettext_lazy("Rules that are tried on history"),
    "calm_changes": gettext_lazy("Planned questions after a change of the calm limits"),
    "care_letters": gettext_lazy("Greetings that were approved"),
    "care_plans": gettext_lazy("Birthdays, holidays and anniversaries to be planned"),
    "cases_due": gettext_lazy("Cases whose step is late"),
    "client_money": gettext_lazy("Revenue of clients to be counted anew"),
    "coverage": gettext_lazy("Clients whose coverage is to be looked at"),
    "coverage_sweep": gettext_lazy("Looks who was not heard for too long"),
    "initiative_figures": gettext_lazy("Figures of initiatives"),
    "rulings": gettext_lazy("Rulings that are due"),
    "decisions": gettext_lazy("Decisions that are late"),
    "demo_days": gettext_lazy("Days of a demo that are still to pass"),
    "digests": gettext_lazy("Weekly digests that are due"),
    "events": gettext_lazy("Events that are told to rules and webhooks"),
    "forget_sent_forms": gettext_lazy("Forms that were sent a day ago"),
    "missed_digests": gettext_lazy("Looks whether every weekly digest came"),
    "hold_ends": gettext_lazy("Ends of holds"),
    "import_tidying": gettext_lazy("Tables of old imports"),
    "imports": gettext_lazy("Imports"),
    "inbound_tidying": gettext_lazy("Old calls of incoming webhooks"),
    "index_versions": gettext_lazy("Another version of the index on the past"),
    "remote_moods": gettext_lazy("Texts that another service reads"),
    "rule_choices": gettext_lazy("Rules that ask us whom to ask"),
    "index_sweep": gettext_lazy("Happiness indices of all clients"),
    "inbox": gettext_lazy("Looks into the mailbox for bounces and answers"),
    "journey_figures": gettext_lazy("Figures of the path"),
    "journey_sweep": gettext_lazy("Looks who is behind or stuck on the path"),
    "mail": gettext_lazy("Letters"),
    "mail_trouble": gettext_lazy("News about lost readers"),
    "house_days": gettext_lazy("Days of the house, and weeks of the past that changed"),
    "monthly_sums": gettext_lazy("Sums of months in which something was said"),
    "mood_pasts": gettext_lazy("Counts kept days anew, after a merge or an import that was undone"),
    "mood_words": gettext_lazy("Reads anew what was said, after a word of mood was changed"),
    "moods": gettext_lazy("Clients whose happiness index is to be counted"),
    "old_asks": gettext_lazy("Questions that were planned two years ago"),
    "own_letters": gettext_lazy("Letters of rules and playbooks"),
    "playbook_runs": gettext_lazy("Playbooks with a step that is due"),
    "people_data": gettext_lazy("Erasures and exports of people’s data"),
    "reminders": gettext_lazy("Reminders of questions"),
    "tidy_letters": gettext_lazy("Old letters"),
    "seal_audit": gettext_lazy("Seals of the audit trail"),
    "rule_days": gettext_lazy("Days of the rules of the calendar"),
    "search": gettext_lazy("Words of the search"),
    "waves": gettext_lazy("Questions to many at once"),
    "webhook_tidying": gettext_lazy("Old messages of webhooks"),
    "webhooks": gettext_lazy("Messages to webhooks"),
}


def recurring(name: str) -> str:
    """Return what a recurring job does; of one without a title its name."""
    return str(RECURRING.get(name, name))


def queue(name: str) -> str:
    """Return what waits in a queue; of one without a title its name."""
    return str(QUEUES.get(name, name))


def how_often(every: timedelta) -> str:
    """Return the period of a recurring job in its largest whole unit."""
    seconds = int(every.total_seconds())
    if seconds % 86_400 == 0:
        number, once = seconds // 86_400, _("every day")
        often = ngettext("every %(number)s day", "every %(number)s days", number)
    elif seconds % 3600 == 0:
        number, once = seconds // 3600, _("every hour")
        often = ngettext("every %(number)s hour", "every %(number)s hours", number)
    elif seconds % 60 == 0:
        number, once = seconds // 60, _("every minute")
        often = ngettext("every %(number)s minute", "every %(number)s minutes", number)
    else:
        number, once = seconds, _("every second")
        often = ngettext("every %(number)s second", "every %(number)s seconds", number)
    return once if number == 1 else often % {"number": number}


def why(job: Job) -> str:
    """Return why the job could not be done: the ledger keeps a reason or the class of an error, never content."""
    error = job.last_error
    if job.queue == MAIL:
        return mail.why(error)
    if job.queue == WEBHOOKS and error in Fault.values:
        return str(Fault(error).label)
    if job.queue == WEBHOOKS and error.isdigit():
        return f"HTTP {error}"
    return _("An error of the product (%(error)s). If it stays, tell whoever runs this installation.") % {
        "error": error
    }
