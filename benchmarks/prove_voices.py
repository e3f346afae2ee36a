"""How surely voices are told apart, how often known ones are named, and whether a stranger ever bears a name.

    ./manage.sh prove voices RECORDINGS [--only PART …] [--without PART …]
    ./manage.sh prove voices --short

RECORDINGS holds recordings with RTTM in which the same people are heard several times under the same label.
Method and figures: README.md here; what follows from them: decision record 0011.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.stats import binomtest
from short_form import MODELS, SOUND, private_folder
from voice_sessions import Listener, Session

from scribe.evaluation.recordings import recordings_in
from scribe.parts import read_settings
from scribe_core.domain.people import KnownVoice
from scribe_core.settings import Settings
from scribe_workers.stages.identification import Settled, recognised
from scribe_workers.stages.voices.arrays import Floats
from scribe_workers.stages.voices.naming import RULE, Rule
from scribe_workers.stages.voices.one_voice import Voice

RESULTS = Path(__file__).resolve().parent / "results" / "voices"

MOST_EER = 0.7
"""Percent, 2 s against 2 s."""

LEAST_NAMED = 0.95

SECONDS = (2.0, 4.0, 10.0, 20.0)
"""Clean speech that a speaker is judged by."""

COSINES = (0.45, 0.50, 0.55, 0.575, 0.60, 0.625, 0.65, 0.70, 0.75, 0.80)
LEADS = (0.0, 0.05, 0.10, 0.15, 0.20)

NOBODY_SAID = Settled({}, frozenset())


@dataclass(frozen=True, slots=True)
class Trials:
    """How many known speakers there were and how many of them bore their name; how many strangers; false names of either."""

    known: int = 0
    named: int = 0
    strangers: int = 0
    false: int = 0

    def __add__(self, other: "Trials") -> "Trials":
        return Trials(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))

    @property
    def good(self) -> bool:
        """Whether the targets are met."""
        return self.false == 0 and self.named >= LEAST_NAMED * self.known

    def __str__(self) -> str:
        """With the bounds of 95 % that so many independent trials would give."""
        told = f"{self.strangers} strangers"
        if self.strangers:
            bound = binomtest(self.false, self.strangers + self.known, alternative="less").proportion_ci().high
            told = f"{self.false} false names ({self.strangers} strangers; at most {100 * bound:.2f} % of all)"
        if not self.known:
            return told
        least = binomtest(self.named, self.known, alternative="greater").proportion_ci().low
        return f"{100 * self.named / self.known:.1f} % of {self.known} named (at least {100 * least:.1f}), {told}"


@dataclass(frozen=True, slots=True)
class Meeting:
    """Speakers to be named, who each is, and the voices that are known."""

    family: str
    voices: Mapping[str, Voice]
    truth: Mapping[str, str]
    known: Sequence[KnownVoice]

    def judged(self, rule: Rule) -> Trials:
        """With everybody known; then each in turn is a stranger, whose voiceprints are taken away."""
        people = {voice.person_id for voice in self.known}
        total = self._judged(self.known, rule)
        for person in sorted(people & set(self.truth.values())):
            without = self._judged([voice for voice in self.known if voice.person_id != person], rule)
            there = sum(one == person for one in self.truth.values())
            total += Trials(0, 0, there, without.false)
        return total

    def mistaken(self, rule: Rule) -> list[str]:
        """Who bears whose name, with everybody known."""
        found = recognised(self.voices, self.known, NOBODY_SAID, rule)
        return [
            f"{self.truth[one.speaker_id]} as {one.person_id}"
            for one in found
            if one.sure and self.truth[one.speaker_id] != one.person_id
        ]

    def _judged(self, known: Sequence[KnownVoice], rule: Rule) -> Trials:
        people = {voice.person_id for voice in known}
        sure = {one.speaker_id: one.person_id for one in recognised(self.voices, known, NOBODY_SAID, rule) if one.sure}
        right = sum(sure.get(speaker) == person for speaker, person in self.truth.items())
        there = sum(person in people for person in self.truth.values())
        return Trials(there, right, len(self.truth) - there, len(sure) - right)


def main() -> int:
    """Measure, print, keep the figures; 1 where a target is missed."""
    parser = argparse.ArgumentParser(prog="prove voices")
    parser.add_argument("recordings", type=Path, nargs="?")
    parser.add_argument("--only", nargs="*", default=[], help="parts of names")
    parser.add_argument("--without", nargs="*", default=[], help="parts of names")
    parser.add_argument("--short", action="store_true", help="one reader's test recording only")
    options = parser.parse_args()
    if options.short:
        return _short()
    if options.recordings is None:
        parser.error("which recordings?")
    RESULTS.mkdir(parents=True, exist_ok=True)
    ears = Listener(read_settings(), RESULTS / "store")
    found = recordings_in(options.recordings, options.only, options.without)
    sessions = [ears.session(one) for one in found if one.reference().turns]
    earlier = {seconds: [ears.passages(one, seconds, 0) for one in sessions] for seconds in SECONDS[:2]}
    later = {seconds: [ears.passages(one, seconds, 1) for one in sessions] for seconds in SECONDS}
    learnt = [ears.learnt(one) for one in sessions]
    meetings = {seconds: list(_meetings(sessions, learnt, heard)) for seconds, heard in later.items()}
    figures = {
        "told apart": _told_apart(sessions, earlier, later),
        "named by the seconds heard": {
            f"{seconds:.0f} s": str(_total(some, replace(RULE, enough_seconds=0.0)))
            for seconds, some in meetings.items()
        },
        "named": _by_family(meetings, RULE),
        "cosines": _swept(meetings, [replace(RULE, same_person=cosine) for cosine in COSINES]),
        "leads": _swept(meetings, [replace(RULE, clearly_nearer=lead) for lead in LEADS]),
        "seconds": _swept(meetings, [replace(RULE, enough_seconds=seconds) for seconds in SECONDS]),
        "a family left out": _left_out(meetings),
        "as diarized": _diarized(ears, sessions, learnt),
        "calibration": _calibration(meetings),
    }
    (RESULTS / "voices.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    for name, table in figures.items():
        print(f"\n{name}")
        print("\n".join(f"  {row:<48} {value}" for row, value in table.items()))
    faults = _faults(figures, meetings)
    print("\n" + ("\n".join(faults) or "within the targets"))
    return 1 if faults else 0


# -- told apart


def _told_apart(sessions: Sequence[Session], *halves: Mapping[float, Sequence[Mapping[str, Sequence[Voice]]]]) -> Any:
    """EER of passage against passage within each recording, and of all recordings of a family with one threshold."""
    rows = {}
    for seconds in SECONDS[:2]:
        pooled: dict[str, list[tuple[Floats, Floats]]] = {}
        for place, session in enumerate(sessions):
            heard = [
                (who, voice.vector)
                for half in halves
                for who, voices in half[seconds][place].items()
                for voice in voices
            ]
            if len({who for who, _ in heard}) < 2:
                continue
            pairs = _pairs(heard)
            pooled.setdefault(session.family, []).append(pairs)
            if not session.long:
                pooled.setdefault("all but the long", []).append(pairs)
            rows[f"{seconds:.0f} s, {session.name}"] = _eer([pairs])
        rows |= {f"{seconds:.0f} s, {family}": _eer(pairs) for family, pairs in pooled.items() if len(pairs) > 1}
    return rows


def _pairs(heard: Sequence[tuple[str, Floats]]) -> tuple[Floats, Floats]:
    """Cosines of two passages of one person, and of two people's."""
    who = np.array([one for one, _ in heard])
    voices = np.stack([voice for _, voice in heard])
    one, other = np.triu_indices(len(heard), 1)
    cosines = (voices @ voices.T)[one, other]
    return cosines[who[one] == who[other]], cosines[who[one] != who[other]]


