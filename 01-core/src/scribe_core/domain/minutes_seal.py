"""The digest by which anybody can tell that frozen minutes are what was frozen."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from scribe_core.domain.minutes import Participant
from scribe_core.domain.minutes_form import Item, Section


def sealed(
    *,
    meeting_id: str,
    revision: int,
    language: str,
    title: str,
    held_on: date,
    participants: Iterable[Participant],
    sections: Iterable[Section],
    items: Iterable[Item],
) -> str:
    """The SHA-256 of minutes, in hexadecimal digits: of the UTF-8 bytes of the JSON that decision record 0040 describes.

    It covers what is read and which utterances hold it. How far an action is goes on after minutes are frozen, and is left out.
    """
    took_part = list(participants)
    numbers = {one.speaker_id: one.number for one in took_part}
    by_section: dict[str, list[dict[str, Any]]] = {}
    for item in items:
        by_section.setdefault(item.section, []).append(_item(item, numbers))
    content = {
        "meeting_id": meeting_id,
        "revision": revision,
        "language": language,
        "title": title,
        "held_on": held_on.isoformat(),
        "participants": [{"number": one.number, "name": one.name} for one in took_part],
        "sections": [section.written() | {"items": by_section.get(section.key, [])} for section in sections],
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _item(item: Item, numbers: Mapping[str, int]) -> dict[str, Any]:
    owner, due = item.owner, item.due
    return {
        "kind": str(item.kind),
        "text": item.text,
        "citations": list(item.citations),
        "owner": owner and {"name": owner.name or None, "number": numbers.get(owner.speaker_id or "")},
        "due": due and {"said": due.said or None, "day": due.day and due.day.isoformat()},
        "start": item.start,
        "end": item.end,
    }
