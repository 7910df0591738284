"""Pages behind the door: everything here is under /o/<slug>/."""

from django.urls import path

from journeys.playbooks import views

ONE = "playbooks/<uuid:playbook_id>/"
STEP = f"{ONE}steps/<int:number>/"
RUN = "playbooks/runs/<uuid:run_id>/"

urlpatterns = [
    path("day/", views.my_day, name="my-day"),
    path("tasks/new/", views.new_task, name="task-new"),
    path("tasks/<uuid:task_id>/done/", views.done, name="task-done"),
    path("tasks/<uuid:task_id>/skipped/", views.skipped, name="task-skipped"),
    path("tasks/<uuid:task_id>/checklist/", views.tick, name="task-checklist"),
    path("playbooks/", views.playbook_list, name="playbooks"),
    path("playbooks/new/", views.new_playbook, name="playbook-new"),
    path("playbooks/installed/", views.install_playbook, name="playbook-install"),
    path(ONE, views.playbook, name="playbook"),
    path(f"{ONE}edit/", views.edit_playbook, name="playbook-edit"),
    path(f"{ONE}publication/", views.publish_playbook, name="playbook-publication"),
    path(f"{ONE}pause/", views.pause_playbook, name="playbook-pause"),
    path(f"{ONE}archiving/", views.archive_playbook, name="playbook-archiving"),
    path(f"{ONE}steps/new/", views.add_step, name="playbook-step-new"),
    path(f"{STEP}edit/", views.edit_step, name="playbook-step-edit"),
    path(f"{STEP}move/", views.move_step, name="playbook-step-move"),
    path(f"{STEP}removal/", views.remove_step, name="playbook-step-removal"),
    path(RUN, views.run, name="playbook-run"),
    path(f"{RUN}pause/", views.pause_run, name="playbook-run-pause"),
    path(f"{RUN}resumption/", views.resume_run, name="playbook-run-resumption"),
    path(f"{RUN}stop/", views.stop_run, name="playbook-run-stop"),
    path(f"{RUN}steps/<int:number>/skip/", views.skip_step, name="playbook-run-skip"),
    path("clients/<uuid:client_id>/playbooks/", views.client_playbooks, name="client-playbooks"),
    path("clients/<uuid:client_id>/playbooks/new/", views.start_playbook, name="playbook-start"),
]
