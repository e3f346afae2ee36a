"""Who writes minutes. The extract is always there: rules that quote what was said, without any model of language."""

from datetime import date
from typing import Protocol

from scribe_core.domain.minutes import Minutes, Participant, Writer
from scribe_core.domain.transcript import Transcript
from scribe_core.minutes.actions import actions
from scribe_core.minutes.decisions import decisions
from scribe_core.minutes.questions import questions
from scribe_core.minutes.summary import Likeness, SharedWords, summary
from scribe_core.minutes.talk import Talk
from scribe_core.minutes.topics import topics


class MinutesWriter(Protocol):
    """Whoever writes the minutes of a transcript at once, in the transcript's language. Every item cites utterances of it.

    A model of language takes minutes, and is waited for: `model_writer.py`.
    """

    def write(self, transcript: Transcript, held_on: date) -> Minutes:
        """The minutes of a meeting that was held on that day, from which « mardi prochain » is counted."""
        ...


class ExtractWriter:
    """Minutes in the words of the meeting, always the same for the same transcript. It reads French and English; of what is said in
    other languages it tells topics and central sentences only.
    """

    def __init__(self, likeness: Likeness | None = None) -> None:
        self._likeness = likeness or SharedWords()

    def write(self, transcript: Transcript, held_on: date) -> Minutes:
        """As `MinutesWriter` tells, in time by the meeting's length."""
        talk = Talk(transcript, held_on)
        return Minutes(
            meeting_id=transcript.meeting_id,
            revision=transcript.revision,
            title=transcript.title,
            held_on=held_on,
            language=transcript.language,
            writer=Writer.EXTRACT,
            participants=tuple(Participant(one.id, one.number, one.name) for one in transcript.speakers),
            summary=tuple(summary(talk, self._likeness)),
            topics=tuple(topics(talk)),
            decisions=tuple(decisions(talk)),
            actions=tuple(actions(talk)),
            questions=tuple(questions(talk)),
        )
