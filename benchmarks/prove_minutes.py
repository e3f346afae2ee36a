"""How much of what a meeting decided and left to do the minutes tell, and how much of what they tell is so.

    ./manage.sh prove minutes [FOLDER] [--each]
    ./manage.sh prove minutes --short

FOLDER holds meetings with their truth in the form of `meetings/README.md`; without it, the ones for development. The minutes are the
extract's, of each transcript as it stands. What an item of the minutes is about is told by what it cites: it is right
where it cites an utterance that holds something of its kind, each of which is found by one item (the one with most utterances in common, of
those the one with the right owner). A second item about the same says nothing wrong and finds nothing: it is `again`, and is in neither
count. Owner and due day are counted over what was found; the owner is right where it is the same person by any part of the name.
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from meetings_with_truth import DEVELOPMENT, Meeting, meetings

from scribe.evaluation.tables import table
from scribe_core.domain.folding import plain
from scribe_core.domain.minutes import Action, Decision, Minutes, Question, Statement
from scribe_core.domain.speech import Word
from scribe_core.domain.transcript import Line, Speaker, Transcript
from scribe_core.minutes.writing import ExtractWriter
from scribe_core.search.terms import tokens

RESULTS = Path(__file__).resolve().parent / "results" / "minutes"

LEAST_PRECISION = 0.95
LEAST_RECALL = 0.7
LEAST_RIGHT = 0.9
"""Owner and due day, of the actions that were found."""

MOST_SECONDS_AN_HOUR = 20.0

HOUR_WORDS = 9000
"""Of a busy meeting."""


@dataclass(frozen=True, slots=True)
class Item:
    """A decision or an action, of the truth or of the minutes, by what it cites. Owner and day are an action's."""

    text: str
    cited: frozenset[str]
    owner: str | None = None
    due: date | None = None


