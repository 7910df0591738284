from django.apps import AppConfig

# Tasks bind to the Celery application that exists when they are imported. It is made here and not in the package,
# so that the local launcher's processes do not carry Celery and Django in memory.
from happiness import celery  # noqa: F401


class HappinessConfig(AppConfig):
    name = "happiness"
