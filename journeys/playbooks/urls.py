"""Pages behind the door: everything here is under /o/<slug>/."""

from django.urls import path

from journeys.playbooks import views

urlpatterns = [
    path("day/", views.my_day, name="my-day"),
    path("tasks/new/", views.new_task, name="task-new"),
    path("tasks/<uuid:task_id>/done/", views.done, name="task-done"),
    path("tasks/<uuid:task_id>/skipped/", views.skipped, name="task-skipped"),
]
