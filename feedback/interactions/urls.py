"""Pages behind the door: everything here is under /o/<slug>/."""

from django.urls import path

from feedback.interactions.views import letters, logging, reading

ONE = "touch/<uuid:interaction_id>/"

urlpatterns = [
    path("touch/new/", logging.choose_client, name="interaction-client"),
    path("clients/<uuid:client_id>/touch/new/", logging.new_interaction, name="interaction-new"),
    path(ONE, reading.interaction, name="interaction"),
    path(ONE + "removal/", reading.removal, name="interaction-removal"),
    path(ONE + "files/<uuid:attachment_id>/", reading.attachment, name="interaction-file"),
    path("letters/", letters.drafts, name="letter-drafts"),
    path("letters/<uuid:draft_id>/", letters.assign, name="letter-draft"),
    path("letters/<uuid:draft_id>/discard/", letters.discard, name="letter-draft-discard"),
    path("settings/letters/", letters.address, name="letter-address"),
    path("settings/letters/renewal/", letters.renew, name="letter-address-renewal"),
    path("settings/letters/removal/", letters.revoke, name="letter-address-removal"),
    path("promises/<uuid:promise_id>/kept/", reading.promise_kept, name="promise-kept"),
    path("promises/<uuid:promise_id>/dropped/", reading.promise_dropped, name="promise-dropped"),
    path("needs/<uuid:need_id>/met/", reading.need_met, name="need-met"),
    path("needs/<uuid:need_id>/dropped/", reading.need_dropped, name="need-dropped"),
]
