"""Pages behind the door: everything here is under /o/<slug>/."""

from django.urls import path

from journeys.initiatives.views import arbiter, listing, planning, steps

ONE = "initiatives/<uuid:initiative_id>/"
STEP = "initiatives/steps/<uuid:step_id>/"
RULING = "rulings/<uuid:ruling_id>/"

urlpatterns = [
    path("initiatives/", listing.initiatives, name="initiatives"),
    path("initiatives/new/", planning.new, name="initiative-new"),
    path(ONE, listing.initiative, name="initiative"),
    path(ONE + "edit/", planning.edit, name="initiative-edit"),
    path(ONE + "approval/", planning.approve, name="initiative-approval"),
    path(ONE + "start/", planning.start, name="initiative-start"),
    path(ONE + "end/", planning.end, name="initiative-end"),
    path(ONE + "steps/", steps.new, name="initiative-step-new"),
    path(STEP, steps.edit, name="initiative-step"),
    path(STEP + "done/", steps.done, name="initiative-step-done"),
    path(STEP + "removal/", steps.remove, name="initiative-step-removal"),
    path("arbiter/", arbiter.arbiter, name="arbiter"),
    path("arbiter/<uuid:department_id>/", arbiter.department, name="department-debts"),
    path("rulings/new/", arbiter.rule, name="ruling-new"),
    path(RULING + "keeping/", arbiter.keep, name="ruling-keeping"),
    path(RULING + "withdrawal/", arbiter.drop, name="ruling-withdrawal"),
]
