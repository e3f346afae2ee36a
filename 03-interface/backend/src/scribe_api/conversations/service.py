"""Answering a question, step by step. While somebody listens: whoever goes away ends the work, and nothing half is kept as an answer."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scribe_api.conversations import reading
from scribe_api.conversations.schemas import (
    AnswerCitation,
    AnswerOffer,
    AnswerSentence,
    Done,
    Fault,
    Found,
    NewQuestion,
    Searching,
)
from scribe_api.dependencies import Parts
from scribe_core.answers import followups, listed, surroundings, wording, writer
from scribe_core.answers.listing import listing
from scribe_core.database import cited_words, conversations, users
from scribe_core.database.conversations import INTERRUPTED, LEASE_SECONDS, Asked, MessageCitation
from scribe_core.domain.conversations import LONGEST_MODEL, LONGEST_QUESTION, Answer, AnswerStatus, Cited, Sentence
from scribe_core.domain.recording_name import shown_line
from scribe_core.errors import Language, ScribeError
from scribe_core.search.grounds import Ground, grounds

if TYPE_CHECKING:
    from scribe_core.language_model.endpoint import Endpoint

log = logging.getLogger(__name__)

MOST_PASSAGES = 8

OFFER_SECONDS = 3.0
"""How long a page waits to know which model answers."""

Step = Searching | Found | AnswerSentence | Done | Fault
"""What is told while a question is being answered, in this order."""


@asynccontextmanager
async def answering(
    parts: Parts, user_id: str, conversation_id: str, new: NewQuestion, reader: Language
) -> AsyncIterator[AsyncIterator[Step]]:
    """The steps of an answer, while somebody wants them.

    Raises `question_empty`, `question_too_long`, `conversation_not_found`, `conversation_busy`, `conversation_full`, `questions_at_once`; what
    goes wrong later is told as a step.
    """
    question = asked_line(new.question)
    async with parts.database.session() as session:
        asked = await conversations.ask(session, user_id, conversation_id, question)
    work = _Work(parts, user_id, asked, question, wording.language_of(question, reader), new.language, reader)
    task = asyncio.create_task(work.done())
    try:
        yield work.steps()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def asked_line(text: str) -> str:
    """A question as it is kept: one line of what can be seen. Raises `question_empty`, `question_too_long`."""
    line = shown_line(text, 2 * LONGEST_QUESTION)
    if not line:
        raise ScribeError("question_empty")
    if len(line) > LONGEST_QUESTION:
        raise ScribeError("question_too_long", most=LONGEST_QUESTION)
    return line


class _Work:
    """One question while it is being answered."""

    def __init__(
        self,
        parts: Parts,
        user_id: str,
        asked: Asked,
        question: str,
        guessed: Language,
        wanted: Language | None,
        reader: Language,
    ) -> None:
        self._parts, self._user_id, self._asked = parts, user_id, asked
        self._question = self._searched = question
        self._language, self._reader = wanted or guessed, reader
        self._steps: asyncio.Queue[Step | None] = asyncio.Queue()

    async def steps(self) -> AsyncIterator[Step]:
        """What is done, as it is done."""
        while (step := await self._steps.get()) is not None:
            yield step

    async def done(self) -> None:
        """Do it."""
        holding = asyncio.create_task(self._hold_on(asyncio.current_task()))
        try:
            await self._keep(await self._answer())
        except asyncio.CancelledError:
            await self._let_go(INTERRUPTED)
            raise
        except ScribeError as error:
            await self._fail(error)
        except Exception:  # nobody else sees what happens here
            log.exception("a question could not be answered")
            await self._fail(ScribeError("answer_failed"))
        finally:
            holding.cancel()
            self._steps.put_nowait(None)

    async def _answer(self) -> Answer:
        if (rows := await self._listed()) is not None:
            return rows
        model, away = self._parts.language_model, None
        self._searched = followups.whole(self._question, self._asked.before)
        if model is not None and self._searched != self._question:
            try:
                written = await writer.whole(model, self._question, self._asked.before, self._language)
                self._searched = written or self._searched
            except ScribeError as error:
                away = _only_the_models(error)
        self._tell(Searching(question=self._searched))
        parts = self._parts
        async with parts.database.reading() as session:
            found = await grounds(
                session,
                parts.vectors,
                parts.embedder,
                self._user_id,
                self._searched,
                meeting_ids=self._asked.scope.meeting_ids,
                limit=MOST_PASSAGES,
            )
        if not found.may_answer or not found.passages:
            return Answer(AnswerStatus.NO_EVIDENCE, [Sentence(wording.NO_EVIDENCE[self._language])])
        cited = [_cited(number, one) for number, one in enumerate(found.passages, 1)]
        self._tell(Found(citations=await self._told(cited)))
        if model is None or away is not None:
            return Answer(AnswerStatus.PASSAGES, citations=cited, code=away)
        return await self._written(model, found.passages, cited)

    async def _listed(self) -> Answer | None:
        """The register's answer to what counts or lists; None to anything else."""
        asked = listing(self._question, datetime.now(UTC).date())
        if asked is None:
            return None
        self._tell(Searching(question=self._question))
        async with self._parts.database.reading() as session:
            user = await users.by_id(session, self._user_id)
            scope = self._asked.scope.meeting_ids
            return await listed.answer(session, self._user_id, asked, self._language, name=user.name, meeting_ids=scope)

    async def _written(self, model: "Endpoint", found: Sequence[Ground], cited: Sequence[Cited]) -> Answer:
        """What a model writes of the passages. Where it does not, they are the answer, and it is said why."""
        async with self._parts.database.reading() as session:
            shown = await surroundings.excerpts(session, self._user_id, found)
        try:
            name = shown_line((await model.offer()).model, LONGEST_MODEL) or None
            sentences = await writer.write(model, self._searched, self._language, shown, self._told_sentence)
        except ScribeError as error:
            return Answer(AnswerStatus.PASSAGES, citations=cited, code=_only_the_models(error))
        if not sentences:
            said = [Sentence(wording.UNSUPPORTED[self._language])]
            return Answer(AnswerStatus.NO_EVIDENCE, said, cited, model=name)
        return Answer(AnswerStatus.ANSWERED, sentences, cited, model=name)

    def _told_sentence(self, sentence: Sentence) -> None:
        self._tell(AnswerSentence(text=sentence.text, citations=[*sentence.citations]))

    async def _told(self, cited: Sequence[Cited]) -> list[AnswerCitation]:
        """Citations as they will be read."""
        rows = [
            MessageCitation(
                message_id=self._asked.message_id, number=one.number, meeting_id=one.meeting_id,
                utterance_ids=[*one.utterance_ids], start=one.start, end=one.end,
            )
            for one in cited
        ]  # fmt: skip
        async with self._parts.database.reading() as session:
            said = await cited_words.read(session, self._user_id, rows)
        return [reading.told_citation(row, said.get((row.message_id, row.number)), self._reader) for row in rows]

    async def _keep(self, answer: Answer) -> None:
        async with self._parts.database.session() as session:
            row = await conversations.answer(session, self._user_id, self._asked, self._searched, answer)
            (message,) = await reading.told_messages(session, self._user_id, [row], self._reader)
        self._tell(Done(message=message))

    async def _fail(self, error: ScribeError) -> None:
        await self._let_go(error.code)
        self._tell(Fault(code=error.code, message=error.sentence(self._reader)))

    async def _let_go(self, code: str) -> None:
        try:
            async with self._parts.database.session() as session:
                await conversations.let_go(session, self._asked, self._searched, code)
        except ScribeError as error:  # the conversation is free again by itself
            log.warning("a question that was not answered could not be noted: %s", error.code)

    async def _hold_on(self, work: "asyncio.Task[None] | None") -> None:
        """Keep the conversation held; where it was deleted, end the work."""
        while True:
            await asyncio.sleep(LEASE_SECONDS / 3)
            try:
                async with self._parts.database.session() as session:
                    held = await conversations.hold_on(session, self._asked)
            except ScribeError as error:
                log.warning("a question could not be held on to: %s", error.code)
                continue
            if not held and work is not None:
                work.cancel()
                return

    def _tell(self, step: Step) -> None:
        self._steps.put_nowait(step)


def _only_the_models(error: ScribeError) -> str:
    """The code of what is wrong with the model; anything else is raised again."""
    if not error.code.startswith("llm_"):
        raise error
    return error.code


def _cited(number: int, ground: Ground) -> Cited:
    return Cited(
        number, ground.meeting_id, tuple(ground.utterance_ids), ground.start_ms / 1000, ground.end_ms / 1000
    )  # fmt: skip


async def offer(parts: Parts) -> AnswerOffer:
    """What answers are made of. A model that does not tell of itself in a few seconds is none."""
    name = None
    if parts.language_model is not None:
        try:
            async with asyncio.timeout(OFFER_SECONDS):
                name = shown_line((await parts.language_model.offer()).model, LONGEST_MODEL) or None
        except (ScribeError, TimeoutError) as error:
            log.info("no model answers: %s", error)
    return AnswerOffer(model=name, meaning=parts.vectors is not None and parts.embedder is not None)
