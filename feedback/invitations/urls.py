"""Pages behind the door: everything here is under /o/<slug>/."""

from django.urls import path

from feedback.invitations.views import asking, calm, holds, ledger, planned, waves

PERSON = "people/<uuid:contact_id>/"
CLIENT = "clients/<uuid:client_id>/"
LIMITS = "settings/calm/"
LIMIT = LIMITS + "<uuid:calm_id>/"
PLANNED = "asked/<uuid:ask_id>/"
WAVES = "surveys/waves/"
WAVE = WAVES + "<uuid:wave_id>/"

urlpatterns = [
    path("surveys/planned/", planned.calendar, name="planned-asks"),
    path(WAVES, waves.waves, name="waves"),
    path(WAVES + "new/", waves.new_wave, name="wave-new"),
    path(WAVE, waves.wave, name="wave"),
    path(WAVE + "people/<uuid:contact_id>/letter/", waves.wave_letter, name="wave-letter"),
    path(WAVE + "sample/", waves.send_sample, name="wave-sample"),
    path(WAVE + "launch/", waves.launch, name="wave-launch"),
    path(WAVE + "approval/", waves.approve, name="wave-approval"),
    path(WAVE + "stop/", waves.stop, name="wave-stop"),
    path(LIMITS, calm.limits, name="calm-limits"),
    path(LIMITS + "new/", calm.new_limit, name="calm-limit-new"),
    path(LIMIT, calm.edit_limit, name="calm-limit"),
    path(LIMIT + "removal/", calm.drop_limit, name="calm-limit-removal"),
    path(PERSON + "ask/", asking.ask, name="ask"),
    path(PERSON + "asked/", ledger.of_person, name="contact-asked"),
    path(PERSON + "hold/", holds.hold_person, name="contact-hold"),
    path(CLIENT + "asked/", ledger.of_client, name="client-asking"),
    path(CLIENT + "hold/", holds.hold_client, name="client-hold"),
    path("holds/<uuid:hold_id>/release/", holds.release, name="hold-release"),
    path(PLANNED + "insistence/", ledger.insist, name="ask-insist"),
    path(PLANNED + "stop/", ledger.stop, name="ask-stop"),
    path("surveys/<uuid:survey_id>/asked/", asking.asked, name="survey-asked"),
    path("invitations/<uuid:invitation_id>/withdrawal/", asking.withdraw, name="invitation-withdrawal"),
]
