"""Telling the top in time: rules notice bad news at a client, one person answers for it, and silence climbs to whoever leads.

An alert says what was noticed and by what it is known. Whoever acts, acts from the letter or from its page; nobody can bury it.
"""
