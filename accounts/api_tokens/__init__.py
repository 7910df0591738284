"""Tokens with which the organization's own systems use the REST API, in the name of one of us and never beyond that
person's rights. docs/api.md tells integrators the rest.
"""
