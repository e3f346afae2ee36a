"""What the web's pages weigh when they are opened first, and how fast a long list and a long transcript are, in a real browser.

    ./manage.sh prove pages [--meetings 5000] [--hours 4] [--words 40000] [--rounds 5]
    ./manage.sh prove pages --short

The product as a person starts it, its pages as they are built, Debian's chromium. Every screen is opened in an empty browser, and the
scripts are counted that come until it is at rest; then the list, a long transcript, its sound and its editor are used by a
program's hands. Method and figures: README.md here.
"""

import argparse
import asyncio
import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from bulk import queued_runs
from long_meeting import say_at_length
from running_product import EMAIL, Product, Program, one_time_code
from sqlalchemy import update

from scribe.parts import open_objects
from scribe_core.database import conversations, minutes_templates, persons, runs, trash, users
from scribe_core.database.engine import Database
from scribe_core.database.meetings import Meeting
from scribe_core.domain.minutes_templates import USUAL, built_in_template
from scribe_core.domain.run import Status
from scribe_core.search.indexing import Indexer

RESULTS = Path(__file__).resolve().parent / "results" / "pages"

MOST_SCRIPT_BYTES = 180_000
"""Of each page, as they come over the line."""

MOST_LIST_MS, MOST_OPEN_MS = 1000.0, 1500.0
"""From the address to the first thing that answers a press: a row of the list, a word of the transcript."""

MOST_LAG_MS, MOST_KEY_MS = 50.0, 16.0
"""95 of 100 spoken words, 95 of 100 letters."""

MOST_HEAP_BYTES = 200e6
SEED = 11


@dataclass(frozen=True, slots=True)
class Shown:
    """Ids of what stands in the installation: meetings with a transcript, without one, in the trash; a person; a conversation; a template."""

    long: str
    failed: str
    trashed: str
    person: str
    conversation: str
    template: str

    @property
    def examples(self) -> dict[str, list[str]]:
        """Addresses to open by route, besides the route itself."""
        return {
            "/meetings/[id]": [f"/meetings/{id_}" for id_ in (self.long, self.failed, self.trashed)],
            "/meetings/[id]/minutes": [f"/meetings/{self.long}/minutes"],
            "/chat/[id]": [f"/chat/{self.conversation}"],
            "/people/[id]": [f"/people/{self.person}"],
            "/search": ["/search?q=budget"],
            "/templates/[id]": [f"/templates/{self.template}"],
        }


