"""What a model's JSON says, taken as claims. Whatever is not in the form asked for is left out, item by item."""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from scribe_core.minutes.evidence import Claim, Kind

MOST_ITEMS = 60
"""Of one kind, of one stretch. A meeting settles a few things in half an hour; more is a model that repeats itself."""

MOST_CITED = 16
LONGEST_TEXT = 400
"""Characters of an item; what is longer is no item."""

LISTS = {"summary": Kind.SUMMARY, "decisions": Kind.DECISION, "actions": Kind.ACTION, "questions": Kind.QUESTION}

_TEXT = {"type": "string"}
_MAYBE = {"type": ["string", "null"]}
_CITES = {"type": "array", "items": {"type": "integer"}}


def _list_of(**properties: object) -> dict[str, object]:
    item = {"type": "object", "properties": properties, "required": [*properties], "additionalProperties": False}
    return {"type": "array", "items": item}


def _object(**properties: object) -> dict[str, object]:
    return {"type": "object", "properties": properties, "required": [*properties], "additionalProperties": False}


SECTION = _object(
    summary=_list_of(text=_TEXT, cites=_CITES),
    topics=_list_of(title=_TEXT, first={"type": "integer"}),
    decisions=_list_of(text=_TEXT, cites=_CITES),
    actions=_list_of(text=_TEXT, owner=_MAYBE, due=_MAYBE, cites=_CITES),
    questions=_list_of(text=_TEXT, cites=_CITES),
)
VERDICTS = _object(verdicts=_list_of(item={"type": "integer"}, said={"type": "boolean"}))
CLOSING = _object(keep=_CITES, taken_back=_list_of(earlier={"type": "integer"}, later={"type": "integer"}))
"""Schemas of the three answers that are asked for."""


def is_section(answer: Mapping[str, Any]) -> bool:
    """Whether an answer is about a stretch at all."""
    return any(isinstance(answer.get(name), list) for name in LISTS)


def claims_of(answer: Mapping[str, Any], lines: Mapping[int, int]) -> Iterator[Claim]:
    """The items of an answer. `lines` tells for each number that the model was shown which line of the transcript it is; what cites
    others cites nothing.
    """
    for name, kind in LISTS.items():
        for row in _rows(answer.get(name)):
            cited = row.get("cites")
            numbers = [_number(one) for one in cited[:MOST_CITED]] if isinstance(cited, list) else []
            said = tuple(sorted({lines[one] for one in numbers if one in lines}))
            text = clean(row.get("text"))
            if text:
                yield Claim(kind, text, said, clean(row.get("owner")) or None, clean(row.get("due")) or None)


def topics_of(answer: Mapping[str, Any], lines: Mapping[int, int]) -> Iterator[tuple[int, str]]:
    """The topics of an answer: the line that each begins with, and its title."""
    for row in _rows(answer.get("topics")):
        first, title = _number(row.get("first")), clean(row.get("title"))
        if title and first in lines:
            yield lines[first], title


def denied(answer: Mapping[str, Any]) -> set[int]:
    """The numbers of items that the model does not find where they are cited."""
    return {_number(row.get("item")) for row in _rows(answer.get("verdicts")) if row.get("said") is False}


def kept(answer: Mapping[str, Any]) -> list[int]:
    """The numbers of the sentences to keep, in order."""
    told = answer.get("keep")
    return sorted({_number(one) for one in told[:MOST_ITEMS]}) if isinstance(told, list) else []


def taken_back(answer: Mapping[str, Any]) -> list[tuple[int, int]]:
    """Pairs of numbers: a decision, and the later one that takes it back."""
    return [(_number(row.get("earlier")), _number(row.get("later"))) for row in _rows(answer.get("taken_back"))]


def clean(text: object) -> str:
    """Words as they may stand in minutes: one line, without what does not print; empty where it is none, or too long to be one."""
    if not isinstance(text, str) or len(text) > 4 * LONGEST_TEXT:
        return ""
    shown = "".join(one if unicodedata.category(one)[0] != "C" else " " for one in text)
    shown = " ".join(shown.split()).lstrip("-*•# ").strip()
    return shown if len(shown) <= LONGEST_TEXT else ""


def _rows(told: object) -> list[dict[str, Any]]:
    return [row for row in told[:MOST_ITEMS] if isinstance(row, dict)] if isinstance(told, list) else []


def _number(told: object) -> int:
    """A number as models write it: `12`, `"12"`, `"[12]"`, `"u12"`. -1 where it is none."""
    if isinstance(told, bool):
        return -1
    if isinstance(told, int):
        return told
    written = told.strip("[]u# ") if isinstance(told, str) else ""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 9 else -1
