"""How the model is learned from the corpus: the same bytes from the same texts. Needs scikit-learn, which no server has."""

import base64
import math
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from . import features
from .lexicon import Lexicon
from .model import FAMILIAR, STRANGE
from .reading import Reading, read

CLASSES = {"neg": 0, "neu": 1, "pos": 2}
OUTER, INNER, STRENGTH = 0.7, 0.7, 6.0  # how much words with pairs, and parts of words, may say beside the rules
SEEN = 2  # a part seen in one text alone is chance
# Everyday talk is rare in the corpus and common in the world: how often each of its texts counts, also in the plain model.
EVERYDAY, EVERYDAY_PLAIN = 4.0, 20.0
PLAIN_STRENGTH = 3.0
RARITIES = 240  # steps in which rarity is kept
Matrix = Any  # rows of scipy.sparse, which has no types
Numbers = npt.NDArray[np.float64]


class Texts(NamedTuple):
    """Texts as the model sees them: figures, and how often each part occurs."""

    figures: Numbers
    outer: Matrix
    inner: Matrix
    labels: npt.NDArray[np.int64]
    everyday: npt.NDArray[np.bool_]

    def some(self, rows: npt.NDArray[np.int64]) -> "Texts":
        return Texts(self.figures[rows], self.outer[rows], self.inner[rows], self.labels[rows], self.everyday[rows])


class Grams(NamedTuple):
    """Parts that were seen often enough, with their rarity; all others weigh as `unknown`."""

    rarity: Numbers
    known: npt.NDArray[np.bool_]


class Learned(NamedTuple):
    """The full model, and a plain one of a few figures for texts whose words the corpus hardly knows."""

    figures: Numbers
    bias: Numbers
    plain: Numbers
    plain_bias: Numbers
    outer: Grams
    inner: Grams
    outer_weights: Numbers
    inner_weights: Numbers

    def odds(self, texts: Texts) -> Numbers:
        full = (
            texts.figures @ self.figures.T
            + self.bias
            + scaled(texts.outer, self.outer) @ self.outer_weights.T
            + scaled(texts.inner, self.inner) @ self.inner_weights.T
        )
        plain = texts.figures @ self.plain.T + self.plain_bias
        share = np.clip((familiar(texts.inner, self.inner) - STRANGE) / (FAMILIAR - STRANGE), 0, 1)[:, None]
        return share * level(full) + (1 - share) * level(plain)


class Corpus(NamedTuple):
    texts: Texts
    outer: list[str]
    inner: list[str]


def readings(texts: Sequence[str], lexicon: Lexicon) -> list[Reading]:
    return [read(text, lexicon) for text in texts]


def counted(found: Sequence[Reading], labels: Sequence[str], everyday: Sequence[bool]) -> Corpus:
    """Return the texts as numbers, with the names of the columns in an order of their own."""
    outer = [
        Counter(["w " + word for word in one.words] + ["b " + pair for pair in features.pairs(one.words)])
        for one in found
    ]
    inner = [Counter(part for word in one.words for part in features.parts(word)) for one in found]
    outer_names, inner_names = _names(outer), _names(inner)
    texts = Texts(
        np.array([one.figures for one in found]),
        _matrix(outer, outer_names),
        _matrix(inner, inner_names),
        np.array([CLASSES[label] for label in labels]),
        np.array(everyday),
    )
    return Corpus(texts, outer_names, inner_names)


def _names(counts: Sequence[Counter[str]]) -> list[str]:
    return sorted(set().union(*counts))


def _matrix(counts: Sequence[Counter[str]], names: Sequence[str]) -> Matrix:
    place = {name: number for number, name in enumerate(names)}
    starts, columns, values = [0], [], []
    for one in counts:
        for name, count in sorted(one.items()):
            columns.append(place[name])
            values.append(float(count))
        starts.append(len(columns))
    return sparse.csr_matrix((values, columns, starts), shape=(len(counts), len(names)))


def grams(counts: Matrix, unknown: float) -> Grams:
    """Return the rarity of each part: the fewer texts have it, the more it says; what too few have is unknown."""
    texts = np.asarray((counts > 0).sum(axis=0)).ravel()
    known = texts >= SEEN
    rarity = np.log((1 + counts.shape[0]) / (1 + texts)) + 1
    rarity = np.round(np.minimum(rarity, unknown) / unknown * RARITIES) / RARITIES * unknown
    return Grams(np.where(known, rarity, unknown), known)


