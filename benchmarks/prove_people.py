"""Ways to find how many people speak, side by side: the product's, average linkage, a Bayesian HMM, spectral, the reference's people.

    ./manage.sh prove people RECORDINGS [--group NAME=PATTERN …] [--numbers]
    ./manage.sh prove people --short

Segmentation, windows, voice vectors and the way from people to turns are the product's for all. RECORDINGS holds recordings with
RTTM; those of three minutes and more are also cut into pieces. Method and figures: README.md here; what follows from
them: decision record 0013.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from pathlib import Path

import numpy as np
import soundfile
from by_length import table
from heard_recordings import RATE, Ear, HeardRecording
from numbers_one_at_a_time import numbers
from short_form import MODELS, SOUND, private_folder
from ways_to_find_people import ORACLE, OURS, SPECTRAL, Setting, Spectra, settings

from scribe import environment
from scribe.evaluation.recordings import Recording, recordings_in
from scribe.evaluation.references import Turn
from scribe.evaluation.tools import peers_python, scoring_python
from scribe.parts import read_settings
from scribe_core.domain.voices import SpeakerTurn
from scribe_core.settings import Settings
from scribe_workers.stages.diarization import turns_of
from scribe_workers.stages.voices.arrays import Floats

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results" / "people"

MOST_WORSE = 0.005
"""By how much another way, at its best numbers, may do better on average over the rows."""

MOST_WORSE_LEFT_OUT = 0.01
"""By how much the numbers chosen on the other groups may do worse than the best for the group left out: no group of recordings
loses more than a point to whatever is compared."""

CROWD_SECONDS = 30.0
"""Of each of a crowd."""

SHORT_TURN_SECONDS, SHORT_PAUSE_SECONDS, SHORT_TURNS = 2.3, 0.6, 6
SHORT_LEAST_THEIRS = 0.9
SHORT_DIALOGUE_FROM = 21.2
"""Second from which one of the dialogue's two speaks on to its end."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one way gives for one recording: the turns, and how many people there are."""

    turns: tuple[SpeakerTurn, ...]
    people: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Seconds wrong and of speech, recordings with the right number of people and all."""

    wrong: float
    speech: float
    right: int
    recordings: int

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.wrong + other.wrong,
            self.speech + other.speech,
            self.right + other.right,
            self.recordings + other.recordings,
        )

    @property
    def der(self) -> float:
        """Diarization error rate, 0 to 1 and more."""
        return self.wrong / self.speech


Rows = Mapping[str, Tally]
"""By row: a group's recordings, or their pieces of one length."""


