"""Who is who: an open set, in which people's word comes first and nobody is two speakers."""

import numpy as np
import pytest

from scribe_workers.stages.voices import naming
from scribe_workers.stages.voices.naming import RULE, likeness, named

LONG = RULE.enough_seconds + 10
ANNA, BRUNO = 0, 1


def found(*rows: tuple[float, ...], seconds: float = LONG, **more: object) -> dict[int, tuple[int, bool]]:
    """Speaker → (person, sure)."""
    like = np.array(rows, np.float32)
    given = {"settled": {}, "refused": [], **more}
    return {one.speaker: (one.person, one.sure) for one in named(like, [seconds] * len(rows), **given)}  # type: ignore[arg-type]


def test_a_speaker_who_sounds_like_one_person_bears_the_name() -> None:
    assert found((0.85, 0.10), (0.12, 0.80)) == {0: (ANNA, True), 1: (BRUNO, True)}


def test_a_stranger_stays_unnamed_and_nobody_is_suggested_without_likeness() -> None:
    assert found((0.15, 0.20)) == {}
    assert found((RULE.same_person - 0.02, 0.1)) == {0: (ANNA, False)}


def test_between_two_likely_people_the_machine_does_not_choose() -> None:
    close = RULE.same_person + 0.2
    assert found((close, close - RULE.clearly_nearer / 2)) == {0: (ANNA, False)}


def test_few_words_are_never_enough_for_a_name() -> None:
    assert found((0.9, 0.1), seconds=RULE.enough_seconds - 0.5) == {0: (ANNA, False)}


def test_one_person_is_one_speaker_and_the_other_is_a_guess() -> None:
    assert found((0.80, 0.10), (0.90, 0.12)) == {0: (ANNA, False), 1: (ANNA, True)}


def test_a_voice_told_apart_twice_is_suggested_as_whom_it_is_most_like() -> None:
    assert found((RULE.same_person + 0.11, RULE.same_person - 0.05), (RULE.same_person + 0.13, 0.36)) == {
        0: (ANNA, False),
        1: (ANNA, True),
    }


def test_peoples_word_is_not_asked_about_and_that_person_is_nobody_else() -> None:
    assert found((0.20, 0.10), (0.90, 0.12), settled={0: ANNA}) == {1: (ANNA, False)}
    assert found((0.90, 0.10), settled={0: None}) == {}


def test_no_means_no() -> None:
    assert found((0.90, 0.10), refused=[(0, ANNA)]) == {}


@pytest.mark.parametrize(("anna", "sure"), [(0.90, False), (0.78, False), (0.60, True)])
def test_whoever_was_ruled_out_still_casts_doubt_on_the_next(anna: float, sure: bool) -> None:
    """Bruno alone would be sure; beside an Anna as near, whom it is known not to be, the likeness tells too little."""
    assert found((anna, 0.80), refused=[(0, ANNA)]) == {0: (BRUNO, sure)}


def test_the_nearest_of_several_voiceprints_counts() -> None:
    voices = np.eye(3, dtype=np.float32)[:1]
    prints = np.eye(3, dtype=np.float32)[[1, 0, 2]]
    assert likeness(voices, prints, [0, 0, 1]).tolist() == [[1.0, 0.0]]


@pytest.mark.parametrize("cosine", [0.4, 0.5, 0.6, 0.7])
def test_a_score_grows_with_likeness(cosine: float) -> None:
    assert 0.0 <= naming.probability(cosine) < naming.probability(cosine + 0.05) <= 1.0
