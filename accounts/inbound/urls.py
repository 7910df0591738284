"""Pages behind the door: everything here is under /o/<slug>/."""

from django.urls import path

from accounts.inbound import views

ALL = "settings/inbound-hooks/"
ONE = ALL + "<uuid:hook_id>/"

urlpatterns = [
    path(ALL, views.hooks, name="inbound-hooks"),
    path(ALL + "new/", views.new_hook, name="inbound-hook-new"),
    path(ONE, views.hook, name="inbound-hook"),
    path(ONE + "edit/", views.edit_hook, name="inbound-hook-edit"),
    path(ONE + "mapping/", views.map_hook, name="inbound-hook-mapping"),
    path(ONE + "capture/", views.capture, name="inbound-hook-capture"),
    path(ONE + "sample/", views.add_sample, name="inbound-hook-sample"),
    path(ONE + "rotation/", views.rotate_hook, name="inbound-hook-rotation"),
    path(ONE + "revocation/", views.revoke_hook, name="inbound-hook-revocation"),
]
