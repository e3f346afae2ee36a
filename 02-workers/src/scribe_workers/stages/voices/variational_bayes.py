"""Refining who said which window: a hidden Markov model over speakers whose voices are inferred at the same time.

Source: Landini et al., "Bayesian HMM clustering of x-vector sequences (VBx) in speaker diarization", Computer Speech
& Language 71 (2022), equations 16 to 24. There a trained PLDA tells how much voices differ between and within
people; here the recording's own turns do, so that no further model is needed.

In a space where one person's variation is a unit sphere and φ(d) is how much people differ along direction d, with y(t) window t's
point times √φ and γ(t, s) the share of window t that is speaker s's, each round computes (in brackets: the names below):

    1 / L(s, d)  =  1 + F_A / F_B · φ(d) · Σ over t of γ(t, s)                             (variance)
    α(s, d)      =  F_A / F_B · L(s, d) · Σ over t of γ(t, s) · y(t, d)                    (voices)
    log p(t | s) =  F_A · (Σ over d of α(s, d) · y(t, d) − ½ (L(s, d) + α(s, d)²) φ(d))    (fit, up to a constant of t)
    γ            =  forward-backward over t with p(t | s); who speaks stays with the chance `STAY` to the power of the seconds
                    since the window before, else somebody is drawn from the prior
    prior(s)     ∝  γ(1, s) + expected number of times that s was drawn

until the bound  log p(all) + F_B / 2 · Σ (log L − L − α² + 1)  gains nothing. Speakers whom the prior gives up keep no window.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from scribe_workers.stages.voices.arrays import Doubles, Floats, Ints

DIMENSIONS = 32
"""Directions kept: those in which people differ most compared with one person's own variation. 8 to 64 give the same
DER on the four mixes of readers, where the whole refinement is worth 0.2 points of French (docs/decisions/0013)."""

SHRINKAGE = 0.3
"""Share of an even spread mixed into the within-turn covariance, which few turns estimate badly. 0.1 to 0.8 give the same
DER there (0013)."""

HALF_OVERLAP = 0.6
"""Windows of a turn overlap by half, so they count as fewer. 0.4 to 1 give the same DER there (0013)."""

ACOUSTIC_FACTOR = 0.3
"""How much one window weighs (VBx's F_A), and"""

SPEAKER_FACTOR = 6.0
"""how readily a speaker is given up (F_B). Factors of 0.2 to 0.4 and of 3 to 12 change one French piece of
three minutes and nothing else (0013)."""

STAY = 0.9
"""Chance that the same person still speaks a second later. 0.5 to 0.99 give the same DER there (0013)."""

NOBODY = -1
"""The label of a window of which nothing is known."""

ROUNDS = 20
ENOUGH = 1e-4
"""Gain of the bound below which nothing moves any more. 5 to 40 rounds give the same DER there (0013)."""


@dataclass(frozen=True, slots=True)
class VoiceSpace:
    """Windows in coordinates where one person's variation is a unit sphere.

    Shapes: `points` `(windows, dimensions)`; `between` `(dimensions,)`, the variance between people along each.
    """

    points: Doubles
    between: Doubles


def voice_space(vectors: Floats, turns: Ints) -> VoiceSpace:
    """The space in which this recording's people differ most, `vectors` `(windows, 192)` and their `turns` given."""
    centred = (vectors - vectors.mean(0)).astype(np.float64)
    kept = min(2 * DIMENSIONS, len(vectors) - 1)
    _, axes = np.linalg.eigh(centred.T @ centred)  # (192, 192), weakest axis first
    points = centred @ axes[:, ::-1][:, :kept]  # (windows, kept)

    order = np.argsort(turns, kind="stable")
    _, first, size = np.unique(turns[order], return_index=True, return_counts=True)
    means = np.add.reduceat(points[order], first) / size[:, None]  # (turns, kept)
    residues = points[order] - np.repeat(means, size, axis=0)  # (windows, kept)
    within = residues.T @ residues / max(1.0, HALF_OVERLAP * len(residues))  # (kept, kept)
    even = np.trace(within) / kept
    within = (1 - SHRINKAGE) * within + (SHRINKAGE * even + 1e-6) * np.eye(kept)

    variances, directions = np.linalg.eigh(within)
    whitening = directions / np.sqrt(variances)  # (kept, kept)
    total = whitening.T @ np.atleast_2d(np.cov(points.T, bias=True)) @ whitening
    ratios, rotation = np.linalg.eigh(total)
    strongest = np.argsort(-ratios)[:DIMENSIONS]
    return VoiceSpace(
        points=points @ whitening @ rotation[:, strongest],  # (windows, dimensions)
        between=np.maximum(ratios[strongest] - 1.0, 1e-3),
    )


def refined_labels(space: VoiceSpace, times: Floats, labels: Ints, tick: Callable[[], None]) -> Ints:
    """Who said each window, `(windows,)`, starting from `labels`, some of which may be `NOBODY`.

    Windows are in order of `times`, in seconds. Labels keep their meaning; some may not be used any more. `tick` is called
    after every round.
    """
    windows, speakers = len(labels), int(labels.max()) + 1
    shares = np.full((windows, speakers), np.exp(-5.0))  # (windows, speakers)
    known = np.flatnonzero(labels != NOBODY)
    shares[known, labels[known]] = 1.0
    shares /= shares.sum(1, keepdims=True)
    prior = np.full(speakers, 1 / speakers)
    stay = STAY ** np.maximum(np.diff(times.astype(np.float64), prepend=times[:1]), 0.05)  # (windows,)
    features = space.points * np.sqrt(space.between)  # (windows, dimensions)
    ratio = ACOUSTIC_FACTOR / SPEAKER_FACTOR
    before = -np.inf
    for _ in range(ROUNDS):
        variance = 1 / (1 + ratio * shares.sum(0)[:, None] * space.between)  # (speakers, dimensions)
        voices = ratio * variance * (shares.T @ features)  # (speakers, dimensions)
        fit = ACOUSTIC_FACTOR * (features @ voices.T - 0.5 * ((variance + voices**2) @ space.between))
        best = fit.max(1, keepdims=True)
        likelihood = np.exp(fit - best) + 1e-30  # (windows, speakers)
        shares, prior, evidence = _forward_backward(likelihood, stay, prior)
        bound = evidence + best.sum() + 0.5 * SPEAKER_FACTOR * np.sum(np.log(variance) - variance - voices**2 + 1)
        tick()
        if bound - before < ENOUGH:
            break
        before = bound
    refined: Ints = shares.argmax(1).astype(np.int32)
    return refined


def _forward_backward(likelihood: Doubles, stay: Doubles, prior: Doubles) -> tuple[Doubles, Doubles, float]:
    """Each window's share of every speaker, the speakers' new prior and the log-evidence.

    Whoever does not stay is followed by a speaker drawn from the prior, possibly the same.
    """
    windows = len(likelihood)
    forward, backward = np.empty_like(likelihood), np.ones_like(likelihood)  # (windows, speakers)
    scale = np.empty(windows)
    state = prior
    leave = 1.0 - stay
    for window in range(windows):
        arriving = prior if window == 0 else stay[window] * state + leave[window] * prior
        state = arriving * likelihood[window]
        scale[window] = state.sum()
        state = state / scale[window]
        forward[window] = state
    for window in range(windows - 1, 0, -1):
        ahead = backward[window] * likelihood[window] / scale[window]
        backward[window - 1] = stay[window] * ahead + leave[window] * (ahead @ prior)
    shares = forward * backward
    shares /= shares.sum(1, keepdims=True)
    drawn = leave[1:, None] * prior * likelihood[1:] * backward[1:] / scale[1:, None]  # (windows - 1, speakers)
    new_prior = shares[0] + drawn.sum(0)
    return shares, new_prior / new_prior.sum(), float(np.log(scale).sum())
