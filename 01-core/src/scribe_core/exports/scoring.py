"""RTTM, STM and CTM: for scoring tools (NIST's formats). Fields are separated by blanks, so names carry none.

RTTM tells who speaks when, both speakers where two speak at once; STM one speaker at a time, whose the words are; CTM each word.
"""

from collections import defaultdict
from collections.abc import Iterator

from scribe_core.domain.transcript import Transcript
from scribe_core.exports.edition import Edition
from scribe_core.exports.speaker_names import one_line, speaker_names

PAUSE_SECONDS = 0.5
"""Silence between words from which a turn ends: pyannote.metrics and the usual references merge shorter gaps."""


def rttm(edition: Edition) -> Iterator[str]:
    """Who speaks when, by the words spoken: `SPEAKER <file> 1 <start> <seconds> <NA> <NA> <speaker> <NA> <NA>`.

    A second speaker has a turn as long as the words they speak under.
    """
    transcript = edition.transcript
    file, names = _file(transcript), _names(transcript)
    for start, end, speaker_id in _turns(transcript):
        yield f"SPEAKER {file} 1 {start:.3f} {max(0.001, end - start):.3f} <NA> <NA> {names[speaker_id]} <NA> <NA>\n"


def stm(edition: Edition) -> Iterator[str]:
    """Who said what: `<file> 1 <speaker> <start> <end> <words>`."""
    transcript = edition.transcript
    file, names = _file(transcript), _names(transcript)
    for line in transcript.lines:
        yield f"{file} 1 {names[line.speaker_id]} {line.start:.3f} {line.end:.3f} {one_line(line.text)}\n"


def ctm(edition: Edition) -> Iterator[str]:
    """Each word: `<file> 1 <start> <seconds> <word> <probability>`, in order of start, as scoring tools ask for.

    A person may have written several words where the machine heard one: they share its time.
    """
    file = _file(edition.transcript)
    words = [word for line in edition.transcript.lines for word in line.words]
    for word in sorted(words, key=lambda word: word.start):
        pieces = one_line(word.text).split()
        seconds = max(0.001, word.end - word.start) / max(1, len(pieces))
        for place, piece in enumerate(pieces):
            yield f"{file} 1 {word.start + place * seconds:.3f} {seconds:.3f} {piece} {word.probability:.3f}\n"


def _turns(transcript: Transcript) -> list[tuple[float, float, str]]:
    """Start, end and speaker of each turn, in order of start."""
    spoken: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for line in transcript.lines:
        for word in line.words:
            spoken[line.speaker_id].append((word.start, word.end))
            if word.second_speaker_id is not None:
                spoken[word.second_speaker_id].append((word.start, word.end))
    turns = [(start, end, id_) for id_, pieces in spoken.items() for start, end in _joined(sorted(pieces))]
    return sorted(turns, key=lambda turn: turn[:2])


def _joined(pieces: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The pieces, those without a pause between them put together."""
    joined: list[tuple[float, float]] = []
    for start, end in pieces:
        if joined and start - joined[-1][1] <= PAUSE_SECONDS:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _file(transcript: Transcript) -> str:
    return one_line(transcript.title).replace(" ", "_") or "recording"


def _names(transcript: Transcript) -> dict[str, str]:
    return {id_: name.replace(" ", "_") for id_, name in speaker_names(transcript).items()}
