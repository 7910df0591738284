"""The page of one person at a client, behind a link that every letter to them brings, without an account.

They write to their manager, find the way to top management (feedback.safe_island), see what they said, what became of it and
what was promised, say how to talk to them and how to ask them, and have their data handed out or deleted. The link's row is
kept by accounts.clients.
"""
