"""Pages behind the door: everything here is under /o/<slug>/."""

from django.urls import path

from accounts.clients.views import (
    bulk,
    clients,
    culture,
    export,
    fields,
    lines,
    listing,
    merging,
    people,
    people_data,
    persons,
    saved,
    segments,
    tags,
    teams,
)

CLIENT = "clients/<uuid:client_id>/"
PERSON = "people/<uuid:contact_id>/"
POSITION = "positions/<uuid:position_id>/"
VIEW = "clients/views/<uuid:view_id>/"
SEGMENT = "settings/segments/<uuid:segment_id>/"
FIELD = "settings/fields/<uuid:field_id>/"
CARD = "settings/culture/<str:country>/"
TAG = "settings/tags/<uuid:tag_id>/"

urlpatterns = [
    path("clients/", listing.clients, name="clients"),
    path("clients/new/", clients.new_client, name="client-new"),
    path("clients/export.csv", export.export_csv, name="clients-export-csv"),
    path("clients/export.xlsx", export.export_xlsx, name="clients-export-xlsx"),
    path("clients/bulk/", bulk.bulk, name="clients-bulk"),
    path("clients/undo/<uuid:undo_id>/", bulk.undo, name="clients-undo"),
    path("clients/views/", saved.saved_views, name="client-views"),
    path("clients/views/new/", saved.new_view, name="client-view-new"),
    path(VIEW, saved.edit_view, name="client-view"),
    path(VIEW + "removal/", saved.remove_view, name="client-view-removal"),
    path("clients/duplicates/", merging.duplicates, name="duplicates"),
    path("merges/<uuid:merge_id>/undo/", merging.undo, name="merge-undo"),
    path(CLIENT + "merge/", merging.merge_client, name="client-merge"),
    path(PERSON + "erasure/", people_data.erase_person, name="contact-erasure"),
    path(PERSON + "exports/", people_data.export_person, name="contact-exports"),
    path("people/requests/<uuid:request_id>/", people_data.person_request, name="person-request"),
    path("people/requests/<uuid:request_id>/file/", people_data.person_file, name="person-file"),
    path(PERSON + "merge/", merging.merge_person, name="contact-merge"),
    path(CLIENT + "team/", teams.team, name="client-team"),
    path(CLIENT + "edit/", clients.edit_client, name="client-edit"),
    path(CLIENT + "archive/", clients.archive_client, name="client-archive"),
    path(CLIENT + "restoration/", clients.restore_client, name="client-restoration"),
    path(CLIENT + "team/new/", teams.new_member, name="team-member-new"),
    path("team/<uuid:member_id>/end/", teams.end_member, name="team-member-end"),
    path(CLIENT + "people/", people.people, name="client-people"),
    path(CLIENT + "people/new/", people.new_contact, name="contact-new"),
    path(POSITION, people.edit_position, name="position"),
    path(POSITION + "departure/", people.departure, name="position-departure"),
    path(PERSON, persons.person, name="contact"),
    path(PERSON + "line/", lines.personal_line, name="contact-line"),
    path(PERSON + "edit/", persons.edit_person, name="contact-edit"),
    path("settings/culture/", culture.culture_cards, name="culture-cards"),
    path(CARD, culture.culture_card, name="culture-card"),
    path(CARD + "edit/", culture.edit_culture_card, name="culture-card-edit"),
    path(CARD + "removal/", culture.drop_culture_card, name="culture-card-removal"),
    path("settings/segments/", segments.segments, name="segments"),
    path("settings/segments/new/", segments.new_segment, name="segment-new"),
    path(SEGMENT, segments.edit_segment, name="segment"),
    path(SEGMENT + "archive/", segments.archive_segment, name="segment-archive"),
    path("settings/fields/", fields.fields, name="custom-fields"),
    path("settings/fields/new/", fields.new_field, name="custom-field-new"),
    path(FIELD, fields.edit_field, name="custom-field"),
    path(FIELD + "move/", fields.move_field, name="custom-field-move"),
    path(FIELD + "archive/", fields.archive_field, name="custom-field-archive"),
    path(FIELD + "restoration/", fields.restore_field, name="custom-field-restoration"),
    path("settings/tags/", tags.tags, name="tags"),
    path(TAG, tags.edit_tag, name="tag"),
    path(TAG + "merge/", tags.merge_tag, name="tag-merge"),
    path(TAG + "removal/", tags.remove_tag, name="tag-removal"),
]
