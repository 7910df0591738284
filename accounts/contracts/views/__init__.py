"""Pages of money: a client's deals, renewals of all clients, currency and rates."""
