"""Webhooks: the organization's own systems hear about events at once, at an HTTPS address of their choice.

Every message is signed (Standard Webhooks), tried again for three days, and shown with all its attempts. Receivers may get a
message twice, always under the same id. docs/webhooks.md tells integrators the rest.
"""
