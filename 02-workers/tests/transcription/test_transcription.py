"""Real recordings come out with the words a listener writes down, each at its time."""

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from scribe_core.domain.audio import SAMPLE_RATE, Audio
from scribe_core.domain.run import Preset
from scribe_core.domain.speech import Region, SpeechRegions, Words
from scribe_core.errors import ScribeError
from scribe_workers.model_room import ModelRoom
from scribe_workers.models.store import ModelStore
from scribe_workers.stages import listening, speech
from scribe_workers.stages.hallucination_guards import letters_of
from scribe_workers.stages.transcription import MANNERS, STAGE, Recogniser
from scribe_workers.steps import RunCancelled

from ..conftest import Desk

BASE = Recogniser("whisper-base", "base", "int8")
BALANCED = MANNERS[Preset.BALANCED]
TINY = Recogniser("whisper-tiny.en", "tiny", "int8")

Spoken = Callable[[str], NDArray[np.float32]]


def everywhere(audio: Audio) -> SpeechRegions:
    return SpeechRegions((Region(0.0, audio.seconds),), "by hand", None)


def transcript(words: Words) -> str:
    return letters_of(" ".join(word.text for word in words.words))


def starts_of(words: Words, phrase: str) -> list[float]:
    """When the phrase is said."""
    said = [letters_of(word.text) for word in words.words]
    length = len(phrase.split())
    return [words.words[n].start for n in range(len(said)) if " ".join(said[n : n + length]) == phrase]


@pytest.mark.models
def test_a_reader_is_written_down_with_repetitions_and_punctuation(desk: Desk, spoken: Spoken) -> None:
    sound = spoken("two_cities")
    audio = desk.converted(sound)
    words = desk.steps().run(STAGE, audio, everywhere(audio), BASE, BALANCED, None)
    text = transcript(words)
    assert words.language == "en"
    assert words.language_probability > 0.8
    assert words.warnings == ()
    assert "it was the best of times it was the worst of times" in text
    assert "it was the age of wisdom it was the age of foolishness" in text
    assert "it was the season of light it was the season of darkness" in text
    assert "it was the spring of hope it was the winter of despair" in text
    assert any(word.text.endswith(",") for word in words.words)
    assert all(word.text == word.text.strip() for word in words.words)
    assert np.mean([word.probability for word in words.words]) > 0.8


@pytest.mark.models
def test_times_are_in_order_inside_the_speech_and_near_where_it_is_said(desk: Desk, spoken: Spoken) -> None:
    passage = spoken("beckett")
    pause = np.zeros(30 * SAMPLE_RATE, np.float32)
    pause[::50] = 0.001
    audio = desk.converted(np.concatenate([passage, pause, passage]))
    again = len(passage) / SAMPLE_RATE + 30
    regions = (Region(0.0, again - 30), Region(again, audio.seconds))
    words = desk.steps().run(STAGE, audio, SpeechRegions(regions, "by hand", None), TINY, BALANCED, "en")
    starts = [word.start for word in words.words]
    assert starts == sorted(starts)
    assert all(0 <= word.start <= word.end <= audio.seconds for word in words.words)
    assert all(word.end <= again - 29 or word.start >= again - 1 for word in words.words), "a word lies in the pause"
    text = transcript(words).split()
    first = [word for word in words.words if word.start < again - 15]
    second = [word for word in words.words if word.start >= again - 15]
    assert len(text) > 20
    assert [letters_of(word.text) for word in first][3:10] == [letters_of(word.text) for word in second][3:10]
    assert second[5].start - first[5].start == pytest.approx(again, abs=0.5)


