"""Words go to whom they belong, and do not change sides for a frame's sake."""

import numpy as np
import pytest

from scribe_core.domain.speech import Word
from scribe_workers.stages.attribution import attributed, ends_sentence
from scribe_workers.stages.voices.activity import frame_at
from scribe_workers.stages.voices.arrays import Floats

from .conftest import said


def heard(seconds: float, *spans: tuple[float, float, int], speakers: int = 2) -> Floats:
    """Sure evidence of who speaks when."""
    evidence = np.zeros((frame_at(seconds) + 1, speakers), np.float32)
    for start, end, speaker in spans:
        evidence[frame_at(start) : frame_at(end), speaker] = 1.0
    return evidence


def test_each_speaker_gets_what_they_say() -> None:
    words = [*said("On commence par le budget.", 0), *said("D'accord, allons-y.", 2.5)]
    attribution = attributed(words, heard(6, (0, 2.1, 0), (2.4, 6, 1)))
    assert attribution.speakers.tolist() == [0] * 5 + [1] * 2
    assert (attribution.sureness > 0.9).all()


def test_a_blip_inside_a_phrase_does_not_take_a_word() -> None:
    words = said("we meet again on Tuesday at noon", 0)
    attribution = attributed(words, heard(4, (0, 1.25, 0), (1.25, 1.55, 1), (1.55, 4, 0)))
    assert set(attribution.speakers.tolist()) == {0}
    assert attribution.sureness.min() < 0.6, "the reader should be told of the doubt"


def test_the_same_blip_between_sentences_does() -> None:
    words = [*said("We meet again on Tuesday.", 0), *said("Yes.", 2.4), *said("At noon.", 3.2)]
    attribution = attributed(words, heard(5, (0, 2.1, 0), (2.35, 2.85, 1), (3.1, 5, 0)))
    assert attribution.speakers.tolist() == [0] * 5 + [1] + [0] * 2


def test_a_word_a_little_before_its_turn_belongs_to_it() -> None:
    """The recogniser's first word often starts too early, in the silence before the turn."""
    words = [*said("bonjour à tous", 0), Word(1.9, 2.3, "Merci", 0.9), *said("beaucoup à vous", 2.3)]
    attribution = attributed(words, heard(5, (0, 1.2, 0), (2.3, 4, 1)))
    assert attribution.speakers.tolist() == [0] * 3 + [1] * 4


def test_words_where_nobody_is_heard_go_to_the_nearest_voice_and_beyond_the_end_to_somebody() -> None:
    words = [*said("hello there", 0), *said("anybody", 1.5), *said("gone", 90)]
    attribution = attributed(words, heard(3, (0, 0.9, 1)))
    assert attribution.speakers[:3].tolist() == [1, 1, 1]
    assert attribution.sureness[3] <= 0.5


def test_in_an_overlap_the_change_comes_where_a_sentence_begins() -> None:
    words = said("qui chargent de leur poids C'est un pays", 0)
    torn = heard(4, (0, 2.7, 0), (1.0, 4, 1))
    assert attributed(words, torn).speakers.tolist() == [0] * 5 + [1] * 3
    assert set(attributed(said("and now I think I am done", 0), heard(4, (0, 1.3, 0), (1.3, 4, 0))).speakers) == {0}


@pytest.mark.parametrize("text", ["fini.", "fini ?", "fini !»", "done…", "“done.”", "fini.\u202f»"])
def test_sentence_ends_are_seen_through_closing_marks(text: str) -> None:
    assert ends_sentence(Word(0, 1, text, 1))


@pytest.mark.parametrize("text", ["fini", "fini,", "3.5", "(fini)", ""])
def test_other_words_end_no_sentence(text: str) -> None:
    assert not ends_sentence(Word(0, 1, text, 1))
