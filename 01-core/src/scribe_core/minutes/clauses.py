"""A transcript as clauses: pieces of what one speaker says that hold one statement, with and without punctuation.

Recognisers write « euh », words said twice, and often neither points nor capitals. Cues look at folded words without hesitations;
what is quoted are the words as they stand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scribe_core.domain.speech import language_of
from scribe_core.domain.transcript import Line, Transcript
from scribe_core.minutes.phrases import listed
from scribe_core.search.terms import Token, tokens

HESITATIONS = listed("euh heu hum hmm mmh mhm hein bah uh um er erm uhm ah oh")
"""Said while thinking; never part of a statement."""

FRENCH_HESITATIONS = HESITATIONS | {"ben"}
"""An English Ben is somebody."""

LIGHT = {
    "fr": listed("donc alors voila enfin quoi vraiment simplement juste effectivement egalement aussi la"),
    "en": listed("so just then actually also basically really definitely certainly well simply"),
}
"""Words that may stand anywhere and change no statement: phrases match as if they were not there. `la` is the adverb « là », and
an article; no phrase needs either."""

TWICE = listed("nous vous")
"""Words that are said twice in a row on purpose (« nous nous retrouvons »)."""

CONNECTORS = {
    "fr": listed("donc mais alors ensuite sinon puis ok bon voila parce car cependant"),
    "en": listed("so but then okay ok because anyway however although"),
}
"""Words that begin a new statement."""

SUBJECTS = {
    "fr": listed("je j on nous tu vous il elle c ca"),
    "en": listed("i we you he she it that they let"),
}
"""Words that begin one after « et », « and »."""

AND = {"fr": "et", "en": "and"}

STICKY = listed(
    "est sont a ont aura auront reste restera on je j nous sera seront va vais suis c is are was we i ll they he she it and et que qu"
)
"""Words that what follows belongs to: « c'est donc adopté » is one statement."""

FEWEST_WORDS = 3
"""Words before a connector that make a clause of their own: « bon alors donc » is no statement."""

LONGEST_WORDS = 60
"""Words of a clause at most. Who says more without a connector or a point is cut, so that time grows with the length only."""

ABBREVIATIONS = listed("m mme mlle mr mrs ms dr art")
"""A point after these ends no sentence."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One statement. `line` counts the meeting's lines; `sentence` the sentences, so that clauses of one know each other.

    `words` are folded, without hesitations and light words; `spans` where each stands in the line's text. `opening` are the
    light words and connectors that it begins with. `asked` tells that its sentence ends with a question mark. `fluent` is where
    all words but hesitations stand.
    """

    line: int
    line_id: str
    sentence: int
    speaker_id: str
    language: str
    text: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    fluent: tuple[tuple[int, int], ...]
    opening: frozenset[str]
    asked: bool

    def written(self, at: int) -> str:
        """A word as it stands."""
        start, end = self.spans[at]
        return self.text[start:end]

    def quoted(self, first: int = 0, last: int | None = None) -> str:
        """The words `first` to before `last` as they stand, with what is between them, hesitations left out."""
        if not self.words:
            return ""
        begin = self.spans[first][0] if first else self.fluent[0][0]
        end = self.fluent[-1][1] if last is None else self.spans[last - 1][1]
        said = [span for span in self.fluent if begin <= span[0] and span[1] <= end]
        pieces = []
        for number, (start, stop) in enumerate(said):
            after = said[number + 1][0] if number + 1 < len(said) else stop
            between = self.text[stop:after]
            pieces.append(
                self.text[start:stop] + (between if not any(map(str.isalnum, between)) else _mark(between) + " ")
            )
        return "".join(pieces).strip()


def _mark(between: str) -> str:
    """What stands right after a word before the first blank (a comma, say)."""
    return between.split(" ", 1)[0] if between[:1] in {",", ";", ":"} else ""


def clauses_of(transcript: Transcript) -> list[Clause]:
    """The whole meeting, in order. Lines without words have none."""
    found: list[Clause] = []
    sentence = 0
    for number, line in enumerate(transcript.lines):
        language = language_of(line.words, transcript.language)[:2]
        text = line.text
        for said, asked in _sentences(text):
            sentence += 1
            found += _clauses(number, line, text, language, sentence, said, asked)
    return found


def _sentences(text: str) -> Iterator[tuple[list[Token], bool]]:
    """Words by sentence, and whether it was asked."""
    said: list[Token] = []
    for token in tokens(text):
        if said:
            between = text[said[-1].end : token.start]
            if _ends(said[-1], between):
                yield said, "?" in between
                said = []
        said.append(token)
    if said:
        yield said, "?" in text[said[-1].end :]


def _ends(before: Token, between: str) -> bool:
    mark = between.lstrip("»”\"' \u00a0\u202f)")[:1]
    if mark not in {".", "?", "!", "…", ";"} or between[-1:] == mark:  # `3.5`, `a.m`
        return False
    return not (mark == "." and before.folded in ABBREVIATIONS and len(between) <= 2)


def _clauses(
    number: int, line: Line, text: str, language: str, sentence: int, said: Sequence[Token], asked: bool
) -> Iterator[Clause]:
    for piece in _pieces(said, language):
        light = LIGHT.get(language, frozenset())
        fluent = list(_fluent(piece, language))
        kept = [token for token in fluent if token.folded not in light]
        opening = []
        for token in piece:
            if token.folded not in light and token.folded not in OPENERS | FRENCH_HESITATIONS:
                break
            opening.append(token.folded)
        if kept:
            yield Clause(
                number, line.id, sentence, line.speaker_id, language, text,
                tuple(token.folded for token in kept), tuple((token.start, token.end) for token in kept),
                tuple((token.start, token.end) for token in fluent), frozenset(opening), asked,
            )  # fmt: skip


OPENERS = listed(
    "ok okay bon alors donc voila d accord tres bien right fine great good so alright parfait super et and lovely brilliant cool perfect excellent nickel yeah yes oui ouais allez all"
)
"""Words with which somebody closes what was talked about and says what comes of it."""


def _pieces(said: Sequence[Token], language: str) -> Iterator[Sequence[Token]]:
    """A sentence at its connectors."""
    connectors, subjects = CONNECTORS.get(language, frozenset()), SUBJECTS.get(language, frozenset())
    first = 0
    for at, token in enumerate(said):
        follows = said[at + 1].folded if at + 1 < len(said) else ""
        begins = token.folded in connectors or (token.folded == AND.get(language) and follows in subjects)
        before = said[at - 1].folded if at else ""
        if at - first >= LONGEST_WORDS or (begins and at - first >= FEWEST_WORDS and before not in connectors | STICKY):
            yield said[first:at]
            first = at
    yield said[first:]


def _fluent(said: Sequence[Token], language: str) -> Iterator[Token]:
    """Without hesitations, and without what is said again at once (« on on va », « je vais je vais »)."""
    kept: list[Token] = []
    hesitations = FRENCH_HESITATIONS if language == "fr" else HESITATIONS
    for token in said:
        if token.folded in hesitations:
            continue
        last = [one.folded for one in kept[-3:]]
        if last and last[-1] == token.folded and token.folded not in TWICE and not token.folded.isdigit():
            kept[-1] = token
            continue
        if len(last) == 3 and last[0] == last[2] and last[1] == token.folded and not token.folded.isdigit():
            kept[-3:] = [kept[-1], token]
            continue
        kept.append(token)
    yield from kept
