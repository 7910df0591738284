"""Pages behind the door: everything here is under /o/<slug>/."""

from django.urls import path

from feedback.triggers import views

RULE = "rules/<uuid:rule_id>/"
TEST = "rules/backtests/<uuid:backtest_id>/"

urlpatterns = [
    path("rules/", views.trigger_rules, name="rules"),
    path("rules/new/", views.new_rule, name="rule-new"),
    path(RULE, views.trigger_rule, name="rule"),
    path(RULE + "edit/", views.edit_rule, name="rule-edit"),
    path(RULE + "activation/", views.switch_on, name="rule-activation"),
    path(RULE + "approval/", views.approve, name="rule-approval"),
    path(RULE + "pause/", views.pause, name="rule-pause"),
    path(RULE + "archiving/", views.archive, name="rule-archiving"),
    path(RULE + "backtests/", views.begin_backtest, name="rule-backtests"),
    path("rules/choices/<uuid:choice_id>/", views.choose, name="rule-choice"),
    path(TEST, views.backtest, name="backtest"),
    path(TEST + "stop/", views.stop_backtest, name="backtest-stop"),
]
