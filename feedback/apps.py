from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "feedback"

    def ready(self) -> None:
        from feedback.interactions import (
            acts,
            said,  # noqa: F401 importing it lets the timeline describe talks and promises
        )

        acts.register()