def _eer(pairs: Sequence[tuple[Floats, Floats]]) -> str:
    same, other = (np.sort(np.concatenate(side)) for side in zip(*pairs, strict=True))
    cosines = np.concatenate([same, other])
    missed = np.searchsorted(same, cosines) / len(same)
    taken = 1.0 - np.searchsorted(other, cosines) / len(other)
    at = np.abs(missed - taken).argmin()
    rate = 50.0 * (missed[at] + taken[at])
    return f"{rate:.2f} % at {cosines[at]:.2f} ({len(same)} same, {len(other)} other; other's highest {other[-1]:.2f})"


# -- named


def _meetings(
    sessions: Sequence[Session], learnt: Sequence[Sequence[KnownVoice]], heard: Sequence[Mapping[str, Sequence[Voice]]]
) -> Iterator[Meeting]:
    """Each recording cut into meetings in which everybody still there is heard for so long."""
    for session, voices in zip(sessions, heard, strict=True):
        for number in range(max((len(one) for one in voices.values()), default=0)):
            present = {who: one[number] for who, one in voices.items() if number < len(one)}
            for known in _known_to(session, sessions, learnt):
                yield Meeting(session.family, present, {who: who for who in present}, known)


def _known_to(
    session: Session, sessions: Sequence[Session], learnt: Sequence[Sequence[KnownVoice]]
) -> Iterator[Sequence[KnownVoice]]:
    """The voices learnt in each recording of the family; then those of all recordings, several voiceprints a person.

    Of the recording's own people none that another family knows: it may know them by the very passages that are heard.
    """
    everybody: list[KnownVoice] = []
    for other, voices in zip(sessions, learnt, strict=True):
        if other.family == session.family and voices:
            yield voices
        own = other.family == session.family
        everybody += [voice for voice in voices if own or voice.person_id not in session.spoken]
    yield everybody


