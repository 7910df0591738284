"""Letters that come back: bounces, complaints, auto-replies and answers, from any server, in any charset.

`classify` takes the bytes of a letter, `classify_each` does so for each recipient in it, and the five `classify_<provider>`
take the JSON of an HTTP hook. None of them ever raises, none touches the database, and none knows whether a Message-ID or a
token is genuine: the caller asks that before anything changes.
"""

from accounts.mail.bounces.classify import classify, classify_each
from accounts.mail.bounces.hooks import (
    classify_brevo,
    classify_mailgun,
    classify_postmark,
    classify_sendgrid,
    classify_ses,
)
from accounts.mail.bounces.reply_text import new_text
from accounts.mail.bounces.report import Kind, Reason, Report

__all__ = [
    "Kind",
    "Reason",
    "Report",
    "classify",
    "classify_brevo",
    "classify_each",
    "classify_mailgun",
    "classify_postmark",
    "classify_sendgrid",
    "classify_ses",
    "new_text",
]
