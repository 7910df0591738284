"""The build step: language data into a lexicon, corpus into a model."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_limits

from . import building, measuring, training
from . import model as models
from .duplicates import groups
from .lexicon import Lexicon
from .sources import CORPORA, CORPUS, EVERYDAY, LEXICON, corpus, digest

# Below this the mood is unknown. Higher would be surer and silent more often: docs/sentiment.md has the figures.
THRESHOLD = 0.4


def train(
    lexicon: Path = LEXICON, folder: Path = CORPUS, names: Sequence[str] = CORPORA
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the lexicon and the model of language data and corpus: the same from the same files."""
    data = building.build(lexicon)
    lines = [(text, label, name) for name in CORPORA for text, label in corpus(folder, name)]
    texts, labels, names = zip(*lines, strict=True)
    counted = training.counted(training.readings(texts, Lexicon(data)), labels, [name == EVERYDAY for name in names])
    fold = measuring.folds([f"{name} {label}" for _, label, name in lines], groups(texts))
    with threadpool_limits(1):  # sums of several threads come in any order
        measured, temperature = measuring.measure(counted.texts, names, fold, THRESHOLD)
        learned = training.learn(counted.texts)
    sources = digest(lexicon, folder)
    packed = training.packed(learned, counted, version=sources[:8], temperature=temperature, threshold=THRESHOLD)
    return data, packed | {"sources": sources, "measured": measured}


def write(data: dict[str, Any], model: dict[str, Any]) -> None:
    building.write(data, building.FILE)
    building.write(model, models.FILE)
