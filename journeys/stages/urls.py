"""Pages behind the door: everything here is under /o/<slug>/."""

from django.urls import path

from journeys.stages.views import board, client, design, mapping, redesign, stays

DESIGN = "settings/journey/"
ONE = "clients/<uuid:client_id>/journey/"

urlpatterns = [
    path("journey/", mapping.journey_map, name="journey"),
    path("journey/board/", board.board, name="journey-board"),
    path("journey/board/<uuid:client_id>/", board.move, name="journey-move"),
    path("journey/versions/<uuid:journey_id>/", redesign.version, name="journey-version"),
    path("journey/stays/", stays.stays, name="journey-stays"),
    path(DESIGN, design.design, name="journey-design"),
    path(DESIGN + "draft/", design.start_draft, name="journey-draft"),
    path(DESIGN + "publication/", design.publication, name="journey-publication"),
    path(DESIGN + "draft/removal/", design.drop_draft, name="journey-drop"),
    path(DESIGN + "stages/<uuid:stage_id>/", design.stage, name="journey-stage"),
    path(DESIGN + "stages/<uuid:stage_id>/parts/new/", design.new_part, name="journey-part-new"),
    path(DESIGN + "parts/<uuid:part_id>/", design.part, name="journey-part"),
    path(DESIGN + "parts/<uuid:part_id>/removal/", design.remove_part, name="journey-part-removal"),
    path(ONE, client.journey, name="client-journey"),
    path(ONE + "people/<uuid:contact_id>/", client.person, name="person-journey"),
    path(ONE + "expectations/new/", client.new_expectation, name="expectation-new"),
    path("expectations/<uuid:expectation_id>/", client.comparison, name="expectation"),
    path("expectations/<uuid:expectation_id>/removal/", client.remove_expectation, name="expectation-removal"),
]
