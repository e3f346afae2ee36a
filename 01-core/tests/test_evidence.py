"""Whether passages may answer a question at all."""

from scribe_core.domain.evidence import LEAST_LIKENESS, may_answer


def test_nothing_answers_nothing() -> None:
    assert not may_answer([])
    assert not may_answer([LEAST_LIKENESS - 0.01] * 3)


def test_the_first_three_count_and_fewer_where_there_are_no_more() -> None:
    assert may_answer([LEAST_LIKENESS + 0.01])
    assert may_answer([LEAST_LIKENESS + 0.02, LEAST_LIKENESS, LEAST_LIKENESS - 0.01, -1.0])
    assert not may_answer([LEAST_LIKENESS + 0.02, LEAST_LIKENESS - 0.02, LEAST_LIKENESS - 0.02, 1.0])
