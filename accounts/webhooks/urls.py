"""Pages behind the door: everything here is under /o/<slug>/."""

from django.urls import path

from accounts.webhooks.views import deliveries, webhooks

ONE = "settings/webhooks/<uuid:webhook_id>/"
DELIVERY = ONE + "deliveries/<uuid:delivery_id>/"

urlpatterns = [
    path("settings/webhooks/", webhooks.webhooks, name="webhooks"),
    path("settings/webhooks/new/", webhooks.new_webhook, name="webhook-new"),
    path(ONE, deliveries.webhook, name="webhook"),
    path(ONE + "edit/", webhooks.edit_webhook, name="webhook-edit"),
    path(ONE + "removal/", webhooks.remove_webhook, name="webhook-removal"),
    path(ONE + "secret/", webhooks.rotate_secret, name="webhook-secret"),
    path(ONE + "on/", webhooks.switch_on, name="webhook-on"),
    path(ONE + "off/", webhooks.switch_off, name="webhook-off"),
    path(ONE + "test/", deliveries.test, name="webhook-test"),
    path(DELIVERY, deliveries.delivery, name="webhook-delivery"),
    path(DELIVERY + "replay/", deliveries.replay, name="webhook-replay"),
]
