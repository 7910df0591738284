"""The pages behind the link of an invitation. No session, no cookie: the link is the credential, and a GET writes nothing."""

from feedback.responses.public_views.answer import survey
from feedback.responses.public_views.aside import ask_again, data, done, pass_on, stop
from feedback.responses.public_views.opened import open_survey, opened_done

__all__ = ["ask_again", "data", "done", "open_survey", "opened_done", "pass_on", "stop", "survey"]
