"""Minutes as JSON: what is cited is told as the transcript reads now."""

from datetime import date

from scribe_api.minutes.schemas import (
    Citation,
    DueTold,
    Item,
    Minutes,
    MinutesSection,
    Owner,
    Participant,
    Unread,
    UnsupportedItem,
)
from scribe_api.minutes.service import Paper
from scribe_core.domain import minutes_form as form
from scribe_core.domain.minutes import Writer
from scribe_core.domain.minutes_form import MinutesState
from scribe_core.domain.transcript import Line, Speaker
from scribe_core.minutes.evidence import Fault


def told(paper: Paper) -> Minutes:
    """The minutes as JSON."""
    row, authors = paper.kept.row, paper.authors
    reader = _Reader(paper)
    by_section: dict[str, list[Item]] = {}
    for item in paper.kept.items:
        by_section.setdefault(item.section, []).append(reader.item(item))
    return Minutes(
        id=row.id,
        meeting_id=row.meeting_id,
        template=row.template,
        language=row.language,
        writer=Writer(row.writer),
        model=row.model,
        run_id=paper.run_id,
        unread=[Unread(start=start, end=end) for start, end in row.unread],
        unsupported=[reader.unsupported(one) for one in row.as_unsupported()],
        revision=row.revision,
        transcript_revision=paper.sheet.head.revision,
        title=row.title,
        held_on=date.fromisoformat(row.held_on),
        state=MinutesState(row.state),
        version=row.version,
        sha256=row.sha256,
        updated_at=row.updated_at,
        updated_by=authors.get(row.updated_by or ""),
        approved_at=row.approved_at,
        approved_by=authors.get(row.approved_by or ""),
        frozen_at=row.frozen_at,
        frozen_by=authors.get(row.frozen_by or ""),
        participants=reader.participants(),
        sections=[
            MinutesSection(key=one.key, title=one.title, kind=one.kind, items=by_section.get(one.key, []))
            for one in row.as_sections()
        ],
    )


class _Reader:
    """Looks up in the transcript what minutes cite."""

    def __init__(self, paper: Paper) -> None:
        self._row = paper.kept.row
        self._frozen = paper.kept.row.state == MinutesState.FROZEN
        cited = {id_ for item in paper.kept.items for id_ in item.citations}
        cited |= {id_ for item in paper.kept.row.as_unsupported() for id_ in item.citations}
        self._lines: dict[str, Line] = {line.id: line for line in paper.sheet.transcript.lines if line.id in cited}
        self._present = paper.sheet.transcript.speakers
        self._speakers: dict[str, Speaker] = paper.sheet.result.speakers_by_id()

    def participants(self) -> list[Participant]:
        """Who took part: as they are called now, or were when the minutes were frozen."""
        present = self._row.frozen_participants() if self._frozen else ()
        if self._frozen:
            return [Participant(speaker_id=one.speaker_id, number=one.number, name=one.name) for one in present]
        return [Participant(speaker_id=one.id, number=one.number, name=one.name) for one in self._present]

    def item(self, item: form.Item) -> Item:
        """An item as JSON."""
        return Item(
            id=item.id,
            kind=item.kind,
            text=item.text,
            citations=[self._citation(id_) for id_ in item.citations],
            owner=self._owner(item),
            due=item.due and DueTold(said=item.due.said or None, day=item.due.day),
            status=item.status,
            start=item.start,
            end=item.end,
            edited=item.edited,
            unsupported=item.unsupported,
        )

    def unsupported(self, item: form.Unsupported) -> UnsupportedItem:
        """What nothing holds, as JSON."""
        cited = [self._citation(id_) for id_ in item.citations]
        return UnsupportedItem(id=item.id, kind=item.kind, text=item.text, citations=cited, fault=Fault(item.fault))

    def _owner(self, item: form.Item) -> Owner | None:
        if item.owner is None:
            return None
        speaker = self._speakers.get(item.owner.speaker_id or "")
        if speaker is None or self._frozen:
            return Owner(name=item.owner.name or None, speaker_id=item.owner.speaker_id)
        return Owner(name=speaker.name, speaker_id=speaker.id)

    def _citation(self, utterance_id: str) -> Citation:
        line = self._lines.get(utterance_id)
        if line is None:
            return Citation(
                utterance_id=utterance_id, start=None, end=None, speaker_id=None, speaker_name=None, text=None
            )
        speaker = self._speakers[line.speaker_id]
        return Citation(
            utterance_id=utterance_id,
            start=line.start,
            end=line.end,
            speaker_id=speaker.id,
            speaker_name=speaker.name,
            text=line.text,
        )
