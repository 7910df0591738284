"""Pages behind the door: everything here is under /o/<slug>/."""

from django.urls import path

from feedback.alerts import views

ALERT = "alerts/<int:alert_number>/"
SEALED = "alerts/confided/<int:sealed_number>/"
RULE = "alerts/rules/<uuid:alert_rule_id>/"

urlpatterns = [
    path("alerts/", views.alert_list, name="alerts"),
    path(ALERT, views.alert, name="alert"),
    path(ALERT + "acts/", views.act, name="alert-act"),
    path(SEALED, views.sealed_alert, name="alert-sealed"),
    path(SEALED + "acts/", views.sealed_act, name="alert-sealed-act"),
    path("alerts/snoozes/<uuid:snooze_id>/end/", views.end_snooze, name="alert-snooze-end"),
    path("alerts/links/end/", views.end_links, name="alert-links-end"),
    path("alerts/rules/", views.rules, name="alert-rules"),
    path("alerts/rules/new/", views.new_rule, name="alert-rule-new"),
    path(RULE, views.rule, name="alert-rule"),
    path(RULE + "edit/", views.edit_rule, name="alert-rule-edit"),
    path("settings/alerts/", views.follow_up, name="alert-settings"),
]
