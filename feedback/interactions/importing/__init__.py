"""Importing past talks: who of us spoke with whom of a client, when, how, and what was said."""

from feedback.interactions.importing.importer import TalksImporter

__all__ = ["TalksImporter"]
