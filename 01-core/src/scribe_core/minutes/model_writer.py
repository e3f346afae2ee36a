"""Minutes that a model of language writes, of which only what the transcript says is left.

A meeting is read stretch by stretch, as much at once as the model reads. What it writes of each are claims (`model_answers.py`) that are
held against what they cite (`evidence.py`); after that the model may only take away: what it does not find there when it is asked
again, sentences of a summary that is too long, decisions that a later one takes back.
"""

import asyncio
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from scribe_core.domain.minutes import Action, Decision, Minutes, Participant, Question, Statement, Topic, Writer
from scribe_core.domain.run import STAGES_OF, RunKind
from scribe_core.domain.transcript import Transcript
from scribe_core.errors import ScribeError
from scribe_core.language_model.messages import Message
from scribe_core.language_model.objects import object_in
from scribe_core.language_model.offer import tokens_of
from scribe_core.minutes import prompt_files
from scribe_core.minutes.evidence import Claim, Evidence, Fault, Kind, Meaning, Verdict
from scribe_core.minutes.model_answers import (
    CLOSING,
    SECTION,
    VERDICTS,
    claims_of,
    denied,
    is_section,
    kept,
    taken_back,
    topics_of,
)
from scribe_core.minutes.same_items import once, speak_of_the_same
from scribe_core.minutes.stretches import Piece, pieces_of, stretches_of
from scribe_core.minutes.talk import Talk

if TYPE_CHECKING:
    from scribe_core.language_model.endpoint import Endpoint

MOST_SENTENCES = 8
"""Of a summary."""

MOST_REPLY, REPLY_SHARE = 2500, 3
"""Tokens of an answer, and the part of what the model reads at once that it takes at most."""

SPARE_TOKENS = 200
"""What servers put around the messages."""

LEAST_STRETCH = 400
"""Tokens of a stretch: less is no conversation."""

LOOKED_AT_ONCE = 8
"""Items of a second look."""

LONGEST_SAID = 1500
"""Characters of an utterance in a second look."""

_READING, _CHECKING, _CLOSING = STAGES_OF[RunKind.MINUTES]

Progress = Callable[[str, float], None]
"""Told the stage (`domain.run.STAGES_OF`) and how much of it is done, from 0 to 1. What it raises ends the work."""


class Memory(Protocol):
    """Remembers what the model answered, so that work which was broken off asks nothing twice."""

    async def recall(self, question: str) -> tuple[str, bool] | None:
        """The answer to that, and whether it was cut short; None where there is none yet. `question` is a SHA-256 in hexadecimal digits."""
        ...

    async def keep(self, question: str, text: str, *, cut: bool) -> None:
        """Remember an answer."""
        ...


