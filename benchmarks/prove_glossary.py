"""How many rare names a glossary mends, and how often it puts in a name that nobody says.

    ./manage.sh prove glossary RECORDINGS [--only PART …] [--without PART …] [--decoys 40] [--preset balanced]
    ./manage.sh prove glossary --short

RECORDINGS holds French or English recordings with STM (or another reference of words). Each is transcribed by the product's own
stages without a glossary, then with one: the rare names of its reference, and decoys, names like what is said that nobody says
(`rare_names.py` has both rules). A name is right where its letters stand within its line's times, give or take 2 s.
A decoy is put in where it stands in more places with the glossary than without. The short form is said by a synthetic voice.
"""

import argparse
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import inf
from pathlib import Path

from product_stages import place, steps_over
from rare_names import Mention, Names, places
from short_form import LANGUAGE, MODELS, private_folder

from scribe import word_lists
from scribe.evaluation.recordings import Recording, recordings_in
from scribe.evaluation.tables import table
from scribe.parts import read_settings
from scribe.recipes import recipe_of
from scribe_core import VERSION
from scribe_core.contract import keys
from scribe_core.domain.glossary import MOST_TERMS, glossary_of
from scribe_core.domain.run import Preset, RunSettings
from scribe_core.domain.speech import Word, Words
from scribe_core.settings import Settings
from scribe_workers.model_room import ModelRoom
from scribe_workers.stages import conversion, speech, transcription

RESULTS = Path(__file__).resolve().parent / "results" / "glossary"

DECOYS = 40
"""For each recording, as far as it has words that names are like."""

FORGIVEN_SECONDS = 2.0

MOST_PUT_IN = 0.05
"""Share of the decoys: who lists a hundred colleagues may find a few where they are not."""

SPOKEN = (
    "Good morning. Today we talk with Maarika Thornbury about the new office in Helstone.",
    "Yesterday Mister Delmonico showed us the figures from Zarathustra.",
)
"""What the short form's voice says. (Of the French one too little is understood for a name to matter.)"""


@dataclass(frozen=True, slots=True)
class Tally:
    """A recording's names: how often they are said, and how often they have the right letters without and with a glossary.

    `put_in` are the decoys that came; `mended` and `spoilt` what became right and wrong, `strays` the names of the reference that
    came where they are not said.
    """

    recording: str
    language: str
    names: Sequence[str]
    said: int
    without: int
    found: int
    decoys: Sequence[str]
    put_in: Sequence[str]
    mended: Sequence[str] = ()
    spoilt: Sequence[str] = ()
    strays: Sequence[str] = ()


class Ear:
    """Hears the words of recordings as the product does; a folder remembers them."""

    def __init__(self, settings: Settings, folder: Path, preset: Preset | None) -> None:
        self._settings, self._folder, self._preset = settings, folder, preset
        self._room = ModelRoom()

    def words(self, recording: Recording, language: str, glossary: tuple[str, ...]) -> Words:
        """Every word of a recording."""
        place(recording.name, recording.sound, self._folder)
        steps = steps_over(recording.name, self._folder, self._settings, self._room)
        recipe = recipe_of(self._settings, RunSettings(language, preset=self._preset))
        audio = steps.run(conversion.STAGE, keys.recording(recording.name), recipe.limits)
        regions = steps.run(speech.STAGE, audio)
        return steps.run(transcription.STAGE, audio, regions, recipe.recogniser, recipe.manner, language, glossary)


def main() -> int:
    """Measure, print, keep the figures; 1 where the glossary mends nothing or puts in too much."""
    options = _options()
    if options.short:
        return _short()
    RESULTS.mkdir(parents=True, exist_ok=True)
    settings = read_settings()
    ear = Ear(settings, RESULTS / "store", options.preset)
    found = recordings_in(options.recordings, options.only, options.without)
    tallies = _tallies(found, ear, options.language, options.decoys)
    told = {
        "version": VERSION,
        "model": settings.speech_model,
        "preset": options.preset or settings.preset,
        "recordings": [asdict(tally) for tally in [*tallies, _total(tallies)]],
    }
    (RESULTS / "glossary.json").write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    return _told(tallies)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="prove glossary")
    parser.add_argument("recordings", type=Path, nargs="?")
    parser.add_argument("--only", nargs="*", default=[], help="parts of names")
    parser.add_argument("--without", nargs="*", default=[], help="parts of names")
    parser.add_argument("--language", choices=tuple(word_lists.LISTS), help="where the folder does not say it")
    parser.add_argument("--decoys", type=int, default=DECOYS, help="for each recording, at most")
    parser.add_argument("--preset", type=Preset)
    parser.add_argument("--short", action="store_true", help="two synthetic sentences")
    options = parser.parse_args()
    if options.recordings is None and not options.short:
        parser.error("which recordings?")
    return options


