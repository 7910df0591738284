"""What somebody at a client writes to top management alone: those who work with the client, and administrators, see neither
the words nor that there are any.

Named people read it. It is kept encrypted under a key of its own, is in no event, trail, search, export or figure, and every
opening is noted where its writer sees it too.
"""
