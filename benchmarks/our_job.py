"""The product's own pipeline over one recording, as `./manage.sh transcribe` runs it, in this process.

Runs in the product's environment: `python -m our_job --audio FILE --language fr --out OUTCOME`.
"""

import argparse
import tempfile
from pathlib import Path

from outcome import Meter, Outcome, SpokenTurn, SpokenWord
from pydantic import TypeAdapter

from scribe.models import models_of
from scribe.parts import read_settings
from scribe.recipes import recipe_of, threads_of
from scribe_core.contract import keys
from scribe_core.domain.run import Lane, RunSettings
from scribe_core.domain.transcript import Utterances
from scribe_core.domain.voices import SpeakerTurns
from scribe_core.stores.objects import Objects
from scribe_workers.model_room import ModelRoom
from scribe_workers.pipeline import transcript_of
from scribe_workers.steps import Steps

MEETING = "measured"


def main() -> None:
    """Run the pipeline and write its outcome."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--audio", type=Path, required=True)
    parser.add_argument("--language")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    settings = read_settings()
    meter = Meter()

    def report(stage: str, part: float) -> None:
        if part >= 1:  # said once more after the result is written: what came in between is added
            meter.part(stage)

    with tempfile.TemporaryDirectory(prefix="scribe-measured-") as name:
        folder = Path(name)
        recording = folder / "store" / keys.recording(MEETING)
        recording.parent.mkdir(parents=True)
        recording.symlink_to(options.audio.resolve())
        objects = Objects.open((folder / "store").as_uri())
        steps = Steps(
            meeting_id=MEETING,
            objects=objects,
            scratch=folder / "scratch",
            models=models_of(settings),
            room=ModelRoom(),
            threads=threads_of(settings),
            lanes=frozenset(Lane),
            report=report,
        )
        recipe = recipe_of(settings, RunSettings(language=options.language))
        heard = transcript_of(keys.recording(MEETING), recipe, steps)
        turns = _turns(folder / "store" / keys.artefact(MEETING, "diarization", ""))
    Outcome(_words(heard), turns, meter.parts).write(options.out)


def _words(heard: Utterances) -> list[SpokenWord]:
    said = [
        SpokenWord(word.start, word.end, word.text, utterance.speaker)
        for utterance in heard.utterances
        for word in utterance.words
    ]
    return sorted(said, key=lambda word: word.start)


def _turns(artefacts: Path) -> list[SpokenTurn]:
    """The diarizer's own turns: a finer answer than the transcript's, which only knows the times of words."""
    [artefact] = artefacts.glob("*.json")
    found = TypeAdapter(SpeakerTurns).validate_json(artefact.read_bytes())
    return [SpokenTurn(turn.start, turn.end, turn.speaker) for turn in found.turns]


if __name__ == "__main__":
    main()
