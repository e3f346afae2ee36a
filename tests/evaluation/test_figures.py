"""Totals add errors and lengths before they divide, and compare systems only where all of them came to an end."""

from collections.abc import Mapping

import pytest

from scribe.evaluation.figures import OVERALL, Evaluated, Evaluation, Machine, Result, Stage, pooled, rate_of
from scribe.evaluation.measured_process import Cost
from scribe.evaluation.scores import Errors, Lag, Score, WordTimes


def words(errors: float, length: float, blocks: int = 0) -> Errors:
    return Errors(errors, length, 0, 0, errors, [(errors / blocks, length / blocks)] * blocks if blocks else ())


def result(errors: float, length: float, **more: object) -> Result:
    score = Score(words=words(errors, length), speakers=2, **more)  # type: ignore[arg-type]
    return Result(score, Cost(10, 20, 100, 200), [Stage("words", 8, 15, 150)])


def recording(name: str, results: Mapping[str, Result], seconds: float = 100, speakers: int | None = 2) -> Evaluated:
    return Evaluated(name, name[0], "fr", seconds, speakers, results)


def test_a_long_recording_weighs_more_than_a_short_one() -> None:
    found = pooled([recording("a", {"ours": result(1, 10)}), recording("b", {"ours": result(9, 990)}, 300)], "ours")
    assert found is not None
    assert found.rates["words"].value == pytest.approx(0.01)
    assert found.cpu == pytest.approx(20 / 400)
    assert found.stages == [Stage("words", 16 / 400, 30 / 400, 150)]
    assert found.peak_bytes == 200


def test_speakers_count_only_where_their_number_is_known() -> None:
    ours = {"ours": result(0, 10)}
    found = pooled(
        [recording("a", ours), recording("b", ours, speakers=5), recording("c", ours, speakers=None)], "ours"
    )
    assert found is not None
    assert (found.speakers_right, found.speakers_known, found.speakers_off) == (1, 2, 1.5)


def test_who_tells_no_speakers_has_not_their_number_right_or_wrong() -> None:
    words_only = Result(Score(words=words(1, 10)), Cost(10, 20, 100, 200))
    found = pooled([recording("a", {"ours": words_only})], "ours")
    assert found is not None
    assert (found.speakers_right, found.speakers_known) == (0, 0)


def test_where_nothing_tells_a_length_costs_are_those_of_the_whole() -> None:
    found = pooled([recording("a", {"ours": result(1, 10)}, seconds=0)], "ours")
    assert found is not None
    assert (found.cpu, found.wall) == (10, 20)


def evaluation(*recordings: Evaluated) -> Evaluation:
    machine = Machine("cpu", 2, 1, "linux", "3.11")
    systems = list(recordings[0].results)
    return Evaluation("2026-01-01T00:00:00+00:00", "f", {}, machine, {}, {}, {}, 2, systems, recordings)


def test_a_failure_of_one_leaves_the_recording_out_for_all() -> None:
    good, bad = result(1, 10), Result(failure="no")
    kept = recording("a", {"ours": good, "peer": good})
    found = evaluation(kept, recording("b", {"ours": good, "peer": bad}))
    assert found.counted == [kept]
    assert found.groups == {"a": [kept]}
    assert found.failures == [("b", "peer", "no")]
    assert pooled([recording("b", {"ours": bad})], "ours") is None


def test_a_system_that_never_works_takes_nothing_from_the_others() -> None:
    good, bad = result(1, 10), Result(failure="no")
    found = evaluation(recording("a", {"ours": good, "peer": bad}), recording("b", {"ours": good, "peer": bad}))
    assert found.counted == list(found.recordings)
    assert list(found.groups) == ["a", "b", OVERALL]
    assert pooled(found.groups[OVERALL], "peer") is None


def test_the_interval_holds_the_value_and_shrinks_with_more_material() -> None:
    few = rate_of([Errors(15, 300, 0, 0, 15, [(n % 2 * 5, 50) for n in range(6)])])
    many = rate_of([Errors(500, 10_000, 0, 0, 500, [(n % 2 * 5, 50) for n in range(200)])])
    assert few is not None
    assert many is not None
    assert few.low is not None
    assert few.high is not None
    assert many.low is not None
    assert many.high is not None
    assert few.low < few.value < few.high
    assert many.high - many.low < (few.high - few.low) / 3


def test_little_material_has_no_interval() -> None:
    found = rate_of([words(1, 100, blocks=2)])
    assert found is not None
    assert found.low is None


def test_nothing_to_get_wrong_is_no_figure() -> None:
    assert rate_of([words(3, 0)]) is None


def test_word_times_are_pooled_over_words() -> None:
    one = WordTimes(5, [(1.0, 0.0), (2.0, -0.08), (3.0, 0.1)])
    other = WordTimes(5, [(1.0, 0.2), (2.0, 1.0)])
    found = pooled(
        [
            recording("a", {"ours": result(0, 9, word_times=one, lag=Lag(0.1, 0.4))}),
            recording("b", {"ours": result(0, 9, word_times=other)}),
        ],
        "ours",
    )
    assert found is not None
    assert found.times is not None
    assert (found.times.known, found.times.count, found.times.median) == (10, 5, 0.1)
    assert found.times.close == pytest.approx(0.4)
    assert found.times.near == pytest.approx(0.8)
    assert found.drift == pytest.approx(0.3)
