"""Clean input for the registry's pages."""

from accounts.clients.forms.people import ContactForm, DepartureForm, NewContactForm, PositionForm

__all__ = ["ContactForm", "DepartureForm", "NewContactForm", "PositionForm"]
