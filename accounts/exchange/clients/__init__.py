"""Importing clients and their people: one row may name a client, a person at it, or both."""

from accounts.exchange.clients.importer import ClientsImporter

__all__ = ["ClientsImporter"]
