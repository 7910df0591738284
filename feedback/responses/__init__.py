"""Responses: what people answered, who may read it, and what they said before they changed their mind."""
