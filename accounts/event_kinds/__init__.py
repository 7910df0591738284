"""Kinds of events of the organization's own: what its other systems may tell us, field by field.

Pages for defining them; publishing itself, and the check of each payload, is accounts.events.
"""
