"""What other systems tell of clients: events of the organization's own kinds, one or many at once, checked by the same rules
whichever way they come.
"""
