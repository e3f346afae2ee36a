"""A recording sent to learn a voice from is short; a meeting in which a voice is learnt may be as long as ever."""

from dataclasses import replace
from typing import Any, cast

import pytest

from scribe_core.domain.people import LONGEST_SAMPLE
from scribe_core.domain.run import Preset, RunSettings
from scribe_core.domain.spoken_by import SpokenBy
from scribe_core.errors import ScribeError
from scribe_workers.pipeline import Recipe, voiceprint_from
from scribe_workers.stages.conversion import ConversionLimits
from scribe_workers.stages.transcription import MANNERS, Recogniser
from scribe_workers.steps import Steps

LIMITS = ConversionLimits(12 * 3600.0, 0.5, 1536 * 1024**2, 0.25)
RECIPE = Recipe(RunSettings(), LIMITS, Recogniser("none", "digest"), MANNERS[Preset.FAST])
SPEAKER = SpokenBy("s", ())


class TooLong:
    """Steps whose every recording is longer than it may be."""

    def run(self, _stage: Any, _key: str, limits: ConversionLimits) -> None:
        """The conversion's refusal."""
        raise ScribeError("media_too_long", hours=f"{limits.longest_seconds / 3600:.3g}")


@pytest.mark.parametrize(
    ("speaker", "hours", "refusal"),
    [
        (None, 12.0, "may last 15 min at most"),
        (None, 0.1, "may last 6 min at most"),
        (SPEAKER, 12.0, "longer than the limit of 12 h"),
    ],
)
def test_only_what_is_sent_to_learn_from_is_bounded(speaker: SpokenBy | None, hours: float, refusal: str) -> None:
    assert LONGEST_SAMPLE == 900
    recipe = replace(RECIPE, limits=replace(LIMITS, longest_seconds=hours * 3600))
    with pytest.raises(ScribeError, match=refusal):
        voiceprint_from("recording", recipe, cast("Steps", TooLong()), speaker)
