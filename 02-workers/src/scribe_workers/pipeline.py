"""The recipe: a recording goes in, who-said-what comes out. Read it from top to bottom.

Order is durability: words are saved before anybody asks whose they are, so a failure among the speakers costs
names, never words.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

from scribe_core.domain.audio import Audio
from scribe_core.domain.run import STAGES, RunSettings
from scribe_core.domain.speech import SpeechRegions
from scribe_core.domain.transcript import Utterances
from scribe_core.domain.voices import SpeakerTurns
from scribe_core.errors import ScribeError
from scribe_workers.stages import conversion, diarization, fusion, speech, transcription
from scribe_workers.stages.conversion import ConversionLimits
from scribe_workers.stages.transcription import Recogniser
from scribe_workers.steps import HandOver, RunCancelled, Steps

log = logging.getLogger(__name__)

SHARE = {"conversion": 0.08, "speech": 0.12, "transcription": 0.55, "diarization": 0.24, "fusion": 0.01}
"""Each stage's share of a run's time, for one progress bar: whisper-base on 2 cores, `fr_fleursmix_dev_clean`."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What shapes a run beside the recording itself."""

    settings: RunSettings
    limits: ConversionLimits
    recogniser: Recogniser


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
    audio = steps.run(conversion.STAGE, recording_key, recipe.limits)
    if heard is not None:
        heard(audio)
    regions = steps.run(speech.STAGE, audio)
    words = steps.run(transcription.STAGE, audio, regions, recipe.recogniser, recipe.settings.language)
    turns = _speakers(steps, audio, regions, recipe.settings.speakers, last_try=last_try, died_in=died_in)
    said = steps.run(fusion.STAGE, words, turns)
    return replace(said, warnings=tuple(dict.fromkeys((*audio.warnings, *regions.warnings, *said.warnings))))


def _speakers(
    steps: Steps, audio: Audio, regions: SpeechRegions, speakers: int | None, *, last_try: bool, died_in: str | None
) -> SpeakerTurns:
    """Who speaks when; where that cannot be told, one speaker and a warning rather than no transcript."""
    if last_try and died_in == diarization.STAGE.name:
        log.warning("diarization ended the attempt before: going on with one speaker")
        return ONE_SPEAKER
    try:
        return steps.run(diarization.STAGE, audio, regions, speakers)
    except (RunCancelled, HandOver):
        raise
    except ScribeError as error:
        if error.retryable and not last_try:
            raise
        log.warning("diarization failed (%s): going on with one speaker", error.code, exc_info=True)
    except Exception:  # whatever it is, the words are worth more than its cause
        log.exception("diarization failed: going on with one speaker")
    return ONE_SPEAKER


ONE_SPEAKER = SpeakerTurns(turns=(), speakers=1, posteriors_key=None, warnings=("diarization_failed",))


def overall(stage: str, part: float) -> float:
    """How far a run is, 0..1, from how far its stage is."""
    before = sum(SHARE[name] for name in STAGES[: STAGES.index(stage)])
    return min(1.0, before + SHARE[stage] * part)
