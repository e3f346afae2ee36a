"""The product's own pipeline over one recording, as `./manage.sh transcribe` runs it, alone in this process.

`python -m scribe.evaluation.job --audio FILE [--language fr] [--speakers 3] --out OUTCOME`
"""

import argparse
import sys
import tempfile
from pathlib import Path

from pydantic import TypeAdapter

from scribe.evaluation.outcome import Meter, Outcome, SpokenTurn, SpokenWord, releases
from scribe.models import models_of
from scribe.parts import read_settings
from scribe.recipes import recipe_of, room_of, threads_of
from scribe.terminal import say_error
from scribe_core.contract import keys
from scribe_core.domain.audio import Audio
from scribe_core.domain.run import Lane, Preset, RunSettings
from scribe_core.domain.transcript import Utterances
from scribe_core.domain.voices import SpeakerTurns
from scribe_core.errors import ScribeError
from scribe_core.stores.objects import Objects
from scribe_workers.known_errors import as_scribe_error
from scribe_workers.pipeline import transcript_of
from scribe_workers.steps import Steps

MEETING = "measured"
LIBRARIES = ("av", "ctranslate2", "faster-whisper", "kaldi-native-fbank", "numpy", "onnxruntime", "scipy", "tokenizers")


def main() -> int:
    """Run the pipeline and write its outcome; 1 where it cannot, with the reason as the last line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--audio", type=Path, required=True)
    parser.add_argument("--language")
    parser.add_argument("--speakers", type=int)
    parser.add_argument("--preset", type=Preset)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    try:
        _outcome(options.audio, RunSettings(options.language, options.speakers, preset=options.preset)).write(
            options.out
        )
    except Exception as error:
        known = error if isinstance(error, ScribeError) else as_scribe_error(error)
        if known.code == "unexpected":
            raise
        say_error(known)
        return 1
    return 0


def _outcome(recording: Path, run: RunSettings) -> Outcome:
    settings = read_settings()
    meter = Meter()
    lengths: list[float] = []

    def note(audio: Audio) -> None:
        lengths.append(audio.seconds)

    def report(stage: str, part: float) -> None:
        if part >= 1:  # said once more after the result is written: what came in between is added
            meter.part(stage)

    with tempfile.TemporaryDirectory(prefix="scribe-measured-") as name:
        folder = Path(name)
        kept = folder / "store" / keys.recording(MEETING)
        kept.parent.mkdir(parents=True)
        kept.symlink_to(recording.resolve())
        room = room_of(settings)
        steps = Steps(
            meeting_id=MEETING,
            objects=Objects.open((folder / "store").as_uri()),
            scratch=folder / "scratch",
            models=models_of(settings),
            room=room,
            threads=threads_of(settings),
            lanes=frozenset(Lane),
            report=report,
        )
        heard = transcript_of(keys.recording(MEETING), recipe_of(settings, run), steps, heard=note)
        turns = _turns(folder / "store" / keys.artefact(MEETING, "diarization", ""))
    peaks = {name: (peak.resident, peak.card) for name, peak in (*steps.peaks.items(), *room.peaks.items())}
    return Outcome(
        _words(heard), turns, lengths[0], heard.language, heard.warnings, meter.parts, releases(LIBRARIES), peaks
    )


def _words(heard: Utterances) -> list[SpokenWord]:
    said = [
        SpokenWord(word.start, word.end, word.text, utterance.speaker)
        for utterance in heard.utterances
        for word in utterance.words
    ]
    return sorted(said, key=lambda word: word.start)


def _turns(artefacts: Path) -> list[SpokenTurn]:
    """The diarizer's own turns: a finer answer than the transcript's, which only knows the times of words."""
    found = [TypeAdapter(SpeakerTurns).validate_json(file.read_bytes()) for file in artefacts.glob("*.json")]
    return [SpokenTurn(turn.start, turn.end, turn.speaker) for turns in found for turn in turns.turns]


if __name__ == "__main__":
    sys.exit(main())
