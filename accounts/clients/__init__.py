"""The registry: the companies we serve, the people that must be heard there in three buyer roles, and who of us answers."""
