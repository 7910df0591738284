"""Pages behind the door: everything here is under /o/<slug>/."""

from django.urls import path

from accounts.event_kinds import views

ONE = "settings/event-kinds/<uuid:kind_id>/"

urlpatterns = [
    path("settings/event-kinds/", views.kinds, name="event-kinds"),
    path("settings/event-kinds/new/", views.new_kind, name="event-kind-new"),
    path(ONE, views.kind, name="event-kind"),
    path(ONE + "edit/", views.edit_kind, name="event-kind-edit"),
    path(ONE + "archive/", views.archive, name="event-kind-archive"),
    path(ONE + "restoration/", views.restore, name="event-kind-restoration"),
]
