"""Whisper on CTranslate2: sounds in, words with times and probabilities out.

Two departures from faster-whisper's own way, both measured (docs/decisions/0007): a sound
is encoded in a window little longer than itself instead of 30 s, and it is decoded without time marks, its words being
placed afterwards by attention.
"""

import logging
import math
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillBusy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import ctranslate2
import numpy as np
from faster_whisper import WhisperModel
from faster_whisper.feature_extractor import FeatureExtractor
from faster_whisper.tokenizer import Tokenizer
from faster_whisper.transcribe import get_suppressed_tokens
from numpy.typing import NDArray

from scribe_core.domain.audio import SAMPLE_RATE
from scribe_core.domain.speech import Word
from scribe_core.errors import ScribeError
from scribe_workers.known_errors import memory_ran_out

T = TypeVar("T")
Sound = NDArray[np.float32]
Pulse = Callable[[], None]
"""Called twice a second while the model works; what it raises ends the wait."""

PULSE_SECONDS = 0.5
BEAM = 5
FRAMES_PER_SECOND = 100
WHOLE_WINDOW = 3000
"""Frames of the window Whisper was trained on: 30 s."""

SPARE_SECONDS = 1
WINDOW_STEP_SECONDS = 2
"""A short window is the sound and a second of silence, in steps so that sounds of like length share a batch."""

TOKENS_PER_SECOND = 12
"""More tokens than anybody says (the fastest French measured has 8); a decoding that loops is cut here."""

SPARE_TOKENS = 24
LONGEST_TEXT = 448
"""Tokens of prompt and text together that Whisper's decoder can hold."""

TOGETHER = {"cpu": 4, "cuda": 8}
"""Sounds decoded at once. On a CPU 8 cost a fifth more than 4 (0.086 and 0.072 s a second of audio)."""

PREFERRED_TYPES = {"cpu": ("int8", "float32"), "cuda": ("int8_float16", "float16", "int8_float32", "float32")}

OPENING = "([{«“‘-–—¿¡「『（"
CLOSING = ",.;:!?…)]}»”’%€$£°。，！？、：；」』）"
"""Marks a model may write apart from a word: the first belong to the word after, the others to the word before."""

SPOKEN_MARKS = "%&@#€$£¥°+="
NARROW_BLANK = "\u202f"

