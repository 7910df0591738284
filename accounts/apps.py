from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import subscribers  # noqa: F401 importing it subscribes to events
        from accounts.audit import actions as audit
        from accounts.clients import acts as client_acts
        from accounts.clients import keys as client_keys
        from accounts.clients import (
            said,  # noqa: F401 importing it lets the timeline describe the registry's events
            tabs,
        )
        from accounts.event_kinds import acts as event_kind_acts
        from accounts.events import actions as events
        from accounts.exchange import acts as exchange_acts
        from accounts.exchange import keys as exchange_keys
        from accounts.exchange import registry as importers
        from accounts.exchange import work as imports
        from accounts.exchange.actions import tidying as import_tidying
        from accounts.exchange.clients import ClientsImporter
        from accounts.exchange.queries import QUEUE as IMPORTS
        from accounts.jobs import registry
        from accounts.mail import acts as mail_acts
        from accounts.mail import inbox
        from accounts.mail.outbox.deliver import deliver
        from accounts.organizations import acts
        from accounts.organizations.actions import mail_trouble
        from accounts.search import (
            sources,  # noqa: F401 importing it lets clients and people be found
        )
        from accounts.tenancy import (
            checks,  # noqa: F401 importing it registers the checks
            grants,
        )
        from accounts.web import actions as web
        from accounts.webhooks import acts as webhook_acts
        from accounts.webhooks import deliver as webhooks
        from accounts.webhooks.actions import tidying
        from accounts.webhooks.queries import QUEUE as WEBHOOKS

        post_migrate.connect(grants.grant_global_tables, sender=self)
        registry.register("seal_audit", audit.seal)
        registry.register(events.QUEUE, events.dispatch)
        registry.register_outward("mail", deliver)
        registry.register_outward(inbox.QUEUE, inbox.fetch)
        registry.register_outward(WEBHOOKS, webhooks.deliver)
        registry.register(tidying.QUEUE, tidying.tidy)
        registry.register_outward(IMPORTS, imports.work)
        registry.register(import_tidying.QUEUE, import_tidying.tidy)
        registry.register(web.QUEUE, web.forget)
        registry.register(mail_trouble.QUEUE, mail_trouble.tell)
        acts.register()
        mail_acts.register()
        client_acts.register()
        tabs.register(tabs.Tab(key="people", title=gettext_lazy("People"), url_name="client-people", order=30))
        tabs.register(tabs.Tab(key="team", title=gettext_lazy("Our team"), url_name="client-team", order=40))
        client_keys.register()
        exchange_keys.register()
        webhook_acts.register()
        event_kind_acts.register()
        exchange_acts.register()
        importers.register(ClientsImporter())
