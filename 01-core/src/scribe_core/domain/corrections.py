"""What people put right, layered over what the machine made.

A correction is anchored to the revision it was made on, to a time span and to the machine's words there. It is never
written into the machine's transcript: reading applies every correction that was not undone, in the order they were
made (`domain/corrected.py`). A later run makes a new revision; what still finds its anchor there is applied again, the rest is listed.
"""

from dataclasses import dataclass
from enum import StrEnum


class CorrectionKind(StrEnum):
    """What was put right. `value` holds the name, the speaker or the utterance merged or moved into, the new speaker, the new text,
    or the id of what is split off."""

    RENAME_SPEAKER = "rename_speaker"
    MERGE_SPEAKERS = "merge_speakers"
    ADD_SPEAKER = "add_speaker"
    ASSIGN_UTTERANCE = "assign_utterance"
    EDIT_UTTERANCE = "edit_utterance"
    SPLIT_UTTERANCE = "split_utterance"
    MERGE_UTTERANCES = "merge_utterances"
    MOVE_WORDS = "move_words"
    CONFIRM_UTTERANCE = "confirm_utterance"
    REFUSE_PERSON = "refuse_person"


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction. `target_id` is a speaker's or an utterance's; `original` the machine's words in the span `start`–`end`,
    empty for speakers: a name stands in its own correction's `value` and nowhere else. Of a split, the span and the words are those
    that become an utterance of their own; of a move, those that go to the utterance after or before.

    `person_id` is who a renamed speaker is, or is not (`REFUSE_PERSON`), as far as somebody said; None once that person is
    erased.
    """

    id: str
    kind: CorrectionKind
    revision: int
    target_id: str
    start: float
    end: float
    original: str
    value: str
    person_id: str | None = None
