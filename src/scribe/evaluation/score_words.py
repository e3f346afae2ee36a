"""Word errors: in order whoever speaks (WER), by speaker (cpWER), and by speaker and time (tcpWER); and words' times."""

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from itertools import groupby
from typing import Any

import kaldialign

from scribe.evaluation.normalisation import normalised, tokens
from scribe.evaluation.outcome import SpokenWord
from scribe.evaluation.references import Line
from scribe.evaluation.scores import Errors, WordTimes

COLLAR_SECONDS = 5.0
"""How far from its reference a word may be and still count as it in tcpWER; meeteval's and CHiME-7's usual value."""

BLOCK_WORDS = 50

MOST_SPEAKERS = 19
"""With one more for the others, what meeteval takes."""

REST = "the others"

HOLE = "\0"
"""Stands for no word in an alignment."""

BUILT = "meeteval"
ATTRIBUTES = find_spec(BUILT) is not None
"""Whether cpWER and tcpWER can be told: their package has to be built where it is installed."""


def ordered_errors(lines: Sequence[Line], words: Sequence[SpokenWord], language: str | None) -> Errors:
    """WER whoever speaks: the reference in order of its lines, the answer in order of its words' start."""
    reference = normalised(" ".join(line.text for line in lines), language).split()
    answer = normalised(" ".join(word.text for word in _in_order(words)), language).split()
    return _errors([(reference, answer)])


def attributed_errors(lines: Sequence[Line], words: Sequence[SpokenWord], language: str | None) -> Errors:
    """cpWER: word errors under the best match of speakers to people. Source: Watanabe et al., CHiME-6, 2020."""
    import meeteval

    reference = _within_limit(_by_speaker([(str(line.speaker), line.text) for line in lines], language))
    answer = _within_limit(_by_speaker([(str(word.speaker), word.text) for word in _in_order(words)], language))
    found = meeteval.wer.cp_word_error_rate(reference, answer)
    pairs = [(reference.get(person, "").split(), answer.get(said, "").split()) for person, said in found.assignment]
    return _errors(pairs)


def timed_errors(lines: Sequence[Line], words: Sequence[SpokenWord], language: str | None) -> Errors:
    """tcpWER: cpWER whose words must also stand within 5 s of the reference. Source: von Neumann et al., MeetEval, 2023."""
    import meeteval

    kept = set(_within_limit(_by_speaker([(str(word.speaker), word.text) for word in words], language)))
    said: dict[str, list[SpokenWord]] = {}
    for word in _in_order(words):
        said.setdefault(str(word.speaker) if str(word.speaker) in kept else REST, []).append(word)
    people = set(_within_limit(_by_speaker([(str(line.speaker), line.text) for line in lines], language)))
    reference = [
        _segment(person if person in people else REST, line.start, line.end, normalised(line.text, language))
        for line in lines
        for person in (str(line.speaker),)
    ]
    answer = [
        _segment(speaker, run[token.first].start, run[token.last].end, token.text)
        for speaker, run in said.items()
        for token in tokens([word.text for word in run], language)
    ]
    found = meeteval.wer.time_constrained_minimum_permutation_word_error_rate(
        meeteval.io.SegLST([segment for segment in reference if segment["words"]]),
        meeteval.io.SegLST(answer),
        reference_pseudo_word_level_timing="character_based",
        hypothesis_pseudo_word_level_timing="character_based_points",
        reference_sort="segment",
        hypothesis_sort="segment",
        collar=COLLAR_SECONDS,
    )
    return Errors(found.errors, found.length, found.insertions, found.deletions, found.substitutions)


def word_times(reference: Sequence[Line], words: Sequence[SpokenWord], language: str | None) -> WordTimes:
    """How far off the starts of those words are that are right."""
    ordered = _in_order(words)
    true = _starts([line.text for line in reference], [line.start for line in reference], language)
    told = _starts([word.text for word in ordered], [word.start for word in ordered], language)
    errors: list[tuple[float, float]] = []
    here = there = 0
    for expected, heard in kaldialign.align([text for text, _ in true], [text for text, _ in told], HOLE):
        if expected == heard and (start := true[here][1]) is not None and (said := told[there][1]) is not None:
            errors.append((round(start, 3), round(said - start, 3)))
        here += expected != HOLE
        there += heard != HOLE
    return WordTimes(sum(start is not None for _, start in true), errors)


def _errors(pairs: Sequence[tuple[Sequence[str], Sequence[str]]]) -> Errors:
    """The fewest word errors of each (reference, answer), added up, with their blocks."""
    inserted = missed = confused = 0
    blocks: list[tuple[float, float]] = []
    errors = length = 0
    for reference, answer in pairs:
        for expected, heard in kaldialign.align(list(reference), list(answer), HOLE):
            inserted += expected == HOLE
            missed += heard == HOLE
            confused += HOLE not in (expected, heard) and expected != heard
            errors += expected != heard
            length += expected != HOLE
            if length == BLOCK_WORDS:
                blocks.append((errors, length))
                errors = length = 0
    if errors or length:  # what is left is no block of its own: it would weigh as much as a whole one
        last = blocks.pop() if blocks else (0, 0)
        blocks.append((last[0] + errors, last[1] + length))
    total = sum(len(reference) for reference, _ in pairs)
    return Errors(inserted + missed + confused, total, inserted, missed, confused, blocks)


def _in_order(words: Sequence[SpokenWord]) -> list[SpokenWord]:
    return sorted(words, key=lambda word: word.start)


def _starts(
    texts: Sequence[str], starts: Sequence[float | None], language: str | None
) -> list[tuple[str, float | None]]:
    """Each normalised word with its start. Where one is divided, only its first part's is known."""
    found: list[tuple[str, float | None]] = []
    before = -1
    for token in tokens(texts, language):
        found.append((token.text, None if token.first == before else starts[token.first]))
        before = token.first
    return found


def _by_speaker(said: Sequence[tuple[str, str]], language: str | None) -> dict[str, str]:
    """Each speaker's normalised words as one text; numbers of several words stay together as they were said."""
    texts: dict[str, list[str]] = {}
    for speaker, run in groupby(said, key=lambda one: one[0]):
        texts.setdefault(speaker, []).append(normalised(" ".join(text for _, text in run), language))
    return {speaker: " ".join(text for text in parts if text) for speaker, parts in texts.items()}


def _within_limit(texts: Mapping[str, str]) -> dict[str, str]:
    """At most as many speakers as the scorer takes: beyond that, those who say least count as one.

    Matched to nobody, their words are errors all the same.
    """
    ranked = sorted(texts, key=lambda speaker: len(texts[speaker]), reverse=True)
    kept = {speaker: texts[speaker] for speaker in ranked[:MOST_SPEAKERS]}
    if rest := ranked[MOST_SPEAKERS:]:
        kept[REST] = " ".join(texts[speaker] for speaker in rest)
    return kept


def _segment(speaker: str, start: float | None, end: float | None, words: str) -> dict[str, Any]:
    return {"session_id": "recording", "speaker": speaker, "start_time": start, "end_time": end, "words": words}