def main() -> int:
    """Measure, print, keep the figures; 1 where another way does better, or the numbers do not hold for a group left out."""
    parser = argparse.ArgumentParser(prog="prove people")
    parser.add_argument("recordings", type=Path, nargs="?")
    parser.add_argument("--only", nargs="*", default=[], help="parts of names")
    parser.add_argument("--without", nargs="*", default=[], help="parts of names")
    parser.add_argument("--group", action="append", default=[], metavar="NAME=PATTERN")
    parser.add_argument("--crowd", nargs="*", default=[], help="recordings whose people are put one after another")
    parser.add_argument("--numbers", action="store_true", help="every number of the product changed, one at a time")
    parser.add_argument("--short", action="store_true", help="two readers in turn")
    options = parser.parse_args()
    if options.short:
        return _short()
    if options.recordings is None:
        parser.error("which recordings?")
    groups = [(name, pattern) for name, _, pattern in (given.partition("=") for given in options.group)]
    RESULTS.mkdir(parents=True, exist_ok=True)
    ear = Ear(read_settings(), RESULTS / "store")
    found = recordings_in(options.recordings, options.only, options.without, groups)
    heard = list(chain.from_iterable(ear.hear(one) for one in found if one.reference().turns))
    heard = [one for one in heard if len(one.heard.windows)]  # where nobody is heard all ways are alike
    _say(f"{len(heard)} recordings and pieces")
    if options.numbers:
        whole = [one for one in heard if not one.row.endswith(" s")]
        changed = [Setting(number, value, find) for number, value, find in numbers()]
        found_by = _tallied(whole, changed)
        print(_one_at_a_time(changed, found_by))
        return 0
    spectra = Spectra()
    spectra.cluster(heard, peers_python(False, _silent), RESULTS / "spectra")
    compared = list(settings(spectra))
    tallies = _tallied(heard, compared)
    rows = sorted({one.row for one in heard}, key=lambda row: (row.count(","), row))
    figures = {f"{one.way}: {one.numbers}": _figures(tallies[one], rows) for one in compared}
    (RESULTS / "people.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(_table(compared, tallies, rows))
    print()
    left_out = _left_out(compared, tallies, {one.row: one.group for one in heard})
    print(left_out.text)
    print("\n" + _crowd(ear, [one for one in found if one.name in options.crowd]))
    faults = [*_beaten(compared, tallies), *left_out.faults]
    print("\n" + ("\n".join(faults) or "no other way does better, and the numbers hold for a group left out"))
    return 1 if faults else 0


# -- measured


def _tallied(heard: Sequence[HeardRecording], compared: Sequence[Setting]) -> dict[Setting, Rows]:
    """What each setting gets wrong, by row. The same turns are scored once."""
    outcomes = {(one, setting): outcome for one in heard for setting, outcome in _outcomes(one, compared)}
    work: list[Mapping[str, object]] = []
    places: dict[tuple[HeardRecording, Setting], tuple[int, int]] = {}
    for one in heard:
        answers: dict[str, list[tuple[float, float, int]]] = {}
        for setting in compared:
            turns = [(turn.start, turn.end, turn.speaker) for turn in outcomes[one, setting].turns]
            mark = sha256(json.dumps(turns).encode()).hexdigest()
            answers.setdefault(mark, turns)
            places[one, setting] = len(work), list(answers).index(mark)
        reference = [(turn.start, turn.end, turn.speaker) for turn in one.turns]
        work.append({"reference": reference, "answers": list(answers.values()), "seconds": one.heard.seconds})
    scores = _scored(work)
    tallies: dict[Setting, dict[str, Tally]] = {}
    for (one, setting), (place, answer) in places.items():
        wrong, speech = scores[place][answer]
        right = outcomes[one, setting].people == len({turn.speaker for turn in one.turns})
        rows = tallies.setdefault(setting, {})
        rows[one.row] = rows.get(one.row, Tally(0, 0, 0, 0)) + Tally(wrong, speech, right, 1)
    return dict(tallies)


def _outcomes(one: HeardRecording, compared: Sequence[Setting]) -> Iterable[tuple[Setting, Outcome]]:
    """What every setting gives; the same voices lead to the same turns."""
    _say(one.name)
    known: dict[bytes, Outcome] = {}
    for setting in compared:
        voices = setting.find(one)
        mark = voices.centroids.tobytes()
        if mark not in known:
            spoken = turns_of(one.heard, voices, lambda: None)
            known[mark] = Outcome(spoken.turns, len(spoken.people))
        yield setting, known[mark]


def _scored(work: Sequence[Mapping[str, object]]) -> list[list[tuple[float, float]]]:
    python = scoring_python(_silent)
    given, out = RESULTS / "work.json", RESULTS / "errors.json"
    given.write_text(json.dumps(work), encoding="utf-8")
    variables = {**os.environ, "PYTHONPATH": f"{HERE}:{environment.HOME / 'src'}", "OMP_NUM_THREADS": "1"}
    subprocess.run([str(python), "-m", "diarization_error_job", str(given), str(out)], check=True, env=variables)
    scores: list[list[tuple[float, float]]] = json.loads(out.read_text(encoding="utf-8"))
    return scores


def _silent(*_: object) -> None:
    pass


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


# -- told


def _figures(rows: Rows, names: Sequence[str]) -> dict[str, list[float]]:
    return {name: [round(100 * rows[name].der, 2), rows[name].right, rows[name].recordings] for name in names}


def _mean(rows: Rows) -> float:
    """Every row counts the same, however long it is."""
    return float(np.mean([tally.der for tally in rows.values()]))


def _best(compared: Sequence[Setting], tallies: Mapping[Setting, Rows], way: str) -> Setting:
    return min((one for one in compared if one.way == way), key=lambda one: _mean(tallies[one]))


def _ways(compared: Sequence[Setting]) -> list[str]:
    return list(dict.fromkeys(one.way for one in compared))


def _table(compared: Sequence[Setting], tallies: Mapping[Setting, Rows], rows: Sequence[str]) -> str:
    """Each way as it is set, and at its best numbers."""
    shown = {one: f"{one.way} ({one.numbers})" if one.numbers else one.way for one in compared if one.usual}
    for way in _ways(compared):
        best = _best(compared, tallies, way)
        shown[best] = shown.get(best) or f"{way}, best of {sum(one.way == way for one in compared)} ({best.numbers})"
    lines = []
    for setting in sorted(shown, key=lambda one: (one.way == ORACLE, one.way != OURS, one.way)):
        found = [tallies[setting][row] for row in rows]
        right, all_ = sum(tally.right for tally in found), sum(tally.recordings for tally in found)
        lines.append([shown[setting], *(f"{100 * tally.der:.1f}" for tally in found), f"{right} of {all_}"])
    return table(["DER %", *rows, "right number"], lines)


def _one_at_a_time(changed: Sequence[Setting], tallies: Mapping[Setting, Rows]) -> str:
    rows = sorted(next(iter(tallies.values())))
    lines = [[f"{one.way} {one.numbers}", *(f"{100 * tallies[one][row].der:.1f}" for row in rows)] for one in changed]
    return table(["DER %", *rows], lines)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The table of groups left out, and what does not hold."""

    text: str
    faults: Sequence[str]


def _left_out(compared: Sequence[Setting], tallies: Mapping[Setting, Rows], group_of: Mapping[str, str]) -> LeftOut:
    """Numbers chosen on all groups but one, tried on that one; in brackets the best that it could have had."""
    ways = [way for way in _ways(compared) if way != ORACLE]
    lines, faults = [], []
    for group in sorted(set(group_of.values())):
        cells = [group]
        for way in ways:
            some = [one for one in compared if one.way == way]
            here = {one: _mean(_of(tallies[one], group_of, {group})) for one in some}
            chosen = min(some, key=lambda one: _mean(_of(tallies[one], group_of, set(group_of.values()) - {group})))
            best = min(here.values())
            cells.append(f"{100 * here[chosen]:.1f} ({100 * best:.1f}), {chosen.numbers}")
            if way == OURS and here[chosen] > best + MOST_WORSE_LEFT_OUT:
                faults.append(f"{group} left out: {cells[-1]}")
        lines.append(cells)
    return LeftOut(table(["left out", *ways], lines), faults)


def _of(rows: Rows, group_of: Mapping[str, str], groups: set[str]) -> Rows:
    return {row: tally for row, tally in rows.items() if group_of[row] in groups}


def _beaten(compared: Sequence[Setting], tallies: Mapping[Setting, Rows]) -> list[str]:
    ours = next(_mean(tallies[one]) for one in compared if one.way == OURS and one.usual)
    faults = []
    for way in _ways(compared):
        best = _best(compared, tallies, way)
        if way not in (OURS, ORACLE) and _mean(tallies[best]) < ours - MOST_WORSE:
            faults.append(f"{way} ({best.numbers}): {100 * _mean(tallies[best]):.1f} on average, ours {100 * ours:.1f}")
    return faults


def _crowd(ear: Ear, recordings: Sequence[Recording]) -> str:
    """How many people each way finds, as it is set, where more speak than a meeting usually has."""
    if not recordings:
        return ""
    one = ear.everybody(recordings, CROWD_SECONDS)
    there = len({turn.speaker for turn in one.turns})
    found = {setting.way: outcome.people for setting, outcome in _outcomes(one, _as_usual())}
    told = ", ".join(f"{way} {people}" for way, people in found.items())
    return f"{there} people one after another, {CROWD_SECONDS:.0f} s of each: {told}"


def _as_usual() -> list[Setting]:
    """The ways that need no other environment, as they are set."""
    return [one for one in settings(Spectra()) if one.usual and one.way != SPECTRAL]


# -- the short form


def _short() -> int:
    """Two readers who take turns are two people to each way, and what each says is theirs."""
    with private_folder() as (folder, _):
        ear = Ear(Settings(_env_file=None, volumes=folder, models_folder=MODELS), folder / "store")
        turns, sound = _in_turn(ear, folder / "turns.flac")
        one = HeardRecording("turns", "short", "short", turns, ear.heard("turns", sound))
        faults = 0
        for setting in _as_usual():
            spoken = turns_of(one.heard, setting.find(one), lambda: None)
            theirs = _theirs(turns, spoken.turns)
            print(f"{setting.way:<30} {len(spoken.people)} people, {theirs:.1%} of what they say is theirs")
            faults += len(spoken.people) != 2 or theirs < SHORT_LEAST_THEIRS
    return 1 if faults else 0


def _in_turn(ear: Ear, path: Path) -> tuple[list[Turn], Path]:
    """A recording in which two readers take turns, and when each reads."""
    dialogue = SOUND.with_name("endgame_nagg_nell.wav")
    from_second = int(SHORT_DIALOGUE_FROM * RATE)
    readers = [ear.samples(SOUND.stem, SOUND), ear.samples(dialogue.stem, dialogue)[from_second:]]
    length, pause = int(SHORT_TURN_SECONDS * RATE), np.zeros(int(SHORT_PAUSE_SECONDS * RATE), np.float32)
    said: list[Floats] = []
    turns = []
    for number in range(SHORT_TURNS):
        reader, at = number % 2, (number // 2) * length
        start = sum(map(len, said)) / RATE
        said += [readers[reader][at : at + length], pause]
        turns.append(Turn(start, start + SHORT_TURN_SECONDS, f"reader {reader}"))
    soundfile.write(path, np.concatenate(said), RATE, subtype="PCM_16")
    return turns, path


def _theirs(reference: Sequence[Turn], answer: Sequence[SpeakerTurn]) -> float:
    """Share of what is heard that is the right one of two readers', whichever number each has."""
    shared: dict[tuple[str, int], float] = {}
    for turn in answer:
        for true in reference:
            both = max(0.0, min(turn.end, true.end) - max(turn.start, true.start))
            shared[true.speaker, turn.speaker] = shared.get((true.speaker, turn.speaker), 0.0) + both
    names = sorted({turn.speaker for turn in reference})
    straight = sum(shared.get((name, number), 0.0) for number, name in enumerate(names))
    crossed = sum(shared.get((name, 1 - number), 0.0) for number, name in enumerate(names))
    return max(straight, crossed) / max(sum(shared.values()), 1e-9)


if __name__ == "__main__":
    sys.exit(main())
