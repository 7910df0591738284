"""What pages say of the path: the rules of a stage in words."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.clients.enums import BuyerRole, Stage
from accounts.events import kinds
from journeys.stages.rules import DAYS_PASSED, PERSON, EntryRule

register = template.Library()


@register.simple_tag
def rule_words(rule: EntryRule) -> SafeString:
    """Say what leads into a stage, whom, and from where."""
    if rule.kind == DAYS_PASSED:
        what = ngettext("%(days)d day has passed", "%(days)d days have passed", rule.days) % {"days": rule.days}
    else:
        kind = kinds.CATALOGUE.get(rule.kind)
        what = kinds.title_of(kind) if kind else rule.kind
    role = str(BuyerRole(rule.role).label) if rule.role else ""
    stages = ", ".join(str(Stage(one).label) if one else _("no stage yet") for one in rule.come_from)
    whose = _("the person alone") if rule.whose == PERSON else ""
    more = "; ".join(filter(None, (role, _("from: %(stages)s") % {"stages": stages}, whose)))
    return format_html("{} ({})", what, more)
