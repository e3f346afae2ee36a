"""What a Listener believes, from a recogniser that hears what the test says: nothing here depends on a model's rounding."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from numpy.typing import NDArray

from scribe_core.domain.audio import SAMPLE_RATE
from scribe_core.domain.run import Preset
from scribe_core.domain.speech import Region, Word
from scribe_core.stores.objects import Objects
from scribe_workers.engines.recogniser import Heard, Task
from scribe_workers.model_room import ModelRoom
from scribe_workers.models.store import ModelStore
from scribe_workers.stages.listening import Listener, Said
from scribe_workers.stages.packing import Chunk
from scribe_workers.stages.transcription import MANNERS
from scribe_workers.steps import Bench

SENTENCE = "we meet again on the fourth of march to see how far the cellar is dry and who pays"
LONG, SHORT = 16.0, 8.0


def hearing(
    text: str,
    *,
    pace: float = 0.5,
    start: float = 0.0,
    probability: float = 0.9,
    log_probability: float = -0.2,
    no_speech: float = 0.0,
) -> Heard:
    """A text heard at an even pace."""
    words = tuple(
        Word(start + n * pace, start + (n + 1) * pace, word, probability) for n, word in enumerate(text.split())
    )
    return Heard(words, log_probability, no_speech, "en")


def skipping(text: str, *, at: int, seconds: float) -> Heard:
    """The text with so many seconds of nothing before word number `at`."""
    before, after = hearing(" ".join(text.split()[:at])), hearing(" ".join(text.split()[at:]), start=at * 0.5 + seconds)
    return Heard(before.words + after.words, before.log_probability, before.no_speech, "en")


class Told:
    """A recogniser that hears each sound as it is told, in order; a second hearing is given where the task doubts the first."""

    def __init__(self, *hearings: Heard | tuple[Heard, Heard]) -> None:
        self.left = [one if isinstance(one, tuple) else (one,) for one in hearings]
        self.careful: list[bool] = []

    def hear(
        self, sounds: Sequence[NDArray[np.float32]], languages: Sequence[str | None], task: Task, pulse: object
    ) -> list[tuple[Heard, ...]]:
        del languages, pulse
        answers = []
        for sound in sounds:
            first, *second = self.left.pop(0)
            doubted = task.doubtful is not None and task.doubtful(first, len(sound) / SAMPLE_RATE)
            answers.append((first, *second) if doubted else (first,))
            self.careful.append(task.careful)
        return answers


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(
        stage="transcription", base="meetings/m/artefacts/transcription/f",
        objects=Objects.open(f"file://{tmp_path / 'objects'}"), scratch=tmp_path, models=ModelStore(tmp_path),
        room=ModelRoom(), threads=1, report=lambda _stage, _part: None,
    )  # fmt: skip


def said(bench: Bench, told: Told, seconds: float = LONG, preset: Preset = Preset.BALANCED) -> Said:
    """What is kept of one chunk, quietest in its middle; everything that the recogniser was told must have been heard."""
    chunk: Chunk = (Region(0.0, seconds),)
    sound = np.ones(round(seconds * SAMPLE_RATE), np.float32)
    sound[round((seconds / 2 - 0.2) * SAMPLE_RATE) : round((seconds / 2 + 0.2) * SAMPLE_RATE)] = 0.0

    def read(start: float, end: float) -> NDArray[np.float32]:
        return sound[round(start * SAMPLE_RATE) : round(end * SAMPLE_RATE)]

    listener = Listener(bench, cast(Any, told), read, MANNERS[preset])
    [one], spoken = listener.said([chunk], "en")
    assert spoken.code == "en"
    assert not told.left, "something was not heard again"
    return one


def text_of(one: Said) -> str:
    return " ".join(word.text for word in one.words)


def test_what_is_heard_well_is_heard_once_and_kept(bench: Bench) -> None:
    one = said(bench, Told(hearing(SENTENCE, pace=0.9)))
    assert (text_of(one), one.withheld) == (SENTENCE, {})


def test_a_guess_at_noise_is_withheld_and_not_heard_again(bench: Bench) -> None:
    one = said(bench, Told(hearing("I'm sorry.", probability=0.4, log_probability=-1.6, no_speech=0.9)))
    assert (one.words, one.withheld) == ((), {"silence": 2})


def test_words_that_the_model_hardly_believes_are_withheld_from_among_the_others(bench: Bench) -> None:
    heard = hearing("so that is the plan for now", pace=1.0)
    guess = hearing("bo zee kraw", start=7.0, pace=0.3, probability=0.1)
    told = Told(Heard(heard.words + guess.words, -0.4, 0.0, "en"))
    one = said(bench, told, SHORT)
    assert (text_of(one), one.withheld) == ("so that is the plan for now", {"improbable": 3})


def test_words_without_a_place_in_the_sound_are_withheld_in_the_end(bench: Bench) -> None:
    one = said(bench, Told(hearing("the end of it all", pace=0.02)), seconds=5.0)
    assert (one.words, one.withheld) == ((), {"placeless": 5})


def test_a_skip_is_mended_by_the_second_hearing_with_time_marks(bench: Bench) -> None:
    first = skipping("we meet again and who pays", at=3, seconds=8.0)
    one = said(bench, Told((first, hearing(SENTENCE, pace=0.9))))
    assert text_of(one) == SENTENCE


def test_a_skip_is_mended_by_its_halves_where_the_second_hearing_skips_too(bench: Bench) -> None:
    first = skipping("we meet again and who pays", at=3, seconds=12.0)
    left, right = " ".join(SENTENCE.split()[:9]), " ".join(SENTENCE.split()[9:])
    one = said(bench, Told((first, first), hearing(left, pace=0.7), hearing(right, pace=0.7)))
    assert text_of(one) == SENTENCE
    starts = [word.start for word in one.words]
    assert starts == sorted(starts)
    assert starts[9] == pytest.approx(LONG / 2, abs=0.2), "the second half begins where it was cut"


def test_a_second_hearing_that_brings_nothing_back_changes_nothing(bench: Bench) -> None:
    first = skipping("we meet again and who pays", at=3, seconds=12.0)
    other = skipping("we met again and who prays", at=3, seconds=12.0)
    one = said(bench, Told((first, other), hearing("we met again", pace=0.9), hearing("and who prays", pace=0.9)))
    assert text_of(one) == "we meet again and who pays"


def test_a_loop_that_no_hearing_breaks_is_heard_carefully(bench: Bench) -> None:
    loop = hearing("and so on " * 8, pace=0.6)
    halves = hearing("and so on " * 6, pace=0.6)
    told = Told((loop, loop), (halves, halves), (halves, halves), hearing(SENTENCE, pace=0.9))
    assert text_of(said(bench, told)) == SENTENCE
    assert told.careful == [False, False, False, True]


def test_the_fast_preset_hears_a_second_time_but_not_in_halves(bench: Bench) -> None:
    first = skipping("we meet again and who pays", at=3, seconds=12.0)
    assert text_of(said(bench, Told((first, first)), preset=Preset.FAST)) == "we meet again and who pays"
