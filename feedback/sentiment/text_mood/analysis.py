"""The whole way from a text to its mood."""

from collections.abc import Sequence

from . import lexicon as lexicons
from . import model as models
from .aspects import aspects
from .model import Answer, Model
from .reading import Reading, own_words, read
from .result import LABELS, Hit, MoodResult, OrganizationWord
from .tokens import LONGEST

# How many words that only the model has weighed are shown as reasons, and from which weight on.
SHOWN, WEIGHTY = 3, 0.25
# What a point of an organization's own word adds to the odds of good against bad.
OWN = 0.5


def analyze(text: str, *, hint: str | None = None, words: Sequence[OrganizationWord] = ()) -> MoodResult:
    """Return the mood of a text with its reasons; never fails, and says "unknown" rather than guess.

    `hint` is the language of the writer or, failing that, of the organization (uk, ru, en): it decides when the text does not.
    `words` are the organization's own, over the shipped ones. The probabilities are calibrated: of the texts with .8 for a
    label, about four of five have it. Below the model's threshold, without any known word, and for a text too long to have one
    mood the label is "unknown" and the score none.
    """
    lexicon, model = lexicons.built(), models.built()
    if len(text) > LONGEST:
        text = ""
    reading = read(text, lexicon, hint=hint, words=words)
    answer = model.answer(reading.figures, reading.words, _own_odds(reading))
    confidence = max(answer.probabilities)
    told = bool(reading.hits or answer.known) and confidence >= model.threshold
    bad, _, good = answer.probabilities
    return MoodResult(
        score=round(good - bad, 3) if told else None,
        label=LABELS[answer.probabilities.index(confidence)] if told else "unknown",
        probabilities=(round(bad, 4), round(answer.probabilities[1], 4), round(good, 4)),
        confidence=round(confidence, 3),
        language=reading.language.name,
        code_switched=reading.language.switched,
        hits=_hits(text, reading, answer),
        aspects=aspects(reading.tokens, reading.hits, lexicon, own_words(tuple(words)).aspects if words else None),
        signals=reading.signals,
        version=version(model),
    )


def version(model: Model) -> str:
    """Return what the result depends on, so that a later one can be told from it."""
    return f"{model.version}.{lexicons.built().version[:8]}"


def _own_odds(reading: Reading) -> tuple[float, float, float]:
    said = OWN * sum(hit.value for hit in reading.hits if hit.rule.startswith("own"))
    return -said, 0.0, said


def _hits(text: str, reading: Reading, answer: Answer) -> tuple[Hit, ...]:
    """Return the reasons in the order of the text; their spans never overlap."""
    spans = [
        (reading.tokens[hit.first].start, reading.tokens[hit.behind - 1].end, hit.value, hit.rule)
        for hit in reading.hits
    ]
    taken = {place for hit in reading.hits for place in range(hit.first, hit.behind)}
    weighty = sorted(
        (-abs(moved), place, moved)
        for place, moved in zip(reading.places, answer.moved, strict=True)
        if place not in taken and abs(moved) >= WEIGHTY
    )
    for _, place, moved in weighty[:SHOWN]:
        token = reading.tokens[place]
        spans.append((token.start, token.end, moved, "model"))
    return tuple(Hit(start, end, text[start:end], round(value, 2), rule) for start, end, value, rule in sorted(spans))
