"""One machine, one command: the servers and processes behind `manage.py up`.

A data dir holds everything one checkout keeps between runs. `servers.ensure` finds or starts PostgreSQL, Redis
and a mail catcher in it, `up` runs the product on top of them, `mail_view` shows the letters that were caught.
Production uses none of this: there every address comes from the environment.
"""


class LocalError(Exception):
    """A sentence for the person at the keyboard: what is wrong and what to do about it."""
