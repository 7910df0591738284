"""Signing in from a test, and reading what comes back."""

import re

from django.test import Client

from tests.cast import PASSWORD

LOGIN, CODE = "/account/login/", "/account/login/code/"
NEW_PASSWORD = "heron on a wire"


def sign_in(email, password=PASSWORD, **extra):
    client = Client(**extra)
    client.post(LOGIN, {"login": email, "password": password})
    return client


def code_in(letter):
    return letter["Subject"].split()[0]


def is_signed_in(client):
    return client.get("/account/").status_code == 200


def confirm(client):
    """Answer the question that stands before every change of the sign-in itself."""
    client.post("/account/reauthenticate/", {"password": PASSWORD})


def shape(answer, address):
    """Return the page without what differs by itself: the address that was typed and one-time tokens."""
    page = answer.content.decode().replace(address, "ADDRESS")
    return re.sub(r'(name="csrfmiddlewaretoken" value=)"[^"]+"', r"\1", page)
