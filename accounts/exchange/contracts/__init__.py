"""Importing contracts of clients that are there already: what each pays, from when, and when it decides again."""

from accounts.exchange.contracts.importer import ContractsImporter

__all__ = ["ContractsImporter"]
