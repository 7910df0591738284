"""The database roles, as SQL for a superuser to run once. Plain Python: the local launcher uses it before Django starts."""

OWNER, APP, SYSTEM = "happiness_owner", "happiness_app", "happiness_system"


def bootstrap_sql(
    *, owner_password: str, app_password: str, database: str = "happiness", create_database_role: bool = False
) -> list[str]:
    """Return the statements, to be run one by one outside of a transaction, that make the roles and the database.

    `create_database_role` lets the owner create further databases, as tests need; never set it on a server of customers.
    """
    owner_may = "CREATEDB" if create_database_role else "NOCREATEDB"
    return [
        f"CREATE ROLE {OWNER} LOGIN {owner_may} NOBYPASSRLS PASSWORD {_literal(owner_password)}",
        f"CREATE ROLE {APP} LOGIN NOINHERIT NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD {_literal(app_password)}",
        # A stuck request must not hold locks, or keep old rows alive, for ever.
        f"ALTER ROLE {APP} SET statement_timeout = '30s'",
        f"ALTER ROLE {APP} SET idle_in_transaction_session_timeout = '60s'",
        f'CREATE DATABASE "{database}" OWNER {OWNER}',
    ]


def _literal(text: str) -> str:
    if "\x00" in text or "\\" in text:
        raise ValueError("a database password may hold neither NUL nor a backslash")
    return "'" + text.replace("'", "''") + "'"
