"""What the model is worth on texts it has not learned from: grouped cross-validation, calibration, a learning curve."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedGroupKFold

from .training import Learned, Numbers, Texts, learn

FOLDS = 4
SEED = 8
SHARES = (0.25, 0.5)
UNKNOWN = -1
Labels = npt.NDArray[np.int64]


class Unseen(NamedTuple):
    """The odds of every text by a model that has not seen it or its near twins, and the fold it was in."""

    odds: Numbers
    fold: Labels


def folds(labels: Sequence[str], groups: Sequence[int]) -> Labels:
    """Return the fold of each text: every label of every language evenly spread, near twins together."""
    numbers = np.zeros(len(labels), dtype=np.int64)
    splits = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=SEED).split(np.zeros(len(labels)), labels, groups)
    for number, (_, checked) in enumerate(splits):
        numbers[checked] = number
    return numbers


def unseen(texts: Texts, fold: Labels, share: float = 1.0, fit: Callable[[Texts], Learned] = learn) -> Unseen:
    """Return odds of texts that were not learned from, learning only a share of the others."""
    odds = np.zeros((len(fold), 3))
    chance = np.random.default_rng(SEED).random(len(fold))
    for number in range(FOLDS):
        checked = fold == number
        odds[checked] = fit(texts.some(np.flatnonzero(~checked & (chance < share)))).odds(
            texts.some(np.flatnonzero(checked)),
        )
    return Unseen(odds, fold)


def probabilities(odds: Numbers, temperature: float) -> Numbers:
    raised = np.exp((odds - odds.max(axis=1, keepdims=True)) / temperature)
    return raised / raised.sum(axis=1, keepdims=True)


def temperature(odds: Numbers, labels: Labels) -> float:
    """Return what the odds are divided by so that the probabilities are right on the whole."""
    steps = np.arange(0.3, 3.01, 0.02)
    losses = [-np.log(probabilities(odds, step)[np.arange(len(labels)), labels] + 1e-12).mean() for step in steps]
    return round(float(steps[int(np.argmin(losses))]), 2)


def calibrated(found: Unseen, labels: Labels) -> Numbers:
    """Return probabilities of each fold by the temperature of the others, as an unseen text meets them."""
    result = np.zeros_like(found.odds)
    for number in range(FOLDS):
        checked = found.fold == number
        result[checked] = probabilities(found.odds[checked], temperature(found.odds[~checked], labels[~checked]))
    return result


def calibration_error(chances: Numbers, labels: Labels, bins: int = 10) -> float:
    """Return the expected calibration error: how far confidence and being right are apart, over ten bins."""
    confidence, right = chances.max(axis=1), chances.argmax(axis=1) == labels
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    return float(
        sum(
            (place == number).mean() * abs(confidence[place == number].mean() - right[place == number].mean())
            for number in np.unique(place)
        ),
    )


def score(chances: Numbers, labels: Labels, threshold: float) -> dict[str, float]:
    """Return macro-F1 with every unknown answer counted as wrong, the share of answers, and F1 without a threshold."""
    confident = chances.max(axis=1) >= threshold
    answers = np.where(confident, chances.argmax(axis=1), UNKNOWN)
    return {
        "f1": _f1(labels, answers),
        "coverage": round(float(confident.mean()), 3),
        "f1_answered": _f1(labels[confident], answers[confident]),
        "f1_forced": _f1(labels, chances.argmax(axis=1)),
    }


def _f1(labels: Labels, answers: Labels) -> float:
    return round(float(f1_score(labels, answers, labels=[0, 1, 2], average="macro", zero_division=0)), 3)


def measure(texts: Texts, names: Sequence[str], fold: Labels, threshold: float) -> tuple[dict[str, Any], float]:
    """Return all figures of the model's quality by corpus, and the temperature learned on the way."""
    found = unseen(texts, fold)
    chances = calibrated(found, texts.labels)
    name = np.array(names)
    curve = [
        {"texts": round(len(fold) * share * (FOLDS - 1) / FOLDS), "f1": _by_name(part.odds, texts.labels, name)}
        for share in SHARES
        for part in [unseen(texts, fold, share)]
    ]
    curve.append({"texts": round(len(fold) * (FOLDS - 1) / FOLDS), "f1": _by_name(found.odds, texts.labels, name)})
    figures = {
        "threshold": threshold,
        "texts": {one: int((name == one).sum()) for one in sorted(set(names))},
        "scores": {
            one: score(chances[name == one], texts.labels[name == one], threshold) for one in sorted(set(names))
        },
        "calibration_error": round(calibration_error(chances, texts.labels), 3),
        "curve": curve,
    }
    return figures, temperature(found.odds, texts.labels)


def _by_name(odds: Numbers, labels: Labels, name: npt.NDArray[np.str_]) -> dict[str, float]:
    return {one: _f1(labels[name == one], odds[name == one].argmax(axis=1)) for one in sorted(set(name.tolist()))}
