from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "feedback"

    def ready(self) -> None:
        from accounts.clients import registry as clients
        from accounts.exchange import registry as importers
        from accounts.jobs import registry as jobs
        from accounts.mail import registry as mailboxes
        from accounts.search import registry as search
        from feedback import subscribers  # noqa: F401 importing it subscribes to events
        from feedback.coverage import actions as coverage
        from feedback.coverage import acts as coverage_acts
        from feedback.coverage import keys as coverage_keys
        from feedback.coverage import queries as coverage_queries
        from feedback.coverage import registry as coverage_registry
        from feedback.coverage import (
            said as coverage_said,  # noqa: F401 importing it lets the timeline describe gaps
        )
        from feedback.insights import acts as insight_acts
        from feedback.interactions import actions as interactions
        from feedback.interactions import (
            acts,
            found,
            keys,
            places,
            said,  # noqa: F401 importing it lets the timeline describe talks and promises
        )
        from feedback.invitations import actions as invitations
        from feedback.invitations import acts as invitation_acts
        from feedback.invitations import keys as invitation_keys
        from feedback.invitations import letters  # noqa: F401 importing it registers the recheck
        from feedback.invitations import places as invitation_places
        from feedback.invitations import said as invitation_said  # noqa: F401 importing it lets the timeline describe
        from feedback.responses import acts as response_acts
        from feedback.responses import keys as response_keys
        from feedback.responses import places as response_places
        from feedback.responses import (
            said as response_said,  # noqa: F401 importing it lets the timeline describe answers
        )
        from feedback.responses.importing import AnswersImporter
        from feedback.surveys import acts as survey_acts

        acts.register()
        survey_acts.register()
        insight_acts.register()
        invitation_acts.register()
        invitation_keys.register()
        invitation_places.register()
        response_acts.register()
        response_keys.register()
        response_places.register()
        mailboxes.register_mailbox("log", interactions.take_letter)
        coverage_acts.register()
        coverage_registry.register(coverage_queries.talks)
        coverage_registry.register(coverage_queries.answers)
        clients.register_heard(coverage_queries.last_heard)
        clients.register_look(coverage.ask_for)
        handlers = {
            coverage.CLIENTS: coverage.report,
            coverage.SWEEP: coverage.sweep,
            invitations.ASKS: invitations.decide_due,
            invitations.REMINDERS: invitations.remind_due,
        }
        for queue, handler in handlers.items():
            jobs.register(queue, handler)
        keys.register()
        places.register()
        coverage_keys.register()
        search.register(found.TALKS)
        importers.register(AnswersImporter())
