"""SRT and WebVTT: utterances cut into cues as broadcasters do, so that they can be read in their time."""

import html
from collections.abc import Iterator
from dataclasses import dataclass, replace

from scribe_core.domain.speech import Word
from scribe_core.domain.transcript import Line
from scribe_core.exports.edition import Edition
from scribe_core.exports.speaker_names import names_for_readers, one_line

LINE_CHARACTERS = 42
CUE_SECONDS = 7.0
LEAST_SECONDS = 1.0
READ_CHARACTERS = 17
"""A second. Source of these and of the gap: Netflix, Timed Text Style Guide, general requirements and French (adult programmes)."""

PAUSE_SECONDS = 1.0
"""A longer pause starts a new cue."""

GAP_SECONDS = 0.08
"""Between cues, two frames: else nobody sees that the text changed."""

SHORTEST_SECONDS = 0.5
"""A cue is cut short for the next one down to this. Where people speak at once, both stand there instead."""

LEAST_SHOWN = 0.05
"""Of a word without a length of its own: players pass over cues that end where they begin."""

LEAST_FULL = 28
"""Characters from which a cue may end with a clause: a third of what fits."""

_SENTENCE, _CLAUSE = ".?!…", ",;:–—"
_LEADS_ON = frozenset(
    [
        "a", "à", "au", "aux", "ce", "ces", "cette", "de", "des", "du", "en", "et", "il", "je", "la", "le", "les", "leur", "mais", "ne",
        "nous", "on", "ou", "par", "pour", "que", "qui", "sa", "se", "ses", "son", "sur", "un", "une", "vous",
        "an", "and", "as", "at", "but", "by", "for", "from", "he", "his", "in", "is", "my", "of", "or", "our", "she", "that", "the",
        "their", "they", "this", "to", "we", "with", "you", "your",
    ]
)  # fmt: skip
"""Words that belong to what follows: no line ends with one if it can be helped."""


@dataclass(frozen=True, slots=True)
class Cue:
    """What stands on the screen at once: one or two lines. `names` tells whether the speaker is named in it."""

    start: float
    end: float
    speaker_id: str
    text: str
    names: bool


def cues(edition: Edition) -> Iterator[Cue]:
    """The transcript in cues, in order of start; a speaker is named where it changes."""
    held = None
    for cue in _spoken(edition):
        if held is not None:
            yield _readable(held, cue.start)
        held = cue
    if held is not None:
        yield _readable(held, None)


def srt(edition: Edition) -> Iterator[str]:
    """SubRip. Players read simple tags in it, so angle brackets are replaced by their look-alikes."""
    names = names_for_readers(edition.transcript)
    for number, cue in enumerate(cues(edition), start=1):
        text = f"{names[cue.speaker_id]}: {cue.text}" if cue.names else cue.text
        text = "\n".join(two_lines(text)).replace("<", "‹").replace(">", "›")
        yield f"{number}\n{_clock(cue.start, ',')} --> {_clock(cue.end, ',')}\n{text}\n\n"


def vtt(edition: Edition) -> Iterator[str]:
    """WebVTT, with the speaker as a voice tag."""
    names = names_for_readers(edition.transcript)
    yield "WEBVTT\n\n"
    for cue in cues(edition):
        voice = f"<v {html.escape(names[cue.speaker_id], quote=False)}>" if edition.shown.speakers else ""
        text = html.escape("\n".join(two_lines(cue.text)), quote=False)
        yield f"{_clock(cue.start, '.')} --> {_clock(cue.end, '.')}\n{voice}{text}\n\n"


def two_lines(text: str) -> list[str]:
    """The text in one line or two. Broken where a clause ends, near the middle, and not behind a word that leads on, so that both fit."""
    if len(text) <= LINE_CHARACTERS:
        return [text]
    blanks = [i for i, character in enumerate(text) if character == " "]
    if not blanks:
        return [text]
    middle = min(blanks, key=lambda i: _cost(text[:i], text[i + 1 :]))
    return [text[:middle], text[middle + 1 :]]


def _cost(first: str, second: str) -> float:
    """How bad it is to break there: what does not fit counts most, then what belongs together, then balance."""
    over = max(0, len(first) - LINE_CHARACTERS) + max(0, len(second) - LINE_CHARACTERS)
    end = 0 if first[-1:] in _SENTENCE else 5 if first[-1:] in _CLAUSE else 12
    leads_on = 10 if first.rsplit(" ", 1)[-1].lower() in _LEADS_ON else 0
    led = 0 if second.split(" ", 1)[0].lower() in _LEADS_ON else 5
    return 1000 * over + end + leads_on + led + abs(len(first) - len(second)) / 4


def _spoken(edition: Edition) -> Iterator[Cue]:
    """The cues with the times of their words."""
    names = names_for_readers(edition.transcript)
    before = None
    for line in edition.transcript.lines:
        named = edition.shown.speakers and line.speaker_id != before
        lead = f"{names[line.speaker_id]}: " if named else ""
        for words in _cut(line, lead):
            text = _text(words)
            if text:
                yield Cue(
                    words[0].start, max(words[-1].end, words[0].start + LEAST_SHOWN), line.speaker_id, text, named
                )
                named = False
                before = line.speaker_id


def _readable(cue: Cue, following: float | None) -> Cue:
    """The cue, staying as long as it takes to read it where nobody speaks, and gone before the next one comes."""
    needed = min(CUE_SECONDS, max(LEAST_SECONDS, len(cue.text) / READ_CHARACTERS))
    end = max(cue.end, cue.start + needed)
    if following is not None and end > following - GAP_SECONDS:
        free = following - GAP_SECONDS
        end = free if free - cue.start >= SHORTEST_SECONDS else cue.end
    return replace(cue, end=end)


def _cut(line: Line, lead: str) -> Iterator[list[Word]]:
    """A line's words in runs that fit one cue. `lead` stands before the first."""
    run: list[Word] = []
    for word in line.words:
        if run and word.start - run[-1].end > PAUSE_SECONDS:
            yield run
            run, lead = [], ""
        while run and not _fits([*run, word], lead):
            place = _best_end(run, lead)
            yield run[:place]
            run, lead = run[place:], ""
        run.append(word)
        said = _text(run)
        if word.text[-1:] in _SENTENCE and len(said) >= LEAST_FULL and len(lead + said) > LINE_CHARACTERS:
            yield run
            run, lead = [], ""
    if run:
        yield run


def _fits(words: list[Word], lead: str) -> bool:
    long = words[-1].end - words[0].start > CUE_SECONDS
    return not long and all(len(row) <= LINE_CHARACTERS for row in two_lines(lead + _text(words)))


def _best_end(run: list[Word], lead: str) -> int:
    """How many of the words to show now: up to the last end of a sentence, else of a clause, else as many as do not lead on."""
    lengths = [len(lead + _text(run[: i + 1])) for i in range(len(run))]
    full = [i + 1 for i, length in enumerate(lengths) if length >= LEAST_FULL]
    for ends in (_SENTENCE, _CLAUSE):
        found = [count for count in full if run[count - 1].text[-1:] in ends]
        if found:
            return found[-1]
    steady = [count for count in full if run[count - 1].text.lower() not in _LEADS_ON]
    return steady[-1] if steady else len(run)


def _text(words: list[Word]) -> str:
    return one_line(" ".join(word.text for word in words))


def _clock(seconds: float, point: str) -> str:
    milliseconds = round(seconds * 1000)
    hours, rest = divmod(milliseconds, 3_600_000)
    return f"{hours:02d}:{rest // 60_000:02d}:{rest // 1000 % 60:02d}{point}{rest % 1000:03d}"
