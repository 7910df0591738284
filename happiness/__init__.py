"""happiness shows: the wiring, and the pages and letters that show everything at once. It has no tables."""

from happiness.celery import app as celery_app

__all__ = ["celery_app"]
