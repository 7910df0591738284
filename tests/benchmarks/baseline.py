"""The smallest insert that Django does, for ratios on any machine: one view, no middleware, no transaction around the request,
objects.create of four columns, a primary key and two indexes, no row-level security. It is fixed: changing it needs an ADR.
"""

import os
import uuid

import dj_database_url
import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.urls import path

TABLE = """
CREATE TABLE IF NOT EXISTS baseline_row (id uuid PRIMARY KEY, owner uuid NOT NULL, score integer NOT NULL, words text NOT NULL);
CREATE INDEX IF NOT EXISTS baseline_owner ON baseline_row (owner);
CREATE INDEX IF NOT EXISTS baseline_score ON baseline_row (owner, score);
"""

if not settings.configured:
    settings.configure(
        SECRET_KEY="baseline",
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        MIDDLEWARE=[],
        USE_TZ=True,
        DATABASES={"default": {**dj_database_url.parse(os.environ["BASELINE_DATABASE_URL"]), "CONN_MAX_AGE": None}},
    )
    django.setup(set_prefix=False)


class Row(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    owner = models.UUIDField()
    score = models.IntegerField()
    words = models.TextField()

    class Meta:
        app_label = "baseline"
        db_table = "baseline_row"
        managed = False


OWNER = uuid.uuid4()


def insert(request: HttpRequest) -> HttpResponse:
    """Write a row of what was sent."""
    Row.objects.create(owner=OWNER, score=int(request.POST["recommend"]), words=request.POST["words"])
    return HttpResponse("ok")


def prepare() -> None:
    """Make the table."""
    with connection.cursor() as cursor:
        cursor.execute(TABLE)


urlpatterns = [path("", insert)]
application = get_wsgi_application()