def _tallies(recordings: Sequence[Recording], ear: Ear, language: str | None, most_decoys: int) -> list[Tally]:
    """The tally of each recording whose reference holds a rare name."""
    lists = word_lists.words()
    known = {code: Names(lists, code) for code in lists}
    tallies = []
    for recording in recordings:
        names = known.get(recording.language or language or "")
        lines = recording.reference().lines
        if names is None or not lines:
            print(f"{recording.name}: left out, {'no words' if names else 'its language has no list'}", flush=True)
            continue
        mentions = names.mentions(lines)
        said = [name for name, _ in Counter(mention.name for mention in mentions).most_common(MOST_TERMS)]
        mentions = [mention for mention in mentions if mention.name in said]
        decoys = names.decoys(lines, min(most_decoys, MOST_TERMS - len(said)))
        spoken = recording.language or language or ""
        before, after = (ear.words(recording, spoken, glossary_of(terms)) for terms in ((), (*said, *decoys)))
        tallies.append(tally(recording.name, names, mentions, decoys, before.words, after.words))
        print(f"{recording.name}: {len(mentions)} names, {len(decoys)} decoys", flush=True)
    return tallies


def tally(
    recording: str, names: Names, mentions: Sequence[Mention], decoys: Sequence[str], before: Sequence[Word],
    after: Sequence[Word],
) -> Tally:  # fmt: skip
    """Which names are right in the words before and after, and which stand where nobody says them."""
    said = tuple(dict.fromkeys(mention.name for mention in mentions))
    right = [_right(names, mentions, words) for words in (before, after)]
    more = {name: len(_standing(names, name, after)) - len(_standing(names, name, before)) for name in (*said, *decoys)}
    better = {name: right[1].count(name) - right[0].count(name) for name in said}
    return Tally(
        recording,
        names.language,
        said,
        len(mentions),
        len(right[0]),
        len(right[1]),
        decoys,
        put_in=[name for name in decoys if more[name] > 0],
        mended=[name for name in said for _ in range(better[name])],
        spoilt=[name for name in said for _ in range(-better[name])],
        strays=[name for name in said if more[name] > better[name]],
    )


def _right(names: Names, mentions: Sequence[Mention], words: Sequence[Word]) -> list[str]:
    """The names that have the right letters where they are said, each as often as they have."""
    found = []
    for name in dict.fromkeys(mention.name for mention in mentions):
        spots = _standing(names, name, words)
        for mention in mentions:
            if mention.name == name:
                first = -inf if mention.start is None else mention.start - FORGIVEN_SECONDS
                last = inf if mention.end is None else mention.end + FORGIVEN_SECONDS
                spot = next((at for at in spots if first <= at <= last), None)
                if spot is not None:
                    spots.remove(spot)
                    found.append(name)
    return found


def _standing(names: Names, name: str, words: Sequence[Word]) -> list[float]:
    """When a name is written."""
    return [words[first].start for first, _ in places([names.bare(word.text) for word in words], name)]


def _total(tallies: Sequence[Tally]) -> Tally:
    """All together; a name of several recordings is one, a decoy is tried in each."""
    return Tally(
        "all",
        " ".join(sorted({tally.language for tally in tallies})),
        sorted({name for tally in tallies for name in tally.names}),
        sum(tally.said for tally in tallies),
        sum(tally.without for tally in tallies),
        sum(tally.found for tally in tallies),
        [name for tally in tallies for name in tally.decoys],
        [name for tally in tallies for name in tally.put_in],
    )


def _told(tallies: Sequence[Tally]) -> int:
    """Print the tallies and their sum; 1 where a target is missed."""
    total = _total(tallies)
    head = ["recording", "language", "names", "said", "right without", "right with", "decoys", "put in"]
    rows = [
        [
            one.recording,
            one.language,
            *map(str, (len(one.names), one.said, one.without, one.found, len(one.decoys), len(one.put_in))),
        ]
        for one in (*tallies, total)
    ]
    print(table(head, rows))
    for one in tallies:
        for what in ("mended", "spoilt", "strays", "put_in"):
            if found := getattr(one, what):
                print(f"{one.recording}: {what.replace('_', ' ')} {', '.join(found)}")
    good = total.found > total.without and len(total.put_in) <= MOST_PUT_IN * len(total.decoys)
    return 0 if good else 1


def _short() -> int:
    """Names said by a synthetic voice."""
    with private_folder() as (folder, _):
        ear = Ear(Settings(_env_file=None, volumes=folder, models_folder=MODELS), folder / "store", None)
        found = []
        for number, text in enumerate(SPOKEN, start=1):
            sound, reference = folder / f"spoken_{number}.wav", folder / f"spoken_{number}.txt"
            subprocess.run(["espeak-ng", "-v", "en-us", "-s", "140", "-w", str(sound), text], check=True)
            reference.write_text(text, encoding="utf-8")
            found.append(Recording(sound.stem, sound, (reference,), LANGUAGE, "spoken"))
        return _told(_tallies(found, ear, None, DECOYS))


if __name__ == "__main__":
    sys.exit(main())