def main() -> int:
    """Fill, open, use, print, keep the figures; 1 where something is missed. The short form judges no times."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="scribe-proof-") as name:
        folder = Path(name)
        # A session that is renewed in the middle would be renewed in several browsers that share it.
        product = Product(folder / "volumes", more={"SCRIBE_ACCESS_TOKEN_MINUTES": "60"})
        try:
            Program(product).set_up(one_time_code(product.start()))
            shown = asyncio.run(_furnished(product, options))
            screens = _named(_walked(product, folder, "first-load", EXAMPLES=json.dumps(shown.examples)), shown)
            faults = _weighed(screens)
            speeds = _walked(
                product, folder, "speeds", MEETING=shown.long, ROUNDS=options.rounds, LETTERS=options.letters, SECONDS=options.seconds
            )  # fmt: skip
        finally:
            product.stop()
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / "latest.json").write_text(json.dumps({"screens": screens, "speeds": speeds}, indent=1) + "\n")
    faults += _timed(speeds, judged=not options.short)
    print("\n".join(faults) or "within the targets: 180 kB" + ("" if options.short else " and all times"))
    return 1 if faults else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="prove pages")
    parser.add_argument("--meetings", type=int, default=5000)
    parser.add_argument("--hours", type=float, default=4.0)
    parser.add_argument("--words", type=int, default=40_000)
    parser.add_argument("--rounds", type=int, default=5, help="how often list and transcript are opened")
    parser.add_argument("--letters", type=int, default=200, help="how many are typed")
    parser.add_argument("--seconds", type=int, default=40, help="for how long the sound is played")
    parser.add_argument("--short", action="store_true", help="weights only, few meetings")
    options = parser.parse_args()
    if options.short:
        options.meetings, options.hours, options.words = 60, 0.05, 500
        options.rounds, options.letters, options.seconds = 1, 10, 3
    return options


async def _furnished(product: Product, options: argparse.Namespace) -> Shown:
    """Fill the installation while it runs, as its own parts would."""
    settings, database = product.stores, Database(product.stores.database_url)
    try:
        async with database.session() as session:
            me = await users.by_email(session, EMAIL)
            assert me is not None
            made = await queued_runs(session, options.meetings, [me.id], Status.COMPLETED)
            mine = [await session.get_one(runs.Run, id_) for id_ in (made[-1], made[-2], made[-3])]
            long, failed, trashed = (str(run.meeting_id) for run in mine)
            mine[1].status = Status.FAILED
            await session.execute(update(Meeting).where(Meeting.id == failed).values(status=Status.FAILED))
            await trash.put(session, me.id, [trashed])
            person = await persons.add(session, me.id, "Claire Dubois")
            conversation = await conversations.begin(session, me.id, None)
            usual = built_in_template(USUAL, "fr")
            assert usual is not None
            template = await minutes_templates.add(session, me.id, usual.name, usual.language, usual.sections)
        await say_at_length(
            database, open_objects(settings), settings, long,
            seconds=int(options.hours * 3600), words=options.words, seed=SEED,
        )  # fmt: skip
        await Indexer(database).look()  # else the product would do it while it is measured
        return Shown(long, failed, trashed, person.id, conversation.id, template.key)
    finally:
        await database.close()


def _walked(product: Product, folder: Path, journey: str, **told: object) -> Any:
    """What a journey through the web measured."""
    figures = folder / f"{journey}.json"
    print(product.walk(journey, FIGURES=figures, **told), end="", flush=True)
    return json.loads(figures.read_text())


def _named(screens: dict[str, Any], shown: Shown) -> dict[str, Any]:
    """The same, with words for ids, which are others at each run."""
    words = {
        shown.long: "ID",
        shown.failed: "ID, no transcript",
        shown.trashed: "ID, in the trash",
        shown.person: "ID",
        shown.conversation: "ID",
        shown.template: "ID",
    }
    return {
        next((address.replace(id_, word) for id_, word in words.items() if id_ in address), address): screen
        for address, screen in screens.items()
    }


def _weighed(screens: dict[str, Any]) -> list[str]:
    """Print each screen's scripts, the heaviest first; those that are too heavy."""
    for address, screen in sorted(screens.items(), key=lambda one: -one[1]["bytes"]):
        print(f"{screen['bytes'] / 1000:7.1f} kB in {screen['scripts']:2} scripts  {address}")
    return [
        f"{address}: {screen['bytes'] / 1000:.1f} kB of scripts"
        for address, screen in screens.items()
        if screen["bytes"] > MOST_SCRIPT_BYTES
    ]


def _timed(speeds: dict[str, Any], *, judged: bool) -> list[str]:
    """Print what was measured in the list and in the transcript; what took too long."""
    lags, keys = speeds["lags"], [key["work"] for key in speeds["keys"]]
    heap = max(speeds["heap_opened"], speeds["heap_scrolled"], speeds["heap_end"])
    print(f"list: {_ms(median(speeds['list']))} (most {_ms(max(speeds['list']))})")
    print(
        f"transcript: {_ms(median(speeds['open']))} (most {_ms(max(speeds['open']))}), from the list {_ms(speeds['from_list'])}"
    )
    print(f"a word is lit after {_ms(median(lags))}, p95 {_ms(_p95(lags))}, most {_ms(max(lags))}; {len(lags)} words")
    print(
        f"a letter takes {median(keys):.1f} ms, p95 {_p95(keys):.1f}, most {max(keys):.1f}; with the wait for its frame"
        f" p95 {_p95([key['work'] + key['wait'] for key in speeds['keys']]):.1f} ms"
    )
    tasks = speeds["scroll_tasks"]
    print(
        f"scrolled {speeds['scrolled_pixels']:.0f} pixels, {speeds['words_drawn']} words drawn:"
        f" {len(tasks)} tasks over 50 ms{f', most {_ms(max(tasks))}' if tasks else ''}; heap {heap / 1e6:.0f} MB"
    )
    if not judged:
        return []
    found = {
        "list": (median(speeds["list"]), MOST_LIST_MS),
        "transcript": (median(speeds["open"]), MOST_OPEN_MS),
        "spoken word, p95": (_p95(lags), MOST_LAG_MS),
        "letter, p95": (_p95(keys), MOST_KEY_MS),
    }
    faults = [f"{what}: {_ms(took)}, {_ms(most)} allowed" for what, (took, most) in found.items() if took > most]
    if tasks:
        faults.append(f"{len(tasks)} tasks over 50 ms while scrolling")
    if heap > MOST_HEAP_BYTES:
        faults.append(f"heap: {heap / 1e6:.0f} MB")
    return faults


def _ms(milliseconds: float) -> str:
    return f"{milliseconds:.0f} ms"


def _p95(values: list[float]) -> float:
    return sorted(values)[min(int(len(values) * 0.95), len(values) - 1)]


if __name__ == "__main__":
    sys.exit(main())
