"""What the texts of answers and talks tell of a mood, as the engine has read them and colleagues have corrected it."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from django.db.models import Q
from django.db.models.fields.json import KeyTransform

from feedback.sentiment.fusion import BAD, GOOD, NEUTRAL, Told
from feedback.sentiment.models import Label, MoodCorrection, TextMood
from feedback.sentiment.queries import BY_PRECEDENCE

NOTES = "notes"  # whoever writes notes is not the client: they are read, and count for no mood
CORRECTED = {Label.NEGATIVE: BAD, Label.NEUTRAL: NEUTRAL, Label.POSITIVE: GOOD}

Source = tuple[uuid.UUID | None, uuid.UUID | None]  # an answer or a talk
Texts = Mapping[Source, Sequence[Told]]


def texts_of(client_ids: Collection[uuid.UUID]) -> Texts:
    """Return what the texts of each answer and talk of these clients tell: by the newest version that has read them.

    What a colleague has said of a text wins. A text that the engine is not sure of tells nothing. Two queries.
    """
    of_ours = Q(response__client__in=client_ids) | Q(interaction__client__in=client_ids)
    corrections = MoodCorrection.objects.filter(of_ours, withdrawn_at=None)
    corrected = {(row.response_id, row.interaction_id, row.part, row.digest): row.label for row in corrections}
    rows = TextMood.objects.filter(of_ours).exclude(part=NOTES).order_by(*BY_PRECEDENCE)
    columns = ("response_id", "interaction_id", "part", "digest", "label", "odds")
    newest: dict[tuple[uuid.UUID | None, uuid.UUID | None, str], Told | None] = {}
    for answer, talk, part, digest, label, odds in rows.annotate(
        odds=KeyTransform("probabilities", "result")
    ).values_list(*columns):
        said = corrected.get((answer, talk, part, digest))
        newest[answer, talk, part] = CORRECTED.get(Label(said)) if said else _told(label, odds)
    found: dict[Source, list[Told]] = defaultdict(list)
    for (answer, talk, _part), told in newest.items():
        if told:
            found[answer, talk].append(told)
    return found


def _told(label: str, odds: Sequence[float] | None) -> Told | None:
    return None if label == Label.UNKNOWN or not odds else Told(*odds)
