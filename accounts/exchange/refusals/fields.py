"""What columns about declined and lost addresses may hold, how their texts are read, and how other tools call them."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from accounts.exchange import cells
from accounts.exchange.clients.fields import FIXED
from accounts.exchange.drafts import Attribute
from accounts.exchange.words import NO, YES, by_word, fold

GROUPS = {"person": _("Whose address"), "refusal": _("What happened")}


def when(text: str, month_first: bool) -> bool | date | datetime:
    """Return the moment, or whether it happened at all, where the table says only that; raise BadCell."""
    if fold(text) in YES | NO:
        return cells.yes_or_no(text)
    return cells.moment(text, month_first=month_first)


ATTRIBUTES = {
    "person.emails": FIXED["person.emails"],
    "refusal.declined_at": Attribute("declined_at", _("Declined letters on"), when),
    "refusal.lost_at": Attribute("lost_at", _("A letter came back on"), when),
}
LABELS = {one.key: one.label for one in ATTRIBUTES.values()} | {
    "reason": _("Gets no letters"),
    "until": _("Until"),
    "asking": _("How to ask"),
    "consent": FIXED["person.consent"].label,
    "bounced_at": _("A letter came back on"),
}
HEADERS = by_word({
    "person.emails": "email,e mail,mail,email address,person email,recipient,recipient email,address,"
    "пошта,ел пошта,електронна пошта,електронна адреса,адреса,почта,эл почта,электронная почта,электронный адрес,адрес",
    "refusal.declined_at": "unsubscribed,unsubscribed at,unsubscribed on,unsubscribe date,unsubscribe time,unsub time,opt out,"
    "opted out,opted out at,opt out date,opt out time,optout,declined,declined at,"
    "відписка,відписано,дата відписки,відмова,дата відмови,отписка,отписан,дата отписки,отказ,дата отказа",
    "refusal.lost_at": "bounce,bounced,bounced at,bounced on,bounce date,hard bounce,hard bounced,hard bounced at,"
    "undeliverable,undelivered,invalid,cleaned,не доставлено,недоставлено,дата повернення,повернення,"
    "не доставлен,возврат,дата возврата",
})  # fmt: skip
SAMPLES = {
    "en": [
        ["Email", "Declined letters on", "A letter came back on"],
        ["amy@brightlane.example", "2025-04-02", ""],
        ["former@nordwerk.example", "", "2025-05-19"],
    ],
    "uk": [
        ["Ел. пошта", "Дата відмови", "Дата повернення"],
        ["maria@yizhak.example", "02.04.2025", ""],
        ["kolyshnii@kovyla.example", "", "19.05.2025"],
    ],
    "ru": [
        ["Эл. почта", "Дата отказа", "Дата возврата"],
        ["maria@ezh.example", "02.04.2025", ""],
        ["byvshij@kovyl.example", "", "19.05.2025"],
    ],
}
