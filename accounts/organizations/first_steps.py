"""The steps from an empty house to the first answer, and which of them it leaves out. What is done is read from the facts."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class FirstStep(models.TextChoices):
    """In the order in which they are best taken."""

    CLIENTS = "clients", _("Bring in your clients and their people")
    ROLES = "roles", _("Give people their roles")
    SURVEY = "survey", _("Publish a first survey")
    SAMPLE = "sample", _("Send the letter to yourself")
    ASK = "ask", _("Ask the first people")
    ANSWER = "answer", _("Hear the first answer")


class FirstSteps(models.Model):
    """What the house has left out; all of them: it has closed the list."""

    first_steps_skipped = ArrayField(
        models.CharField(max_length=10), default=list, db_default=[], blank=True, editable=False
    )

    class Meta:
        abstract = True
