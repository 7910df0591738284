"""Pages behind the door: everything here is under /o/<slug>/."""

from django.urls import path

from accounts.exchange.views import results, wizard

ONE = "imports/<uuid:import_id>/"

urlpatterns = [
    path("imports/", wizard.imports, name="imports"),
    path("imports/new/", wizard.new_import, name="import-new"),
    path("imports/sample.csv", wizard.sample, name="import-sample"),
    path(ONE, results.one_import, name="import"),
    path(ONE + "columns/", wizard.columns, name="import-columns"),
    path(ONE + "run/", results.run, name="import-run"),
    path(ONE + "stop/", results.stop, name="import-stop"),
    path(ONE + "undo/", results.undo, name="import-undo"),
    path(ONE + "failed.csv", results.failed_rows, name="import-failed"),
]
