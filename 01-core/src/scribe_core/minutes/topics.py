"""What a meeting is about, one thing after the other: where its words change, and where somebody says « point suivant ».

Source: M. Hearst, "TextTiling: Segmenting Text into Multi-paragraph Subtopic Passages" (1997): blocks of words on either side of a
gap are compared, and gaps deeper than most are borders. Titles are the segment's own words: those it has more than the rest.
"""

import math
from collections import Counter
from collections.abc import Sequence

from scribe_core.domain.minutes import Topic
from scribe_core.minutes.content import about, content_of
from scribe_core.minutes.numbers import numbers
from scribe_core.minutes.phrases import listed
from scribe_core.minutes.talk import Talk

BLOCK = 12
"""Clauses on either side of a gap that are compared: a minute or so of talk."""

SHORTEST = 8
"""Lines of a topic at least."""

ANNOUNCED = 0.5
"""What an announced point adds to a gap's depth, which runs from 0 to 2."""

TITLE_WORDS = 3

NO_TITLE = listed("""
    sur dont abord lors afin selon malgre aupres parmi durant concernant toujours jamais ici tandis lorsque puisque cependant pas rien
    mets met mettre verra verrez bonjour bonsoir salut heure heures minute minutes mois annee annees aujourd hui demain hier
    lundi mardi mercredi jeudi vendredi samedi dimanche euro euros franc francs
    about above below under between during through within toward until because while where always never again half quarter
    hi hello hiya bye morning evening noon hour hours month months year years today tomorrow yesterday
    monday mondays tuesday tuesdays wednesday wednesdays thursday thursdays friday fridays saturday saturdays sunday sundays
    dollar dollars pound pounds
    """)
"""Words that tell nothing of what a topic is about, however often it says them. Numbers are none either."""


def topics(talk: Talk) -> list[Topic]:
    """The topics in order; together they are the whole meeting. None where nobody says anything."""
    said = [content_of(clause) for clause in talk.clauses]
    if not any(said):
        return []
    borders = _borders(talk, said)
    everywhere = Counter(word for words in said for word in set(words))
    found = []
    lines = talk.transcript.lines
    for first, after in zip(borders, [*borders[1:], len(talk.clauses)], strict=True):
        begin = talk.clauses[first].line
        last = talk.clauses[after - 1].line
        cited = tuple(lines[number].id for number in range(begin, last + 1))
        title = _title(talk, range(first, after), said, everywhere)
        found.append(Topic(title, lines[begin].start, max(lines[n].end for n in range(begin, last + 1)), cited))
    return found


def _borders(talk: Talk, said: Sequence[Sequence[str]]) -> list[int]:
    """The clauses that topics begin with."""
    starts = [at for at in range(1, len(said)) if talk.clauses[at].line != talk.clauses[at - 1].line]
    depth = _depths(said, starts)
    for at in starts:
        cues = talk.cues(talk.clauses[at])
        if cues and cues.new_topic.among(talk.clauses[at].words[:6]):
            depth[at] = depth.get(at, 0.0) + ANNOUNCED
    if not depth:
        return [0]
    mean = sum(depth.values()) / len(depth)
    spread = math.sqrt(sum((value - mean) ** 2 for value in depth.values()) / len(depth))
    borders = [0]
    taken: set[int] = {talk.clauses[0].line}
    for at in sorted(depth, key=lambda one: (-depth[one], one)):
        if depth[at] <= mean + spread / 2 or depth[at] <= 0:
            break
        line = talk.clauses[at].line
        if line > talk.clauses[-1].line - SHORTEST + 1 or any(
            near in taken for near in range(line - SHORTEST + 1, line + SHORTEST)
        ):
            continue
        taken.add(line)
        borders.append(at)
    return sorted(borders)


def _depths(said: Sequence[Sequence[str]], starts: Sequence[int]) -> dict[int, float]:
    """How deep the likeness of neighbours falls at each gap: the sum of what it falls from the nearest height on either side."""
    likeness = [_cosine(said, at) for at in starts]
    depths = {}
    for place, at in enumerate(starts):
        depths[at] = _climb(likeness, place, -1) + _climb(likeness, place, 1)
    return depths


def _climb(likeness: Sequence[float], place: int, step: int) -> float:
    """How far it is up from a gap to the next height in one direction."""
    highest, at = likeness[place], place + step
    while 0 <= at < len(likeness) and abs(at - place) <= BLOCK and likeness[at] >= highest:
        highest = likeness[at]
        at += step
    return highest - likeness[place]


def _cosine(said: Sequence[Sequence[str]], at: int) -> float:
    left = Counter(word for words in said[max(0, at - BLOCK) : at] for word in words)
    right = Counter(word for words in said[at : at + BLOCK] for word in words)
    length = math.sqrt(sum(n * n for n in left.values()) * sum(n * n for n in right.values()))
    return sum(n * right[word] for word, n in left.items()) / length if length else 0.0


def _title(talk: Talk, clauses: range, said: Sequence[Sequence[str]], everywhere: Counter[str]) -> str:
    """The words that the segment says more than the rest of the meeting, as they were first written, in that order."""
    stems: dict[tuple[int, int], tuple[str, bool]] = {}
    for at in clauses:
        clause = talk.clauses[at]
        figures = {place for one in numbers(clause.words) for place in range(one.first, one.last)}
        for place, word in enumerate(clause.words):
            stemmed = about(word, clause.language)
            if stemmed is not None and not stemmed.isdigit():
                stems[at, place] = (stemmed, place not in figures and word not in NO_TITLE)
    # Better a word that tells little than no title.
    any_tells = any(tells for _, tells in stems.values())
    own: Counter[str] = Counter()
    written: dict[str, str] = {}
    for (at, place), (stemmed, tells) in stems.items():
        if tells or not any_tells:
            own[stemmed] += 1
            written.setdefault(stemmed, talk.clauses[at].written(place))
    weight = {word: count * math.log(1 + len(said) / everywhere[word]) for word, count in own.items()}
    best = set(sorted(weight, key=lambda word: (-weight[word], word))[:TITLE_WORDS])
    return ", ".join(text for word, text in written.items() if word in best)
