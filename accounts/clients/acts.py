"""What the audit trail says about clients and their people."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import registry
from accounts.audit.registry import Act
from accounts.clients import queries

ACTS = {
    "client.created": Act(_("Client added"), _("{who} added the client {what}")),
    "client.changed": Act(_("Client changed"), _("{who} changed the client {what}")),
    "client.archived": Act(_("Client archived"), _("{who} archived the client {what}")),
    "client.restored": Act(_("Client restored"), _("{who} brought the client {what} back")),
    "client.merged": Act(_("Clients merged"), _("{who} merged {what} with another entry of the same client")),
    "client.separated": Act(_("Merge of clients undone"), _("{who} made the client {what} an entry of its own again")),
    "client.tagged": Act(_("Client's tags changed"), _("{who} changed the tags of the client {what}")),
    "clients.exported": Act(_("Clients exported"), _("{who} exported a list of clients of {what}")),
    "team.joined": Act(_("Person joined a client's team"), _("{who} added {what} to a client's team")),
    "team.left": Act(_("Person left a client's team"), _("{who} noted that {what} works for a client no more")),
    "segment.created": Act(_("Segment added"), _("{who} added the segment {what}")),
    "segment.changed": Act(_("Segment changed"), _("{who} changed the segment {what}")),
    "segment.archived": Act(_("Segment archived"), _("{who} archived the segment {what}")),
    "tag.created": Act(_("Tag added"), _("{who} added the tag {what}")),
    "tag.renamed": Act(_("Tag renamed"), _("{who} renamed the tag {what}")),
    "tag.merged": Act(_("Tags merged"), _("{who} merged another tag into {what}")),
    "tag.deleted": Act(_("Tag deleted"), _("{who} deleted a tag")),
    "custom_field.created": Act(_("Field added"), _("{who} added the field {what}")),
    "custom_field.changed": Act(_("Field changed"), _("{who} changed the field {what}")),
    "custom_field.moved": Act(_("Field moved"), _("{who} moved the field {what}")),
    "custom_field.archived": Act(_("Field archived"), _("{who} archived the field {what}")),
    "custom_field.restored": Act(_("Field restored"), _("{who} brought the field {what} back")),
    "culture_card.saved": Act(_("Culture card changed"), _("{who} changed the culture card of {what}")),
    "culture_card.dropped": Act(_("Culture card dropped"), _("{who} dropped the own culture card of {what}")),
    "saved_view.created": Act(_("View saved"), _("{who} saved a view of the clients")),
    "saved_view.changed": Act(_("View renamed"), _("{who} renamed a view of the clients")),
    "saved_view.deleted": Act(_("View deleted"), _("{who} deleted a view of the clients")),
    "contact.created": Act(_("Client's person added"), _("{who} added the client's person {what}")),
    "contact.changed": Act(_("Client's person changed"), _("{who} changed the details of the client's person {what}")),
    "contact.email_added": Act(_("E-mail address added"), _("{who} added an e-mail address of {what}")),
    "contact.email_removed": Act(_("E-mail address removed"), _("{who} removed an e-mail address of {what}")),
    "contact.merged": Act(_("People merged"), _("{who} merged {what} with another entry of the same person")),
    "contact.separated": Act(_("Merge of people undone"), _("{who} made {what} an entry of their own again")),
    "contact.declined": Act(_("No more questions wanted"), _("{what} wants to be asked no more")),
    "contact.decline_undone": Act(_("Questions wanted again"), _("{what} wants to be asked again")),
    "contact.asking_chosen": Act(_("Way of being asked chosen"), _("{what} chose how to be asked")),
    "contact.described": Act(
        _("Person described how to talk to them"), _("{what} described how to talk to them, on their own page")
    ),
    "contact.own_export": Act(_("Person fetched their own data"), _("{what} fetched their own data")),
    "line.renewed": Act(_("Personal page renewed"), _("{who} gave a new link to a personal page to {what}")),
    "line.closed": Act(_("Personal page closed"), _("{who} closed the personal page of {what}")),
    "contact.erased": Act(_("Person's data erased"), _("{who} had the data of a client's person erased")),
    "contact.exported": Act(_("Person's data exported"), _("{who} had the data of {what} put together")),
    "contact.export_fetched": Act(_("Person's data downloaded"), _("{who} downloaded the data of {what}")),
    "position.changed": Act(_("Place at a client changed"), _("{who} changed the place of {what} at the client")),
    "position.created": Act(_("Place at a client added"), _("{who} noted at which client {what} works")),
    "position.left": Act(_("Client's person left"), _("{who} noted that {what} has left the client")),
    "position.returned": Act(_("Client's person returned"), _("{who} noted that {what} is back at the client")),
    "role.started": Act(_("Buyer role given"), _("{who} gave a buyer role to {what}")),
    "role.ended": Act(_("Buyer role ended"), _("{who} ended a buyer role of {what}")),
}
NAMES = {
    "accounts.client": queries.client_names,
    "accounts.contact": queries.contact_names,
    "accounts.personalline": queries.line_holders,
    "accounts.position": queries.position_names,
    "accounts.contactrole": queries.role_holders,
    "accounts.segment": queries.segment_names,
    "accounts.tag": queries.tag_names,
    "accounts.culturecard": queries.card_countries,
    "accounts.customfield": queries.field_names,
    "accounts.savedview": queries.view_names,
    "accounts.clientteammember": queries.member_names,
}


def register() -> None:
    """Teach the audit trail these acts and names."""
    registry.register(acts=ACTS, names=NAMES)
