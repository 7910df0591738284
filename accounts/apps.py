from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts.audit import actions as audit
        from accounts.events import actions as events
        from accounts.jobs import registry
        from accounts.mail.outbox.deliver import deliver
        from accounts.organizations import acts
        from accounts.tenancy import (
            checks,  # noqa: F401 importing it registers the checks
            grants,
        )

        post_migrate.connect(grants.grant_global_tables, sender=self)
        registry.register("seal_audit", audit.seal)
        registry.register(events.QUEUE, events.dispatch)
        registry.register_outward("mail", deliver)
        acts.register()
