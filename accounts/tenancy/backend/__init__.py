"""A PostgreSQL backend whose migrations carry the walls: `ENGINE = "accounts.tenancy.backend"`."""
