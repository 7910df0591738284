"""Pages of the registry: lists of clients, a client's people, one person."""
