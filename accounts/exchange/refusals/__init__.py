"""Importing who declined letters, and whose address is lost: the lists that another tool has kept."""

from accounts.exchange.refusals.importer import RefusalsImporter

__all__ = ["RefusalsImporter"]
