"""What pages and letters say about care, in the language of the page or of the reader."""

from journeys.care.words.drafts import Draft, draft
from journeys.care.words.names import REASONS, feast_choices, feast_name, heading, reason

__all__ = ["REASONS", "Draft", "draft", "feast_choices", "feast_name", "heading", "reason"]
