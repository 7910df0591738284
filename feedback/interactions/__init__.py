"""Talks with a client, written down in a minute: who, how they felt, what they need, what we promised."""
