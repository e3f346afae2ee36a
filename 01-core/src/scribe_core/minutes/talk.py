"""A meeting as it is read for minutes: its clauses, whose they are, and what was said around them."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from scribe_core.domain.transcript import Transcript
from scribe_core.minutes.clauses import Clause, clauses_of
from scribe_core.minutes.cues import Cues, cues_of
from scribe_core.minutes.names import Names
from scribe_core.minutes.phrases import Found, Phrasebook

MOST_CLAUSES = 12
"""Clauses of a line that are looked at from elsewhere: who speaks for minutes is not answered by all of it."""

NEAR = 3
"""Lines after which an answer is one to something else."""


class Talk:
    """A transcript and everything that is asked of it. Lines are counted as in the transcript."""

    def __init__(self, transcript: Transcript, held_on: date) -> None:
        self.transcript = transcript
        self.held_on = held_on
        self.clauses = clauses_of(transcript)
        self.names = Names(transcript)
        self._found: dict[tuple[int, int], Found | None] = {}
        self._by_line: dict[int, list[int]] = defaultdict(list)
        for at, clause in enumerate(self.clauses):
            self._by_line[clause.line].append(at)

    def cues(self, clause: Clause) -> Cues | None:
        """The cues of the language that a clause is in."""
        return cues_of(clause.language)

    def of_line(self, line: int) -> list[int]:
        """The clauses of a line."""
        return self._by_line.get(line, [])

    def speaker_of(self, line: int) -> str:
        """Who says a line."""
        return self.transcript.lines[line].speaker_id

    def id_of(self, line: int) -> str:
        """The utterance id of a line."""
        return self.transcript.lines[line].id

    def first(self, at: int, book: Callable[[Cues], Phrasebook]) -> Found | None:
        """The first phrase of a book in a clause; nothing in a language without cues. Looked for once."""
        clause = self.clauses[at]
        cues = self.cues(clause)
        if cues is None:
            return None
        wanted = book(cues)
        key = (at, id(wanted))
        if key not in self._found:
            self._found[key] = wanted.first(clause.words)
        return self._found[key]

    def says(self, line: int, book: Callable[[Cues], Phrasebook]) -> bool:
        """Whether a line has a phrase of a book: of a very long one, near its ends."""
        of_line = self.of_line(line)
        near = of_line if len(of_line) <= 2 * MOST_CLAUSES else [*of_line[:MOST_CLAUSES], *of_line[-MOST_CLAUSES:]]
        return any(self.first(at, book) for at in near)

    def agrees(self, line: int) -> bool:
        """Whether a line begins with a yes, and says no no."""
        at = self.of_line(line)[:1]
        return any(self.first(one, lambda cues: cues.assent) for one in at) and not self.refuses(line)

    def refuses(self, line: int) -> bool:
        """Whether a line begins with a no, or says that its speaker cannot."""
        at = self.of_line(line)
        if not at:
            return False
        said = self.first(at[0], lambda cues: cues.refusal)
        if said is None:
            later = (self.first(one, lambda cues: cues.refusal) for one in at[1:MOST_CLAUSES])
            return any(found and not found.phrase.startswith("^") for found in later)
        assent = self.first(at[0], lambda cues: cues.assent)
        return not (assent and assent.first == said.first and assent.last > said.last)

    def back(self, at: int, lines: int) -> Iterator[int]:
        """The clauses before one, the nearest first: of its own line, and of some lines before; of a very long line the last ones."""
        line = self.clauses[at].line
        own = at - 1
        while own >= 0 and self.clauses[own].line == line and at - own <= MOST_CLAUSES:
            yield own
            own -= 1
        for before in self.before(line, lines):
            yield from reversed(self.of_line(before)[-MOST_CLAUSES:])

    def after(self, line: int, lines: int = NEAR) -> Iterator[int]:
        """The lines that follow."""
        return iter(range(line + 1, min(line + 1 + lines, len(self.transcript.lines))))

    def before(self, line: int, lines: int = NEAR) -> Iterator[int]:
        """The lines before, the nearest first."""
        return iter(range(line - 1, max(line - 1 - lines, -1), -1))

    def agreed_by_others(self, line: int, lines: int = NEAR) -> list[int]:
        """The lines after a line in which others say yes, until somebody says no."""
        found = []
        for later in self.after(line, lines):
            if self.speaker_of(later) == self.speaker_of(line):
                continue
            if self.refuses(later):
                break
            if self.agrees(later):
                found.append(later)
        return found

    def joked_about(self, line: int) -> bool:
        """Whether it was laughed about, there or right after."""
        return any(self.says(near, lambda cues: cues.joking) for near in (line, *self.after(line, 2)))


def ids(talk: Talk, lines: Sequence[int]) -> tuple[str, ...]:
    """Utterance ids of lines, each once, in order."""
    return tuple(talk.id_of(line) for line in sorted(set(lines)))
