"""A transcript file: what kind it is, told from its content first, and what it says."""

import re
from dataclasses import dataclass, replace
from pathlib import PurePath

from scribe_core.contract.transcript_document import TranscriptDocument, transcript_of
from scribe_core.domain.recording_name import TITLE_LIMIT, shown_line
from scribe_core.domain.speech import Word
from scribe_core.domain.spoken_languages import WHISPER
from scribe_core.domain.transcript import Line, Utterance, Utterances
from scribe_core.domain.transcript_kind import Kind
from scribe_core.errors import ScribeError, Size
from scribe_core.exports.speaker_names import names_for_readers
from scribe_core.imports.assembling import NAME_LIMIT, assembled
from scribe_core.imports.cue import LARGEST, LONGEST_TEXT, MOST_CUES, MOST_LINES, MOST_SPEAKERS, Cue
from scribe_core.imports.document import listed_cues, own_document, parsed
from scribe_core.imports.spoken_language import language_of
from scribe_core.imports.spoken_lines import line_cues
from scribe_core.imports.subtitles import srt_cues, vtt_cues
from scribe_core.imports.text import text_of

_SUBTITLE = re.compile(r"^[ \t]*(?:\d{1,3}:)?\d{1,2}:\d{1,2}(?:[,.]\d{1,3})?[ \t]*-->", re.MULTILINE)
_JSON_LIST = re.compile(r"\[\s*(?:\{|\])")
_LOOKED_AT = 20_000

KNOWN = WHISPER | {"yue"}

MARKS = frozenset({"overlap", "withheld", "phrase"})
"""Those that a word may bear."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file says: utterances, who speaks (None where nobody is named), the length in seconds, and the title where it has one.

    `language` was told by the reader or the file, or found; None where it could not be. `estimated`: the file tells no times.
    """

    kind: Kind
    utterances: tuple[Utterance, ...]
    names: tuple[str | None, ...]
    seconds: float
    language: str | None
    title: str | None = None
    estimated: bool = False

    def heard(self, language: str) -> Utterances:
        """The same as a run would have heard it."""
        warnings = ("import_times_estimated",) if self.estimated else ()
        return Utterances(language, len(self.names), self.utterances, warnings)


def imported_from(content: bytes, file_name: str = "", language: str | None = None) -> Imported:
    """What a transcript file says. Its name counts only where its content may be several kinds.

    Raises `import_empty`, `import_too_large`, `import_kind_unknown`, `import_nothing`, `import_time_invalid`, `import_json_invalid`,
    `import_json_shape`, `import_word_unreadable`, `import_word_too_large`, `import_too_many`, `import_too_many_words`,
    `import_speakers_too_many`, `import_too_long`.
    """
    if len(content) > LARGEST:
        raise ScribeError("import_too_large", most=Size(LARGEST))
    if not content.strip():
        raise ScribeError("import_empty")
    if content.startswith(b"PK\x03\x04"):
        # Reading XML takes a library of its own: it is loaded where somebody needs it.
        from scribe_core.imports.word import word_cues

        return _of_cues(Kind.DOCX, word_cues(content), language)
    text = text_of(content)
    kind = _kind(text, file_name)
    if kind is Kind.JSON:
        value = parsed(text)
        if (document := own_document(value)) is not None:
            return _of_document(document, language)
        cues, told, pieces = listed_cues(value)
        return _of_cues(kind, cues, language or known_language(told), join=pieces)
    if text.count("\n") > MOST_LINES:
        raise ScribeError("import_too_many", most=MOST_CUES)
    if kind is Kind.TXT:
        return _of_cues(kind, line_cues(enumerate(text.split("\n"), start=1)), language)
    return _of_cues(kind, srt_cues(text) if kind is Kind.SRT else vtt_cues(text), language, join=True)


def _kind(text: str, file_name: str) -> Kind:
    head = text[:_LOOKED_AT].lstrip()
    if head.startswith("WEBVTT"):
        return Kind.VTT
    if head.startswith("{") or _JSON_LIST.match(head):
        return Kind.JSON
    suffix = PurePath(file_name).suffix.lower().lstrip(".")
    if _SUBTITLE.search(head) or suffix == Kind.SRT:
        return Kind.VTT if suffix == Kind.VTT else Kind.SRT
    if suffix in (Kind.VTT, Kind.JSON):
        return Kind(suffix)
    if suffix in ("txt", "text", "md", "") or suffix not in (
        "html",
        "htm",
        "xml",
        "rtf",
        "csv",
        "pdf",
        "doc",
        "odt",
        "docx",
    ):
        return Kind.TXT
    raise ScribeError("import_kind_unknown")


def _of_cues(kind: Kind, cues: list[Cue], language: str | None, *, join: bool = False) -> Imported:
    whole = assembled(cues, join=join)
    found = language or language_of(cue.text for cue in cues)
    return Imported(kind, whole.utterances, whole.names, whole.seconds, found, estimated=whole.estimated)


def _of_document(document: TranscriptDocument, language: str | None) -> Imported:
    """Our own document whole: words with their times, marks and doubts. What it warned of is of a recording that may not be here."""
    transcript = transcript_of(document)
    lines = [replace(line, words=_cleaned(line)) for line in transcript.lines]
    lines = sorted((line for line in lines if line.words), key=lambda line: line.start)
    if not lines:
        raise ScribeError("import_nothing")
    numbers = {id_: number for number, id_ in enumerate(dict.fromkeys(line.speaker_id for line in lines))}
    if len(numbers) > MOST_SPEAKERS:
        raise ScribeError("import_speakers_too_many", most=MOST_SPEAKERS)
    shown = names_for_readers(transcript)
    named = {speaker.id: shown_line(shown[speaker.id], NAME_LIMIT) for speaker in transcript.speakers if speaker.name}
    utterances = tuple(
        Utterance(
            numbers[line.speaker_id], line.start, line.end, line.words, line.overlap, line.doubt,
            tuple(numbers.get(word.second_speaker_id or "") for word in line.words)
            if any(word.second_speaker_id for word in line.words)
            else (),
        )
        for line in lines
    )  # fmt: skip
    seconds = max(document.seconds, *(line.end for line in lines))
    names = tuple(named.get(id_) or None for id_ in numbers)
    title = shown_line(document.title, TITLE_LIMIT) or None
    return Imported(Kind.JSON, utterances, names, seconds, language or known_language(document.language), title)


def _cleaned(line: Line) -> tuple[Word, ...]:
    """The line's words as they may be kept, whoever wrote the file."""
    if len(line.text) > LONGEST_TEXT:
        raise ScribeError("import_json_shape", place="utterances")
    return tuple(
        replace(
            word, text=text, language=known_language(word.language), marks=tuple(m for m in word.marks if m in MARKS)
        )
        for word in line.words
        if (text := shown_line(word.text, LONGEST_TEXT))
    )


def known_language(code: str | None) -> str | None:
    """The language's code where it is one, None for anything else."""
    lowered = (code or "").lower()
    return lowered if lowered in KNOWN else None
