"""What a minutes document is made of, and the parts that every format has: facts, remarks, sections with rows, a closing."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from scribe_core.domain.export_format import MinutesPresentation
from scribe_core.domain.minutes import Due, Owner, Participant, Writer
from scribe_core.exports.clock import clock
from scribe_core.exports.minutes.labels import MinutesLabels, MinutesState, minutes_labels_in
from scribe_core.exports.speaker_names import one_line
from scribe_core.exports.typography import typeset

SectionKind = Literal["summary", "topics", "decisions", "actions", "questions", "text"]


@dataclass(frozen=True, slots=True)
class Citation:
    """An utterance that holds an item. `start` is in seconds, None where the utterance is no longer in the transcript."""

    start: float | None
    speaker_id: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """Something the minutes say. `owner`, `due` and `done` are of actions, `start` and `end` (seconds) of topics."""

    text: str
    citations: tuple[Citation, ...] = ()
    owner: Owner | None = None
    due: Due | None = None
    done: bool = False
    start: float | None = None
    end: float | None = None
    unsupported: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the minutes, under its title. `key` is what templates call it."""

    title: str
    kind: SectionKind
    items: tuple[Item, ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class MinutesEdition:
    """Minutes as they are to be written.

    `automatic` says which program wrote them, None where people went through all of it. `state_on` is the day they were approved or made final. `address` is where the web
    interface is (`https://scribe.example.org`): with it, each citation leads to the meeting at that second.
    """

    meeting_id: str
    title: str
    language: str
    held_on: date | None = None
    participants: tuple[Participant, ...] = ()
    sections: tuple[Section, ...] = ()
    automatic: Writer | None = None
    state: MinutesState = "draft"
    state_on: date | None = None
    sha256: str | None = None
    address: str | None = None
    shown: MinutesPresentation = field(default_factory=MinutesPresentation)


@dataclass(frozen=True, slots=True)
class Source:
    """A citation as it is printed: who and when; `address` is where a click leads, None for nowhere."""

    text: str
    address: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """An item as it is printed. `lines` are its words, line by line; `when` is a topic's time; the rest is of actions."""

    number: int
    lines: tuple[str, ...]
    sources: tuple[Source, ...]
    unsupported: bool
    when: Source | None = None
    owner: str = ""
    due: str = ""
    status: str = ""
    done: bool = False


def labels(edition: MinutesEdition) -> MinutesLabels:
    """The words around the minutes."""
    return minutes_labels_in(edition.shown.language or edition.language)


def title(edition: MinutesEdition) -> str:
    """The title of the minutes, or what stands for it."""
    return typeset(one_line(edition.title), edition.language) or labels(edition).minutes


def facts(edition: MinutesEdition) -> Iterator[tuple[str, str]]:
    """What stands under the title: name and value."""
    say = labels(edition)
    if edition.held_on:
        yield say.around.held, say.around.day(edition.held_on)
    if there := speaker_list(edition):
        yield say.around.participants, ", ".join(there)


def speaker_list(edition: MinutesEdition) -> list[str]:
    """Who spoke, by name or number; nobody where speakers are left out."""
    return list(_names(edition).values()) if edition.shown.speakers else []


def remarks(edition: MinutesEdition) -> Iterator[str]:
    """What a reader has to know before reading: that rules wrote this, and what marks mean."""
    say = labels(edition)
    if edition.automatic is not None:
        yield say.automatic[edition.automatic]
    if any(item.unsupported for section in edition.sections for item in section.items):
        yield say.unsupported_note


def rows(section: Section, edition: MinutesEdition) -> Iterator[Row]:
    """The section's items as they are printed, numbered from 1."""
    names, say = _names(edition), labels(edition)
    for number, item in enumerate(section.items, start=1):
        yield Row(
            number,
            _lines(item.text, edition.language),
            tuple(_sources(item, names, edition)),
            item.unsupported,
            _when(item, edition) if section.kind == "topics" else None,
            _owner(item, names, edition),
            _due(item, edition),
            say.done if item.done else say.open,
            item.done,
        )


def nothing(section: Section, edition: MinutesEdition) -> str:
    """What stands in a section without items."""
    say = labels(edition)
    return say.unfilled if section.kind == "text" else say.none


def section_title(section: Section, edition: MinutesEdition) -> str:
    """The section's title on one line."""
    return typeset(one_line(section.title), edition.language)


def closing(edition: MinutesEdition) -> Iterator[str]:
    """What stands at the end: the state, and the digest where the minutes are final."""
    say = labels(edition)
    yield say.state(edition.state, say.around.day(edition.state_on) if edition.state_on else None)
    if edition.sha256:
        yield say.around.fact(say.digest, edition.sha256)


def _names(edition: MinutesEdition) -> dict[str, str]:
    """Speaker id → how that speaker is called."""
    unnamed, bare = labels(edition).speaker, edition.shown.anonymous
    return {
        one.speaker_id: one_line(one.name) if one.name and not bare else unnamed.format(number=one.number)
        for one in edition.participants
    }


def _lines(text: str, language: str) -> tuple[str, ...]:
    """The text line by line, blank ones left out."""
    return tuple(typeset(line, language) for raw in text.splitlines() if (line := one_line(raw)))


def _sources(item: Item, names: dict[str, str], edition: MinutesEdition) -> Iterator[Source]:
    """Who said it and when, each once; a name where it is not the one before's."""
    before: tuple[str | None, str | None] = (None, None)
    for cited in item.citations:
        name: str | None = None
        time: str | None = labels(edition).gone
        if cited.start is not None:
            name = names.get(cited.speaker_id or "") if edition.shown.speakers else None
            time = clock(cited.start) if edition.shown.times else None
        if (name, time) == before:
            continue
        parts = [part for part in (name if name != before[0] else None, time) if part]
        before = (name, time)
        if parts:
            linked = edition.shown.times and cited.start is not None
            yield Source(", ".join(parts), _address(edition, cited.start or 0.0) if linked else None)


def _when(item: Item, edition: MinutesEdition) -> Source | None:
    if item.start is None or not edition.shown.times:
        return None
    until = f"\u202f–\u202f{clock(item.end)}" if item.end is not None else ""
    return Source(clock(item.start) + until, _address(edition, item.start))


def _address(edition: MinutesEdition, second: float) -> str | None:
    """Where the web interface plays that second of the meeting."""
    if not edition.address:
        return None
    return f"{edition.address.rstrip('/')}/meetings/{edition.meeting_id}?t={int(second)}"


def _owner(item: Item, names: dict[str, str], edition: MinutesEdition) -> str:
    """Who is to do it. Where nobody is to be named, somebody who did not speak is called a person."""
    if item.owner is None:
        return ""
    if (speaker := names.get(item.owner.speaker_id or "")) is not None:
        return speaker
    return labels(edition).somebody if edition.shown.anonymous else one_line(item.owner.name)


def _due(item: Item, edition: MinutesEdition) -> str:
    """The day; the words where they mean none."""
    if item.due is None:
        return ""
    if item.due.day is not None:
        return labels(edition).around.day(item.due.day)
    return typeset(one_line(item.due.said), edition.language)
