"""Transcription: the words of a recording, each with its time and how sure the recogniser is of it."""

import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, starmap
from typing import TYPE_CHECKING

from scribe_core.domain.audio import SAMPLE_RATE, Audio
from scribe_core.domain.run import Lane, Preset
from scribe_core.domain.speech import Region, SpeechRegions, Word, Words
from scribe_core.errors import ScribeError
from scribe_workers.stages.manner import Manner
from scribe_workers.stages.packing import Chunk, Read, audible, cut_long, in_recording, pack, sound_of, widened
from scribe_workers.stages.spoken_language import SpokenLanguage
from scribe_workers.stages.word_times import Spoken, by_ear, lead_of
from scribe_workers.steps import Bench, Stage

if TYPE_CHECKING:
    from scribe_workers.engines.recogniser import Whisper
    from scribe_workers.engines.sound import Sound
    from scribe_workers.stages.listening import Said

MARGIN = 0.2
"""Seconds of sound kept around each speech region: detectors clip consonants. Measured against 0.1 and 0.4 (0007)."""

MANY_WITHHELD = 0.05
"""Share of the words from which a reader is told that some were held back. A choice (0016): it decides on a notice, not on words."""

UNDETERMINED = "und"
"""Language of a recording without words (ISO 639-2)."""


log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Recogniser:
    """Which recogniser writes the words: a model of the catalogue with its digest, and how precisely it runs."""

    model: str
    digest: str
    compute_type: str = "auto"


MANNERS = {
    Preset.FAST: Manner(beam=1, longest=19.0, again=1, window_step=5.0, voice_step=1.5),
    Preset.BALANCED: Manner(beam=2, longest=19.0, again=2, window_step=2.5, voice_step=0.75),
    Preset.ACCURATE: Manner(beam=5, longest=25.0, again=3, window_step=2.5, voice_step=0.75),
}
"""What the presets stand for, as measured (docs/decisions/0012, 0017)."""


def transcribe(
    bench: Bench, audio: Audio, speech: SpeechRegions, recogniser: Recogniser, manner: Manner, language: str | None,
    glossary: tuple[str, ...] = (),
) -> Words:  # fmt: skip
    """Every word of the recording, in order of start. `language` is ISO 639-1, or None to find out.

    `glossary` holds terms that may be said: what sounds like one is written as one.

    A recording without speech gives no words, and costs no model.

    Errors: `language_unknown`, `model_too_large`, and what opening the model raises.
    """
    if not speech.regions:
        return _nothing_said(language)
    from scribe_workers.engines.sound import open_sound
    from scribe_workers.stages.fitting import fitted
    from scribe_workers.stages.listening import Listener

    with bench.file(audio.key) as path, open_sound(path) as sound:
        read = reader(sound)
        chunks = chunks_of(speech.regions, audio.seconds, manner.longest, read)
        if not chunks:
            return _nothing_said(language)

        def listen(whisper: "Whisper") -> "tuple[list[Said], SpokenLanguage]":
            if language is not None and language not in whisper.languages:
                raise ScribeError("language_unknown", language=language)
            return Listener(bench, whisper, read, manner, glossary).said(chunks, language)

        (said, spoken), stepped_down = fitted(bench, recogniser.model, recogniser.compute_type, listen)
        words = tuple(chain(*starmap(in_recording, _placed(said, read))))
    withheld = dict(sum((Counter(one.withheld) for one in said), Counter()))
    log.info("%d words heard, withheld: %s", len(words), withheld or "none")
    if not words:
        return replace(_nothing_said(language), withheld=withheld)
    many = sum(withheld.values()) > MANY_WITHHELD * len(words)
    warnings = ["language_uncertain"] * spoken.uncertain + ["words_withheld"] * many
    warnings += ["memory_stepped_down"] * stepped_down + ["device_unused"] * (bench.room.device.problem is not None)
    return Words(spoken.code, spoken.probability, words, tuple(warnings), withheld)


def chunks_of(regions: Sequence[Region], seconds: float, longest: float, read: Read) -> list[Chunk]:
    """The speech of a recording of so many seconds, as the chunks that are decoded."""
    pieces = [piece for region in widened(regions, MARGIN, seconds) for piece in cut_long(region, longest, read)]
    return pack(audible(pieces, read), longest)


def _placed(said: Sequence["Said"], read: Read) -> Iterator[tuple[Chunk, tuple[Word, ...]]]:
    """The chunks' words, set to where they sound. The recogniser's lead is another in each language."""
    spoken = [(one, Spoken.of(one.words, sound_of(one.chunk, read))) for one in said if one.words]
    languages = {one.words[0].language for one, _ in spoken}
    leads = {
        language: lead_of(sound for one, sound in spoken if one.words[0].language == language) for language in languages
    }
    for one, sound in spoken:
        yield one.chunk, by_ear(sound, leads[one.words[0].language])


def reader(sound: "Sound") -> Read:
    """Reads the sound from a second to a second."""
    return lambda start, end: sound.slice(round(start * SAMPLE_RATE), round(end * SAMPLE_RATE))


def _nothing_said(language: str | None) -> Words:
    return Words(language or UNDETERMINED, 0.0 if language is None else 1.0, (), ("no_speech",))


STAGE = Stage(run=transcribe, gives=Words, name="transcription", version=5, lane=Lane.GPU)
