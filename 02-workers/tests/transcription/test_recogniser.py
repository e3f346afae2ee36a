"""Whisper's pieces become words as one writes them; memory that runs out is dealt with."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from scribe_core.errors import ScribeError
from scribe_workers.device import PROCESSOR
from scribe_workers.engines.recogniser import Heard, Sound, Task, Whisper, lighter, precision, window_of
from scribe_workers.engines.written_words import written_words


def aligned(*pieces: str, pace: float = 0.5) -> list[dict[str, Any]]:
    """Pieces as the model's alignment gives them, one token each; marks are less probable than letters."""
    return [
        {
            "word": piece,
            "tokens": [number],
            "start": number * pace,
            "end": (number + 1) * pace,
            "probability": 0.8 if any(map(str.isalnum, piece)) else 0.1,
        }
        for number, piece in enumerate(pieces)
    ]


def written(*pieces: str, spaced: bool = True) -> list[str]:
    return [word.text for word in written_words(aligned(*pieces), spaced=spaced, longest=60.0)]


def test_punctuation_is_attached_and_no_blank_surrounds_a_word() -> None:
    assert written(" Hello", ",", " world", ".", "") == ["Hello,", "world."]


def test_apostrophes_and_hyphens_join_what_belongs_together() -> None:
    assert written(" aujourd", "'hui", ",", " l", "'", "hébergeur", " peut", "-être") == [
        "aujourd'hui,",
        "l'hébergeur",
        "peut-être",
    ]


def test_french_marks_written_apart_join_behind_a_narrow_blank() -> None:
    assert written(" Pourquoi", " ?", " Il", " a", " dit", " «", " oui", " »", ".") == [
        "Pourquoi\u202f?",
        "Il",
        "a",
        "dit",
        "«\u202foui\u202f».",
    ]
    assert written(" cinquante", " %", " ou", " 50", " €") == ["cinquante\u202f%", "ou", "50\u202f€"]


def test_opening_marks_join_the_word_after() -> None:
    assert written(" (", "or", " not", ")", " ¿", "Qué", "?") == ["(or", "not)", "¿Qué?"]


def test_marks_without_a_word_are_no_word() -> None:
    assert written(" ...", " -") == []
    assert written() == []


def test_languages_without_blanks_give_a_word_per_character() -> None:
    assert written("会", "议", "。", spaced=False) == ["会", "议。"]


def test_a_word_lasts_as_long_as_its_letters_and_is_as_sure_as_they_are() -> None:
    words = written_words(aligned(" Oui", ".", " Non", "!"), spaced=True, longest=60.0)
    assert [(word.start, word.end, word.probability) for word in words] == [(0.0, 0.5, 0.8), (1.0, 1.5, 0.8)]


def test_no_word_outlasts_its_sound() -> None:
    words = written_words(aligned(" un", " deux", " trois"), spaced=True, longest=1.2)
    assert [(word.start, word.end) for word in words] == [(0.0, 0.5), (0.5, 1.0), (1.0, 1.2)]


def test_words_said_in_no_time_get_a_moment_each() -> None:
    words = written_words(aligned(" je", " ne", " sais", " pas", pace=0.0), spaced=True, longest=60.0)
    assert [(word.start, word.end) for word in words] == [(0.0, 0.04), (0.04, 0.08), (0.08, 0.12), (0.12, 0.16)]


@pytest.mark.parametrize(
    ("seconds", "frames"), [(0.3, 200), (1.0, 200), (1.1, 400), (19.9, 2200), (29.5, 3000), (40, 3000)]
)
def test_a_window_is_little_longer_than_its_sound(seconds: float, frames: int) -> None:
    assert window_of(seconds) == frames


def test_auto_takes_a_precision_this_machine_has() -> None:
    assert precision(PROCESSOR, "auto").startswith("int8")
    assert precision(PROCESSOR, "float32") == "float32"


def test_a_precision_this_machine_cannot_do_names_the_setting() -> None:
    with pytest.raises(ScribeError) as error:
        precision(PROCESSOR, "int4")
    assert error.value.code == "setting_invalid"
    assert "SCRIBE_COMPUTE_TYPE" in error.value.sentence("fr")


def test_the_next_lighter_precision_takes_less_until_there_is_none() -> None:
    assert lighter(PROCESSOR, "float32") == "int8"
    assert lighter(PROCESSOR, "int8") is None
    assert lighter(PROCESSOR, "auto") is None


class SmallCard(Whisper):
    """A machine with memory for so many sounds at a time."""

    def __init__(self, room_for: int, error: type[Exception]) -> None:
        self.room_for, self.error, self.together = room_for, error, 8
        self._hands = ThreadPoolExecutor(1)
        self.tried: list[int] = []

    def _hear(self, sounds: Any, *_: Any) -> list[tuple[Heard, ...]]:
        self.tried.append(len(sounds))
        if len(sounds) > self.room_for:
            raise self.error("CUDA failed with error out of memory")
        return [(Heard((), -float(len(sound)), 0.0, "fr"),) for sound in sounds]


def heard_by(card: SmallCard, count: int) -> list[Heard]:
    return [heard for (heard,) in card.hear(sounds(count), ["fr"] * count, Task(beam=1), lambda: None)]


def sounds(count: int) -> list[Sound]:
    return [np.zeros(length, np.float32) for length in range(1, count + 1)]


@pytest.mark.parametrize("error", [RuntimeError, MemoryError])
def test_what_does_not_fit_together_is_heard_in_smaller_batches(error: type[Exception]) -> None:
    card = SmallCard(2, error)
    heard = heard_by(card, 7)
    assert [one.log_probability for one in heard] == [-1, -2, -3, -4, -5, -6, -7]
    card.tried.clear()
    heard_by(card, 4)
    assert card.tried == [2, 2], "what did not fit before was tried again"


def test_when_not_even_one_sound_fits_the_error_says_so() -> None:
    with pytest.raises(ScribeError) as error:
        heard_by(SmallCard(0, RuntimeError), 3)
    assert error.value.code == "out_of_memory"
    assert error.value.retryable


def test_other_failures_are_not_taken_for_lack_of_memory() -> None:
    class Broken(SmallCard):
        def _hear(self, *_: Any) -> list[tuple[Heard, ...]]:
            raise RuntimeError("the alignment heads are missing")

    with pytest.raises(RuntimeError, match="alignment heads"):
        heard_by(Broken(1, RuntimeError), 2)
