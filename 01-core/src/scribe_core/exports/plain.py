"""TXT: for people."""

from collections.abc import Iterator

from scribe_core.domain.transcript import Transcript
from scribe_core.exports.speaker_names import names_for_readers, one_line


def txt(transcript: Transcript) -> Iterator[str]:
    """`[00:01:02] Claire D.: …`, a line an utterance, consecutive ones of a speaker kept apart by their time."""
    names = names_for_readers(transcript)
    for line in transcript.lines:
        yield f"[{clock(line.start)}] {names[line.speaker_id]}: {one_line(line.text)}\n"


def clock(seconds: float) -> str:
    """`01:02:03`, cut to the second."""
    whole = int(seconds)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}"
