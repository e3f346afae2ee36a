"""What an export is made of, and the parts that every format for readers has: a head, those who spoke, paragraphs."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from scribe_core.domain.doubts import is_doubtful, speaker_in_doubt
from scribe_core.domain.export_format import Presentation
from scribe_core.domain.speech import language_of
from scribe_core.domain.transcript import Line, Speaker, Transcript
from scribe_core.exports.labels import Labels, labels_in
from scribe_core.exports.speaker_names import names_for_readers, one_line
from scribe_core.exports.typography import blank_between, typeset


@dataclass(frozen=True, slots=True)
class Edition:
    """A transcript, what of it is shown, and the day of the meeting where somebody said it or the recording knows."""

    transcript: Transcript
    shown: Presentation = field(default_factory=Presentation)
    held_on: date | None = None

    @classmethod
    def of(cls, transcript: Transcript, shown: Presentation, held_on: date | None = None) -> "Edition":
        """The edition that shows a transcript so. Without names, no writer ever sees one."""
        return cls(_without_names(transcript) if shown.anonymous else transcript, shown, held_on)


@dataclass(frozen=True, slots=True)
class Span:
    """Words in a row that are all doubtful or all not."""

    text: str
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """An utterance to be read. `speaker` is None where names are left out, or the one before goes on speaking."""

    id: str
    start: float
    speaker: str | None
    language: str
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who spoke: the name, for how many seconds, in how many utterances."""

    name: str
    seconds: float
    turns: int


def title(edition: Edition) -> str:
    """The meeting's title, or what stands for it."""
    return one_line(edition.transcript.title) or labels(edition).transcript


def labels(edition: Edition) -> Labels:
    """The words around the transcript, in its language."""
    return labels_in(edition.transcript.language)


def facts(edition: Edition) -> Iterator[tuple[str, str]]:
    """What stands under the title: name and value."""
    say = labels(edition)
    if edition.held_on:
        yield say.held, say.day(edition.held_on)
    yield say.duration, say.length(edition.transcript.seconds)


def participants(edition: Edition) -> list[Participant]:
    """Those who spoke, in order of first appearance; nobody where speakers are left out."""
    if not edition.shown.speakers:
        return []
    seconds: dict[str, float] = defaultdict(float)
    turns: dict[str, int] = defaultdict(int)
    for line in edition.transcript.lines:
        seconds[line.speaker_id] += line.end - line.start
        turns[line.speaker_id] += 1
    names = names_for_readers(edition.transcript)
    return [Participant(names[s.id], seconds[s.id], turns[s.id]) for s in edition.transcript.speakers]


def paragraphs(edition: Edition) -> Iterator[Paragraph]:
    """The utterances one after the other, those without words left out."""
    names = names_for_readers(edition.transcript)
    unsure = labels(edition).unsure
    before = None
    for line in edition.transcript.lines:
        spans = _spans(line, edition)
        if not spans:
            continue
        name = names[line.speaker_id]
        if edition.shown.doubts and speaker_in_doubt(line):
            name = unsure.format(name=name)
        shown = name if edition.shown.speakers and name != before else None
        before = name
        language = language_of(line.words, edition.transcript.language)
        yield Paragraph(line.id, line.start, shown, language, spans)


def _spans(line: Line, edition: Edition) -> tuple[Span, ...]:
    """The line's words, set as its language is. Blanks beside doubtful words are not marked."""
    language = language_of(line.words, edition.transcript.language)
    spans: list[Span] = []
    last = ""
    for word in line.words:
        text = typeset(one_line(word.text), language)
        if not text:
            continue
        doubtful = edition.shown.doubts and not line.confirmed and is_doubtful(word)
        blank = blank_between(last, text, language) if spans else ""
        if spans and spans[-1].doubtful == doubtful:
            spans[-1] = Span(spans[-1].text + blank + text, doubtful)
        elif doubtful and spans:
            spans[-1:] = [Span(spans[-1].text + blank, False), Span(text, True)]
        elif spans:
            spans.append(Span(blank + text, False))
        else:
            spans.append(Span(text, doubtful))
        last = text
    return tuple(spans)


def _without_names(transcript: Transcript) -> Transcript:
    """The transcript with numbers in place of the speakers' names. Names that somebody says aloud stay."""
    bare = tuple(Speaker(speaker.id, speaker.number, None) for speaker in transcript.speakers)
    return replace(transcript, speakers=bare)
