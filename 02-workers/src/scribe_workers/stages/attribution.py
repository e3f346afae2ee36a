"""Which speaker each word belongs to: the likeliest sequence, so that a word does not change sides for a frame's sake.

With e(f, s) the evidence that speaker s is the one to hear in frame f, and frames(i) those of word i and `MARGIN` around it:

    share(i, s)  =  (mean of e(f, s) over frames(i) + FLOOR) / the same summed over all speakers
    speakers     =  argmax over s(1) … s(n) of  Σ log share(i, s(i)) − Σ cost(i) · [s(i) ≠ s(i − 1)]

cost(i) is `SWITCH_COST`, less where people change anyway: after a full stop, before a capital, after a pause (`_costs`). A
word's sureness is share(i, s(i)). Taking the turn nearest to each word costs 1.4 points of cpWER more (docs/decisions/0006).
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
"""Share of it after a full stop: people mostly finish their sentences. 0.1 to 0.5 do equally well (0006)."""

BEFORE_CAPITAL = 0.5
"""Share of it before a word with a capital: the recogniser heard a sentence begin (0015)."""

PAUSE = 0.3
"""Seconds without a word that are a pause; 0.2 to 0.5 do equally well (0006), and"""

AFTER_PAUSE = 0.5
"""the share of it after one; 0.25 to 1 do equally well."""

LONG_PAUSE = 1.0
"""Seconds that are a long one, after which anybody may speak; 0.7 to 1.5 give the same words (0006)."""

AFTER_LONG_PAUSE = 0.1
"""Cost, not share, after a long one; 0.01 to 0.5 give the same words."""

MARGIN = 0.05
"""Seconds around a word that are listened to: the recogniser's times are no better. With 0.1 s cpWER is 0.2 points higher (0006)."""

SEARCH = 1.0
"""Seconds around a word that are listened to where nobody is heard in it; 0.5 to 2 give the same words (0006)."""

NOBODY_HEARD = 0.02
"""Summed evidence below which nobody is heard; 0.005 to 0.1 give the same words (0006)."""

FLOOR = 0.05
"""Evidence that everybody gets, so that no word is impossible. 0.02 does as well, with 0.1 cpWER is 0.3 points higher (0006)."""

ENGLISH_I = re.compile(r"I\b")
"""The word "I", and "I'm" and the like: a capital that begins no sentence."""

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