@pytest.mark.models
def test_a_recording_half_in_french_half_in_english_keeps_both(
    desk: Desk, prompted: Callable[[str, str], NDArray[np.float32]]
) -> None:
    names = ("vm-options", "dir-intro", "demo-nogo", "vm-opts", "tt-allbusy")
    pause = np.random.default_rng(1).normal(0, 3e-4, SAMPLE_RATE).astype(np.float32)
    sound = [part for language in ("fr", "en") for name in names for part in (prompted(language, name), pause)]
    half = sum(map(len, sound[: len(sound) // 2])) / SAMPLE_RATE
    audio = desk.converted(np.concatenate(sound))
    regions = desk.steps().run(speech.STAGE, audio)
    words = desk.steps().run(STAGE, audio, regions, BASE, BALANCED, None)
    first = [word.language or words.language for word in words.words if word.end < half]
    second = [word.language or words.language for word in words.words if word.start > half]
    assert (set(first), set(second)) == ({"fr"}, {"en"})
    assert min(len(first), len(second)) > 100
    assert words.warnings == ()
    text = transcript(words)
    assert "votre appel est important pour nous" in text
    assert "will be answered" in text or "your call is important" in text


class NoModels:
    """A machine on which no model may be opened."""

    def open(self, name: str) -> Path:
        raise AssertionError(f"{name} was opened for nothing")

    def digest(self, name: str) -> str:
        return name


@pytest.fixture
def bare_desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, NoModels(), ModelRoom())


@pytest.mark.parametrize(
    "regions",
    [(), (Region(0.2, 2.5),)],
    ids=["no speech found", "a detector that heard speech in digital silence"],
)
def test_silence_gives_no_words_and_costs_no_model(bare_desk: Desk, regions: tuple[Region, ...]) -> None:
    audio = bare_desk.converted(np.zeros(3 * SAMPLE_RATE, np.float32))
    words = bare_desk.steps().run(STAGE, audio, SpeechRegions(regions, "by hand", None), BASE, BALANCED, None)
    assert words == Words("und", 0.0, (), ("no_speech",))


@pytest.mark.models
@pytest.mark.parametrize(("level", "language"), [(0.0005, "fr"), (0.05, "fr"), (0.05, "en")])
def test_noise_taken_for_speech_gives_no_sentences(desk: Desk, level: float, language: str) -> None:
    noise = np.random.default_rng(7).normal(0, level, 8 * SAMPLE_RATE).astype(np.float32)
    audio = desk.converted(noise)
    words = desk.steps().run(STAGE, audio, everywhere(audio), BASE, BALANCED, language)
    assert transcript(words) == ""
    assert words.warnings == ("no_speech",)


@pytest.mark.models
@pytest.mark.parametrize(("recogniser", "language"), [(BASE, "klingon"), (TINY, "fr")])
def test_a_language_the_model_does_not_know_is_an_error(
    desk: Desk, spoken: Spoken, recogniser: Recogniser, language: str
) -> None:
    audio = desk.converted(spoken("beckett"))
    with pytest.raises(ScribeError) as error:
        desk.steps().run(STAGE, audio, everywhere(audio), recogniser, BALANCED, language)
    assert error.value.code == "language_unknown"
    assert language in error.value.sentence("fr")


class Patience:
    """Cancels as soon as this part of the work is done."""

    def __init__(self, until: float) -> None:
        self.until, self.seen = until, [0.0]
        self.cancelled_at = 0.0

    def __call__(self, _stage: str, part: float) -> None:
        self.seen.append(part)
        if part >= self.until:
            self.cancelled_at = time.monotonic()
            raise RunCancelled


@pytest.mark.models
def test_a_run_cancelled_midway_goes_on_where_it_stopped_and_ends_the_same(
    desk: Desk,
    spoken: Spoken,
    tmp_path: Path,
    store: ModelStore,
    room: ModelRoom,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(listening, "BATCH", 1)  # a minute has the batches of ten
    sound = np.tile(spoken("beckett"), 6)
    audio = desk.converted(sound)

    def batches() -> dict[Path, int]:
        return {path: path.stat().st_mtime_ns for path in (tmp_path / "objects").rglob("transcription/*/*.json")}

    first = Patience(until=0.2)
    with pytest.raises(RunCancelled):
        desk.steps(first).run(STAGE, audio, everywhere(audio), TINY, BALANCED, "en")
    kept = batches()
    assert kept, "nothing of the work before was kept"
    with pytest.raises(RunCancelled):
        desk.steps(Patience(until=0.7)).run(STAGE, audio, everywhere(audio), TINY, BALANCED, "en")
    assert len(batches()) > len(kept), "the second attempt came no further"
    assert kept.items() <= batches().items(), "a finished batch was done again"

    words = desk.steps().run(STAGE, audio, everywhere(audio), TINY, BALANCED, "en")
    fresh = Desk(tmp_path / "fresh", store, room)
    assert fresh.steps().run(STAGE, fresh.converted(sound), everywhere(audio), TINY, BALANCED, "en") == words
    assert first.seen == sorted(first.seen)


@pytest.mark.models
def test_a_cancelled_run_stops_while_a_batch_is_being_heard(desk: Desk, spoken: Spoken) -> None:
    audio = desk.converted(np.tile(spoken("beckett"), 6))

    class SecondThought(Patience):
        def __call__(self, _stage: str, part: float) -> None:
            self.seen.append(part)
            if len(self.seen) == 3:
                self.cancelled_at = time.monotonic()
                raise RunCancelled

    thought = SecondThought(until=2.0)
    with pytest.raises(RunCancelled):
        desk.steps(thought).run(STAGE, audio, everywhere(audio), TINY, BALANCED, "en")
    assert time.monotonic() - thought.cancelled_at < 2.0
    assert thought.seen[-1] == 0.0, "the first batch was over before it could be interrupted"


@pytest.mark.models
def test_a_term_of_the_glossary_is_written_where_it_is_said_and_nowhere_else(
    desk: Desk, prompted: Callable[[str, str], NDArray[np.float32]]
) -> None:
    audio = desk.converted(prompted("fr", "demo-congrats"))  # « … les commandes Dial, Answer et Hangup … »
    terms = ("Dial", "Digium", "Kerouédan", "Félicien", "Navarre")
    plain, told = (
        desk.steps().run(STAGE, audio, everywhere(audio), BASE, BALANCED, "fr", glossary) for glossary in ((), terms)
    )
    before, after = ([word.text for word in words.words] for words in (plain, told))
    changed = [(one, other) for one, other in zip(before, after, strict=True) if one != other]
    assert [other for _, other in changed] == ["Dial,"], "one word was misspelt, no other may change"
