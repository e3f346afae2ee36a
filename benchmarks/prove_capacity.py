"""How many workers, gigabytes and connections a load needs, by the speeds measured here and a simulated queue.

    ./manage.sh prove capacity [--people 50000] [--share 0.1] [--speed cpu] [--wait-minutes 15] [--meaning]
    ./manage.sh prove capacity --short

A model, not a measurement: what it assumes stands in docs/guide/capacity.md, and each assumption is an option. Recordings arrive by the
hour of the day, wait in one line and are taken by whoever is free; the fewest workers are sought with which 95 of 100 recordings of a week
begin to be worked on in time.
"""

import argparse
import heapq
import json
import math
import random
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

RESULTS = Path(__file__).resolve().parent / "results" / "capacity"

SPEEDS = {
    "cpu": (0.077, "2 cores with AVX-512, balanced: README.md here, thirteenth of a recording's length"),
    "cpu-old": (0.14, "2 cores without AVX-512, balanced: 0.19 CPU seconds, spread over two cores as above"),
}
"""Seconds of a worker for a second of sound, and where that was measured."""

START_SECONDS = 3.0
"""What a run takes besides: claiming, opening, loading models where another run had others."""

HOURS = (0, 0, 0, 0, 0, 0, 0, 1, 4, 10, 15, 14, 8, 4, 12, 14, 10, 6, 2, 0, 0, 0, 0, 0)
"""Of a working day's meetings, in hundredths: when they end, and so are sent. Two peaks, before noon and in the afternoon."""

WORKING_DAYS = 5
LENGTH_MEDIAN_MINUTES, LENGTH_SPREAD, LONGEST_MINUTES = 40.0, 0.6, 240.0
"""Log-normal: most are between twenty minutes and an hour and a half."""

MEETINGS_A_WEEK, PEOPLE_A_MEETING = 8.0, 5.0

RECORDING_BYTES, KEPT_BYTES, ROW_BYTES = 16_000, 15_500, 600
"""For a second of sound: what is sent (128 kbit/s), what is made of it in the object store (14.2 kB of 16 kHz mono FLAC, 1.2 of artefacts and
document, measured on a reading of 44 s), and in the database (173 bytes of utterances there, 388 of passages with their terms and indexes,
measured on four hours of `said_words.py` in PostgreSQL, and what stands around them)."""

MEANING_BYTES, MEANING_SECONDS = 270, 0.013
"""The same with an index for searches by meaning: windows with their vectors (266 bytes, measured so too), and a worker's time for them (0.10
CPU seconds for 40 words of decision record 0042, every passage in two windows and once alone, spread over two cores)."""

WORKER_BYTES = 1.3e9
"""README.md here: an hour's peak is 1.00 GB, three hours' speakers 0.5 beside the words' models."""

POOL = 20
"""Connections to PostgreSQL that a process may open at most (`database/engine.py`); an idle worker holds one or two."""

LISTENING_SHARE, API_CONNECTIONS, API_REQUESTS = 0.05, 400, 50.0
"""Of all people, how many have a page open at once; what an API process holds (`SCRIBE_API_CONNECTIONS`), and the requests a second at
which one was measured."""

REQUESTS_A_LISTENER = 0.05
SEED = 50_000
HOUR, DAY = 3600.0, 86_400.0


