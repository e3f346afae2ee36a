"""How much of what a model of language writes of a meeting is believed: of what is so nearly all, of what is not nothing.

    ./manage.sh prove minutes_model [FOLDER] [--each]
    ./manage.sh prove minutes_model --short

FOLDER holds meetings with their truth in the form of `meetings/README.md`; without it, the ones for development. No model is needed: what
a secretary wrote of them stands for a good model's items, and the same items made wrong in one way each for a bad one's: another number,
another name, a no for a yes, the words of another meeting, citations that are elsewhere, another owner, and the very words of what was
refused, put off, wished or told of others (`not taken`).

Where the settings name a model (`LLM_URL`), `--model` has it write the minutes too, and scores them as `prove minutes` scores the extract's.
`--only PART` takes the meetings whose names hold this.
"""

import argparse
import asyncio
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from meetings_with_truth import DEVELOPMENT, Meeting, meetings
from model_of_settings import opened
from prove_minutes import Score, judged, transcript_of

from scribe.evaluation.tables import table
from scribe.parts import read_settings
from scribe_core.domain.minutes import Minutes
from scribe_core.errors import ScribeError
from scribe_core.minutes.evidence import Claim, Evidence, Kind
from scribe_core.minutes.model_writer import ModelWriter
from scribe_core.minutes.talk import Talk

LEAST_HELD = 0.7
"""Of what secretaries wrote; what is not believed is missing in the minutes."""

MOST_WRONG = {
    "number": 0.05,
    "name": 0.0,
    "negated": 0.02,
    "another meeting": 0.0,
    "elsewhere": 0.02,
    "not taken": 0.15,
}
"""Share of wrong items that is believed, by what is wrong with them."""

ELSEWHERE = 17
"""Utterances between what holds an item and what it is made to cite."""

STRANGER = {"fr": "Dubreuil", "en": "Wilkinson"}


def true_claims(meeting: Meeting) -> list[Claim]:
    """What a secretary wrote of a meeting, in the form in which a model writes it."""
    at = {one.id: number for number, one in enumerate(meeting.utterances)}
    truth = meeting.truth
    return [
        *(Claim(Kind.DECISION, one.what, tuple(at[name] for name in one.utterances)) for one in truth.decisions),
        *(
            Claim(
                Kind.ACTION, one.what, tuple(at[name] for name in one.utterances), one.owner, str(one.due or "") or None
            )
            for one in truth.actions
        ),
    ]


def wrong_claims(meeting: Meeting, claims: Sequence[Claim], others: Sequence[Claim]) -> Iterator[tuple[str, Claim]]:
    """The same, each made wrong in one way."""
    count = len(meeting.utterances)
    at = {one.id: number for number, one in enumerate(meeting.utterances)}
    for number, claim in enumerate(claims):
        if re.search(r"\d", claim.text):
            yield (
                "number",
                replace(claim, text=re.sub(r"\d+", lambda found: str(int(found[0]) + 1), claim.text, count=1)),
            )
        word = "avec" if meeting.language == "fr" else "with"
        yield "name", replace(claim, text=f"{claim.text.rstrip('.')} {word} {STRANGER[meeting.language]}")
        yield "negated", replace(claim, text=_negated(claim.text, meeting.language))
        yield "elsewhere", replace(claim, lines=tuple(sorted({(line + ELSEWHERE) % count for line in claim.lines})))
        if others:
            yield "another meeting", replace(others[number % len(others)], lines=claim.lines)
    for one in meeting.truth.not_taken:
        lines = tuple(at[name] for name in one.utterances)
        said = " ".join(meeting.utterances[line].text for line in lines)
        yield "not taken", Claim(Kind.DECISION if one.of == "decision" else Kind.ACTION, said, lines)


async def by_model(read: Sequence[Meeting], *, each: bool) -> int:
    """Scores the minutes that the model of the settings writes. It decides nothing: models differ."""
    settings = read_settings()
    sums: dict[str, Score] = defaultdict(Score)
    rejected: dict[str, int] = defaultdict(int)
    began, read_tokens, written_tokens = time.monotonic(), 0, 0
    async with opened(settings) as model:
        if model is None:
            print("LLM_URL names no model", file=sys.stderr)
            return 2
        writer = ModelWriter(model, second_look=settings.llm_second_look)
        for meeting in read:
            begun = time.monotonic()
            try:
                written = await writer.write(transcript_of(meeting), meeting.date)
            except ScribeError as error:
                print(f"{meeting.id}: {error.code}, {time.monotonic() - begun:.0f} s", flush=True)
                continue
            read_tokens, written_tokens = read_tokens + written.read_tokens, written_tokens + written.written_tokens
            scores = judged(meeting, written.minutes)
            for kind, score in scores.items():
                sums[kind].add(score)
            for one in written.rejected:
                rejected[one.fault] += 1
                if each:
                    print(f"{meeting.id} left out ({one.fault}): {one.kind} {one.text} {one.citations}")
            kept = ", ".join(f"{kind} {score.told}, {len(score.wrong)} of them wrong" for kind, score in scores.items())
            print(
                f"{meeting.id}: kept {kept}, summary {len(written.minutes.summary)}; {len(written.rejected)} left out,"
                f" {len(written.unread)} stretches unread, {time.monotonic() - begun:.0f} s",
                flush=True,
            )
            if each:
                _tell(meeting, written.minutes, scores)
    rows = [
        [kind, *map(str, (one.true, one.told, one.found, one.again)), f"{one.precision:.2f}", f"{one.recall:.2f}"]
        + (
            [f"{one.owners / max(1, one.found):.2f}", f"{one.days / max(1, one.found):.2f}"]
            if kind == "actions"
            else ["", ""]
        )
        for kind, one in sums.items()
    ]
    print(table(["", "true", "told", "found", "again", "precision", "recall", "owner", "day"], rows))
    print(
        f"{time.monotonic() - began:.0f} s, {read_tokens} tokens read, {written_tokens} written; rejected: {dict(rejected)}"
    )
    return 0


