"""What changed between two evaluations: by how much, and whether chance alone could have done it."""

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from scribe.evaluation.comparison import compared, side_by_side
from scribe.evaluation.figures import Evaluated, Evaluation, Machine, Result
from scribe.evaluation.measured_process import Cost
from scribe.evaluation.scores import Errors, Score

HERE = Machine("cpu", 2, 1, "linux", "3.11")


def result(blocks: Sequence[float], cpu: float = 10) -> Result:
    errors = Errors(sum(blocks), 50 * len(blocks), 0, 0, sum(blocks), [(block, 50) for block in blocks])
    return Result(Score(words=errors, diarization=errors, speakers=2), Cost(cpu, 20, 100, 200))


def evaluation(recordings: dict[str, dict[str, Result]]) -> Evaluation:
    found = [Evaluated(name, name[0], "fr", 100.0, 2, results) for name, results in recordings.items()]
    systems = list(dict.fromkeys(system for results in recordings.values() for system in results))
    return Evaluation("2026-01-01T00:00:00+00:00", "f", {"version": "1"}, HERE, {}, {}, {}, 2, systems, found)


def noisy() -> list[float]:
    """Errors in forty blocks, ten on average."""
    chance = random.Random(1)
    return [max(0.0, 10 + chance.gauss(0, 2)) for _ in range(40)]


def test_a_change_that_holds_everywhere_is_sure_and_costs_are_ratios() -> None:
    before = noisy()
    earlier = evaluation({"a1": {"ours": result(before)}})
    later = evaluation({"a1": {"ours": result([block - 1 for block in before], cpu=5)}})
    found = compared(earlier, later)
    [group], [recording] = found.groups, found.recordings
    assert (group.name, recording.name) == ("a", "a1")
    assert group.rates["words"].points == pytest.approx(-0.02)
    assert group.rates["words"].sure
    assert group.cpu == pytest.approx(0.5)


def test_a_change_to_and_fro_is_not_sure() -> None:
    before = noisy()
    earlier = evaluation({"a1": {"ours": result(before)}})
    later = evaluation({"a1": {"ours": result([block + (-1) ** at * 2 for at, block in enumerate(before)])}})
    [group] = compared(earlier, later).groups
    assert not group.rates["words"].sure
    low, high = group.rates["words"].low, group.rates["words"].high
    assert low is not None
    assert high is not None
    assert low <= group.rates["words"].points <= high


def test_only_what_both_have_is_compared() -> None:
    good, bad = result([1] * 10), Result(failure="no")
    earlier = evaluation({"a1": {"ours": good}, "a2": {"ours": bad}, "b1": {"ours": good}})
    later = evaluation(
        {"a1": {"ours": good, "peer": good}, "a2": {"ours": good, "peer": good}, "c1": {"ours": good, "peer": good}}
    )
    found = compared(earlier, later)
    assert [(row.name, row.system) for row in found.recordings] == [("a1", "ours")]
    assert (found.only_earlier, found.only_later) == (["b1"], ["c1"])


def test_another_normalisation_machine_or_setting_is_said() -> None:
    now = evaluation({"a1": {"ours": result([1] * 10)}})
    now = replace(now, settings={"preset": "fast", "language": None, "device": "cpu"})
    before = replace(now, normalisation=1, machine=replace(HERE, cores=8), settings={"language": "fr", "device": "cpu"})
    found = compared(before, now)
    assert set(found.notes) == {"other_normalisation", "other_machine"}
    assert found.settings == [("language", "fr", "–"), ("preset", "?", "fast")], "what was not recorded is not known"
    assert list(found.groups[0].rates) == ["diarization"], "words are not comparable"


def test_another_reference_has_no_interval() -> None:
    now = evaluation({"a1": {"ours": result([1] * 10)}})
    then = evaluation({"a1": {"ours": result([1] * 9)}})
    [group] = compared(then, now).groups
    assert group.rates["words"].low is None
    assert not group.rates["words"].sure


def test_systems_of_one_evaluation_side_by_side() -> None:
    rows = side_by_side(evaluation({"a1": {"ours": result([1] * 10), "peer": result([3] * 10, cpu=20)}}))
    assert [(row.name, row.system) for row in rows] == [("a", "peer")]
    assert rows[0].rates["words"].points == pytest.approx(-0.04)
    assert rows[0].cpu == pytest.approx(0.5), "our cost as a multiple of theirs"
