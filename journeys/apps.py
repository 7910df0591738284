from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class JourneysConfig(AppConfig):
    name = "journeys"

    def ready(self) -> None:
        from accounts.clients import tabs
        from accounts.jobs import registry as jobs
        from journeys import subscribers  # noqa: F401 importing it subscribes to events
        from journeys.playbooks import acts as playbook_acts
        from journeys.playbooks import keys as playbook_keys
        from journeys.stages import actions as stages
        from journeys.stages import (
            acts as stage_acts,
        )
        from journeys.stages import (
            keys as stage_keys,
        )
        from journeys.stages import (
            said,  # noqa: F401 importing it lets the timeline describe stages
        )

        stage_acts.register()
        playbook_acts.register()
        stage_keys.register()
        playbook_keys.register()
        jobs.register(stages.SWEEP, stages.sweep)
        jobs.register(stages.FIGURES, stages.count)
        tabs.register(tabs.Tab(key="journey", title=gettext_lazy("Journey"), url_name="client-journey", order=40))
