"""What columns about events may hold: who, when, and the fields of the organization's own kinds."""

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.events.models import CustomKind
from accounts.events.payload import EXAMPLES, WHOLE_LIMIT, FieldType
from accounts.exchange import cells, faults
from accounts.exchange.cells import BadCell, Wrong
from accounts.exchange.clients.fields import CLIENTS, FIXED
from accounts.exchange.contracts.words import HEADERS as OF_CONTRACTS
from accounts.exchange.drafts import Attribute, line, paragraph
from accounts.exchange.registry import Field
from accounts.exchange.words import by_word, fold
from accounts.inbound.faults import LONGEST_KEY
from accounts.web.text import as_id

EVENTS, WHO, PAYLOAD = _("Event"), _("Whom it is about"), _("What came with it")
OF_PAYLOAD = "payload."
EVENT = [
    Attribute("kind", pgettext_lazy("column", "Kind of event"), line(120)),
    Attribute(
        "happened_at", _("When it happened"), lambda text, month_first: cells.moment(text, month_first=month_first)
    ),
    Attribute("key", _("Number of the event in other systems"), line(LONGEST_KEY)),
]
OF_CLIENT = ("client.name", "client.external_id", "client.domain")
OF_PERSON = ("person.emails", "person.external_id", "person.name")
ATTRIBUTES = (
    {key: FIXED[key] for key in (*OF_CLIENT, *OF_PERSON)}
    | {"person.external_id": Attribute("external_id", _("The person’s number in other systems"), line(100))}
    | {f"event.{one.key}": one for one in EVENT}
)
GROUPS = {"client": CLIENTS, "person": WHO, "event": EVENTS}
HEADERS = {word: key for word, key in OF_CONTRACTS.items() if key in OF_CLIENT} | by_word({
    "event.kind": "kind,event,event kind,event type,type,kind of event,вид,вид події,подія,тип,тип події,"
    "вид события,событие,тип события",
    "event.happened_at": "date,time,day,when,happened at,happened on,timestamp,created at,occurred at,"
    "дата,час,коли,коли сталося,дата події,время,когда,когда произошло,дата события",
    "event.key": "key,id,number,event id,event key,event number,reference,ref,ключ,номер,номер події,номер события,ід,ид",
    "person.emails": "email,e mail,contact email,person,пошта,ел пошта,електронна пошта,почта,эл почта,электронная почта",
    "person.name": "contact,contact person,person name,контактна особа,людина,контактное лицо,человек",
})  # fmt: skip

faults.register({
    "unknown_kind": _("No kind of events is called so. Write its key or its name as the settings have it."),
    "no_kind": _("Write of which kind the event is."),
    "no_moment_of_event": _("Write when it happened, like 2026-11-22 or 22.11.2026 16:20."),
    "not_a_uuid": _("This is no id. Write a UUID, or clear the cell."),
    "no_such_field": _("Events of this kind have no such field. Clear the cell, or add the field to the kind."),
})  # fmt: skip


def attributes(kinds: Sequence[CustomKind]) -> dict[str, Attribute]:
    """Return every field, those of the kinds' payloads too: their texts are read when the row's kind is known."""
    names = sorted({name for kind in kinds for name in kind.fields})
    return ATTRIBUTES | {OF_PAYLOAD + name: Attribute(OF_PAYLOAD + name, name, paragraph(2000)) for name in names}


def choices(kinds: Sequence[CustomKind]) -> list[Field]:
    """Return every field as the page offers it."""
    return [
        Field(key=key, label=one.label, group=GROUPS.get(key.partition(".")[0], PAYLOAD))
        for key, one in attributes(kinds).items()
    ]


def headers(kinds: Sequence[CustomKind]) -> Mapping[str, str]:
    """Return fields by what columns are called; the organization's own names win over our words."""
    return HEADERS | {fold(str(one.label)): key for key, one in attributes(kinds).items()}


def value_of(text: str, field_type: FieldType, *, month_first: bool, zone: tzinfo) -> Any:
    """Return the cell as a payload holds it; raise BadCell, and ValueError for an id that is none."""
    if field_type == FieldType.NUMBER:
        number = cells.number(text)
        if abs(number) > WHOLE_LIMIT:
            raise BadCell(Wrong.NUMBER)
        return int(number) if number == number.to_integral_value() else float(number)
    if field_type == FieldType.BOOLEAN:
        return cells.yes_or_no(text)
    if field_type == FieldType.DATE:
        return cells.day(text, month_first=month_first)
    if field_type == FieldType.TIME:
        return cells.placed(cells.moment(text, month_first=month_first), zone)
    if field_type == FieldType.ID and as_id(text.strip()) is None:
        raise ValueError(text)
    return text.strip() if field_type == FieldType.ID else text


def sample(kinds: Sequence[CustomKind], client: str) -> list[list[str]]:
    """Return a table of one event of each of the first kinds, with examples in the columns of their fields."""
    shown = list(kinds[:3])
    names = sorted({name for kind in shown for name in kind.fields})
    head = [ATTRIBUTES[key].label for key in ("client.name", "event.kind", "event.happened_at", "event.key")]
    rows = [
        [client, kind.name, "2025-03-14 16:20", f"A-{number}"]
        + [str(EXAMPLES[FieldType(kind.fields[name])]).lower() if name in kind.fields else "" for name in names]
        for number, kind in enumerate(shown, 1)
    ]
    return [[str(label) for label in head] + names, *rows]