def _tell(meeting: Meeting, minutes: Minutes, scores: Mapping[str, Score]) -> None:
    for kind, score in scores.items():
        for item in score.wrong:
            print(f"{meeting.id} {kind} wrong: {item.text} {sorted(item.cited)} ({item.owner}, {item.due})")
    for sentence in minutes.summary:
        print(f"{meeting.id} summary: {sentence.text} {sentence.citations}")


def _negated(text: str, language: str) -> str:
    """The contrary: without its « pas » where it has one, else with one."""
    without = re.sub(r"(?i)^(ne |n[’'])?(pas|aucun|aucune|not|no|never)\b ?", "", text)
    if without != text:
        return without
    return ("Ne pas faire ceci : " if language == "fr" else "Not to do this: ") + text


def main() -> int:
    """0 where all targets are met."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=DEVELOPMENT)
    parser.add_argument("--each", action="store_true", help="tell what was not believed and what was, wrongly")
    parser.add_argument("--short", action="store_true", help="the meetings for development, against their bounds")
    parser.add_argument("--model", action="store_true", help="score what the model of LLM_URL writes")
    parser.add_argument("--only", default="", help="the meetings whose names hold this")
    options = parser.parse_args()
    if options.model:
        wanted = [one for one in meetings(options.folder) if options.only in one.id]
        return asyncio.run(by_model(wanted, each=options.each))
    read = meetings(DEVELOPMENT if options.short else options.folder)
    held: dict[str, list[bool]] = defaultdict(list)
    believed: dict[str, list[bool]] = defaultdict(list)
    owners: list[bool] = []
    swapped: list[bool] = []
    dues: list[bool] = []
    for meeting in read:
        evidence = Evidence(Talk(transcript_of(meeting), meeting.date))
        claims = true_claims(meeting)
        others = [
            claim
            for other in read
            if other.language == meeting.language and other.id != meeting.id
            for claim in true_claims(other)
        ]
        for claim in claims:
            verdict = evidence.judged(claim)
            held[claim.kind].append(verdict.fault is None)
            if options.each and verdict.fault:
                said = " / ".join(meeting.utterances[line].text for line in claim.lines)
                print(f"{meeting.id} {claim.kind} not believed ({verdict.fault}): {claim.text} <- {said}")
            if claim.kind is not Kind.ACTION or verdict.fault:
                continue
            name = verdict.owner.name if verdict.owner else None
            owners.append(name == claim.owner)
            dues.append(str(verdict.due.day if verdict.due else None) == str(claim.due))
            if options.each and not (owners[-1] and dues[-1]):
                print(f"{meeting.id} differs: {claim.text} ({claim.owner}, {claim.due}) told ({name}, {verdict.due})")
            for other in meeting.speakers:
                if other != claim.owner:
                    given = evidence.judged(
                        replace(claim, owner=other, due=str(meeting.date + timedelta(days=99)))
                    ).owner
                    swapped.append(given is not None and given.name == other)
        for kind, claim in wrong_claims(meeting, claims, others):
            verdict = evidence.judged(claim)
            believed[kind].append(verdict.fault is None)
            if options.each and not verdict.fault:
                print(f"{meeting.id} {kind} believed: {claim.kind} {claim.text} {claim.lines}")
    rows = [["so: " + kind, str(len(all_)), f"{_share(all_):.3f}", f"≥ {LEAST_HELD}"] for kind, all_ in held.items()]
    rows += [
        ["not so: " + kind, str(len(all_)), f"{_share(all_):.3f}", f"≤ {MOST_WRONG[kind]}"]
        for kind, all_ in believed.items()
    ]
    rows += [
        [name, str(len(all_)), f"{_share(all_):.3f}", ""]
        for name, all_ in (("owner right", owners), ("day right", dues), ("another owner kept", swapped))
    ]
    print(table(["", "items", "believed", "bound"], rows))
    failed = [
        f"of true {kind}s {_share(all_):.2f} < {LEAST_HELD}" for kind, all_ in held.items() if _share(all_) < LEAST_HELD
    ]
    failed += [
        f"{kind}: {_share(all_):.3f} believed > {MOST_WRONG[kind]}"
        for kind, all_ in believed.items()
        if _share(all_) > MOST_WRONG[kind]
    ]
    for failure in failed:
        print(f"MISSED: {failure}", file=sys.stderr)
    return bool(failed)


def _share(every: Sequence[bool]) -> float:
    return sum(every) / max(1, len(every))


if __name__ == "__main__":
    sys.exit(main())
