"""Importing past answers: who said when what about which survey, from whatever asked them before."""

from feedback.responses.importing.importer import AnswersImporter

__all__ = ["AnswersImporter"]
