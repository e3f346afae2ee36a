"""A conversation as a file, question by question: Markdown, plain text or JSON. Whatever people or models wrote is text in it, and nothing else."""

import json
from collections.abc import Iterator
from enum import StrEnum

from scribe_api.conversations.schemas import AnswerCitation, Conversation, ConversationMessage
from scribe_api.register.schemas import RegisterItem
from scribe_core.domain.conversations import AnswerStatus
from scribe_core.errors import Language, noted_sentence
from scribe_core.exports.clock import clock
from scribe_core.exports.labels import labels_in
from scribe_core.exports.markdown import escaped, escaped_beginning
from scribe_core.exports.speaker_names import one_line


class ConversationFormat(StrEnum):
    """What a conversation can be taken away as."""

    MD = "md"
    TXT = "txt"
    JSON = "json"


MEDIA_TYPES = {
    ConversationFormat.MD: "text/markdown; charset=utf-8",
    ConversationFormat.TXT: "text/plain; charset=utf-8",
    ConversationFormat.JSON: "application/json",
}

_WORDS: dict[Language, dict[str, str]] = {
    "fr": {
        "title": "Conversation", "all": "Toutes les réunions", "meetings": "Réunions", "sources": "Passages",
        "deleted": "réunion supprimée", "absent": "texte indisponible",
        "passages": "Les meilleurs passages, sans réponse rédigée", "model": "Rédigé par un modèle, vérifié",
    },
    "en": {
        "title": "Conversation", "all": "All meetings", "meetings": "Meetings", "sources": "Passages",
        "deleted": "deleted meeting", "absent": "text not available",
        "passages": "The best passages, with no answer written", "model": "Written by a model, verified",
    },
}  # fmt: skip


def exported(
    conversation: Conversation, kind: ConversationFormat, language: Language, address: str | None
) -> Iterator[str]:
    """The file, a question at a time. `address` is where the web interface is: citations lead there."""
    if kind is ConversationFormat.JSON:
        return _json(conversation, address)
    if kind is ConversationFormat.MD:
        return _markdown(conversation, language, address)
    return _plain(conversation, language, address)


def link(meeting_id: str, start_ms: int, address: str | None) -> str:
    """Where a meeting is at that second."""
    return f"{(address or '').rstrip('/')}/meetings/{meeting_id}?t={start_ms // 1000}"


def _json(conversation: Conversation, address: str | None) -> Iterator[str]:
    head = conversation.model_dump(mode="json", exclude={"messages"})
    yield json.dumps(head, ensure_ascii=False, indent=1)[:-2] + ',\n "messages": ['
    for at, message in enumerate(conversation.messages):
        told = message.model_dump(mode="json")
        for one in told["citations"]:
            one["address"] = link(one["meeting_id"], one["start_ms"], address) if one["meeting_id"] else None
        yield ("," if at else "") + "\n" + json.dumps(told, ensure_ascii=False)
    yield "\n ]\n}\n"


def _markdown(conversation: Conversation, language: Language, address: str | None) -> Iterator[str]:
    say = _WORDS[language]
    yield f"# {escaped(one_line(conversation.title) or say['title'])}\n\n"
    yield f"{escaped(_about(conversation, language))}\n"
    for message in conversation.messages:
        yield f"\n## {escaped(one_line(message.question))}\n\n"
        for line in _answer(message, language):
            yield f"{escaped_beginning(escaped(line))}\n\n"
        yield from (f"- {escaped(line)}\n" for line in map(_item, message.listed))
        for one in message.citations:
            where = escaped(_where(one, language))
            place = f"[{where}](<{link(one.meeting_id, one.start_ms, address)}>)" if one.meeting_id else where
            yield f"{one.number}. {place}{_said_markdown(one, language)}\n"


def _said_markdown(one: AnswerCitation, language: Language) -> str:
    if one.meeting_id is None:
        return ""
    who = f"**{escaped(one.speaker)}** " if one.speaker else ""
    return f"\\\n   {who}{escaped(one_line(one.text or _WORDS[language]['absent']))}"


def _plain(conversation: Conversation, language: Language, address: str | None) -> Iterator[str]:
    say = _WORDS[language]
    yield f"{one_line(conversation.title) or say['title']}\n{_about(conversation, language)}\n"
    for message in conversation.messages:
        yield f"\n— {one_line(message.question)}\n"
        for line in _answer(message, language):
            yield f"{line}\n"
        yield from (f"- {line}\n" for line in map(_item, message.listed))
        for one in message.citations:
            yield f"[{one.number}] {_where(one, language)}\n"
            if one.meeting_id:
                who = f"{one.speaker}: " if one.speaker else ""
                yield f"    {who}{one_line(one.text or say['absent'])}\n"
                yield f"    {link(one.meeting_id, one.start_ms, address)}\n"


def _about(conversation: Conversation, language: Language) -> str:
    say = _WORDS[language]
    if conversation.meetings is None:
        return say["all"]
    titles = ", ".join(one_line(one.title) for one in conversation.meetings)
    return labels_in(language).fact(say["meetings"], titles or say["deleted"])


def _answer(message: ConversationMessage, language: Language) -> Iterator[str]:
    """The lines of an answer before its citations."""
    say = _WORDS[language]
    for one in message.sentences:
        yield one_line(one.text) + "".join(f" [{number}]" for number in one.citations)
    if message.status is AnswerStatus.PASSAGES:
        yield f"({say['passages']})"
    if message.status is AnswerStatus.ANSWERED and message.model:
        yield f"({labels_in(language).fact(say['model'], one_line(message.model))})"
    if message.status is AnswerStatus.FAILED and message.code:
        yield noted_sentence(message.code, language)


def _where(one: AnswerCitation, language: Language) -> str:
    if one.meeting_id is None or one.recorded_on is None:
        return _WORDS[language]["deleted"]
    day = labels_in(language).day(one.recorded_on)
    return f"{one_line(one.meeting_title or '')}, {day}, {clock(one.start_ms / 1000)}"


def _item(item: RegisterItem) -> str:
    more = [item.owner.name] if item.owner and item.owner.name else []
    more += [item.due.day.isoformat()] if item.due and item.due.day else []
    more.append(f"{item.meeting.title}, {item.meeting.held_on.isoformat()}")
    return f"{one_line(item.text)} ({one_line(' · '.join(more))})"
