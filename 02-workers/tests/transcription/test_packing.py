"""Chunks hold all the speech, in order and short enough; times find their way back to the recording."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from scribe_core.domain.audio import SAMPLE_RATE
from scribe_core.domain.speech import Region, Word
from scribe_workers.stages.packing import (
    Chunk,
    Read,
    audible,
    cut_long,
    halves,
    in_recording,
    pack,
    part,
    seconds_of,
    sound_of,
    widened,
)


def tone_with_pauses(*pauses: float, seconds: float = 60.0) -> NDArray[np.float32]:
    """A steady tone, silent for 0.3 s around each of these instants."""
    time = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    sound = 0.1 * np.sin(2 * np.pi * 200 * time)
    for pause in pauses:
        sound[np.abs(time - pause) < 0.15] = 0
    return sound.astype(np.float32)


def reading(sound: NDArray[np.float32]) -> Read:
    return lambda start, end: sound[round(start * SAMPLE_RATE) : round(end * SAMPLE_RATE)]


@st.composite
def speech(draw: st.DrawFn) -> list[Region]:
    """Sorted, disjoint regions up to 20 s long, as a detector gives them."""
    regions, at = [], 0.0
    for pause, length in draw(st.lists(st.tuples(st.floats(0.05, 9), st.floats(0.1, 20)), max_size=30)):
        regions.append(Region(at + pause, at + pause + length))
        at += pause + length
    return regions


@given(speech())
def test_packing_keeps_every_piece_in_order_and_no_chunk_is_too_long(regions: list[Region]) -> None:
    chunks = pack(regions, 20.0)
    assert [piece for chunk in chunks for piece in chunk] == regions
    assert all(chunk for chunk in chunks)
    assert all(seconds_of(chunk) <= 20.0 + 1e-6 for chunk in chunks)


@given(speech(), st.floats(0, 1))
def test_margins_widen_regions_but_never_into_each_other_or_out_of_the_recording(
    regions: list[Region], margin: float
) -> None:
    seconds = regions[-1].end + 0.1 if regions else 1.0
    wide = widened(regions, margin, seconds)
    assert len(wide) == len(regions)
    assert all(new.start <= old.start and new.end >= old.end for new, old in zip(wide, regions, strict=True))
    edges = [0.0, *(edge for region in wide for edge in (region.start, region.end)), seconds]
    assert edges == sorted(edges)


def test_long_speech_is_cut_in_its_pauses() -> None:
    sound = tone_with_pauses(13.0, 17.0, 30.0)
    pieces = cut_long(Region(1.0, 50.0), 20.0, reading(sound))
    assert pieces[0].start == 1.0
    assert pieces[-1].end == 50.0
    assert all(left.end == right.start for left, right in pairwise(pieces))
    assert all(piece.seconds <= 20.0 for piece in pieces)
    assert min(abs(pieces[0].end - pause) for pause in (13.0, 17.0)) < 0.2
    assert abs(pieces[1].end - 30.0) < 0.2


def test_steady_sound_without_any_pause_is_cut_all_the_same() -> None:
    pieces = cut_long(Region(0.0, 60.0), 20.0, reading(tone_with_pauses()))
    assert all(0 < piece.seconds <= 20.0 for piece in pieces)
    assert sum(piece.seconds for piece in pieces) == pytest.approx(60.0)


@pytest.mark.parametrize(("hole", "where"), [(None, 8.0), (Region(2.5, 3.6), 3.0), (Region(12.2, 14.0), 13.0)])
def test_a_chunk_is_halved_in_the_pause_near_its_hole_else_near_its_middle(hole: Region | None, where: float) -> None:
    chunk: Chunk = (Region(20.0, 26.0), Region(30.0, 40.0))
    read = reading(tone_with_pauses(23.0, 32.0, 37.0))
    left, right = halves(chunk, read, hole)
    assert abs(seconds_of(left) - where) < 0.2
    assert np.array_equal(np.concatenate([sound_of(left, read), sound_of(right, read)]), sound_of(chunk, read))


@given(speech().filter(bool), st.floats(0, 1), st.floats(0, 1))
def test_a_part_of_a_chunk_sounds_as_long_as_asked(regions: list[Region], one: float, other: float) -> None:
    chunk = tuple(regions)
    start, end = (share * seconds_of(chunk) for share in sorted((one, other)))
    got = part(chunk, start, end)
    assert seconds_of(got) == pytest.approx(end - start, abs=len(chunk) * 2 / SAMPLE_RATE)
    assert all(any(old.start <= new.start and new.end <= old.end + 1e-6 for old in chunk) for new in got)


@given(speech().filter(bool), st.lists(st.floats(0, 1), min_size=2, max_size=40))
def test_words_land_inside_the_speech_and_in_order(regions: list[Region], marks: list[float]) -> None:
    chunk = tuple(regions)
    times = [share * seconds_of(chunk) for share in sorted(marks)]
    words = [Word(start, end, "oui", 1.0) for start, end in pairwise(times)]
    placed = in_recording(chunk, words)
    assert all(any(piece.start - 1e-3 <= w.start <= w.end <= piece.end + 1e-3 for piece in chunk) for w in placed)
    assert [w.start for w in placed] == sorted(w.start for w in placed)
    assert all(left.end <= right.start + 1e-3 for left, right in pairwise(placed))


def test_a_word_across_two_pieces_stays_where_most_of_it_is() -> None:
    chunk = (Region(10.0, 12.0), Region(20.0, 25.0))
    [word, next_word] = in_recording(chunk, [Word(1.2, 2.3, "avant", 0.9), Word(2.3, 3.0, "après", 0.9)])
    assert (word.start, word.end) == (11.2, 12.0)
    assert (next_word.start, next_word.end) == (20.3, 21.0)


def test_digital_silence_is_not_listened_to() -> None:
    sound = np.concatenate([np.zeros(SAMPLE_RATE), 0.001 * np.ones(SAMPLE_RATE)]).astype(np.float32)
    assert audible([Region(0, 1), Region(1, 2)], reading(sound)) == [Region(1, 2)]