class Forgetful:
    """A memory that keeps nothing."""

    async def recall(self, question: str) -> tuple[str, bool] | None:
        """Nothing."""

    async def keep(self, question: str, text: str, *, cut: bool) -> None:
        """Let go of it."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """An item that the model wrote and the transcript does not say, with why it is not in the minutes."""

    kind: Kind
    text: str
    citations: tuple[str, ...]
    fault: Fault


@dataclass(frozen=True, slots=True)
class Written:
    """Minutes, and how they came about. `unread` are the seconds of which the model wrote nothing that could be read."""

    minutes: Minutes
    rejected: tuple[Rejected, ...]
    unread: tuple[tuple[float, float], ...]
    model: str
    prompts: str
    read_tokens: int
    written_tokens: int


@dataclass(frozen=True, slots=True)
class _Item:
    claim: Claim
    verdict: Verdict


class ModelWriter:
    """Writes minutes with the model of an endpoint. They are in the language of the meeting, French or English."""

    def __init__(self, model: "Endpoint", *, second_look: bool = True, meaning: Meaning | None = None) -> None:
        self._model = model
        self._second_look = second_look
        self._meaning = meaning

    async def write(
        self,
        transcript: Transcript,
        held_on: date,
        *,
        template: str = "general",
        progress: Progress | None = None,
        memory: Memory | None = None,
    ) -> Written:
        """The minutes of a meeting that was held on that day. It can be cancelled at any time, and changes nothing until it is done; with a
        `memory` it then goes on where it was.

        Raises `llm_language`, `llm_unreadable` where nothing of what the model wrote could be read, and what `Endpoint.ask` raises.
        """
        language = transcript.language[:2]
        if language not in prompt_files.LANGUAGES:
            raise ScribeError("llm_language")
        progress = progress or (lambda _stage, _share: None)
        progress(_READING, 0.0)
        talk = await asyncio.to_thread(Talk, transcript, held_on)
        evidence = await asyncio.to_thread(Evidence, talk, self._meaning)
        work = _Work(self._model, talk, evidence, language, template, progress, memory or Forgetful())
        return await work.written(second_look=self._second_look)


class _Work:
    """One meeting's minutes while they are written."""

    def __init__(
        self,
        model: "Endpoint",
        talk: Talk,
        evidence: Evidence,
        language: str,
        template: str,
        progress: Progress,
        memory: Memory,
    ) -> None:
        self._model, self._talk, self._evidence = model, talk, evidence
        self._language, self._template, self._progress, self._memory = language, template, progress, memory
        self._items: list[_Item] = []
        self._topics: list[tuple[int, str]] = []
        self._rejected: list[Rejected] = []
        self._unread: list[tuple[float, float]] = []
        self._read_tokens = self._written_tokens = 0

    async def written(self, *, second_look: bool) -> Written:
        """All of it."""
        offer = await self._model.offer()
        system = prompt_files.prompt(self._language, "system")
        reply = min(MOST_REPLY, offer.context // REPLY_SHARE)
        room = offer.context - reply - tokens_of(system) - tokens_of(self._shown((), 1, 1)) - SPARE_TOKENS
        pieces = pieces_of(self._talk.transcript, self._language, room) if room >= LEAST_STRETCH else []
        if room < LEAST_STRETCH:
            raise ScribeError("llm_context", tokens=offer.context)
        stretches = stretches_of(pieces, room)
        for at, stretch in enumerate(stretches):
            self._progress(_READING, at / len(stretches))
            await self._read(stretch, at + 1, len(stretches), reply)
        if stretches and not self._items and not self._topics and len(self._unread) >= len(stretches):
            raise ScribeError("llm_unreadable")
        self._items = [
            _Item(claim, verdict) for claim, verdict in once([(one.claim, one.verdict) for one in self._items])
        ]
        self._progress(_CHECKING, 0.0)
        if second_look:
            await self._look_again(reply)
        self._progress(_CLOSING, 0.0)
        await self._close(reply)
        self._progress(_CLOSING, 1.0)
        return Written(
            self._minutes(), tuple(self._rejected), tuple(self._unread), offer.model, prompt_files.VERSION,
            self._read_tokens, self._written_tokens,
        )  # fmt: skip

    async def _read(self, stretch: Sequence[Piece], part: int, parts: int, reply: int) -> None:
        """Takes what the model writes of a stretch, in halves where that is too much for it."""
        system = prompt_files.prompt(self._language, "system")
        try:
            answer, cut = await self._answer(system, self._shown(stretch, part, parts), SECTION, reply, is_section)
        except ScribeError as error:
            if error.code != "llm_context" or len(stretch) < 2:
                raise
            answer, cut = None, True
        if answer is None:
            middle = len(stretch) // 2
            if cut and middle:
                await self._read(stretch[:middle], part, parts, reply)
                await self._read(stretch[middle:], part, parts, reply)
                return
            lines = self._talk.transcript.lines
            self._unread.append((lines[stretch[0].line].start, lines[stretch[-1].line].end))
            return
        numbers = {piece.number: piece.line for piece in stretch}
        await asyncio.to_thread(self._take, answer, numbers)

    def _take(self, answer: Mapping[str, Any], numbers: Mapping[int, int]) -> None:
        for claim in claims_of(answer, numbers):
            verdict = self._evidence.judged(claim)
            if verdict.fault is None:
                self._items.append(_Item(claim, verdict))
            else:
                self._reject(claim, verdict.fault)
        begun = sorted(set(topics_of(answer, numbers)))
        last = max(numbers.values(), default=-1)
        for at, (line, title) in enumerate(begun):
            end = begun[at + 1][0] if at + 1 < len(begun) else last + 1
            claim = Claim(Kind.TOPIC, title, tuple(range(line, max(line + 1, end))))
            fault = self._evidence.judged(claim).fault
            if fault is None:
                self._topics.append((line, title))
            else:
                self._reject(replace(claim, lines=(line,)), fault)

    async def _look_again(self, reply: int) -> None:
        """Asks of each item once more whether it is said there. What the model does not deny stays, an answer that cannot be read too."""
        stays: list[_Item] = []
        system = prompt_files.prompt(self._language, "check")
        for first in range(0, len(self._items), LOOKED_AT_ONCE):
            self._progress(_CHECKING, first / len(self._items))
            some = self._items[first : first + LOOKED_AT_ONCE]
            shown = "\n\n".join(f"({at}) {one.claim.text}\n{self._said(one.claim)}" for at, one in enumerate(some, 1))
            answer, _cut = await self._answer(system, self._marked(shown), VERDICTS, reply)
            gone = denied(answer or {})
            for at, one in enumerate(some, 1):
                if at in gone:
                    self._reject(one.claim, Fault.DENIED)
                else:
                    stays.append(one)
        self._items = stays

    async def _close(self, reply: int) -> None:
        """Leaves out what is too much of a summary, and decisions that a later one takes back."""
        summary = [one for one in self._items if one.claim.kind is Kind.SUMMARY]
        decisions = [one for one in self._items if one.claim.kind is Kind.DECISION]
        if len(summary) <= MOST_SENTENCES and len(decisions) < 2:
            return
        told = [f"({at}) {one.claim.text}" for at, one in enumerate(summary, 1)]
        told += ["", *(f"({at}) {one.claim.text}" for at, one in enumerate(decisions, 1))]
        system = prompt_files.filled(self._language, "closing", most=MOST_SENTENCES)
        try:
            answer, _cut = await self._answer(system, self._marked("\n".join(told)), CLOSING, reply)
        except ScribeError as error:
            if error.code != "llm_context":
                raise
            answer = None
        keep = [number for number in kept(answer or {}) if 0 < number <= len(summary)][:MOST_SENTENCES]
        if len(summary) > MOST_SENTENCES:
            if not keep:  # spread over the meeting
                keep = [1 + at * len(summary) // MOST_SENTENCES for at in range(MOST_SENTENCES)]
            stays = {id(summary[number - 1]) for number in keep}
            self._items = [one for one in self._items if one.claim.kind is not Kind.SUMMARY or id(one) in stays]
        for earlier, later in taken_back(answer or {}):
            if not 0 < earlier < later <= len(decisions):
                continue
            one, other = decisions[earlier - 1], decisions[later - 1]
            if one in self._items and speak_of_the_same(one.claim, other.claim):
                self._items.remove(one)
                self._reject(one.claim, Fault.TAKEN_BACK)

    async def _answer(
        self,
        system: str,
        user: str,
        schema: Mapping[str, object],
        reply: int,
        fits: Callable[[Mapping[str, Any]], bool] = bool,
    ) -> tuple[dict[str, Any] | None, bool]:
        """The object that the model answers, None where it cannot be read at the second try either; and whether it was cut short."""
        cut = False
        question = await self._question(system, user, schema, reply)
        if (known := await self._memory.recall(question)) is not None:
            text, cut = known
            if cut or fits(_read(text)):
                return (None, True) if cut else (_read(text), False)
        for _ in range(2):
            answer = await self._model.ask(
                [Message("system", system), Message("user", user)], most_tokens=reply, schema=schema
            )
            self._read_tokens += answer.read_tokens
            self._written_tokens += answer.written_tokens
            cut = answer.cut
            found = _read(answer.text)
            if cut or (found and fits(found)):  # what cannot be read is asked again when the work is taken up again
                await self._memory.keep(question, answer.text, cut=cut)
            if found and fits(found) and not cut:
                return found, False
            if cut:
                break  # it would be so again
        return None, cut

    async def _question(self, system: str, user: str, schema: Mapping[str, object], reply: int) -> str:
        """A digest of all that shapes an answer."""
        model = (await self._model.offer()).model
        asked = [model, prompt_files.VERSION, system, user, schema, reply]
        return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()

    def _shown(self, stretch: Sequence[Piece], part: int, parts: int) -> str:
        lines = "\n".join(piece.shown for piece in stretch)
        return prompt_files.filled(
            self._language, "section", day=self._talk.held_on.isoformat(), hint=prompt_files.hint(self._language, self._template),
            lines=lines, mark=_mark(lines), part=part, parts=parts,
        )  # fmt: skip

    def _marked(self, text: str) -> str:
        mark = _mark(text)
        return f"<<<{mark}\n{text}\n{mark}>>>"

    def _said(self, claim: Claim) -> str:
        lines = self._talk.transcript.lines
        names = self._talk.names
        return "\n".join(
            f"{names.speaker(lines[at].speaker_id).name}: {lines[at].text[:LONGEST_SAID]}" for at in claim.lines
        )

    def _reject(self, claim: Claim, fault: Fault) -> None:
        self._rejected.append(Rejected(claim.kind, claim.text, self._ids(claim), fault))

    def _ids(self, claim: Claim) -> tuple[str, ...]:
        return tuple(self._talk.id_of(line) for line in claim.lines)

    def _minutes(self) -> Minutes:
        transcript = self._talk.transcript
        items = sorted(self._items, key=lambda one: one.claim.lines)

        def of(kind: Kind) -> list[_Item]:
            return [one for one in items if one.claim.kind is kind]

        return Minutes(
            meeting_id=transcript.meeting_id,
            revision=transcript.revision,
            title=transcript.title,
            held_on=self._talk.held_on,
            language=transcript.language,
            writer=Writer.MODEL,
            participants=tuple(Participant(one.id, one.number, one.name) for one in transcript.speakers),
            summary=tuple(
                Statement(one.claim.text, self._speaker(one.claim), self._ids(one.claim)) for one in of(Kind.SUMMARY)
            ),
            topics=tuple(self._told_topics()),
            decisions=tuple(Decision(one.claim.text, self._ids(one.claim)) for one in of(Kind.DECISION)),
            actions=tuple(
                Action(one.claim.text, one.verdict.owner, one.verdict.due, self._ids(one.claim))
                for one in of(Kind.ACTION)
            ),
            questions=tuple(
                Question(one.claim.text, self._speaker(one.claim), self._ids(one.claim)) for one in of(Kind.QUESTION)
            ),
        )

    def _speaker(self, claim: Claim) -> str:
        return self._talk.speaker_of(claim.lines[0])

    def _told_topics(self) -> list[Topic]:
        """The topics, each until the next one; the first from the beginning."""
        lines = self._talk.transcript.lines
        first: dict[int, str] = {}
        for line, title in sorted(self._topics):
            first.setdefault(line, title)
        begun = sorted(first.items())
        found: list[Topic] = []
        for at, (line, title) in enumerate(begun):
            start = 0 if at == 0 else line
            end = begun[at + 1][0] if at + 1 < len(begun) else len(lines)
            if found and found[-1].title == title:
                last = found.pop()
                start = self._evidence.line_of(last.citations[0])
            within = lines[start:end]
            found.append(Topic(title, within[0].start, within[-1].end, tuple(one.id for one in within)))
        return found


def _mark(text: str) -> str:
    """What a text stands between: nobody who speaks in the meeting can end it, for no words hold a digest of themselves. The same for the
    same text, so that it is known again.
    """
    return hashlib.sha256(b"mark" + text.encode()).hexdigest()[:16]


def _read(text: str) -> dict[str, Any]:
    """The object in an answer, empty where there is none."""
    try:
        return object_in(text)
    except ValueError:
        return {}
