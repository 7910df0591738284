from django.apps import AppConfig
from django.utils.translation import gettext_lazy

# Tasks bind to the Celery application that exists when they are imported. It is made here and not in the package,
# so that the local launcher's processes do not carry Celery and Django in memory.
from happiness import celery  # noqa: F401


class HappinessConfig(AppConfig):
    name = "happiness"

    def ready(self) -> None:
        from accounts.clients import tabs
        from accounts.jobs import registry as jobs
        from happiness.background import acts
        from happiness.demo import stepping
        from happiness.digest import actions as digests
        from happiness.digest import acts as digest_acts
        from happiness.digest import alarm

        overview = tabs.Tab(key="overview", title=gettext_lazy("Overview"), url_name="client", order=10)
        timeline = tabs.Tab(key="timeline", title=gettext_lazy("Timeline"), url_name="client-timeline", order=20)
        mood = tabs.Tab(key="mood", title=gettext_lazy("Mood"), url_name="client-mood", order=15)
        for tab in (overview, mood, timeline):
            tabs.register(tab)
        acts.register()
        digest_acts.register()
        jobs.register(digests.QUEUE, digests.work_off)
        jobs.register(alarm.QUEUE, alarm.look)
        jobs.register(stepping.QUEUE, stepping.live)
