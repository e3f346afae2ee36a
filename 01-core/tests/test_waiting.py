"""What may be expected of runs that wait."""

from scribe_core.domain.waiting import Expected, expected


def test_whoever_is_free_first_takes_the_first_of_the_line() -> None:
    assert expected([10.0, 4.0], [5.0, 5.0, 5.0]) == [Expected(4, 9), Expected(9, 14), Expected(10, 15)]


def test_where_nobody_works_or_nothing_was_measured_nothing_is_expected() -> None:
    assert expected([], [5.0]) == [Expected()]
    assert expected([None, None], [5.0]) == [Expected()]


def test_behind_a_run_of_which_nothing_is_known_only_other_workers_count() -> None:
    assert expected([2.0, None], [None, 5.0]) == [Expected(2.0, None), Expected()]
    assert expected([2.0, 3.0], [None, 5.0]) == [Expected(2.0, None), Expected(3.0, 8.0)]


def test_what_is_put_off_begins_and_ends_later_and_nothing_begins_earlier_for_it() -> None:
    assert Expected(10, 15).not_before(30) == Expected(30, 35)
    assert Expected(10, 15).not_before(5) == Expected(10, 15)
    assert Expected(10).not_before(30) == Expected(30)
    assert Expected().not_before(30) == Expected(), "not known, and not guessed from the pause alone"
