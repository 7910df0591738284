"""accounts knows who: the tenant, its people, its clients, and the services every app stands on."""
