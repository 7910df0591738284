"""What other systems tell of clients: events of the organization's own kinds, one or many at once, by the API, from a table, or
to an address made for a tool that cannot be changed. The same rules check them whichever way they come.
"""