LEAST_WORD_SECONDS = 0.04
"""Two of the model's time steps."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Heard:
    """What the recogniser makes of one sound. The words' times count from the sound's start.

    `log_probability` is the mean over its tokens; `no_speech` the model's own probability that nobody speaks.
    """

    words: tuple[Word, ...]
    log_probability: float
    no_speech: float


class Whisper:
    """A Whisper model in memory. Use it from one thread at a time. `together` is how many sounds it hears at once."""

    def __init__(self, model: WhisperModel) -> None:
        self._model = model
        self.together = TOGETHER[model.model.device]
        self._hands = ThreadPoolExecutor(1, thread_name_prefix="whisper")
        if model.feature_extractor.mel_filters.shape[0] != model.model.n_mels:
            model.feature_extractor = FeatureExtractor(feature_size=model.model.n_mels)

    @classmethod
    def load(cls, folder: Path, *, device: str, compute_type: str, threads: int) -> "Whisper":
        """The model of a folder. `auto` takes CUDA where there is a card, and the precision that serves it best."""
        device, compute_type = placed(device, compute_type)
        log.info("loading %s on %s as %s", folder.name, device, compute_type)
        try:
            return cls(WhisperModel(str(folder), device=device, compute_type=compute_type, cpu_threads=threads))
        except (RuntimeError, MemoryError) as error:
            if memory_ran_out(error):
                raise ScribeError("out_of_memory") from error
            raise

    @property
    def languages(self) -> frozenset[str]:
        """ISO 639-1 codes it can be asked to write in."""
        return frozenset(self._model.supported_languages)

    def language_probabilities(self, sounds: Sequence[Sound], pulse: Pulse) -> list[dict[str, float]]:
        """For each sound the probability of each language."""
        if not self._model.model.is_multilingual:
            return [{"en": 1.0} for _ in sounds]
        return [self._languages_of(sound, pulse) for sound in sounds]

    def _languages_of(self, sound: Sound, pulse: Pulse) -> dict[str, float]:
        features = self._features([sound], window_of(len(sound) / SAMPLE_RATE))
        [ranking] = self._watch(lambda: self._model.model.detect_language(self._model.encode(features)), pulse)
        return {token.strip("<|>"): probability for token, probability in ranking}

    def hear(self, sounds: Sequence[Sound], language: str, *, careful: bool, pulse: Pulse) -> list[Heard]:
        """What is said in each sound.

        Careful hearing takes Whisper's whole window and never says three tokens twice in a row: it breaks loops, but costs
        twice as much and mends what was rightly said twice. Where memory runs out, fewer sounds are heard at a time.

        Errors: `out_of_memory` when even one sound is too much.
        """
        heard: list[Heard] = []
        while len(heard) < len(sounds):
            share = sounds[len(heard) : len(heard) + self.together]
            try:
                heard += self._hear(share, language, careful, pulse)
            except (RuntimeError, MemoryError) as error:
                if not memory_ran_out(error):
                    raise
                if len(share) == 1:
                    raise ScribeError("out_of_memory") from error
                self.together = (len(share) + 1) // 2
                log.warning("not enough memory for %d sounds at a time, going on with %d", len(share), self.together)
        return heard

    def _hear(self, sounds: Sequence[Sound], language: str, careful: bool, pulse: Pulse) -> list[Heard]:
        model = self._model
        tokenizer = Tokenizer(model.hf_tokenizer, model.model.is_multilingual, task="transcribe", language=language)
        prompt = model.get_prompt(tokenizer, previous_tokens=[], without_timestamps=True)
        seconds = [len(sound) / SAMPLE_RATE for sound in sounds]
        longest = max(seconds)
        window = WHOLE_WINDOW if careful else window_of(longest)
        features = self._features(sounds, window)  # (sounds, mels, window)
        encoded = self._watch(lambda: model.encode(features), pulse)
        results = self._watch(
            lambda: model.model.generate(
                encoded,
                [prompt] * len(sounds),
                beam_size=BEAM,
                max_length=min(LONGEST_TEXT, len(prompt) + SPARE_TOKENS + math.ceil(longest * TOKENS_PER_SECOND)),
                no_repeat_ngram_size=3 if careful else 0,
                suppress_tokens=get_suppressed_tokens(tokenizer, [-1]),
                return_scores=True,
                return_no_speech_prob=True,
            ),
            pulse,
        )
        texts = [[token for token in result.sequences_ids[0] if token < tokenizer.eot] for result in results]
        frames = [max(2, min(math.ceil(length * FRAMES_PER_SECOND), window)) for length in seconds]
        alignments = self._watch(lambda: model.find_alignment(tokenizer, texts, encoded, frames), pulse)
        return [
            Heard(
                words=tuple(written_words(alignment, spaced=language not in UNSPACED, longest=length)),
                log_probability=float(result.scores[0]),
                no_speech=float(result.no_speech_prob),
            )
            for result, alignment, length in zip(results, alignments, seconds, strict=True)
        ]

    def _features(self, sounds: Sequence[Sound], window: int) -> NDArray[np.float32]:
        """Log-mel spectrograms. `(sounds, mels, window) float32`."""
        extractor = self._model.feature_extractor
        samples = window * SAMPLE_RATE // FRAMES_PER_SECOND
        whole = [np.pad(sound[:samples], (0, max(0, samples - len(sound)))) for sound in sounds]
        return np.stack([extractor(sound, padding=0)[..., :window] for sound in whole])

    def _watch(self, call: Callable[[], T], pulse: Pulse) -> T:
        """The call's result; `pulse` is called meanwhile. If it raises, the call ends unheard in its own thread."""
        future = self._hands.submit(call)
        while True:
            pulse()
            try:
                return future.result(PULSE_SECONDS)
            except StillBusy:
                continue


UNSPACED = frozenset({"zh", "ja", "th", "lo", "my", "yue"})
"""Languages that write no blanks between words; there each character counts as a word."""


