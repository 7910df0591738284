from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import subscribers  # noqa: F401 importing it subscribes to events
        from accounts.clients import actions as clients
        from accounts.clients import keys as client_keys
        from accounts.clients import places as client_places
        from accounts.clients import (
            said,  # noqa: F401 importing it lets the timeline describe the registry's events
        )
        from accounts.contracts import keys as contract_keys
        from accounts.exchange import keys as exchange_keys
        from accounts.exchange import registry as importers
        from accounts.exchange.clients import ClientsImporter
        from accounts.exchange.contracts import ContractsImporter
        from accounts.exchange.outcomes import OutcomesImporter
        from accounts.exchange.refusals import RefusalsImporter
        from accounts.inbound.importing import EventsImporter
        from accounts.mail import registry as letters
        from accounts.search import (
            sources,  # noqa: F401 importing it lets clients and people be found
        )
        from accounts.tenancy import (
            checks,  # noqa: F401 importing it registers the checks
            grants,
        )

        post_migrate.connect(grants.grant_global_tables, sender=self)
        client_keys.register()
        contract_keys.register()
        client_places.register()
        letters.register_personal_link(clients.line_url)
        exchange_keys.register()
        importers.register(ClientsImporter())
        importers.register(ContractsImporter())
        importers.register(OutcomesImporter())
        importers.register(RefusalsImporter())
        importers.register(EventsImporter())
        _take_work()
        _find_words()
        _add_tabs()


def _take_work() -> None:
    """Tell the ledger who does the work of each queue."""
    from accounts.audit import actions as audit
    from accounts.contracts import actions as contracts
    from accounts.events import actions as events
    from accounts.exchange import work as imports
    from accounts.exchange.actions import tidying as import_tidying
    from accounts.exchange.queries import QUEUE as IMPORTS
    from accounts.inbound import actions as inbound
    from accounts.jobs import registry
    from accounts.mail import inbox
    from accounts.mail.outbox.deliver import deliver
    from accounts.organizations.actions import mail_trouble
    from accounts.web import actions as web
    from accounts.webhooks import deliver as webhooks
    from accounts.webhooks.actions import tidying
    from accounts.webhooks.queries import QUEUE as WEBHOOKS

    registry.register("seal_audit", audit.seal)
    registry.register(events.QUEUE, events.dispatch)
    registry.register_outward("mail", deliver)
    registry.register_outward(inbox.QUEUE, inbox.fetch)
    registry.register_outward(WEBHOOKS, webhooks.deliver)
    registry.register(tidying.QUEUE, tidying.tidy)
    registry.register_outward(IMPORTS, imports.work, takes_long=True)
    registry.register(import_tidying.QUEUE, import_tidying.tidy)
    registry.register(contracts.QUEUE, contracts.recount_all)
    registry.register(web.QUEUE, web.forget)
    registry.register(inbound.QUEUE, inbound.tidy)
    registry.register(mail_trouble.QUEUE, mail_trouble.tell)


def _find_words() -> None:
    """Teach the audit trail and the timeline what to say."""
    from accounts.api_tokens import acts as token_acts
    from accounts.clients import acts as client_acts
    from accounts.clients import said  # noqa: F401 importing it lets the timeline describe the registry's events
    from accounts.contracts import acts as contract_acts
    from accounts.contracts import said as deals  # noqa: F401 so does this for contracts and outcomes
    from accounts.event_kinds import acts as event_kind_acts
    from accounts.exchange import acts as exchange_acts
    from accounts.inbound import acts as inbound_acts
    from accounts.mail import acts as mail_acts
    from accounts.organizations import acts
    from accounts.webhooks import acts as webhook_acts

    acts.register()
    mail_acts.register()
    client_acts.register()
    contract_acts.register()
    webhook_acts.register()
    token_acts.register()
    event_kind_acts.register()
    inbound_acts.register()
    exchange_acts.register()


def _add_tabs() -> None:
    from accounts.clients.tabs import Tab, register
    from accounts.organizations.roles import Right

    register(Tab(key="people", title=gettext_lazy("People"), url_name="client-people", order=30))
    register(Tab(key="team", title=gettext_lazy("Our team"), url_name="client-team", order=40))
    deals = Tab(key="deals", title=gettext_lazy("Deals"), url_name="client-deals", order=60, right=Right.SEE_MONEY)
    register(deals)
