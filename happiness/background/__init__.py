"""Background work, for administrators: does the clockwork run, what waits, what failed, and may letters leave.

Of the ledger an organization sees its own part; the clockwork is the installation's.
"""
