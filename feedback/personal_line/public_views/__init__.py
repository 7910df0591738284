"""The pages behind a person's own link. No session, no cookie: the link is the credential, and a GET writes nothing."""

from feedback.personal_line.public_views.told import home, said, write
from feedback.personal_line.public_views.wanted import asking, colleague, data, data_file, letters, talk

__all__ = ["asking", "colleague", "data", "data_file", "home", "letters", "said", "talk", "write"]
