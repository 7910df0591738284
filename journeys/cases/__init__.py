"""What went wrong at a client, until the client says that it is well again: heard, accepted, contacted, fixed, confirmed.

One person carries each case, a department mends its cause, and every step has its hour.
"""