def _total(meetings: Sequence[Meeting], rule: Rule) -> Trials:
    return sum((meeting.judged(rule) for meeting in meetings), Trials())


def _enough(meetings: Mapping[float, Sequence[Meeting]], rule: Rule) -> list[Meeting]:
    return [meeting for seconds, some in meetings.items() if seconds >= rule.enough_seconds for meeting in some]


def _families(meetings: Sequence[Meeting]) -> list[str]:
    return sorted({meeting.family for meeting in meetings})


def _by_family(meetings: Mapping[float, Sequence[Meeting]], rule: Rule) -> dict[str, str]:
    some = _enough(meetings, rule)
    rows = {family: str(_total([one for one in some if one.family == family], rule)) for family in _families(some)}
    return rows | {"all": str(_total(some, rule))}


def _swept(meetings: Mapping[float, Sequence[Meeting]], rules: Sequence[Rule]) -> dict[str, str]:
    return {
        f"from {rule.same_person:.3f}, lead {rule.clearly_nearer:.2f}, {rule.enough_seconds:.0f} s, {row}": value
        for rule in rules
        for row, value in _by_family(meetings, rule).items()
    }


def _left_out(meetings: Mapping[float, Sequence[Meeting]]) -> dict[str, str]:
    """The middle of the cosines that meet the targets in the other families, tried on one that took no part in it."""
    some = _enough(meetings, RULE)
    rows = {}
    for family in _families(some):
        others = [meeting for meeting in some if meeting.family != family]
        good = [one for one in COSINES if _total(others, replace(RULE, same_person=one)).good]
        if not good:
            rows[family] = "no cosine meets the targets on the others"
            continue
        middle = round((good[0] + good[-1]) / 2, 3)
        outcome = _total([one for one in some if one.family == family], replace(RULE, same_person=middle))
        rows[f"{family}, from {middle:.3f} (others: {good[0]:.2f} to {good[-1]:.2f})"] = str(outcome)
    return rows


