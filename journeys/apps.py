from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class JourneysConfig(AppConfig):
    name = "journeys"

    def ready(self) -> None:
        from accounts.clients import tabs
        from accounts.jobs import registry as jobs
        from accounts.organizations import registry as house
        from accounts.search import registry as search
        from journeys import subscribers  # noqa: F401 importing it subscribes to events
        from journeys.cases import actions as cases
        from journeys.cases import acts as case_acts
        from journeys.cases import found as found_cases
        from journeys.cases import keys as case_keys
        from journeys.cases import (
            letters,  # noqa: F401 importing it registers the recheck
        )
        from journeys.cases import places as case_places
        from journeys.cases import queries as case_queries
        from journeys.cases import said as case_said  # noqa: F401 importing it lets the timeline describe cases
        from journeys.stages import actions as stages
        from journeys.stages import acts as stage_acts
        from journeys.stages import keys as stage_keys
        from journeys.stages import said  # noqa: F401 importing it lets the timeline describe stages

        for part in (case_acts, case_keys, case_places):
            part.register()
        jobs.register(cases.DUE, cases.tell_overdue)
        search.register(found_cases.CASES)
        house.register_waiting("signals", case_queries.waiting)
        tabs.register(tabs.Tab(key="cases", title=gettext_lazy("Cases"), url_name="client-cases", order=43))
        stage_acts.register()
        stage_keys.register()
        jobs.register(stages.SWEEP, stages.sweep)
        jobs.register(stages.FIGURES, stages.count)
        self._care()
        tabs.register(tabs.Tab(key="journey", title=gettext_lazy("Journey"), url_name="client-journey", order=40))
        self._run_playbooks()
        self._improve()
        self._decide()

    def _improve(self) -> None:
        """Say what plans and rulings do, keep and tell."""
        from accounts.jobs import registry as jobs
        from journeys.initiatives import actions as initiatives
        from journeys.initiatives import acts as initiative_acts
        from journeys.initiatives import keys as initiative_keys

        initiative_acts.register()
        initiative_keys.register()
        jobs.register(initiatives.FIGURES, initiatives.count)
        jobs.register(initiatives.RULINGS, initiatives.remind)

    def _decide(self) -> None:
        """Say what decisions do, keep and tell."""
        from accounts.jobs import registry as jobs
        from accounts.organizations import registry as house
        from journeys.decisions import actions as decisions
        from journeys.decisions import acts as decision_acts
        from journeys.decisions import keys as decision_keys
        from journeys.decisions import queries as decision_queries
        from journeys.decisions import (
            said as decision_said,  # noqa: F401 importing it lets the timeline describe decisions
        )

        decision_acts.register()
        decision_keys.register()
        jobs.register(decisions.QUEUE, decisions.remind)
        house.register_waiting("decisions", decision_queries.waiting_at)

    def _run_playbooks(self) -> None:
        """Take what playbooks have due, and tell the slices below which there are and which are over."""
        from accounts.clients import tabs
        from accounts.jobs import registry as jobs
        from feedback.invitations import registry as causes
        from feedback.invitations.models import Source
        from feedback.triggers import registry as rules
        from journeys.playbooks import actions as playbooks
        from journeys.playbooks import acts as playbook_acts
        from journeys.playbooks import keys as playbook_keys
        from journeys.playbooks import queries as playbook_queries
        from journeys.playbooks import (
            said as playbook_said,  # noqa: F401 importing it lets the timeline describe playbooks
        )

        playbook_acts.register()
        playbook_keys.register()
        tabs.register(tabs.Tab(key="playbooks", title=gettext_lazy("Playbooks"), url_name="client-playbooks", order=45))
        jobs.register(playbooks.RUNS, playbooks.work_off)
        causes.register_causes(Source.PLAYBOOK, playbook_queries.version_names)
        rules.register_playbooks(playbook_queries.names_for_rules)
        causes.register_over(Source.PLAYBOOK, playbook_queries.over_runs)

    def _care(self) -> None:
        """Say what care does, keeps and tells."""
        from accounts.clients import tabs
        from accounts.jobs import registry as jobs
        from feedback.invitations import registry as causes
        from journeys.care import actions as care
        from journeys.care import acts as care_acts
        from journeys.care import keys as care_keys
        from journeys.care import places as care_places
        from journeys.care import queries as care_queries
        from journeys.care import said as care_said  # noqa: F401 importing it lets the timeline describe gestures

        for part in (care_acts, care_keys, care_places):
            part.register()
        causes.register_letters(care_queries.last_greeted)
        jobs.register(care.PLANS, care.plan)
        jobs.register(care.LETTERS, care.send_due)
        title = gettext_lazy("Care")
        tabs.register(tabs.Tab(key="care", title=title, url_name="client-care", order=55))
