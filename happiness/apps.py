from django.apps import AppConfig


class HappinessConfig(AppConfig):
    name = "happiness"