def _diarized(ears: Listener, sessions: Sequence[Session], learnt: Sequence[Sequence[KnownVoice]]) -> dict[str, str]:
    """The speakers that the product itself tells apart."""
    rows = {}
    for session in sessions:
        truth, voices = ears.told_apart(session)
        meetings = [Meeting(session.family, voices, truth, known) for known in _known_to(session, sessions, learnt)]
        wrong = "; ".join(sorted({one for meeting in meetings for one in meeting.mistaken(RULE)}))
        rows[session.name] = f"{_total(meetings, RULE)} {wrong}".strip()
    return rows


def _calibration(meetings: Mapping[float, Sequence[Meeting]]) -> dict[str, str]:
    """The logistic curve from cosine to the odds of one person, both cases taken for equally frequent."""
    same: list[float] = []
    other: list[float] = []
    for meeting in _enough(meetings, replace(RULE, enough_seconds=SECONDS[1])):
        for who, voice in meeting.voices.items():
            for known in meeting.known:
                cosine = float(voice.vector @ np.frombuffer(known.vector, "<f4"))
                (same if known.person_id == meeting.truth[who] else other).append(cosine)

    # As many of each as count as one case more that went the other way (Platt 1999): perfection is not believed.
    right, wrong = (len(same) + 1) / (len(same) + 2), 1 / (len(other) + 2)
    alike, unlike = np.array(same), np.array(other)

    def doubt(curve: NDArray[np.float64]) -> float:
        steepness, even = curve.tolist()
        sides = ((steepness * (alike - even), right), (steepness * (unlike - even), wrong))
        return float(sum((part * np.logaddexp(0, -x) + (1 - part) * np.logaddexp(0, x)).mean() for x, part in sides))

    steepness, even = minimize(doubt, np.array([20.0, 0.5]), method="Nelder-Mead").x
    return {
        "even odds at": f"{even:.2f}, steepness {steepness:.1f}",
        "one person": f"{np.percentile(same, [0, 1, 5, 50]).round(2).tolist()} (lowest, 1, 5, 50 %)",
        "two people": f"{np.percentile(other, [50, 95, 99, 100]).round(2).tolist()} (50, 95, 99 %, highest)",
    }


def _faults(figures: Mapping[str, Mapping[str, str]], meetings: Mapping[float, Sequence[Meeting]]) -> list[str]:
    """What misses a target, one line each."""
    families = {f"2 s, {meeting.family}" for some in meetings.values() for meeting in some}
    faults = [
        f"EER, {row}: {rate}"
        for row, rate in figures["told apart"].items()
        if row in families and float(rate.split()[0]) > MOST_EER
    ]
    some = _enough(meetings, RULE)
    for family in _families(some):
        outcome = _total([one for one in some if one.family == family], RULE)
        if not outcome.good:
            faults.append(f"named, {family}: {outcome}")
    return faults


def _short() -> int:
    """A reader whose voice is learnt from one half of a recording is named in the other, a stranger is not."""
    with private_folder() as (folder, _):
        ears = Listener(Settings(_env_file=None, volumes=folder, models_folder=MODELS), folder / "store")
        reader, stranger = (ears.heard(file.stem, file, "short") for file in (SOUND, SOUND.with_name("beckett.wav")))
        known = ears.learnt(reader)
        voices: dict[str, Voice] = {}
        for session, half in ((reader, 1), (stranger, 0)):
            voices |= {who: one[0] for who, one in ears.passages(session, 4.0, half).items()}
    rule = replace(RULE, enough_seconds=4.0)
    outcome = Meeting("short", voices, {who: who for who in voices}, known).judged(rule)
    print(outcome)
    return 0 if outcome.good and outcome.strangers == len(voices) > 1 else 1


if __name__ == "__main__":
    sys.exit(main())
