from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class FeedbackConfig(AppConfig):
    name = "feedback"

    def ready(self) -> None:
        from feedback import subscribers  # noqa: F401 importing it subscribes to events

        self._say()
        self._work()
        self._serve()
        self._alarm()

    def _say(self) -> None:
        """Tell the slices below what rows of this app are about, what the audit trail says of them, and how pages tell them."""
        from feedback.alerts import acts as alert_acts
        from feedback.alerts import keys as alert_keys
        from feedback.alerts import said as alert_said  # noqa: F401 importing it lets the timeline describe alerts
        from feedback.coverage import acts as coverage_acts
        from feedback.coverage import keys as coverage_keys
        from feedback.coverage import (
            said as coverage_said,  # noqa: F401 importing it lets the timeline describe gaps
        )
        from feedback.happiness_index import acts as index_acts
        from feedback.happiness_index import keys as index_keys
        from feedback.happiness_index import said as index_said  # noqa: F401 importing it lets the timeline describe
        from feedback.insights import acts as insight_acts
        from feedback.interactions import (
            acts,
            keys,
            places,
            said,  # noqa: F401 importing it lets the timeline describe talks and promises
        )
        from feedback.invitations import acts as invitation_acts
        from feedback.invitations import keys as invitation_keys
        from feedback.invitations import letters  # noqa: F401 importing it registers the recheck
        from feedback.invitations import places as invitation_places
        from feedback.invitations import said as invitation_said  # noqa: F401 importing it lets the timeline describe
        from feedback.letters import keys as letter_keys
        from feedback.responses import acts as response_acts
        from feedback.responses import keys as response_keys
        from feedback.responses import places as response_places
        from feedback.responses import (
            said as response_said,  # noqa: F401 importing it lets the timeline describe answers
        )
        from feedback.safe_island import acts as island_acts
        from feedback.safe_island import keys as island_keys
        from feedback.safe_island import places as island_places
        from feedback.sentiment import acts as mood_acts
        from feedback.sentiment import keys as mood_keys
        from feedback.sentiment import said as mood_said  # noqa: F401 importing it lets the timeline describe
        from feedback.surveys import acts as survey_acts
        from feedback.triggers import acts as trigger_acts
        from feedback.triggers import keys as trigger_keys

        for part in (acts, survey_acts, trigger_acts, insight_acts, invitation_acts, response_acts, coverage_acts):
            part.register()
        for part in (alert_acts, mood_acts, index_acts, island_acts, island_keys):
            part.register()
        for part in (
            keys,
            trigger_keys,
            invitation_keys,
            response_keys,
            coverage_keys,
            mood_keys,
            index_keys,
            alert_keys,
            letter_keys,
        ):
            part.register()
        for part in (places, invitation_places, response_places, island_places):
            part.register()

    def _work(self) -> None:
        """Take the work that is due."""
        from accounts.jobs import registry as jobs
        from feedback import pipeline
        from feedback.coverage import actions as coverage
        from feedback.happiness_index import actions as happiness_index
        from feedback.insights import actions as insights
        from feedback.invitations import actions as invitations
        from feedback.letters import actions as letters
        from feedback.rollups import actions as rollups
        from feedback.safe_island import actions as safe_island
        from feedback.sentiment import actions as sentiment
        from feedback.sentiment import asking
        from feedback.triggers import actions as triggers

        handlers = {
            coverage.CLIENTS: coverage.report,
            coverage.SWEEP: coverage.sweep,
            pipeline.CLIENTS: pipeline.work_off,
            happiness_index.SWEEP: pipeline.sweep,
            pipeline.PASTS: pipeline.recount,
            sentiment.READING: pipeline.read_anew,
            rollups.QUEUE: rollups.rebuild,
            insights.QUEUE: insights.work_off,
            invitations.ASKS: invitations.decide_due,
            invitations.CALM_CHANGES: invitations.plan_anew,
            invitations.HOLD_ENDS: invitations.end_due,
            invitations.OLD_ASKS: invitations.forget_old,
            invitations.REMINDERS: invitations.remind_due,
            invitations.WAVES: invitations.work_on_waves,
            letters.LETTERS: letters.decide_due,
            safe_island.QUEUE: safe_island.tidy,
            triggers.CALENDAR: triggers.look_at_day,
            triggers.CHOICES: triggers.end_choices,
        }
        for queue, handler in handlers.items():
            jobs.register(queue, handler)
        jobs.register_outward(sentiment.REMOTE, asking.ask)
        jobs.register(triggers.BACKTESTS, triggers.go_on, takes_long=True)
        jobs.register(happiness_index.VERSIONS, happiness_index.go_on, takes_long=True)

    def _serve(self) -> None:
        """Take what the slices below hand on: letters to us, tables to import, words to find."""
        from accounts.clients import looks, tabs
        from accounts.clients import registry as clients
        from accounts.events import registry as events
        from accounts.exchange import registry as importers
        from accounts.mail import registry as mailboxes
        from accounts.organizations.roles import Right
        from accounts.search import registry as search
        from feedback import pipeline
        from feedback.coverage import actions as coverage
        from feedback.coverage import queries as coverage_queries
        from feedback.coverage import registry as coverage_registry
        from feedback.interactions import actions as interactions
        from feedback.interactions import found
        from feedback.interactions.importing import TalksImporter
        from feedback.invitations import registry as causes
        from feedback.invitations.models import Source
        from feedback.letters import queries as letters
        from feedback.responses import found as answers
        from feedback.responses.importing import AnswersImporter
        from feedback.triggers import actions as triggers
        from feedback.triggers import queries as rules

        mailboxes.register_mailbox("log", interactions.take_letter)
        coverage_registry.register(coverage_queries.talks)
        coverage_registry.register(coverage_queries.answers)
        clients.register_heard(coverage_queries.last_heard)
        looks.register_look(coverage.ask_for)
        looks.register_look(pipeline.ask_for)
        looks.register_look_back(pipeline.ask_for_past)
        title = gettext_lazy("Asking")
        tabs.register(tabs.Tab(key="asking", title=title, url_name="client-asking", order=50, right=Right.SEE_SURVEYS))
        events.register_forecast(triggers.foretell)
        causes.register_causes(Source.RULE, rules.rule_names)
        causes.register_letters(letters.last_written)
        search.register(found.TALKS)
        search.register(answers.ANSWERS)
        importers.register(TalksImporter())
        importers.register(AnswersImporter())

    def _alarm(self) -> None:
        """Tell of bad news, and give new organizations the rules for it."""
        from accounts.jobs import registry as jobs
        from accounts.organizations import registry as organizations
        from feedback.alerts import actions as alerts

        organizations.register_beginning(alerts.begin)
        jobs.register(alerts.CLIENTS, alerts.look)
        jobs.register(alerts.SWEEP, alerts.sweep)
        jobs.register(alerts.CLOCKS, alerts.climb_due)
        jobs.register(alerts.LETTERS, alerts.send_due)
