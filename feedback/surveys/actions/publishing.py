"""Publishing: the draft becomes a version that never changes, and says of each question whether its trend goes on."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from accounts.audit import actions as audit
from accounts.organizations.models import Employee
from feedback.surveys import comparing, queries, rules
from feedback.surveys import document as documents
from feedback.surveys.models import Survey, SurveyDraft, SurveyVersion
from feedback.surveys.rules import Finding


class DraftMoved(RuntimeError):
    """The draft is not the one that was looked at; `draft` says who saved it and when."""

    def __init__(self, draft: SurveyDraft) -> None:
        super().__init__()
        self.draft = draft


class NotReady(RuntimeError):
    """Something must be mended first."""

    def __init__(self, faults: Sequence[Finding]) -> None:
        super().__init__()
        self.faults = faults


class Undecided(RuntimeError):
    """Of these questions (ids) nobody has said whether their trend goes on."""

    def __init__(self, questions: Sequence[str]) -> None:
        super().__init__()
        self.questions = questions


@transaction.atomic
def launch(
    *, survey: Survey, revision: int, decisions: Mapping[str, str], by: Employee, now: datetime
) -> SurveyVersion:
    """Publish the draft as a person does: as it was looked at (its revision), without faults, every doubt decided.

    A draft that is the last version is not published again. `decisions` say "same" or "reworded" of each question that
    was put in other words. Raises DraftMoved, NotReady, Undecided.
    """
    draft = SurveyDraft.objects.select_for_update().get(survey=survey)
    if draft.revision != revision:
        raise DraftMoved(draft)
    content = documents.read(draft.content)
    if found := rules.faults(content):
        raise NotReady(found)
    last = queries.latest_version(survey_id=survey.pk)
    if last and last.content == draft.content:
        return last
    doubtful = comparing.reworded(documents.read(last.content), content) if last else []
    if undecided := [
        one for one in doubtful if decisions.get(one) not in {comparing.Fate.SAME, comparing.Fate.REWORDED}
    ]:
        raise Undecided(undecided)
    draft.comparability = {one: decisions[one] for one in doubtful}
    draft.save(update_fields=["comparability"])
    return publish(survey=survey, by=by, now=now)


@transaction.atomic
def publish(*, survey: Survey, by: Employee | None, now: datetime) -> SurveyVersion:
    """Freeze the draft as the survey's next version: whoever is asked from now on is asked this. Nothing is checked.

    Where a trend breaks (the draft's `comparability`; without a word there, every reworded question) the question gets its
    next series, in the draft too.
    """
    draft = SurveyDraft.objects.select_for_update().get(survey=survey)
    last = queries.latest_version(survey_id=survey.pk)
    before = documents.read(last.content) if last else None
    content, fates = comparing.settle(before, documents.read(draft.content), draft.comparability)
    draft.content, draft.comparability = documents.write(content), {}
    draft.save(update_fields=["content", "comparability"])
    version = SurveyVersion.objects.create(
        survey=survey,
        number=last.number + 1 if last else 1,
        content=draft.content,
        comparability=fates,
        published_at=now,
        published_by=by,
    )
    audit.record(action="survey.published", subject=survey, by=by, now=now)
    return version
