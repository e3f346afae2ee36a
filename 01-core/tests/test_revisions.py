"""A run again keeps the ids of what it hears again, so that links and names hold."""

from dataclasses import replace
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from scribe_core.domain import revisions
from scribe_core.domain.revisions import revision_of
from scribe_core.domain.speech import Word
from scribe_core.domain.transcript import Transcript, Utterance, Utterances


def heard(*spans: tuple[int, float, float]) -> Utterances:
    said = tuple(Utterance(s, a, b, (Word(a, b, f"w{a}", 0.9),), overlap=False, doubt=0.0) for s, a, b in spans)
    return Utterances("fr", len({s for s, _, _ in spans}), said)


def revised(utterances: Utterances, previous: Transcript | None = None, number: int = 1) -> Transcript:
    fresh = count(1000 * number)
    return revision_of(
        utterances,
        meeting_id="m",
        title="t",
        number=number,
        seconds=60.0,
        previous=previous,
        new_id=lambda: f"id{next(fresh)}",
    )


def test_a_first_revision_numbers_speakers_in_order_of_first_appearance() -> None:
    result = revised(heard((0, 0, 5), (1, 5, 9), (0, 9, 12)))
    assert [speaker.number for speaker in result.speakers] == [1, 2]
    assert result.lines[0].speaker_id == result.lines[2].speaker_id == result.speakers[0].id
    assert len({line.id for line in result.lines}) == 3


def test_the_same_again_keeps_every_id() -> None:
    first = revised(heard((0, 0, 5), (1, 5, 9), (0, 9, 12)))
    second = revised(heard((0, 0, 5), (1, 5, 9), (0, 9, 12)), first, 2)
    assert [line.id for line in second.lines] == [line.id for line in first.lines]
    assert second.speakers == first.speakers


def test_speakers_are_followed_by_their_voice_not_by_their_number() -> None:
    first = revised(heard((0, 0, 5), (1, 5, 30)))
    second = revised(heard((0, 5, 29), (1, 31, 40)), first, 2)
    assert second.speakers[0].id == first.speakers[1].id
    assert second.speakers[1].id not in {speaker.id for speaker in first.speakers}


def test_who_else_speaks_is_told_by_the_id_they_have_and_not_at_all_where_they_have_no_words() -> None:
    together = heard((0, 0, 5), (1, 5, 9))
    first, second = together.utterances
    crowd = replace(first, words=first.words * 3, second_speakers=(None, 1, 2))
    result = revised(replace(together, speakers=3, utterances=(crowd, second)))
    assert len(result.speakers) == 2
    told = [[word.second_speaker_id for word in line.words] for line in result.lines]
    assert told == [[None, result.speakers[1].id, None], [None]]
    again = revised(replace(together, speakers=3, utterances=(crowd, second)), result, 2)
    assert [line.words for line in again.lines] == [line.words for line in result.lines]


def test_an_utterance_cut_differently_is_a_new_one_and_no_id_is_given_twice() -> None:
    first = revised(heard((0, 0, 10)))
    second = revised(heard((0, 0, 4.9), (0, 5, 10)), first, 2)
    assert len({line.id for line in second.lines}) == 2
    assert second.lines[0].id != first.lines[0].id


def test_four_hours_are_matched_without_comparing_all_with_all() -> None:
    spans = [(i % 5, i * 0.36, i * 0.36 + 0.35) for i in range(40_000)]
    first = revised(heard(*spans))
    second = revised(heard(*spans), first, 2)
    assert [line.id for line in second.lines] == [line.id for line in first.lines]


SPANS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 20), st.integers(0, 8)), min_size=1, max_size=12)


@given(SPANS, SPANS)
def test_whatever_overlaps_is_looked_at(new: list[tuple[int, int, int]], old: list[tuple[int, int, int]]) -> None:
    utterances = heard(*sorted((at, float(start), float(start + length)) for start, at, length in new)).utterances
    lines = revised(heard(*sorted((at, float(start), float(start + length)) for start, at, length in old))).lines
    utterances = tuple(sorted(utterances, key=lambda one: one.start))
    lines = tuple(sorted(lines, key=lambda one: one.start))
    overlapping = {
        (i, j)
        for i, one in enumerate(utterances)
        for j, other in enumerate(lines)
        if other.start < one.end and other.end > one.start
    }
    found = list(revisions._touching(utterances, lines))
    assert (set(found), len(found)) == (overlapping, len(overlapping))


def test_a_file_in_which_all_speak_all_day_is_not_compared_all_with_all() -> None:
    spans = [(0, 0.0, 86_400.0)] * 5_000
    first = revised(heard(*spans))
    second = revised(heard(*spans), first, 20)
    assert len({line.id for line in second.lines}) == len(spans)
    assert second.speakers == first.speakers
