"""/ui/ and what it shows: open to developers and tests alone."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from accounts.mail.preview import FRAME_POLICY
from accounts.mail.render import Letter
from accounts.web import theme as brand
from happiness.gallery import charts, examples, letters
from happiness.gallery.forms import ExampleForm

# One part of the page each: templates/ui/_<family>.html.
FAMILIES = ("mood", "lists", "actions", "navigation", "forms", "answers", "states", "charts", "overlays", "letters")
BRANDS = ("#7b2d5e", "#1f4fd8", "#0b6b4f", "#ff6a00", "#ffd400", "#111111")


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component. In the query: theme (light, dark), language, brand (a color)."""
    _developers_only()
    language = _chosen(request, "language", dict(settings.LANGUAGES)) or translation.get_language()
    with translation.override(language):
        context = {
            "families": [f"ui/_{family}.html" for family in FAMILIES],
            "letters": [(name, _letter(name, language).subject) for name in letters.NAMES],
            "chosen_language": language,
            "chosen_theme": _chosen(request, "theme", ("light", "dark")),
            "chosen_brand": _chosen(request, "brand", BRANDS),
            "brands": BRANDS,
            "form": ExampleForm(ExampleForm.EXAMPLE),
            **examples.everything(),
            **charts.everything(),
        }
        return render(request, "ui/gallery.html", context)


@require_safe
def theme(request: HttpRequest) -> HttpResponse:
    """The tokens of the chosen brand."""
    _developers_only()
    color = _chosen(request, "brand", BRANDS) or BRANDS[0]
    return HttpResponse(brand.stylesheet(color), content_type="text/css")


@require_safe
def letter(request: HttpRequest, name: str) -> HttpResponse:
    """A letter as its reader gets it, under the policy of letters. In the query: language, brand, part (text)."""
    _developers_only()
    if name not in letters.NAMES:
        raise Http404
    language = _chosen(request, "language", dict(settings.LANGUAGES)) or translation.get_language()
    made = _letter(name, language, _chosen(request, "brand", BRANDS) or BRANDS[0])
    if request.GET.get("part") == "text":
        return HttpResponse(made.text, content_type="text/plain; charset=utf-8")
    return HttpResponse(made.html, headers={"Content-Security-Policy": FRAME_POLICY})


def _letter(name: str, language: str, brand_color: str = BRANDS[0]) -> Letter:
    return letters.sample(name, language=language, brand_color=brand_color)


def form_page(request: HttpRequest) -> HttpResponse:
    """The page that a dialog opens without scripts; it saves nothing."""
    _developers_only()
    form = ExampleForm(request.POST or None, prefix="page")  # its fields must not be taken for those of /ui/
    return render(request, "ui/form.html", {"form": form}, status=422 if form.errors else 200)


def _developers_only() -> None:
    if settings.PRODUCTION:
        raise Http404


def _chosen(request: HttpRequest, name: str, known: object) -> str:
    value = request.GET.get(name, "")
    return value if value in known else ""  # type: ignore[operator]
