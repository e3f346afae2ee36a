"""Whisper on CTranslate2: sounds in, words with times and probabilities out.

Two departures from faster-whisper's own way, both measured (docs/decisions/0007): a sound
is encoded in a window little longer than itself instead of 30 s, and it is decoded without time marks, its words being
placed afterwards by attention.
"""

import logging
import math
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TypeVar

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # read when CTranslate2 is loaded: see HANDS

import ctranslate2
import numpy as np
from ctranslate2 import StorageView
from faster_whisper import WhisperModel
from faster_whisper.feature_extractor import FeatureExtractor
from faster_whisper.tokenizer import Tokenizer
from faster_whisper.transcribe import get_suppressed_tokens
from numpy.typing import NDArray

from scribe_core.domain.audio import SAMPLE_RATE
from scribe_core.domain.speech import Word
from scribe_core.errors import ScribeError
from scribe_workers.device import PROCESSOR, Device
from scribe_workers.engines import cuda_libraries
from scribe_workers.engines.terms_by_ear import Likenesses, with_terms
from scribe_workers.engines.whisper_memory import shape_of
from scribe_workers.engines.written_words import written_words
from scribe_workers.known_errors import memory_ran_out
from scribe_workers.memory_watch import available

T = TypeVar("T")
Sound = NDArray[np.float32]
Pulse = Callable[[], None]
"""Called twice a second while the model works; what it raises ends the wait."""

PULSE_SECONDS = 0.5
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

ENGLISH = "en"
"""What models know that know one language."""

LEAST_PROBABLE = 1e-3
"""Probability below which a language is not kept."""

TOGETHER = {"cpu": 8, "cuda": 8}
"""Sounds decoded at once, at most: on a CPU a fifth cheaper than 4; 16 are hardly cheaper still, for more memory (docs/decisions/0017)."""

PLACED_TOGETHER = {"cpu": 2, "cuda": 8}
"""Sounds whose words are placed at once: on a CPU a quarter cheaper than 8, whose attention does not stay in its caches."""

HANDS = 4
"""Batches at work at once on a CPU, at most; each has its share of the threads.

Why: two threads at one batch wait for each other, actively unless told otherwise, and burn up to twice the CPU time that one
thread at each of two batches takes (docs/decisions/0012).
"""

PREFERRED_TYPES = {"cpu": ("int8", "float32"), "cuda": ("int8_float16", "float16", "int8_float32", "float32")}

BYTES_A_WEIGHT = {
    "float32": 4, "bfloat16": 2, "float16": 2, "int16": 2, "int8_bfloat16": 1, "int8_float16": 1, "int8_float32": 1, "int8": 1,
}  # fmt: skip
"""Of each precision: what memory it takes."""

BYTES_A_STORED_WEIGHT = 2
"""In the files of the catalogue, and of whoever converts with CTranslate2's usual settings."""

