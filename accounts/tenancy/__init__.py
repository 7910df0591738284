"""Four walls between organizations: door, scope, manager, database.

Every row of an organization is visible only inside `tenant_context(organization_id)`; outside of it a query is an error,
never an empty answer. The decision and its measurements are in docs/adr/0001-tenancy.md.
"""
