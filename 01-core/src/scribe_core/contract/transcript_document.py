"""The transcript document: the one versioned JSON that a run leaves in the object store and that `json` exports give.

`docs/transcript-document.md` holds its JSON Schema, generated from here; a test fails when it is stale. A reader must
ignore fields it does not know; `version` rises only when a field changes its meaning or goes.
"""

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from scribe_core.domain.speech import Word, language_of
from scribe_core.domain.transcript import Line, NamedBy, Speaker, Transcript

FORMAT: Literal["smart-meeting-scribe/transcript"] = "smart-meeting-scribe/transcript"
VERSION: Literal[1] = 1


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class DocumentWord(_Part):
    """A spoken word. `probability` is the recogniser's own; 1 where a person wrote it or said that it is right."""

    start: float = Field(description="Seconds from the start of the recording.")
    end: float = Field(description="Seconds from the start of the recording.")
    text: str = Field(description="The word with its punctuation, without blanks around it.")
    probability: float = Field(ge=0, le=1)
    sureness: float = Field(
        1.0, ge=0, le=1, description="How much of what is heard at the word is its speaker's voice."
    )
    marks: list[str] = Field(
        [],
        description="More to doubt: `overlap`, somebody else speaks at the same time; `withheld`, the word before or after was left out;"
        " `phrase`, part of a sentence that subtitles say and meetings hardly do.",
    )
    second_speaker_id: str | None = Field(
        None,
        description="Who that is. Left out where it is nobody of `speakers`: somebody without words of their own, or not known.",
        exclude_if=lambda id_: id_ is None,
    )


class DocumentSpeaker(_Part):
    """A voice of the meeting."""

    id: str
    number: int = Field(ge=1, description="In order of first appearance.")
    name: str | None = Field(description="Null while nobody has named it.")
    named_by: NamedBy | None = Field(
        None,
        description="`people`, or `voice`: the machine knew the voice of somebody who agreed to it, nobody confirmed it.",
    )
    person_id: str | None = Field(None, description="Whose name it is, where that is one of the owner's people.")


class DocumentUtterance(_Part):
    """What one speaker says in one go."""

    id: str = Field(description="Stable across corrections, and across later runs where the utterance continues.")
    speaker_id: str
    start: float
    end: float
    text: str
    language: str = Field(description="ISO 639-1 code of the language that most of its words are in.")
    words: list[DocumentWord]
    overlap: bool = Field(description="Somebody else speaks at the same time.")
    doubt: float = Field(ge=0, le=1, description="0: sure; 1: a guess.")
    edited: bool = Field(description="A person changed its words.")
    confirmed: bool = Field(False, description="A person said that it is right as it stands, words and speaker.")


class TranscriptDocument(_Part):
    """A whole transcript."""

    format: Literal["smart-meeting-scribe/transcript"] = FORMAT
    version: Literal[1] = VERSION
    meeting_id: str
    title: str
    revision: int = Field(ge=1)
    language: str = Field(description="ISO 639-1 code of the language that most of it is in.")
    seconds: float = Field(ge=0, description="Length of the recording.")
    speakers: list[DocumentSpeaker]
    utterances: list[DocumentUtterance]
    warnings: list[str] = Field(description="Codes of what a reader should know, such as `diarization_failed`.")
    withheld: dict[str, int] = Field(
        default_factory=dict,
        description="How many words were taken for inventions of the machine and left out, by kind: `silence`, `phrase`, "
        "`improbable`, `placeless`, `repetition`.",
    )


def document_of(transcript: Transcript) -> TranscriptDocument:
    """The document of a transcript."""
    return without_utterances(transcript).model_copy(
        update={"utterances": [_document_utterance(line, transcript, line.words) for line in transcript.lines]}
    )


_WORDS = TypeAdapter(tuple[Word, ...])


def utterances_json(transcript: Transcript) -> bytes:
    """The JSON of the document's `utterances`, their fields in another order.

    Why: a model made of each of 40,000 words takes ten times as long as writing the words that are there.
    """
    told = []
    for line in transcript.lines:
        head = _document_utterance(line, transcript, ()).model_dump_json(exclude={"words"}).encode()
        words = _WORDS.dump_json(line.words, exclude={"__all__": {"language"}}, exclude_none=True)
        told.append(head[:-1] + b',"words":' + words + b"}")
    return b"[" + b",".join(told) + b"]"


def without_utterances(transcript: Transcript) -> TranscriptDocument:
    """The document of a transcript but for what was said."""
    return TranscriptDocument(
        meeting_id=transcript.meeting_id,
        title=transcript.title,
        revision=transcript.revision,
        language=transcript.language,
        seconds=transcript.seconds,
        speakers=[
            DocumentSpeaker(id=s.id, number=s.number, name=s.name, named_by=s.named_by, person_id=s.person_id)
            for s in transcript.speakers
        ],
        utterances=[],
        warnings=list(transcript.warnings),
        withheld=transcript.withheld,
    )


def _document_utterance(line: Line, transcript: Transcript, words: Sequence[Word]) -> DocumentUtterance:
    return DocumentUtterance(
        id=line.id, speaker_id=line.speaker_id, start=line.start, end=line.end, text=line.text, overlap=line.overlap,
        doubt=line.doubt, edited=line.edited, confirmed=line.confirmed, language=language_of(line.words, transcript.language),
        words=[_document_word(word) for word in words],
    )  # fmt: skip


def _document_word(word: Word) -> DocumentWord:
    return DocumentWord(
        start=word.start, end=word.end, text=word.text, probability=word.probability, sureness=word.sureness,
        marks=list(word.marks), second_speaker_id=word.second_speaker_id,
    )  # fmt: skip


def transcript_of(document: TranscriptDocument) -> Transcript:
    """The transcript that a document holds."""
    return Transcript(
        meeting_id=document.meeting_id,
        title=document.title,
        revision=document.revision,
        language=document.language,
        seconds=document.seconds,
        speakers=tuple(Speaker(s.id, s.number, s.name, s.named_by, s.person_id) for s in document.speakers),
        lines=tuple(
            Line(
                id=u.id, speaker_id=u.speaker_id, start=u.start, end=u.end, overlap=u.overlap, doubt=u.doubt, edited=u.edited, confirmed=u.confirmed,
                words=tuple(
                    Word(
                        w.start, w.end, w.text, w.probability, None if u.language == document.language else u.language,
                        w.sureness, tuple(w.marks), w.second_speaker_id,
                    )
                    for w in u.words
                ),
            )
            for u in document.utterances
        ),
        warnings=tuple(document.warnings),
        withheld=document.withheld,
    )  # fmt: skip
