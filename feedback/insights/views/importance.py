"""What drives happiness: by what people write, or by the marks of one survey."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web import charts, formats
from accounts.web.charts import Bar, Figure
from feedback.insights import drivers as calculation
from feedback.insights import queries, words
from feedback.insights.drivers import SHOWN, TENTATIVE, Driver, Drivers
from feedback.insights.queries import Weighable
from feedback.surveys.wording import Reader

FEWEST_SAID = 5  # texts about a topic, before it is weighed
NEITHER = 50.0  # a topic that is not spoken of is neither praised nor blamed


@dataclass(frozen=True, slots=True)
class Line:
    """A driver with its words, and where what stands behind it is found."""

    driver: Driver
    name: str
    url: str

    @property
    def quadrant(self) -> tuple[Any, str, Any]:
        """Return the name, tone and meaning of what to do about it."""
        return words.QUADRANTS[self.driver.quadrant]


@in_organization(Right.SEE_SURVEYS)
@require_safe
def drivers(request: OrganizationRequest) -> HttpResponse:
    """Importance beside satisfaction, or why that cannot be told; each driver leads to the answers behind it."""
    surveys = queries.weighable_surveys()
    chosen = _chosen(request, surveys)
    found, names, urls = _of_survey(request, chosen) if chosen else _of_words(request)
    told = [Line(one, names[one.name], urls[one.name]) for one in found.drivers]
    context = {
        "tab": "drivers",
        "choices": _choices(request, surveys, chosen),
        "chosen": chosen,
        "found": found,
        "refusal": words.NO_DRIVERS.get(found.refusal) if found.refusal else "",
        "lines": told,
        "figure": _figure(found, told),
        "flat": [names[one] for one in found.flat],
        "rare": [names[one] for one in found.rare],
        "bounds": {"shown": SHOWN, "tentative": TENTATIVE},
    }
    return render(request, "feedback/insights/drivers/drivers.html", context)


def _chosen(request: OrganizationRequest, surveys: Sequence[Weighable]) -> Weighable | None:
    wanted = request.GET.get("of", "")
    chosen = next((one for one in surveys if str(one.survey.pk) == wanted), None)
    if wanted and chosen is None:
        raise Http404
    return chosen


def _choices(
    request: OrganizationRequest, surveys: Sequence[Weighable], chosen: Weighable | None
) -> list[dict[str, Any]]:
    """Return what can be weighed, as links."""
    words_first = {"label": _("What people write"), "url": request.path, "is_current": chosen is None}
    return [
        words_first,
        *(
            {"label": one.survey.name, "url": f"{request.path}?of={one.survey.pk}", "is_current": one is chosen}
            for one in surveys
        ),
    ]


Told = tuple[Drivers, Mapping[str, str], Mapping[str, str]]  # drivers, names and addresses by their keys


def _of_words(request: OrganizationRequest) -> Told:
    """Weigh the topics that people speak of by how they score us in the same breath."""
    said = queries.said(role=request.seat.role, employee_id=request.employee.pk, now=clock.now())
    keys = tuple(words.ASPECTS)
    found = calculation.drivers(keys, queries.aspect_rows(said, keys), unsaid=NEITHER, rare=FEWEST_SAID)
    url = reverse("insights-themes", args=[request.seat.slug])
    return found, {key: str(words.ASPECTS[key]) for key in keys}, {key: f"{url}?aspect={key}#quotes" for key in keys}


def _of_survey(request: OrganizationRequest, chosen: Weighable) -> Told:
    """Weigh the marks of a survey by its main score."""
    editions = queries.editions(chosen.survey.pk)
    questions, rows = queries.marks(editions, role=request.seat.role, now=clock.now())
    reader = Reader(get_language() or "", chosen.document.languages)
    names = {one.id: reader.title(one) for one in questions}
    url = reverse("survey-answers", kwargs={"slug": request.seat.slug, "survey_id": chosen.survey.pk})
    return (
        calculation.drivers(list(names), rows),
        names,
        {key: f"{url}?{urlencode({'question': key})}" for key in names},
    )


def _figure(found: Drivers, told: Sequence[Line]) -> Figure | None:
    if not told:
        return None
    first = {"name": told[0].name, "share": formats.percent(told[0].driver.share)}
    return charts.bars(
        sentence=_("Importance of each driver, of what all explain together: %(name)s counts most, %(share)s.") % first,
        rows=[Bar(one.name, one.driver.share, answers=found.n) for one in told],
        say=formats.percent,
        top=1,
    )
