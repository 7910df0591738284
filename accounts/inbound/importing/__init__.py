"""Importing what other systems have noted in the past, as events of the organization's own kinds."""

from accounts.inbound.importing.importer import EventsImporter

__all__ = ["EventsImporter"]