def unknown_rarity(texts: int) -> float:
    return round(math.log(1 + texts) + 1, 6)


def scaled(counts: Matrix, found: Grams) -> Matrix:
    """Return each text at length one, its unknown parts counted in the length and then left out."""
    lengths = np.sqrt(counts @ (found.rarity**2))
    lengths[lengths == 0] = 1.0
    return sparse.diags(1 / lengths) @ counts @ sparse.diags(np.where(found.known, found.rarity, 0.0))


def familiar(counts: Matrix, found: Grams) -> Numbers:
    """Return which share of each text's parts the corpus knows, rare ones counting more."""
    everything = counts @ (found.rarity**2)
    known = counts @ (np.where(found.known, found.rarity, 0.0) ** 2)
    return np.divide(known, everything, out=np.zeros_like(known), where=everything > 0)


def level(odds: Numbers) -> Numbers:
    """Return log-probabilities, so that odds of two models can be added."""
    odds -= odds.max(axis=1, keepdims=True)
    return odds - np.log(np.exp(odds).sum(axis=1, keepdims=True))


def learn(texts: Texts) -> Learned:
    """Return a model of the texts: figures, words with pairs and parts of words in one logistic regression."""
    unknown = unknown_rarity(len(texts.labels))
    outer, inner = grams(texts.outer, unknown), grams(texts.inner, unknown)
    together = sparse.hstack(
        [sparse.csr_matrix(texts.figures), OUTER * scaled(texts.outer, outer), INNER * scaled(texts.inner, inner)],
    ).tocsr()
    full = LogisticRegression(C=STRENGTH, max_iter=200, tol=1e-3)
    full.fit(together, texts.labels, sample_weight=np.where(texts.everyday, EVERYDAY, 1.0))
    columns = [features.FIGURES.index(name) for name in features.PLAIN]
    plain = LogisticRegression(C=PLAIN_STRENGTH, max_iter=200, tol=1e-3)
    plain.fit(texts.figures[:, columns], texts.labels, sample_weight=np.where(texts.everyday, EVERYDAY_PLAIN, 1.0))
    plain_weights = np.zeros((len(CLASSES), len(features.FIGURES)))
    plain_weights[:, columns] = plain.coef_
    first, second = len(features.FIGURES), len(features.FIGURES) + texts.outer.shape[1]
    weights = full.coef_
    return Learned(
        weights[:, :first], full.intercept_, plain_weights, plain.intercept_, outer, inner,
        OUTER * weights[:, first:second], INNER * weights[:, second:],
    )  # fmt: skip


def packed(learned: Learned, corpus: Corpus, *, version: str, temperature: float, threshold: float) -> dict[str, Any]:
    """Return the model as it is shipped: whole steps of one byte a class for every known part."""
    unknown = unknown_rarity(len(corpus.texts.labels))
    names = [
        name
        for column, known in ((corpus.outer, learned.outer.known), (corpus.inner, learned.inner.known))
        for name, kept in zip(column, known, strict=True)
        if kept
    ]
    rarity = np.concatenate([found.rarity[found.known] for found in (learned.outer, learned.inner)])
    weights = np.concatenate(
        [learned.outer_weights[:, learned.outer.known], learned.inner_weights[:, learned.inner.known]], axis=1,
    )  # fmt: skip
    weights *= rarity
    steps = np.abs(weights).max(axis=1) / 127
    return {
        "version": version,
        "temperature": round(temperature, 3),
        "threshold": threshold,
        "figures": np.round(learned.figures, 4).tolist(),
        "bias": np.round(learned.bias, 4).tolist(),
        "plain": np.round(learned.plain, 4).tolist(),
        "plain_bias": np.round(learned.plain_bias, 4).tolist(),
        "unknown": unknown,
        "rarities": [round(number / RARITIES * unknown, 6) for number in range(RARITIES + 1)],
        "rarity": _text(np.round(rarity / unknown * RARITIES).astype(np.uint8)),
        "steps": [round(float(step), 9) for step in steps],
        "grams": "\n".join(names),
        "weights": _text(np.round(weights / steps[:, None]).T.astype(np.int8)),
    }


def _text(numbers: npt.NDArray[Any]) -> str:
    return base64.b64encode(numbers.tobytes()).decode()
