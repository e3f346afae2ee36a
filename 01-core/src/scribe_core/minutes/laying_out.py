"""What a writer found, laid out in a template's sections; and laid out again without losing what people did meanwhile."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from uuid import uuid4

from scribe_core.domain.minutes import Minutes
from scribe_core.domain.minutes_form import Item, ItemKind, Section, SectionKind

TOPIC_CITATIONS = 3
"""Utterances that a topic cites: those it begins with. Its times tell where it ends; all it holds would be the whole transcript again,
a megabyte for six hours, with every change."""


def laid_out(minutes: Minutes, sections: Sequence[Section]) -> list[Item]:
    """The items of minutes section by section, each with a new id. What a template has no section for is left out."""
    return [item for section in sections for item in _items(minutes, section)]


def _items(minutes: Minutes, section: Section) -> Iterator[Item]:
    kind = ItemKind.of(section.kind)
    match section.kind:
        case SectionKind.SUMMARY:
            for said in minutes.summary:
                yield Item(_fresh(), section.key, kind, said.text, said.citations)
        case SectionKind.TOPICS:
            for topic in minutes.topics:
                yield Item(
                    _fresh(),
                    section.key,
                    kind,
                    topic.title,
                    topic.citations[:TOPIC_CITATIONS],
                    start=topic.start,
                    end=topic.end,
                )
        case SectionKind.DECISIONS:
            for decision in minutes.decisions:
                yield Item(_fresh(), section.key, kind, decision.text, decision.citations)
        case SectionKind.ACTIONS:
            names = {one.speaker_id: one.name or "" for one in minutes.participants}
            for action in minutes.actions:
                owner = action.owner
                if owner and owner.speaker_id:  # whom nobody named yet bears a number, which is no name to be kept
                    owner = replace(owner, name=names[owner.speaker_id])
                yield Item(_fresh(), section.key, kind, action.text, action.citations, owner, action.due, action.status)
        case SectionKind.QUESTIONS:
            for asked in minutes.questions:
                yield Item(_fresh(), section.key, kind, asked.text, asked.citations)
        case SectionKind.TEXT:
            return


def _fresh() -> str:
    return uuid4().hex


def carried(
    before: Iterable[Item], old: Sequence[Section], new: Sequence[Section]
) -> tuple[list[Item], tuple[Section, ...]]:
    """The items of before as they stand among other sections, and those sections: with the old ones behind them that hold what people
    wrote and that have no like among the new."""
    keys, by_kind = {one.key for one in new}, {ItemKind.of(one.kind): one.key for one in reversed(new)}
    by_kind.pop(ItemKind.FIELD, None)
    items = [
        item if item.section in keys else replace(item, section=by_kind.get(item.kind, item.section)) for item in before
    ]
    wanted = {item.section for item in items if item.kept}
    return items, (*new, *(one for one in old if one.key in wanted - keys))


def laid_out_again(before: Sequence[Item], found: Sequence[Item]) -> list[Item]:
    """What was found now, in the order of its sections, with what people wrote, changed or ticked before in its old place.

    An item that cites the same utterances as one of before is the same: it keeps its id, and what people made of it.
    """
    known: dict[tuple[str, tuple[str, ...]], list[Item]] = defaultdict(list)
    for old in reversed(before):
        known[old.kind, old.citations].append(old)
    behind: dict[str | None, list[Item]] = defaultdict(list)
    again: list[Item] = []
    same: set[str] = set()
    for item in found:
        like = known[item.kind, item.citations] if item.citations else []
        if not like:
            again.append(item)
            continue
        old = like.pop()
        same.add(old.id)
        again.append(replace(old, section=item.section) if old.kept else replace(item, id=old.id))
    last: dict[str, str | None] = defaultdict(lambda: None)
    for old in before:
        if old.id in same:
            last[old.section] = old.id
        elif old.kept:
            behind[last[old.section] or f"#{old.section}"].append(old)
    return list(_woven(again, behind))


def laid_over(
    before: Sequence[Item], old: Sequence[Section], found: Sequence[Item], new: Sequence[Section]
) -> tuple[list[Item], tuple[Section, ...]]:
    """What was found now in new sections, over minutes of before, and those sections: what people put work into stays."""
    held, sections = carried(before, old, new)
    return in_order(laid_out_again(held, found), sections), sections


def section_laid_over(
    before: Sequence[Item], sections: Sequence[Section], key: str, found: Sequence[Item], *, keep_edited: bool = True
) -> list[Item]:
    """What was found now for one section, over what stands in it; the others stay as they are."""
    there = [item for item in before if item.section == key]
    again = laid_out_again(there, found) if keep_edited else found
    return in_order([*(item for item in before if item.section != key), *again], sections)


def in_order(items: Iterable[Item], sections: Sequence[Section]) -> list[Item]:
    """The items section by section, in each as they stand."""
    places = {section.key: at for at, section in enumerate(sections)}
    return sorted(items, key=lambda item: places[item.section])


def _woven(again: Sequence[Item], behind: dict[str | None, list[Item]]) -> Iterator[Item]:
    """The items with what belongs behind each, or at the beginning of its section."""
    begun: set[str] = set()
    for item in again:
        if item.section not in begun:
            begun.add(item.section)
            yield from behind.pop(f"#{item.section}", [])
        yield item
        yield from behind.pop(item.id, [])
    for left in behind.values():
        yield from left
