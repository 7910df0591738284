from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts.audit import actions as audit
        from accounts.jobs import registry
        from accounts.organizations import acts
        from accounts.tenancy import (
            checks,  # noqa: F401 importing it registers the checks
            grants,
        )

        post_migrate.connect(grants.grant_global_tables, sender=self)
        registry.register("seal_audit", audit.seal)
        acts.register()