@dataclass(frozen=True, slots=True)
class Load:
    """What an organisation asks for. `share` is that of its meetings that are recorded."""

    people: int
    share: float

    @property
    def a_week(self) -> float:
        """Recordings."""
        return self.people * MEETINGS_A_WEEK / PEOPLE_A_MEETING * self.share


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds from sending to the start of work and to the transcript, and how busy the workers are over the week and in the busiest hour."""

    begin_median: float
    begin_p95: float
    done_p95: float
    busy: float
    busiest: float


def main() -> int:
    """Say what the load needs; the short form checks the queue against what queueing theory knows."""
    parser = argparse.ArgumentParser(prog="prove capacity")
    parser.add_argument("--people", type=int, default=50_000)
    parser.add_argument("--share", type=float, default=0.10)
    parser.add_argument(
        "--speed",
        type=speed_of,
        default="cpu",
        help="cpu, cpu-old, a worker's seconds for a second of sound, or how many times real time it is, like 50x",
    )
    parser.add_argument("--wait-minutes", type=float, default=15.0)
    parser.add_argument("--kept-days", type=float, default=365.0)
    parser.add_argument("--meaning", action="store_true", help="with an index for searches by meaning")
    parser.add_argument("--short", action="store_true")
    options = parser.parse_args()
    if options.short:
        return _checked()
    speed = options.speed + (MEANING_SECONDS if options.meaning else 0)
    row_bytes = ROW_BYTES + (MEANING_BYTES if options.meaning else 0)
    load = Load(options.people, options.share)
    sent = arrivals(load, random.Random(SEED))  # noqa: S311 — a model
    needed, waits = fewest_workers(sent, speed, options.wait_minutes * 60)
    print(
        f"{load.people} people, {load.a_week:.0f} recordings a week, {sum(length for _, length in sent) / HOUR:.0f} hours of sound"
    )
    for count in sorted({max(1, needed * part // 4) for part in (2, 3)} | {needed, needed * 5 // 4}):
        print(f"  {count} workers: {_said(simulated(sent, speed, count))}")
    needs = resources(load, needed, sum(length for _, length in sent), options.kept_days, row_bytes)
    print(f"{needed} workers of {speed:g} s a second: " + ", ".join(f"{name} {value}" for name, value in needs.items()))
    RESULTS.mkdir(parents=True, exist_ok=True)
    figures = {"load": asdict(load), "speed": speed, "workers": needed, "waits": asdict(waits), **needs}
    (RESULTS / "latest.json").write_text(json.dumps(figures, indent=1) + "\n")
    return 0


def speed_of(text: str) -> float:
    """A worker's seconds for a second of sound: by name, as they are, or as `prove gpu` tells a card's (`50x` real time)."""
    if text in SPEEDS:
        return SPEEDS[text][0]
    said = float(text.removesuffix("x"))
    if not 0 < said < math.inf:
        raise ValueError
    return 1 / said if text.endswith("x") else said


def arrivals(load: Load, chance: random.Random) -> list[tuple[float, float]]:
    """When each recording of a week is sent, and how long it is, in seconds, by time."""
    sent = []
    for day in range(WORKING_DAYS):
        for hour, hundredths in enumerate(HOURS):
            expected = load.a_week / WORKING_DAYS * hundredths / sum(HOURS)
            # Meetings end at the hour and the half hour: half of them within five minutes of one.
            for _ in range(_poisson(expected, chance)):
                at = (
                    chance.choice((0.0, 1800.0)) + chance.uniform(0, 300)
                    if chance.random() < 0.5
                    else chance.uniform(0, HOUR)
                )
                minutes = chance.lognormvariate(math.log(LENGTH_MEDIAN_MINUTES), LENGTH_SPREAD)
                sent.append((day * DAY + hour * HOUR + at, min(minutes, LONGEST_MINUTES) * 60))
    return sorted(sent)


def simulated(sent: Sequence[tuple[float, float]], speed: float, workers: int) -> Waits:
    """How long recordings wait where so many workers take them in turn."""
    works = [START_SECONDS + length * speed for _, length in sent]
    begin = begun([at for at, _ in sent], works, workers)
    waited = sorted(start - at for start, (at, _) in zip(begin, sent, strict=True))
    done = sorted(start + work - at for start, work, (at, _) in zip(begin, works, sent, strict=True))
    asked: dict[int, float] = {}
    for (at, _), work in zip(sent, works, strict=True):
        asked[int(at // HOUR)] = asked.get(int(at // HOUR), 0.0) + work
    return Waits(
        _quantile(waited, 0.5), _quantile(waited, 0.95), _quantile(done, 0.95),
        sum(works) / (WORKING_DAYS * DAY * workers), max(asked.values()) / (HOUR * workers),
    )  # fmt: skip


def begun(times: Sequence[float], works: Sequence[float], workers: int) -> list[float]:
    """When each is begun: first come, first served, by whoever is free first."""
    free = [0.0] * workers
    starts = []
    for at, work in zip(times, works, strict=True):
        start = max(at, free[0])
        heapq.heapreplace(free, start + work)
        starts.append(start)
    return starts


def fewest_workers(sent: Sequence[tuple[float, float]], speed: float, wait_seconds: float) -> tuple[int, Waits]:
    """The fewest workers with which 95 of 100 wait no longer than that."""
    low, high = 0, 1
    while simulated(sent, speed, high).begin_p95 > wait_seconds:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if simulated(sent, speed, middle).begin_p95 > wait_seconds else (low, middle)
    return high, simulated(sent, speed, high)


def resources(
    load: Load, workers: int, seconds_a_week: float, kept_days: float, row_bytes: int = ROW_BYTES
) -> dict[str, float]:
    """What stands around so many workers."""
    kept = seconds_a_week / 7 * kept_days
    listening = load.people * LISTENING_SHARE
    apis = math.ceil(max(listening / API_CONNECTIONS, listening * REQUESTS_A_LISTENER / API_REQUESTS, 1))
    return {
        "workers' memory in GB": round(workers * WORKER_BYTES / 1e9),
        "objects in TB": round(kept * (RECORDING_BYTES + KEPT_BYTES) / 1e12, 1),
        "database in GB": round(kept * row_bytes / 1e9),
        "API processes": apis,
        "connections to PostgreSQL at most": (apis + workers) * POOL,
        "sent at most in Mbit/s": round(_busiest_share() * seconds_a_week * RECORDING_BYTES * 8 / HOUR / 1e6),
    }


def _busiest_share() -> float:
    return max(HOURS) / sum(HOURS) / WORKING_DAYS


def _checked() -> int:
    """Whether the queue is the one of theory: M/M/c's mean wait (Erlang C), and twice the load of twice the workers waits less.

    And whether a speed is read as it is told.
    """
    chance, workers, rate, mean = random.Random(SEED), 8, 0.7 * 8 / 100.0, 100.0  # noqa: S311
    at, times, works = 0.0, [], []
    for _ in range(1_000_000):
        at += chance.expovariate(rate)
        times.append(at)
        works.append(chance.expovariate(1 / mean))
    starts = begun(times, works, workers)
    found = sum(start - time for start, time in zip(starts, times, strict=True)) / len(times)
    expected = erlang_c(workers, rate * mean) * mean / (workers - rate * mean)
    small, large = arrivals(Load(5000, 0.1), chance), arrivals(Load(10_000, 0.1), chance)
    one, two = (fewest_workers(sent, 0.077, 900)[0] for sent in (small, large))
    print(
        f"mean wait {found:.1f} s, by Erlang's formula {expected:.1f} s; {one} workers for 5000 people, {two} for 10000"
    )
    speeds = [speed_of(text) for text in ("cpu", "0.02", "50x", "12.5x")]
    print(f"speeds as they may be given: {speeds}")
    fits = abs(found / expected - 1) < 0.05 and one < two <= 2 * one
    return 0 if fits and speeds == [SPEEDS["cpu"][0], 0.02, 0.02, 0.08] else 1


def erlang_c(servers: int, offered: float) -> float:
    """The share of those who come and have to wait (Erlang 1917), with that many busy servers asked for on average."""
    blocked = 1.0
    for count in range(1, servers + 1):
        blocked = offered * blocked / (count + offered * blocked)
    return servers * blocked / (servers - offered * (1 - blocked))


def _poisson(mean: float, chance: random.Random) -> int:
    """How many come where so many are expected."""
    count, at = 0, chance.expovariate(1.0)
    while at < mean:
        count, at = count + 1, at + chance.expovariate(1.0)
    return count


def _said(waits: Waits) -> str:
    return (
        f"begun after {waits.begin_median / 60:.0f} min (median), {waits.begin_p95 / 60:.0f} min (p95); there after"
        f" {waits.done_p95 / 60:.0f} min (p95); {waits.busy:.0%} busy, {waits.busiest:.0%} asked for in the busiest hour"
    )


def _quantile(values: Sequence[float], share: float) -> float:
    return values[min(int(len(values) * share), len(values) - 1)]


if __name__ == "__main__":
    sys.exit(main())
