"""What a browser remembers of a person who has signed out: the language and the theme of the pages."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

THEME_COOKIE = "happiness_theme"
THEMES = {"light", "dark"}  # any other word means the system's


def remember(request: HttpRequest, response: HttpResponseBase, name: str, value: str) -> None:
    """Let the browser keep a value as long as a session; an empty one is forgotten."""
    if request.COOKIES.get(name, "") == value:
        return
    if value:
        response.set_cookie(
            name,
            value,
            max_age=settings.SESSION_COOKIE_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
    else:
        response.delete_cookie(name, samesite="Lax")


def remember_theme(request: HttpRequest, response: HttpResponseBase, theme: str) -> None:
    """Let the browser keep a theme; that of the system needs no memory."""
    remember(request, response, THEME_COOKIE, theme if theme in THEMES else "")
