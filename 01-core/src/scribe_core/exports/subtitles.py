"""SRT and WebVTT: utterances cut into cues that can be read in their time."""

import html
from collections.abc import Iterator
from dataclasses import dataclass

from scribe_core.domain.speech import Word
from scribe_core.domain.transcript import Line, Transcript
from scribe_core.exports.edition import Edition
from scribe_core.exports.speaker_names import names_for_readers, one_line

LINE_CHARACTERS = 42
CUE_CHARACTERS = 2 * LINE_CHARACTERS
CUE_SECONDS = 7.0
PAUSE_SECONDS = 1.0
"""Broadcast habits: two lines of 42 characters, seven seconds at most; a longer pause starts a new cue."""


@dataclass(frozen=True, slots=True)
class Cue:
    """What stands on the screen at once. `names` tells whether the speaker is to be named."""

    start: float
    end: float
    speaker_id: str
    text: str
    names: bool


def cues(transcript: Transcript) -> Iterator[Cue]:
    """The transcript in cues, in order of start; a speaker is named where it changes."""
    before = None
    for line in transcript.lines:
        for words in _cut(line):
            text = one_line(" ".join(word.text for word in words))
            end = max(words[-1].end, words[0].start + 0.2)
            yield Cue(words[0].start, end, line.speaker_id, text, line.speaker_id != before)
            before = line.speaker_id


def srt(edition: Edition) -> Iterator[str]:
    """SubRip. Players read simple tags in it, so angle brackets are replaced by their look-alikes."""
    names, named = names_for_readers(edition.transcript), edition.shown.speakers
    for number, cue in enumerate(cues(edition.transcript), start=1):
        text = f"{names[cue.speaker_id]}: {cue.text}" if named and cue.names else cue.text
        text = text.replace("<", "‹").replace(">", "›")
        yield f"{number}\n{_clock(cue.start, ',')} --> {_clock(cue.end, ',')}\n{_two_lines(text)}\n\n"


def vtt(edition: Edition) -> Iterator[str]:
    """WebVTT, with the speaker as a voice tag."""
    names, named = names_for_readers(edition.transcript), edition.shown.speakers
    yield "WEBVTT\n\n"
    for cue in cues(edition.transcript):
        voice = f"<v {html.escape(names[cue.speaker_id], quote=False)}>" if named else ""
        text = _two_lines(html.escape(cue.text, quote=False))
        yield f"{_clock(cue.start, '.')} --> {_clock(cue.end, '.')}\n{voice}{text}\n\n"


def _cut(line: Line) -> Iterator[list[Word]]:
    """A line's words in runs that fit one cue, preferably ending with a sentence."""
    run: list[Word] = []
    length = 0
    for word in line.words:
        if run:
            full = length + 1 + len(word.text) > CUE_CHARACTERS or word.end - run[0].start > CUE_SECONDS
            pause = word.start - run[-1].end > PAUSE_SECONDS
            sentence = run[-1].text[-1:] in ".?!…" and length > LINE_CHARACTERS
            if full or pause or sentence:
                yield run
                run, length = [], 0
        run.append(word)
        length += len(word.text) + 1
    if run:
        yield run


def _two_lines(text: str) -> str:
    """The text broken once, near its middle, where it is longer than a line."""
    if len(text) <= LINE_CHARACTERS:
        return text
    blanks = [i for i, character in enumerate(text) if character == " "]
    if not blanks:
        return text
    middle = min(blanks, key=lambda i: abs(i - len(text) / 2))
    return f"{text[:middle]}\n{text[middle + 1 :]}"


def _clock(seconds: float, point: str) -> str:
    milliseconds = round(seconds * 1000)
    hours, rest = divmod(milliseconds, 3_600_000)
    return f"{hours:02d}:{rest // 60_000:02d}:{rest // 1000 % 60:02d}{point}{rest % 1000:03d}"
