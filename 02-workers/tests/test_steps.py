"""Stages are remembered: what was done is not done again, what shapes a result changes its name."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from scribe_core.domain.run import Lane
from scribe_core.domain.speech import Region
from scribe_core.stores.objects import Objects
from scribe_workers.model_room import ModelRoom
from scribe_workers.steps import Bench, HandOver, Limits, RunCancelled, Stage, Steps

DONE: list[object] = []


@dataclass
class Digests:
    """Models by digest only: these stages open none."""

    known: dict[str, str]

    def open(self, name: str) -> Path:
        raise AssertionError(f"no stage here opens {name}")

    def digest(self, name: str) -> str:
        return self.known[name]


def halve(bench: Bench, region: Region) -> Region:
    bench.progress(1, 2)
    DONE.append(region)
    return Region(region.start, region.start + region.seconds / 2)


def count(bench: Bench, region: Region) -> list[int]:
    def square(number: int) -> Callable[[], int]:
        def compute() -> int:
            DONE.append(number)
            return number * number

        return compute

    squares = []
    for number in range(int(region.seconds)):
        squares.append(bench.chunk(number, int, square(number)))
        bench.progress(number + 1, region.seconds)
    return squares


def store(bench: Bench, region: Region) -> str:
    return bench.keep("bin", bytes([int(region.seconds)]))


HALVE = Stage(run=halve, gives=Region, name="halve", version=1, lane=Lane.CPU, models=("voice",))
COUNT = Stage(run=count, gives=list[int], name="count", version=1, lane=Lane.CPU)
STORE = Stage(run=store, gives=str, name="store", version=1, lane=Lane.CPU)


class Asked:
    """Cancels when it was told of progress so many times."""

    def __init__(self, patience: int = 1000) -> None:
        self.left, self.seen = patience, [("", 0.0)]

    def __call__(self, stage: str, part: float) -> None:
        self.seen.append((stage, part))
        self.left -= 1
        if self.left < 0:
            raise RunCancelled(stage)


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Steps]:
    DONE.clear()
    objects = Objects.open(f"file://{tmp_path / 'objects'}")

    def steps(meeting: str = "m", report: Asked | None = None, digest: str = "d1", lane: Lane = Lane.CPU) -> Steps:
        return Steps(
            meeting_id=meeting, objects=objects, scratch=tmp_path, models=Digests({"voice": digest}), room=ModelRoom(),
            threads=1, lanes=frozenset({lane}), report=report or Asked(),
        )  # fmt: skip

    return steps


def test_a_stage_done_is_read_and_reads_the_same(make: Callable[..., Steps]) -> None:
    first = make().run(HALVE, Region(0, 4))
    again = make().run(HALVE, Region(0, 4))
    assert first == again == Region(0, 2)
    assert len(DONE) == 1


@pytest.mark.parametrize(
    "changed",
    [
        lambda make: make().run(HALVE, Region(0, 4.5)),
        lambda make: make().run(replace(HALVE, version=2), Region(0, 4)),
        lambda make: make(digest="d2").run(HALVE, Region(0, 4)),
        lambda make: make(meeting="n").run(HALVE, Region(0, 4)),
    ],
    ids=["input", "version", "model", "meeting"],
)
def test_whatever_shapes_the_result_makes_another(
    make: Callable[..., Steps], changed: Callable[[Callable[..., Steps]], object]
) -> None:
    make().run(HALVE, Region(0, 4))
    changed(make)
    assert len(DONE) == 2


@dataclass(frozen=True, slots=True)
class Patience(Limits):
    """How long a region may be."""

    seconds: float


def halve_if_short(bench: Bench, region: Region, patience: Patience) -> Region:
    if region.seconds > patience.seconds:
        raise ValueError(region)
    return halve(bench, region)


def test_a_limit_ends_a_stage_and_raising_it_redoes_nothing(make: Callable[..., Steps]) -> None:
    stage = Stage(run=halve_if_short, gives=Region, name="halve", version=1, lane=Lane.CPU)
    with pytest.raises(ValueError, match="Region"):
        make().run(stage, Region(0, 4), Patience(3))
    for patience in (4, 5):
        assert make().run(stage, Region(0, 4), Patience(patience)) == Region(0, 2)
    assert make().run(stage, Region(0, 4), patience=Patience(6)) == Region(0, 2)
    assert len(DONE) == 1


def test_a_long_stage_goes_on_at_the_chunk_where_it_stopped(make: Callable[..., Steps]) -> None:
    with pytest.raises(RunCancelled):
        make(report=Asked(patience=4)).run(COUNT, Region(0, 9))
    before = list(DONE)
    assert 0 < len(before) < 9
    assert make().run(COUNT, Region(0, 9)) == [n * n for n in range(9)]
    assert list(range(9)) == DONE


def test_a_lane_not_served_hands_the_run_over_only_for_what_is_left(make: Callable[..., Steps]) -> None:
    with pytest.raises(HandOver) as hand_over:
        make(lane=Lane.GPU).run(HALVE, Region(0, 4))
    assert hand_over.value.lane is Lane.CPU
    make().run(HALVE, Region(0, 4))
    assert make(lane=Lane.GPU).run(HALVE, Region(0, 4)) == Region(0, 2)


def test_progress_runs_from_nothing_to_all(make: Callable[..., Steps]) -> None:
    asked = Asked()
    make(report=asked).run(COUNT, Region(0, 4))
    parts = [part for stage, part in asked.seen if stage == "count"]
    assert parts[0] == 0.0
    assert parts == sorted(parts)
    assert parts[-1] == 1.0


def test_a_side_file_is_kept_beside_its_artefact_under_the_meeting(make: Callable[..., Steps], tmp_path: Path) -> None:
    key = make().run(STORE, Region(0, 7))
    assert key.startswith("meetings/m/artefacts/store/")
    assert (tmp_path / "objects" / key).read_bytes() == b"\x07"
    assert make().run(STORE, Region(0, 7)) == key
