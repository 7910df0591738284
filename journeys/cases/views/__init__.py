"""Pages of cases: one case with everything that can be done, those of a client, causes, and settings."""
