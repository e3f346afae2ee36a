"""Which speaker each word belongs to: the likeliest sequence, so that a word does not change sides for a frame's sake.

Taking the turn nearest to each word costs 1.4 points of cpWER more (docs/decisions/0006).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scribe_core.domain.speech import Word
from scribe_workers.stages.voices.activity import FIRST_CENTRE, FRAME_SECONDS
from scribe_workers.stages.voices.arrays import Doubles, Floats, Ints
from scribe_workers.stages.voices.likeliest_path import likeliest_path

SWITCH_COST = 2.0
"""Log-likelihood that a change of speaker inside a phrase must gain; 0.5 to 8 do equally well (0006)."""

AFTER_SENTENCE = 0.25
"""Share of it after a full stop: people mostly finish their sentences."""

BEFORE_CAPITAL = 0.5
"""Share of it before a word with a capital: the recogniser heard a sentence begin (0015)."""

PAUSE = 0.3
AFTER_PAUSE = 0.5
"""Share of it after a pause of so many seconds."""

LONG_PAUSE = 1.0
AFTER_LONG_PAUSE = 0.1
"""Cost, not share, after a long one: anybody may speak."""

MARGIN = 0.05
"""Seconds around a word that are listened to: the recogniser's times are no better."""

SEARCH = 1.0
"""Seconds around a word that are listened to where nobody is heard in it."""

NOBODY_HEARD = 0.02
"""Summed evidence below which nobody is heard."""

FLOOR = 0.05
"""Evidence that everybody gets, so that no word is impossible."""

ENGLISH_I = re.compile(r"I\b")

SENTENCE_ENDS = (".", "?", "!", "…")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Each word's speaker, and how much of what is heard at the word is theirs, 0..1. Shapes: `(words,)`."""

    speakers: Ints
    sureness: Floats


def attributed(words: Sequence[Word], evidence: Floats) -> Attribution:
    """Whose each word is, by the `evidence` `(frames, speakers)` of who is the one to hear in each frame."""
    shares = _shares(words, evidence)  # (words, speakers)
    speakers = likeliest_path(np.log(shares), _costs(words), tick=lambda: None)
    return Attribution(speakers, shares[np.arange(len(words)), speakers].astype(np.float32))


def ends_sentence(word: Word) -> bool:
    """Whether a sentence ends with this word."""
    return word.text.rstrip("\"'”’»)] \u00a0\u202f").endswith(SENTENCE_ENDS)


def _begins_sentence(word: Word) -> bool:
    """Whether a sentence may begin with this word: it has a capital and is not the English "I"."""
    return word.text[:1].isupper() and not ENGLISH_I.match(word.text)


def _shares(words: Sequence[Word], evidence: Floats) -> Doubles:
    """Each speaker's share of what is heard at each word, `(words, speakers)`, rows summing to 1."""
    before = np.concatenate([np.zeros((1, evidence.shape[1])), np.cumsum(evidence, axis=0, dtype=np.float64)])
    starts = np.array([word.start for word in words])
    ends = np.array([word.end for word in words])
    heard = _mean(before, starts - MARGIN, ends + MARGIN)  # (words, speakers)
    unheard = heard.sum(1) < NOBODY_HEARD
    heard[unheard] = _mean(before, starts[unheard] - SEARCH, ends[unheard] + SEARCH)
    heard += FLOOR
    heard /= heard.sum(1, keepdims=True)
    return heard


def _mean(before: Doubles, starts: Doubles, ends: Doubles) -> Doubles:
    """Mean evidence between instants, `(words, speakers)`, from the running sums `(frames + 1, speakers)`."""
    frames = len(before) - 1
    first = np.clip((starts - FIRST_CENTRE) / FRAME_SECONDS, 0, frames - 1).astype(np.intp)  # (words,)
    after = np.clip((ends - FIRST_CENTRE) / FRAME_SECONDS + 1, first + 1, frames).astype(np.intp)  # (words,)
    mean: Doubles = (before[after] - before[first]) / (after - first)[:, None]
    return mean


def _costs(words: Sequence[Word]) -> Doubles:
    """What it costs to change the speaker before each word, `(words,)`; the first costs nothing."""
    costs = np.zeros(len(words))
    for place in range(1, len(words)):
        last, word = words[place - 1], words[place]
        pause = word.start - last.end
        if pause > LONG_PAUSE:
            costs[place] = AFTER_LONG_PAUSE
            continue
        costs[place] = SWITCH_COST
        if ends_sentence(last):
            costs[place] *= AFTER_SENTENCE
        elif _begins_sentence(word):
            costs[place] *= BEFORE_CAPITAL
        if pause > PAUSE:
            costs[place] *= AFTER_PAUSE
    return costs