@dataclass(slots=True)
class Score:
    """How many items there are, how many were told, found, told again or wrongly, and how many owners and days were right."""

    true: int = 0
    told: int = 0
    found: int = 0
    again: int = 0
    owners: int = 0
    days: int = 0
    missed: list[Item] = field(default_factory=list)
    wrong: list[Item] = field(default_factory=list)
    differing: list[tuple[Item, Item]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Share of what was told that is so; 1 where nothing was told."""
        return self.found / (self.told - self.again) if self.told > self.again else 1.0

    @property
    def recall(self) -> float:
        """Share of what is so that was told; 1 where there was nothing to tell."""
        return self.found / self.true if self.true else 1.0

    def add(self, other: "Score") -> None:
        """Counts another meeting in."""
        self.true, self.told, self.found = self.true + other.true, self.told + other.told, self.found + other.found
        self.again, self.owners, self.days = (
            self.again + other.again,
            self.owners + other.owners,
            self.days + other.days,
        )


def transcript_of(meeting: Meeting) -> Transcript:
    """A meeting as the product has it, each word with an equal part of its utterance's time."""
    speakers = {name: Speaker(f"s{number}", number, name) for number, name in enumerate(meeting.speakers, start=1)}
    return Transcript(
        meeting_id=meeting.id,
        title=meeting.title,
        revision=1,
        language=meeting.language,
        seconds=meeting.utterances[-1].end,
        speakers=tuple(speakers.values()),
        lines=tuple(
            Line(one.id, speakers[one.speaker].id, one.start, one.end, _words(one.text, one.start, one.end), False, 0.0)
            for one in meeting.utterances
        ),
    )


def _words(text: str, start: float, end: float) -> tuple[Word, ...]:
    said = text.split()
    each = (end - start) / max(1, len(said))
    return tuple(Word(start + at * each, start + (at + 1) * each, word, 1.0) for at, word in enumerate(said))


def scored(true: Sequence[Item], told: Sequence[Item]) -> Score:
    """Items told against items that are so, each matched once."""
    score = Score(true=len(true), told=len(told))
    pairs = [
        (len(one.cited & other.cited), _same_owner(other.owner, one.owner), -at, -place)
        for at, one in enumerate(told)
        for place, other in enumerate(true)
        if one.cited & other.cited
    ]
    used_told: set[int] = set()
    used_true: set[int] = set()
    for _, owner, minus_at, minus_place in sorted(pairs, reverse=True):
        at, place = -minus_at, -minus_place
        if at in used_told or place in used_true:
            continue
        used_told.add(at)
        used_true.add(place)
        same_day = told[at].due == true[place].due
        score.found += 1
        score.owners += owner
        score.days += same_day
        if not (owner and same_day):
            score.differing.append((true[place], told[at]))
    overlapping = {-minus_at for _, _, minus_at, _ in pairs}
    score.again = len(overlapping - used_told)
    score.wrong = [one for at, one in enumerate(told) if at not in overlapping]
    score.missed = [one for place, one in enumerate(true) if place not in used_true]
    return score


def _same_owner(true: str | None, told: str | None) -> bool:
    if true is None or told is None:
        return true is told
    one, other = set(plain(true).split()), set(plain(told).split())
    return one <= other or other <= one


def judged(meeting: Meeting, minutes: Minutes) -> dict[str, Score]:
    """A meeting's decisions and actions, scored."""
    truth = meeting.truth
    return {
        "decisions": scored(
            [Item(one.what, frozenset(one.utterances)) for one in truth.decisions],
            [Item(one.text, frozenset(one.citations)) for one in minutes.decisions],
        ),
        "actions": scored(
            [Item(one.what, frozenset(one.utterances), one.owner, one.due) for one in truth.actions],
            [
                Item(
                    one.text,
                    frozenset(one.citations),
                    one.owner.name if one.owner else None,
                    one.due.day if one.due else None,
                )
                for one in minutes.actions
            ],
        ),
    }


def uncited(meeting: Meeting, minutes: Minutes) -> list[str]:
    """Items whose words are not all words of the utterances that they cite."""
    said = {one.id: _set(one.text) for one in meeting.utterances}
    items: list[Decision | Action | Question | Statement] = [
        *minutes.decisions,
        *minutes.actions,
        *minutes.questions,
        *minutes.summary,
    ]
    return [
        item.text
        for item in items
        if not item.citations or not _set(item.text) <= set().union(*(said[one] for one in item.citations))
    ]


def _set(text: str) -> set[str]:
    return {token.folded for token in tokens(text)}


def seconds_of_an_hour(meeting: Meeting) -> float:
    """Processor seconds that the minutes of an hour's meeting take: this one, said over and over."""
    transcript = transcript_of(meeting)
    words = sum(len(line.words) for line in transcript.lines)
    times = HOUR_WORDS // words + 1
    lines = [
        Line(f"{line.id}-{n}", line.speaker_id, line.start, line.end, line.words, False, 0.0)
        for n in range(times)
        for line in transcript.lines
    ]
    hour = Transcript(meeting.id, meeting.title, 1, meeting.language, 3600.0, transcript.speakers, tuple(lines))
    began = time.process_time()
    ExtractWriter().write(hour, meeting.date)
    return time.process_time() - began


def main() -> int:
    """0 where all targets are met."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=DEVELOPMENT)
    parser.add_argument("--each", action="store_true", help="tell what was missed and what was wrong")
    parser.add_argument("--short", action="store_true", help="the meetings for development, against their bounds")
    options = parser.parse_args()
    folder: Path = DEVELOPMENT if options.short else options.folder
    read = meetings(folder)
    sums: dict[tuple[str, str], Score] = {}
    loose: list[str] = []
    for meeting in read:
        minutes = ExtractWriter().write(transcript_of(meeting), meeting.date)
        loose += uncited(meeting, minutes)
        for kind, score in judged(meeting, minutes).items():
            for group in (meeting.language, "all"):
                sums.setdefault((kind, group), Score()).add(score)
            if options.each:
                _tell(meeting, kind, score)
    seconds = seconds_of_an_hour(read[0])
    rows = [
        [kind, group, *map(str, (one.true, one.told, one.found, one.again))]
        + [f"{share:.2f}" for share in (one.precision, one.recall, *_right(kind, one))]
        for (kind, group), one in sorted(sums.items())
    ]
    head = ["", "language", "true", "told", "found", "again", "precision", "recall", "owner", "day"]
    print(table(head, [row + [""] * (len(head) - len(row)) for row in rows]))
    print(
        f"{len(read)} meetings; {len(loose)} items not in the words they cite; an hour's minutes take {seconds:.2f} s"
    )
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / "scores.json").write_text(json.dumps([dict(zip(head, row, strict=False)) for row in rows], indent=1))
    failed = _failures(sums, loose, seconds)
    for failure in failed:
        print(f"MISSED: {failure}", file=sys.stderr)
    return bool(failed)


def _right(kind: str, score: Score) -> tuple[float, ...]:
    return (score.owners / max(1, score.found), score.days / max(1, score.found)) if kind == "actions" else ()


def _failures(sums: dict[tuple[str, str], Score], loose: Sequence[str], seconds: float) -> list[str]:
    failed = [f"an item cites what does not hold it: {text}" for text in loose]
    for kind in ("decisions", "actions"):
        score = sums[kind, "all"]
        if score.precision < LEAST_PRECISION:
            failed.append(f"precision of {kind} {score.precision:.2f} < {LEAST_PRECISION}")
        if score.recall < LEAST_RECALL:
            failed.append(f"recall of {kind} {score.recall:.2f} < {LEAST_RECALL}")
        for name, share in zip(("owner", "due day"), _right(kind, score), strict=False):
            if share < LEAST_RIGHT:
                failed.append(f"{name} right in {share:.2f} < {LEAST_RIGHT}")
    if seconds > MOST_SECONDS_AN_HOUR:
        failed.append(f"an hour's minutes take {seconds:.1f} s > {MOST_SECONDS_AN_HOUR}")
    return failed


def _tell(meeting: Meeting, kind: str, score: Score) -> None:
    for item in score.missed:
        print(f"{meeting.id} {kind} missed: {item.text} {sorted(item.cited)}")
    for item in score.wrong:
        print(f"{meeting.id} {kind} wrong: {item.text} {sorted(item.cited)} ({item.owner}, {item.due})")
    for true, told in score.differing:
        print(f"{meeting.id} {kind} differs: {true.text} ({true.owner}, {true.due}) told ({told.owner}, {told.due})")


if __name__ == "__main__":
    sys.exit(main())
