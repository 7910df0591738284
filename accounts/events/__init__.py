"""The backbone: one row for everything that happens to a client, written with the fact itself and told to whoever listens.

The same row serves rules, webhooks, the client's timeline and the replay of history.
"""
