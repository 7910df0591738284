"""Pages behind the door: everything here is under /o/<slug>/. The queue of signals itself is happiness.dashboard's."""

from django.urls import path

from journeys.cases.views import acts, case, causes, recovery
from journeys.cases.views import settings as own

CASE = "signals/<slug:case_label>/"
CAUSE = "settings/causes/<uuid:cause_id>/"

urlpatterns = [
    path("signals/new/", case.new, name="case-new"),
    path("cases/<uuid:case_id>/", case.by_id, name="case-by-id"),
    path("clients/<uuid:client_id>/cases/", case.of_client, name="client-cases"),
    path(CASE, case.case, name="case"),
    path(CASE + "acceptance/", acts.accept, name="case-acceptance"),
    path(CASE + "note/", acts.note, name="case-note"),
    path(CASE + "solution/", acts.solve, name="case-solution"),
    path(CASE + "department/", acts.ask_unit, name="case-department"),
    path(CASE + "owner/", acts.assign, name="case-owner"),
    path(CASE + "pause/", acts.pause, name="case-pause"),
    path(CASE + "resumption/", acts.resume, name="case-resumption"),
    path(CASE + "leaders/", acts.show_to_leaders, name="case-leaders"),
    path(CASE + "confirmation/", recovery.ask_client, name="case-confirmation"),
    path(CASE + "link/revocation/", acts.revoke_link, name="case-link-revocation"),
    path(CASE + "end/", recovery.end, name="case-end"),
    path(CASE + "apology/", recovery.apologize, name="case-apology"),
    path(CASE + "reference/", recovery.ask_for_reference, name="case-reference"),
    path(CASE + "compensation/", recovery.offer, name="case-compensation"),
    path("compensations/<uuid:compensation_id>/decision/", recovery.decide, name="compensation-decision"),
    path("settings/causes/", causes.causes, name="causes"),
    path("settings/causes/new/", causes.new, name="cause-new"),
    path(CAUSE, causes.cause, name="cause"),
    path(CAUSE + "archive/", causes.archive, name="cause-archive"),
    path("settings/cases/", own.edit, name="case-settings"),
]
