"""TXT: for people, and for whatever takes nothing else."""

from collections.abc import Iterator

from scribe_core.domain.doubts import is_doubtful, speaker_in_doubt
from scribe_core.domain.transcript import Line
from scribe_core.exports.clock import clock
from scribe_core.exports.edition import Edition, labels
from scribe_core.exports.speaker_names import names_for_readers, one_line


def txt(edition: Edition) -> Iterator[str]:
    """`[00:01:02] Claire D.: …`, a line an utterance, consecutive ones of a speaker kept apart by their time.

    A doubtful word has ` [?]` after it where doubts are shown.
    """
    names, shown = names_for_readers(edition.transcript), edition.shown
    for line in edition.transcript.lines:
        time = f"[{clock(line.start)}] " if shown.times else ""
        name = names[line.speaker_id]
        if shown.doubts and speaker_in_doubt(line):
            name = labels(edition).unsure.format(name=name)
        said = _with_doubts(line) if shown.doubts else one_line(line.text)
        yield f"{time}{name}: {said}\n" if shown.speakers else f"{time}{said}\n"


def _with_doubts(line: Line) -> str:
    words = ((one_line(word.text), not line.confirmed and is_doubtful(word)) for word in line.words)
    return " ".join(f"{text} [?]" if doubtful else text for text, doubtful in words if text)
