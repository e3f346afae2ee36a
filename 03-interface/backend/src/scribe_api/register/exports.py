"""The register as files: a table for spreadsheets, and to-dos for calendars (RFC 5545). Page by page: nothing is held whole."""

import csv
import io
import re
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum

from scribe_core.database import register
from scribe_core.database.engine import Database
from scribe_core.database.register import Entry, RegisterSort, Wanted
from scribe_core.domain.minutes import ActionStatus
from scribe_core.domain.minutes_form import ItemKind
from scribe_core.errors import Language, ScribeError

AT_ONCE = 500
"""Entries read at once."""


class RegisterFormat(StrEnum):
    """What the register can be taken away as."""

    CSV = "csv"
    ICS = "ics"


MEDIA_TYPES = {
    RegisterFormat.CSV: "text/csv; charset=utf-8",
    RegisterFormat.ICS: "text/calendar; charset=utf-8",
}

_HEADINGS: dict[Language, Sequence[str]] = {
    "en": ("Kind", "Text", "Owner", "Due", "Due as said", "Status", "Meeting", "Held on"),
    "fr": ("Nature", "Texte", "Responsable", "Échéance", "Échéance dite", "État", "Réunion", "Tenue le"),
}
_WORDS: dict[Language, dict[str, str]] = {
    "en": {"decision": "decision", "action": "action", "question": "open question", "open": "open", "done": "done"},
    "fr": {
        "decision": "décision",
        "action": "action",
        "question": "question ouverte",
        "open": "ouverte",
        "done": "faite",
    },
}
_SEPARATORS: dict[Language, str] = {"en": ",", "fr": ";"}
"""Between columns: what a spreadsheet of that language takes a file with."""

_FORMULA = re.compile(r"^\s*[=+\-@\t\r＝＋－＠]")
"""What a spreadsheet would reckon instead of show."""


async def exported(
    database: Database, owner_id: str, wanted: Wanted, kind: RegisterFormat, language: Language
) -> AsyncIterator[bytes]:
    """The file's bytes, what is due soonest first. To-dos are actions: raises `request_invalid` where only others are wanted."""
    if kind is RegisterFormat.ICS:
        if wanted.kinds and ItemKind.ACTION not in wanted.kinds:
            raise ScribeError("request_invalid", reason="kind", fields=["kind"])
        return _encoded(_calendar(_pages(database, owner_id, replace(wanted, kinds=(ItemKind.ACTION,)))))
    return _encoded(_table(_pages(database, owner_id, wanted), language))


async def _pages(database: Database, owner_id: str, wanted: Wanted) -> AsyncIterator[Sequence[Entry]]:
    after: register.Cursor | None = None
    while True:
        async with database.reading() as session:
            page = await register.page(session, owner_id, wanted, sort=RegisterSort.DUE, limit=AT_ONCE, after=after)
        yield page.entries
        after = page.next_cursor
        if after is None:
            return


async def _encoded(pieces: AsyncIterator[str]) -> AsyncIterator[bytes]:
    async for piece in pieces:
        yield piece.encode()


async def _table(pages: AsyncIterator[Sequence[Entry]], language: Language) -> AsyncIterator[str]:
    # Spreadsheets read accents right behind this mark only.
    yield "\ufeff" + _lines([_HEADINGS[language]], language)
    async for entries in pages:
        yield _lines((_cells(entry, language) for entry in entries), language)


def _lines(rows: Iterable[Sequence[str]], language: Language) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=_SEPARATORS[language]).writerows([*map(_shown, row)] for row in rows)
    return text.getvalue()


def _shown(cell: str) -> str:
    """The cell as a spreadsheet shows it, whatever it begins with."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _cells(entry: Entry, language: Language) -> Sequence[str]:
    item, words = entry.item, _WORDS[language]
    return (
        words[item.kind],
        item.text,
        item.owner.name if item.owner else "",
        item.due_day.isoformat() if item.due_day else "",
        item.due.said if item.due else "",
        words[item.status] if item.status else "",
        entry.title,
        entry.held_on.isoformat(),
    )


async def _calendar(pages: AsyncIterator[Sequence[Entry]]) -> AsyncIterator[str]:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    yield _folded(("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Smart Meeting Scribe//Register//EN"))
    async for entries in pages:
        for entry in entries:
            yield _folded(_todo(entry, stamp))
    yield _folded(("END:VCALENDAR",))


def _todo(entry: Entry, stamp: str) -> Iterator[str]:
    item = entry.item
    done = item.status is ActionStatus.DONE
    about = [item.owner.name] if item.owner and item.owner.name else []
    about += [item.due.said] if item.due and item.due.said else []
    about.append(f"{entry.title} ({entry.held_on.isoformat()})")
    yield "BEGIN:VTODO"
    yield f"UID:{item.id}@smart-meeting-scribe"
    yield f"DTSTAMP:{stamp}"
    yield f"SUMMARY:{_escaped(item.text)}"
    yield f"DESCRIPTION:{_escaped(chr(10).join(about))}"
    if item.due_day:
        yield f"DUE;VALUE=DATE:{item.due_day:%Y%m%d}"
    yield f"STATUS:{'COMPLETED' if done else 'NEEDS-ACTION'}"
    yield "END:VTODO"


def _escaped(text: str) -> str:
    """The text as a value (RFC 5545, 3.3.11): no line of it can become a property."""
    plain = "".join(c for c in text.replace("\r", "\n") if c == "\n" or c >= " ")
    return re.sub(r"([\\;,])", r"\\\1", plain).replace("\n", "\\n")


LINE_BYTES = 75


def _folded(lines: Iterable[str]) -> str:
    """Lines of 75 bytes at most, cut between characters; what goes on begins with a blank (RFC 5545, 3.1)."""
    folded = []
    for line in lines:
        length = 0
        piece: list[str] = []
        for character in line:
            size = len(character.encode())
            if length + size > LINE_BYTES:
                piece.append("\r\n ")
                length = 1
            piece.append(character)
            length += size
        folded.append("".join(piece) + "\r\n")
    return "".join(folded)
