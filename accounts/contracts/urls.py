"""Pages behind the door: everything here is under /o/<slug>/."""

from django.urls import path

from accounts.contracts.views import contracts, deals, entries, rates, renewals

DEALS = "clients/<uuid:client_id>/deals/"
CONTRACT = "contracts/<uuid:contract_id>/"
SETTINGS = "settings/money/"

urlpatterns = [
    path(DEALS, deals.deals, name="client-deals"),
    path(DEALS + "contracts/new/", contracts.new_contract, name="contract-new"),
    path(DEALS + "outcomes/new/", entries.new_outcome, name="outcome-new"),
    path(DEALS + "revenue/", deals.booked, name="client-revenue"),
    path(DEALS + "revenue/new/", entries.new_entry, name="revenue-new"),
    path(CONTRACT, contracts.edit_contract, name="contract"),
    path(CONTRACT + "removal/", contracts.contract_removal, name="contract-removal"),
    path("outcomes/<uuid:outcome_id>/removal/", entries.outcome_removal, name="outcome-removal"),
    path("revenue/<uuid:entry_id>/removal/", entries.entry_removal, name="revenue-removal"),
    path("renewals/", renewals.renewals, name="renewals"),
    path(SETTINGS, rates.money, name="settings-money"),
    path(SETTINGS + "currency/", rates.currency, name="settings-currency"),
    path(SETTINGS + "rates/new/", rates.new_rate, name="rate-new"),
    path(SETTINGS + "rates/import/", rates.rates_import, name="rates-import"),
    path(SETTINGS + "rates/<uuid:rate_id>/removal/", rates.rate_removal, name="rate-removal"),
]
