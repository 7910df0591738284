"""The work ledger: what is due, for whom, and whose turn it is.

A job is a row, written in the transaction of its cause. Ids and times only, never content; so it may be read across
organizations, and then one organization is entered at a time.
"""
