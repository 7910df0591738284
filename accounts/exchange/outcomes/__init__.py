"""Importing how relations went on in the past: renewed, grew, lost, with the reason. Contracts stay as they are."""

from accounts.exchange.outcomes.importer import OutcomesImporter

__all__ = ["OutcomesImporter"]
