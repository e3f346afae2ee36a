"""Whether a term of a glossary fits the sound where the recogniser wrote something that looks like it.

The model is asked how probable the whole text would be with the term in its place. What it wrote itself is nearly always the more
probable; a term that people say will be said has an allowance, which a name that sounds otherwise does not come near.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from ctranslate2 import StorageView
from faster_whisper import WhisperModel
from faster_whisper.tokenizer import Tokenizer
from numpy.typing import NDArray

from scribe_workers.stages.glossary import Likeness, bare

ALLOWANCE = 0.7
"""Log-probability that a text may lose for each letter of a term: a longer name is a greater surprise (docs/decisions/0016)."""

LEAST_PROBABILITY = 1e-9

Likenesses = Callable[[Sequence[str]], Sequence[Likeness]]


@dataclass(frozen=True, slots=True)
class _Spelled:
    """A word as it is written, with its marks, and its tokens."""

    text: str
    tokens: list[int]


def with_terms(
    model: WhisperModel,
    tokenizer: Tokenizer,
    text: list[int],
    encoded: NDArray[np.float32],
    frames: int,
    likenesses: Likenesses,
) -> list[int]:
    """The text's tokens, with terms where they fit. `encoded` is the sound's encoding, `(frames / 2, width)`."""
    words = _spelled(tokenizer, text)
    asked = likenesses([word.text.strip() for word in words])
    if not asked:
        return text
    ways = [_put(tokenizer, words, [one]) for one in asked]
    own, *others = _fits(model, tokenizer, [text, *ways], encoded, frames)
    fitting = sorted(
        (fit for fit in zip(others, asked, strict=True) if fit[0] >= own - ALLOWANCE * len(bare(fit[1].term))),
        key=lambda fit: -fit[0],
    )
    chosen: list[Likeness] = []
    for _, one in fitting:
        if all(one.after <= other.first or one.first >= other.after for other in chosen):
            chosen.append(one)
    return _put(tokenizer, words, chosen) if chosen else text


def _spelled(tokenizer: Tokenizer, text: list[int]) -> list[_Spelled]:
    """The words between blanks."""
    words: list[_Spelled] = []
    pieces, tokens = tokenizer.split_to_word_tokens([*text, tokenizer.eot])
    for piece, part in zip(pieces[:-1], tokens[:-1], strict=True):
        if words and not piece.startswith(" "):
            words[-1] = _Spelled(words[-1].text + piece, words[-1].tokens + list(part))
        else:
            words.append(_Spelled(piece, list(part)))
    return words


def _put(tokenizer: Tokenizer, words: Sequence[_Spelled], terms: Sequence[Likeness]) -> list[int]:
    """The text's tokens with terms in the place of what looks like them. Marks around that stay."""
    tokens: list[int] = []
    reached = 0
    for one in sorted(terms, key=lambda term: term.first):
        tokens += [token for word in words[reached : one.first] for token in word.tokens]
        first, last = words[one.first].text, words[one.after - 1].text
        before = first[: next(place for place, mark in enumerate(first) if mark.isalnum())]
        after = last[len(last) - next(place for place, mark in enumerate(reversed(last)) if mark.isalnum()) :]
        tokens += tokenizer.encode(before + one.term + after)
        reached = one.after
    return tokens + [token for word in words[reached:] for token in word.tokens]


def _fits(
    model: WhisperModel, tokenizer: Tokenizer, texts: list[list[int]], encoded: NDArray[np.float32], frames: int
) -> list[float]:
    """How probable each text is for that sound, as a logarithm."""
    rows = np.repeat(encoded[np.newaxis], len(texts), axis=0)  # (texts, frames / 2, width)
    results = model.model.align(StorageView.from_array(rows), tokenizer.sot_sequence, texts, [frames] * len(texts))
    return [sum(math.log(max(share, LEAST_PROBABILITY)) for share in one.text_token_probs) for one in results]
