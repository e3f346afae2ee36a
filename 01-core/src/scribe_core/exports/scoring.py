"""RTTM and STM: for scoring tools (NIST's formats). Fields are separated by blanks, so names carry none."""

from collections.abc import Iterator

from scribe_core.domain.transcript import Transcript
from scribe_core.exports.speaker_names import one_line, speaker_names

PAUSE_SECONDS = 0.5
"""Silence between words from which a turn ends: pyannote.metrics and the usual references merge shorter gaps."""


def rttm(transcript: Transcript) -> Iterator[str]:
    """Who speaks when, by the words spoken: `SPEAKER <file> 1 <start> <seconds> <NA> <NA> <speaker> <NA> <NA>`."""
    file, names = _file(transcript), _names(transcript)
    for line in transcript.lines:
        start = end = None
        for word in line.words:
            if start is None or end is None:
                start, end = word.start, word.end
            elif word.start - end > PAUSE_SECONDS:
                yield _turn(file, start, end, names[line.speaker_id])
                start, end = word.start, word.end
            else:
                end = max(end, word.end)
        if start is not None and end is not None:
            yield _turn(file, start, end, names[line.speaker_id])


def stm(transcript: Transcript) -> Iterator[str]:
    """Who said what: `<file> 1 <speaker> <start> <end> <words>`."""
    file, names = _file(transcript), _names(transcript)
    for line in transcript.lines:
        yield f"{file} 1 {names[line.speaker_id]} {line.start:.3f} {line.end:.3f} {one_line(line.text)}\n"


def _turn(file: str, start: float, end: float, speaker: str) -> str:
    return f"SPEAKER {file} 1 {start:.3f} {max(0.001, end - start):.3f} <NA> <NA> {speaker} <NA> <NA>\n"


def _file(transcript: Transcript) -> str:
    return one_line(transcript.title).replace(" ", "_") or "recording"


def _names(transcript: Transcript) -> dict[str, str]:
    return {id_: name.replace(" ", "_") for id_, name in speaker_names(transcript).items()}