ROOM_TO_WORK = 1.5
"""Memory asked for, in weights, before a model is loaded. whisper-base in float32 (290 MB) works with 420 MB and not with 380
(sounds of 10 s, one thread); libraries that miss little end the process instead of saying so, so it is not tried."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Heard:
    """What the recogniser makes of one sound. The words' times count from the sound's start.

    `log_probability` is the mean over its tokens; `no_speech` the model's own probability that nobody speaks. `languages`
    holds the likelier languages with their probabilities where the model was asked for them. `withheld` counts words that
    were taken out again, by guard.
    """

    words: tuple[Word, ...]
    log_probability: float
    no_speech: float
    language: str
    languages: dict[str, float] = field(default_factory=dict)
    withheld: dict[str, int] = field(default_factory=dict)


Judgement = Mapping[str, float]
"""How probable each language is for one sound."""

Choose = Callable[[Sequence[Judgement], Sequence[float]], Sequence[str]]
"""Told how sounds are judged and how long they are, names the language of each."""


@dataclass(frozen=True, slots=True)
class Task:
    """How sounds are to be heard.

    `beam` is how many texts are kept on the way to the likeliest. `choose` names the languages where they are not known. What
    is `doubtful` (told the hearing and the sound's length) is heard a second time, with time marks, which makes the model go
    through it step by step. Where words have `likenesses` to terms, a term is written if it fits the sound nearly as well.
    Careful hearing takes Whisper's whole window and never says three tokens twice in a row: it breaks loops, but costs twice as much and mends what was rightly said twice.
    """

    beam: int
    choose: Choose | None = None
    doubtful: Callable[[Heard, float], bool] | None = None
    likenesses: Likenesses | None = None
    careful: bool = False


class Whisper:
    """A Whisper model in memory. Use it from one thread at a time.

    `together` is how many sounds share a batch now, `wanted` how many would if memory had never run out.
    """

    def __init__(self, model: WhisperModel, hands: int = 1) -> None:
        self._model = model
        self.together = self.wanted = TOGETHER[model.model.device]
        self._hands = ThreadPoolExecutor(hands, thread_name_prefix="whisper")
        if model.feature_extractor.mel_filters.shape[0] != model.model.n_mels:
            model.feature_extractor = FeatureExtractor(feature_size=model.model.n_mels)

    @classmethod
    def load(
        cls, folder: Path, *, compute_type: str, threads: int, device: Device = PROCESSOR, together: int | None = None
    ) -> "Whisper":
        """The model of a folder. `together` is how many sounds are known to fit at once, None where that is not known.

        Errors: `setting_invalid` for a precision that the device does not know, `out_of_memory`.
        """
        compute_type = precision(device, compute_type)
        hands = 1 if device.card else min(threads, HANDS)
        log.info("loading %s on %s as %s", folder.name, device.name, compute_type)
        if device.card:
            cuda_libraries.absent_of()
        if available(device)[0] < memory_for(folder, compute_type):
            raise ScribeError("out_of_memory")
        try:
            model = WhisperModel(
                str(folder),
                device=device.kind,
                device_index=device.number,
                compute_type=compute_type,
                cpu_threads=max(1, threads // hands),
                num_workers=hands,
            )
        except (RuntimeError, MemoryError) as error:
            if memory_ran_out(error):
                raise ScribeError("out_of_memory") from error
            raise
        whisper = cls(model, hands)
        if device.card:
            bytes_a_number = 2 if compute_type.endswith("float16") else 4
            free, _ = available(device)
            whisper.wanted = shape_of(folder / "model.bin").sounds_in(free, whisper.wanted, bytes_a_number)
            log.info("%d MB of the card are free: %d sounds at a time", free >> 20, whisper.wanted)
        whisper.together = min(together or whisper.wanted, whisper.wanted)
        return whisper

    def leave(self) -> None:
        """Give back the memory, whoever still refers to this model."""
        self._hands.shutdown(cancel_futures=True)
        self._model.model.unload_model()
        del self._model

    @property
    def languages(self) -> frozenset[str]:
        """ISO 639-1 codes it can be asked to write in."""
        return frozenset(self._model.supported_languages)

    def hear(
        self, sounds: Sequence[Sound], languages: Sequence[str | None], task: Task, pulse: Pulse
    ) -> list[tuple[Heard, ...]]:
        """What is said in each sound: the first hearing and, where that was doubtful, the second.

        Languages are ISO 639-1; one that is None is chosen as the task says.

        Where memory runs out, fewer sounds are heard at a time.

        Errors: `out_of_memory` when even one sound is too much.
        """
        while True:
            shares = [slice(first, first + self.together) for first in range(0, len(sounds), self.together)]
            calls = [partial(self._hear, sounds[share], languages[share], task) for share in shares]
            try:
                return list(chain(*self._watch(calls, pulse)))
            except (RuntimeError, MemoryError) as error:
                if not memory_ran_out(error):
                    raise
                if self.together == 1:
                    raise ScribeError("out_of_memory") from error
                self.together = (self.together + 1) // 2
                log.warning("not enough memory, going on with %d sounds at a time", self.together)

    def _hear(self, sounds: Sequence[Sound], known: Sequence[str | None], task: Task) -> list[tuple[Heard, ...]]:
        seconds = [len(sound) / SAMPLE_RATE for sound in sounds]
        window = WHOLE_WINDOW if task.careful else window_of(max(seconds))
        encoded = self._encoded(sounds, window)
        languages = [language or ENGLISH for language in known]
        judged: list[dict[str, float]] = [{} for _ in sounds]
        if task.choose and None in known:
            judged = [_likelier(ranking) for ranking in self._rankings(encoded)]
            chosen = task.choose(judged, seconds)
            languages = [language or one for language, one in zip(known, chosen, strict=True)]
        first = [
            replace(heard, languages=judgement)
            for heard, judgement in zip(self._decode(encoded, seconds, languages, task), judged, strict=True)
        ]
        doubtful = [n for n, heard in enumerate(first) if task.doubtful and task.doubtful(heard, seconds[n])]
        if not doubtful:
            return [(heard,) for heard in first]
        again = self._decode(
            _rows(encoded, doubtful),
            [seconds[n] for n in doubtful],
            [languages[n] for n in doubtful],
            task,
            marked=True,
        )
        second = dict(zip(doubtful, again, strict=True))
        return [(heard, second[n]) if n in second else (heard,) for n, heard in enumerate(first)]

    def _encoded(self, sounds: Sequence[Sound], window: int) -> StorageView:
        """The sounds as the decoder takes them, `(sounds, window / 2, width)`.

        On a CPU they are encoded one by one: what several need at once does not stay in its caches.
        """
        features = self._features(sounds, window)
        if self._model.model.device != "cpu":
            return self._model.encode(features)
        return StorageView.from_array(np.concatenate([np.array(self._model.encode(one[None])) for one in features]))

    def _rankings(self, encoded: StorageView) -> Sequence[Sequence[tuple[str, float]]]:
        """The languages of encoded sounds, likeliest first."""
        if not self._model.model.is_multilingual:
            return [[(ENGLISH, 1.0)]] * encoded.shape[0]
        rankings: Sequence[Sequence[tuple[str, float]]] = self._model.model.detect_language(encoded)
        return rankings

    def _decode(
        self,
        encoded: StorageView,
        seconds: Sequence[float],
        languages: Sequence[str],
        task: Task,
        *,
        marked: bool = False,
    ) -> list[Heard]:
        """The words of encoded sounds; `marked` makes the model set time marks between them, which are not kept."""
        model = self._model
        tokenizers = [self._tokenizer(language) for language in languages]
        prompts = [model.get_prompt(one, previous_tokens=[], without_timestamps=not marked) for one in tokenizers]
        longest = max(seconds)
        results = model.model.generate(
            encoded,
            prompts,
            beam_size=task.beam,
            max_length=min(LONGEST_TEXT, len(prompts[0]) + SPARE_TOKENS + math.ceil(longest * TOKENS_PER_SECOND)),
            no_repeat_ngram_size=3 if task.careful else 0,
            suppress_tokens=get_suppressed_tokens(tokenizers[0], [-1]),
            return_scores=True,
            return_no_speech_prob=True,
        )
        heard: dict[int, Heard] = {}
        for language in set(languages):
            numbers = [n for n, spoken in enumerate(languages) if spoken == language]
            tokenizer = self._tokenizer(language)
            texts = [[token for token in results[n].sequences_ids[0] if token < tokenizer.eot] for n in numbers]
            frames = [max(2, min(math.ceil(seconds[n] * FRAMES_PER_SECOND), 2 * encoded.shape[1])) for n in numbers]
            if task.likenesses:
                rows = np.array(encoded.to_device(ctranslate2.Device.cpu))
                texts = [
                    with_terms(model, tokenizer, text, rows[n], length, task.likenesses)
                    for text, n, length in zip(texts, numbers, frames, strict=True)
                ]
            few = PLACED_TOGETHER[model.model.device]
            alignments = [
                alignment
                for part in (slice(first, first + few) for first in range(0, len(numbers), few))
                for alignment in model.find_alignment(
                    tokenizer, texts[part], _rows(encoded, numbers[part]), frames[part]
                )
            ]
            for n, alignment in zip(numbers, alignments, strict=True):
                heard[n] = Heard(
                    words=tuple(
                        replace(word, language=language)
                        for word in written_words(alignment, spaced=language not in UNSPACED, longest=seconds[n])
                    ),
                    log_probability=float(results[n].scores[0]),
                    no_speech=float(results[n].no_speech_prob),
                    language=language,
                )
        return [heard[n] for n in range(len(seconds))]

    def _tokenizer(self, language: str) -> Tokenizer:
        model = self._model
        return Tokenizer(model.hf_tokenizer, model.model.is_multilingual, task="transcribe", language=language)

    def _features(self, sounds: Sequence[Sound], window: int) -> NDArray[np.float32]:
        """Log-mel spectrograms. `(sounds, mels, window) float32`."""
        extractor = self._model.feature_extractor
        samples = window * SAMPLE_RATE // FRAMES_PER_SECOND
        whole = [np.pad(sound[:samples], (0, max(0, samples - len(sound)))) for sound in sounds]
        return np.stack([extractor(sound, padding=0)[..., :window] for sound in whole])

    def _watch(self, calls: Sequence[Callable[[], T]], pulse: Pulse) -> list[T]:
        """The calls' results; `pulse` is called meanwhile. If it raises, calls that have begun end unheard."""
        futures = [self._hands.submit(call) for call in calls]
        try:
            while not all(future.done() for future in futures):
                pulse()
                done, _ = wait(futures, PULSE_SECONDS, FIRST_EXCEPTION)
                for future in done:
                    future.result()
            return [future.result() for future in futures]
        finally:
            for future in futures:
                future.cancel()


def _rows(encoded: StorageView, rows: Sequence[int]) -> StorageView:
    """Some rows of an encoding, as an encoding."""
    if len(rows) == encoded.shape[0]:
        return encoded
    whole = np.asarray(encoded if encoded.device == "cpu" else encoded.to_device(ctranslate2.Device.cpu))
    return StorageView.from_array(whole[list(rows)])


def _likelier(ranking: Sequence[tuple[str, float]]) -> dict[str, float]:
    """The languages worth a thought."""
    return {token.strip("<|>"): round(share, 5) for token, share in ranking if share >= LEAST_PROBABLE}


UNSPACED = frozenset({"zh", "ja", "th", "lo", "my", "yue"})
"""Languages that write no blanks between words; there each character counts as a word."""


def precision(device: Device, compute_type: str) -> str:
    """The precision with `auto` resolved for this device.

    Errors: `setting_invalid` for one that the device does not know.
    """
    known = ctranslate2.get_supported_compute_types(device.kind, device.number)
    if compute_type == "auto":
        return next((name for name in PREFERRED_TYPES[device.kind] if name in known), "default")
    if compute_type not in known:
        reason = f"{compute_type} ({device.name}: {', '.join(sorted(known))})"
        raise ScribeError("setting_invalid", setting="SCRIBE_COMPUTE_TYPE", reason=reason)
    return compute_type


def lighter(device: Device, compute_type: str) -> str | None:
    """The next precision that takes less memory on this device, None where there is none."""
    known = ctranslate2.get_supported_compute_types(device.kind, device.number)
    now = BYTES_A_WEIGHT.get(precision(device, compute_type), 4)
    less = [name for name in known if BYTES_A_WEIGHT.get(name, now) < now]
    favourites = PREFERRED_TYPES[device.kind]
    return max(
        less,
        key=lambda name: (BYTES_A_WEIGHT[name], -favourites.index(name) if name in favourites else -9),
        default=None,
    )


def memory_for(folder: Path, compute_type: str) -> float:
    """Bytes that a model should find free before it is loaded in that precision."""
    weights = (folder / "model.bin").stat().st_size / BYTES_A_STORED_WEIGHT
    return ROOM_TO_WORK * weights * BYTES_A_WEIGHT.get(compute_type, BYTES_A_STORED_WEIGHT)


def window_of(seconds: float) -> int:
    """Frames of the short window for a sound of that length."""
    steps = math.ceil((seconds + SPARE_SECONDS) / WINDOW_STEP_SECONDS)
    return min(WHOLE_WINDOW, steps * WINDOW_STEP_SECONDS * FRAMES_PER_SECOND)
