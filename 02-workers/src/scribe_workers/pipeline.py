"""The recipes: a recording goes in, who-said-what comes out; names for those whose voices may be known; a voice learnt.

Order is durability: words are saved before anybody asks whose they are, so a failure among the speakers costs
names, never words.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from scribe_core.domain.audio import Audio
from scribe_core.domain.people import LONGEST_SAMPLE, Identity, KnownVoice, Voiceprint
from scribe_core.domain.run import STAGES_OF, RunKind, RunSettings
from scribe_core.domain.speech import SpeechRegions
from scribe_core.domain.spoken_by import SpokenBy
from scribe_core.domain.transcript import Utterances
from scribe_core.domain.voices import SpeakerTurns
from scribe_core.errors import ScribeError
from scribe_workers.known_errors import as_scribe_error
from scribe_workers.stages import (
    community_diarization,
    conversion,
    diarization,
    enrolment,
    fusion,
    identification,
    speech,
    transcription,
)
from scribe_workers.stages.conversion import ConversionLimits
from scribe_workers.stages.identification import Settled
from scribe_workers.stages.manner import Manner
from scribe_workers.stages.transcription import Recogniser
from scribe_workers.steps import HandOver, RunCancelled, Steps

T = TypeVar("T")

log = logging.getLogger(__name__)

SHARE = {
    "conversion": 0.08, "speech": 0.12, "transcription": 0.55, "diarization": 0.22, "fusion": 0.01, "identification": 0.02,
    "enrolment": 0.10, "reading": 0.80, "checking": 0.15, "closing": 0.05,
}  # fmt: skip
"""Each stage's share of a run's time, for one progress bar: whisper-base on 2 cores, `fr_fleursmix_dev_clean`. Those of minutes by a model are
an estimate."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What shapes a run beside the recording itself."""

    settings: RunSettings
    limits: ConversionLimits
    recogniser: Recogniser
    manner: Manner
    community: "Guest | None" = None


@dataclass(frozen=True, slots=True)
class Guest:
    """A diarizer that takes our own's place: pyannote's community-1, by its content and where it lies."""

    digest: str
    home: community_diarization.Home


def transcript_of(
    recording_key: str,
    recipe: Recipe,
    steps: Steps,
    *,
    heard: Callable[[Audio], None] | None = None,
    last_try: bool = True,
    died_in: str | None = None,
) -> Utterances:
    """Who said what in a recording.

    `heard` is told of the sound as soon as it can be played. On the `last_try`, a stage that may be stood in for is
    (and is not even tried again where the attempt before died in it).
    """
    fallback = Fallback(last_try, died_in)
    audio, regions = _heard_in(recording_key, recipe, steps, fallback, heard)
    words = steps.run(
        transcription.STAGE, audio, regions, recipe.recogniser, recipe.manner, recipe.settings.language, recipe.settings.terms,
    )  # fmt: skip
    turns = fallback.unless_done(
        lambda: _turns(audio, regions, recipe, steps),
        diarization.STAGE.name,
        lambda: ONE_SPEAKER,
    )
    said = steps.run(fusion.STAGE, words, turns)
    return replace(said, warnings=tuple(dict.fromkeys((*audio.warnings, *regions.warnings, *said.warnings))))


def _turns(audio: Audio, regions: SpeechRegions, recipe: Recipe, steps: Steps) -> SpeakerTurns:
    """Who speaks when: as the guest hears it where there is one, as we do where there is none or it could not."""
    guest, hint = recipe.community, recipe.settings.speaker_range
    if guest is not None:
        try:
            return steps.run(community_diarization.STAGE, audio, guest.digest, hint, guest.home)
        except ScribeError as error:
            log.warning("our own diarizer stands in: %s", error)
    turns = steps.run(diarization.STAGE, audio, regions, hint, recipe.manner.voice_step)
    return turns if guest is None else replace(turns, warnings=(*turns.warnings, "diarizer_replaced"))


def identities_in(
    recording_key: str,
    recipe: Recipe,
    steps: Steps,
    speakers: tuple[SpokenBy, ...],
    known: tuple[KnownVoice, ...],
    settled: Settled,
) -> tuple[Identity, ...]:
    """Which of a recording's speakers are people whose voices may be known."""
    if not known:
        return ()
    audio, regions = _heard_in(recording_key, recipe, steps, FIRST_TRY)
    return steps.run(identification.STAGE, audio, regions, speakers, known, settled)


def voiceprint_from(recording_key: str, recipe: Recipe, steps: Steps, speaker: SpokenBy | None) -> Voiceprint:
    """What one person's voice is known by: the only one in a recording, or the given speaker's.

    A recording sent for it may not be as long as a meeting: raises `sample_too_long`.
    """
    if speaker is None and recipe.limits.longest_seconds > LONGEST_SAMPLE:
        recipe = replace(recipe, limits=replace(recipe.limits, longest_seconds=LONGEST_SAMPLE))
    try:
        audio, regions = _heard_in(recording_key, recipe, steps, FIRST_TRY)
    except ScribeError as error:
        if speaker is None and error.code == "media_too_long":
            minutes = f"{recipe.limits.longest_seconds / 60:.0f}"
            raise ScribeError("sample_too_long", minutes=minutes) from error
        raise
    return steps.run(enrolment.STAGE, audio, regions, speaker)


def _heard_in(
    recording_key: str,
    recipe: Recipe,
    steps: Steps,
    fallback: "Fallback",
    heard: Callable[[Audio], None] | None = None,
) -> tuple[Audio, SpeechRegions]:
    """The sound of a recording, and where somebody speaks in it."""
    audio = steps.run(conversion.STAGE, recording_key, recipe.limits)
    if heard is not None:
        heard(audio)
    regions = fallback.unless_done(
        lambda: steps.run(speech.STAGE, audio, recipe.manner.window_step),
        speech.STAGE.name,
        lambda: steps.run(speech.STAND_IN, audio),
    )
    return audio, regions


ONE_SPEAKER = SpeakerTurns(turns=(), speakers=1, posteriors_key=None, warnings=("diarization_failed",))


@dataclass(frozen=True, slots=True)
class Fallback:
    """What is done where a stage fails that another can stand in for: the words are worth more than the cause."""

    last_try: bool
    died_in: str | None

    def unless_done(self, run: Callable[[], T], name: str, stand_in: Callable[[], T]) -> T:
        """The stage's result or its stand-in's. What may pass by itself is left to the next attempt while there is one."""
        if self.last_try and self.died_in == name:
            log.warning("%s ended the attempt before: something simpler stands in", name)
            return stand_in()
        try:
            return run()
        except (RunCancelled, HandOver):
            raise
        except Exception as error:
            known = as_scribe_error(error)
            if known.retryable and known.code != "unexpected" and not self.last_try:
                raise known from error
            log.warning("%s failed: something simpler stands in", name, exc_info=True)
        return stand_in()


FIRST_TRY = Fallback(last_try=False, died_in=None)


def overall(stage: str, part: float, kind: RunKind = RunKind.TRANSCRIPTION) -> float:
    """How far a run is, 0..1, from how far its stage is."""
    stages = STAGES_OF[kind]
    before = sum(SHARE[name] for name in stages[: stages.index(stage)])
    return min(1.0, (before + SHARE[stage] * part) / sum(SHARE[name] for name in stages))
