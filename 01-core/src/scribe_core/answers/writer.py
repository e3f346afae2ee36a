"""Answers that a model of language writes, of which only what was said is left.

It reads the passages that were found. Each sentence it writes is held against what it cites (`minutes/evidence.py`, decision 0041) as soon as it is
whole; what cites anything else than what it was shown, or is not said there, nobody reads.
"""

import asyncio
import secrets
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from scribe_core.answers.excerpts import Excerpt, Sheet, fitting, sheets_of, together
from scribe_core.answers.replies import Claimed, Reply
from scribe_core.domain.conversations import Sentence
from scribe_core.domain.recording_name import shown_line
from scribe_core.errors import Language, ScribeError
from scribe_core.language_model.messages import Message
from scribe_core.language_model.offer import tokens_of
from scribe_core.minutes import prompt_files
from scribe_core.minutes.dates import days
from scribe_core.minutes.evidence import Claim, Evidence, Kind
from scribe_core.minutes.talk import Talk
from scribe_core.search.terms import tokens

if TYPE_CHECKING:
    from scribe_core.language_model.endpoint import Endpoint

PROMPTS = "scribe_core.answers"

MOST_REPLY, REPLY_SHARE = 800, 3
"""Tokens of an answer, and the part of what the model reads at once that it takes at most."""

SPARE_TOKENS = 200
"""What servers put around the messages."""

MOST_SENTENCES = 12

QUESTIONS_BEFORE = 3
"""That a model is told to make a question whole."""

WHOLE_TOKENS, LONGEST_WHOLE = 150, 400
"""Of a question that was made whole: tokens, and characters."""

_Tell = Callable[[Sentence], None]


async def write(
    model: "Endpoint", question: str, language: Language, excerpts: Sequence[Excerpt], tell: _Tell
) -> list[Sentence]:
    """The sentences of an answer that hold; `tell` is told each as soon as it does. They are in the words of the meetings.

    Where a try of the model broke off, those of the next one count. Raises what `Endpoint.ask` raises.
    """
    offer = await model.offer()
    reply = min(MOST_REPLY, offer.context // REPLY_SHARE)
    system = prompt_files.prompt(language, "system", PROMPTS)
    around = tokens_of(system) + tokens_of(_asked(language, question, "")) + SPARE_TOKENS
    shown = fitting(excerpts, offer.context - reply - around)
    if not shown:
        raise ScribeError("llm_context", tokens=offer.context)
    sheets = list(sheets_of(shown))
    judge = await asyncio.to_thread(Judge, sheets)
    lines = "\n\n".join(sheet.shown() for sheet in sheets)
    messages = [Message("system", system), Message("user", _asked(language, question, lines))]
    pieces: asyncio.Queue[str | _End | None] = asyncio.Queue()
    asking = asyncio.create_task(model.ask(messages, most_tokens=reply, wrote=pieces.put_nowait))
    asking.add_done_callback(lambda _: pieces.put_nowait(_End()))
    try:
        kept: list[Sentence] = []
        said = Reply()
        while not isinstance(piece := await pieces.get(), _End):
            if piece is None:
                kept, said = [], Reply()
            else:
                await _take(judge, said.heard(piece), kept, tell)
        await asking
        await _take(judge, said.ended(), kept, tell)
        return kept
    finally:
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)


class _End:
    """Nothing more comes."""


async def _take(judge: "Judge", claimed: Iterable[Claimed], kept: list[Sentence], tell: _Tell) -> None:
    for one in claimed:
        if len(kept) >= MOST_SENTENCES or any(one.text == other.text for other in kept):
            continue
        if await asyncio.to_thread(judge.holds, one):
            kept.append(Sentence(one.text, one.numbers))
            tell(kept[-1])


class Judge:
    """The excerpts that a model was shown, which its sentences are held against."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self._sheets = sheets
        self._of = {number: sheet for sheet in sheets for number in sheet.numbers.values()}
        self._evidence: dict[tuple[str, ...], tuple[Evidence, dict[int, int]]] = {}

    def holds(self, claimed: Claimed) -> bool:
        """Whether all that a sentence cites was shown, and says it."""
        if not claimed.numbers or any(number not in self._of for number in claimed.numbers):
            return False
        cited = [sheet for sheet in self._sheets if any(self._of[number] is sheet for number in claimed.numbers)]
        if len(cited) > 1 and self._tells_a_day(claimed.text, cited):
            # What day « vendredi » is depends on the meeting it is said in.
            return any(self._said(claimed, [sheet]) for sheet in cited)
        return self._said(claimed, cited)

    def _said(self, claimed: Claimed, sheets: Sequence[Sheet]) -> bool:
        evidence, of = self._against(sheets)
        lines = tuple(of[number] for number in claimed.numbers if number in of)
        return evidence.judged(Claim(Kind.SUMMARY, claimed.text, lines)).fault is None

    def _against(self, sheets: Sequence[Sheet]) -> tuple[Evidence, dict[int, int]]:
        key = tuple(sheet.first.meeting_id for sheet in sheets)
        if key not in self._evidence:
            transcript, of = sheets[0].transcript() if len(sheets) == 1 else together(sheets)
            self._evidence[key] = (Evidence(Talk(transcript, sheets[0].first.held_on)), of)
        return self._evidence[key]

    @staticmethod
    def _tells_a_day(text: str, sheets: Sequence[Sheet]) -> bool:
        words = [token.folded for token in tokens(text)]
        return any(True for sheet in sheets for _day in days(words, sheet.first.held_on))


async def whole(model: "Endpoint", question: str, before: Sequence[str], language: Language) -> str | None:
    """A question that goes on from those before, as a model writes it out; None where it adds words that nobody asked about.

    Raises what `Endpoint.ask` raises.
    """
    mark = secrets.token_hex(8)
    told = "\n".join([*before[-QUESTIONS_BEFORE:], question])
    messages = [
        Message("system", prompt_files.prompt(language, "whole", PROMPTS)),
        Message("user", f"<<<{mark}\n{told}\n{mark}>>>"),
    ]
    answer = await model.ask(messages, most_tokens=WHOLE_TOKENS)
    lines = [shown for line in answer.text.splitlines() if (shown := shown_line(line, LONGEST_WHOLE + 1))]
    if answer.cut or not lines or len(lines[-1]) > LONGEST_WHOLE:
        return None
    known = {token.folded for token in tokens(told)}
    return lines[-1] if all(token.folded in known or len(token.folded) < 4 for token in tokens(lines[-1])) else None


def _asked(language: Language, question: str, lines: str) -> str:
    mark = secrets.token_hex(8)  # nobody who speaks in a meeting can end the excerpts
    return prompt_files.filled(language, "question", of=PROMPTS, question=question, lines=lines, mark=mark)