def placed(device: str, compute_type: str) -> tuple[str, str]:
    """Device and precision with every `auto` resolved for this machine.

    Errors: `setting_invalid` for a card that is not there, or a precision that the device does not know.
    """
    cards = ctranslate2.get_cuda_device_count()
    if device == "auto":
        device = "cuda" if cards else "cpu"
    if device == "cuda" and not cards:
        raise ScribeError("setting_invalid", setting="SCRIBE_DEVICE", reason="cuda (0 GPU)")
    known = ctranslate2.get_supported_compute_types(device)
    if compute_type == "auto":
        compute_type = next((name for name in PREFERRED_TYPES[device] if name in known), "default")
    elif compute_type not in known:
        reason = f"{compute_type} ({device}: {', '.join(sorted(known))})"
        raise ScribeError("setting_invalid", setting="SCRIBE_COMPUTE_TYPE", reason=reason)
    return device, compute_type


def window_of(seconds: float) -> int:
    """Frames of the short window for a sound of that length."""
    steps = math.ceil((seconds + SPARE_SECONDS) / WINDOW_STEP_SECONDS)
    return min(WHOLE_WINDOW, steps * WINDOW_STEP_SECONDS * FRAMES_PER_SECOND)


def written_words(alignment: Iterable[dict[str, Any]], *, spaced: bool, longest: float) -> list[Word]:
    """The words as one writes them, from a model's aligned pieces: punctuation attached, no blank around.

    A piece without a blank before it goes on with the word before. A mark written apart joins its word too: an opening one
    the word after, a closing one or a unit the word before, behind a narrow no-break space as French sets it. A word's
    probability is the mean over the tokens of what is spoken of it; its time is theirs as well.
    """
    words: list[_Draft] = []
    opening: _Draft | None = None
    for piece in alignment:
        draft = _Draft.of(piece)
        apart = not spaced or draft.text.startswith(" ")
        text = draft.text.strip()
        if not text:
            continue
        if opening is not None:
            words.append(opening.add(draft, NARROW_BLANK if apart and opening.text.endswith("«") else ""))
            opening = None
        elif apart and all(character in OPENING for character in text):
            opening = draft
        elif words and (not apart or all(character in CLOSING for character in text)):
            words[-1].add(draft, NARROW_BLANK if draft.text.startswith(" ") else "")
        else:
            words.append(draft)
    return _lasting([word.finished(longest) for word in words if word.tokens], longest)


def _lasting(words: list[Word], longest: float) -> list[Word]:
    """The words, each lasting at least a moment: attention gives some that are said fast no time at all."""
    lasting, reached = [], 0.0
    for word in words:
        start = max(word.start, reached)
        reached = min(max(word.end, start + LEAST_WORD_SECONDS), longest)
        lasting.append(replace(word, start=round(min(start, reached), 3), end=round(reached, 3)))
    return lasting


@dataclass(slots=True)
class _Draft:
    """A word while its pieces are gathered. `tokens` counts those of its spoken pieces, `certainty` sums their probability."""

    text: str
    start: float
    end: float
    tokens: int
    certainty: float

    @classmethod
    def of(cls, piece: dict[str, Any]) -> "_Draft":
        text = str(piece["word"])
        spoken = any(character.isalnum() or character in SPOKEN_MARKS for character in text)
        tokens = len(piece["tokens"]) if spoken else 0
        return cls(text, float(piece["start"]), float(piece["end"]), tokens, tokens * float(piece["probability"]))

    def add(self, other: "_Draft", glue: str) -> "_Draft":
        self.text = self.text.strip() + glue + other.text.strip()
        if other.tokens:
            self.start = self.start if self.tokens else other.start
            self.end = other.end
        self.tokens += other.tokens
        self.certainty += other.certainty
        return self

    def finished(self, longest: float) -> Word:
        start = min(max(self.start, 0.0), longest)
        end = min(max(self.end, start), longest)
        return Word(round(start, 3), round(end, 3), self.text.strip(), round(self.certainty / self.tokens, 3))
