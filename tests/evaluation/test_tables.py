"""Tables are straight and hold names as text, whatever is in them."""

from dataclasses import replace

from scribe.evaluation.figures import Evaluated, Evaluation, Machine, Result
from scribe.evaluation.measured_process import Cost
from scribe.evaluation.scores import Errors, Score
from scribe.evaluation.tables import group_rows, table, tables

COST = Cost(1, 1, 1, 1)


def of(*results: Result) -> Evaluation:
    recordings = [Evaluated(f"a_{at}", "a", None, 60.0, None, {"ours": one}) for at, one in enumerate(results)]
    machine = Machine("cpu", 2, 1, "linux", "3.11")
    return Evaluation("2026-01-01T00:00:00+00:00", "f", {}, machine, {}, {}, {}, 2, ["ours"], recordings)


def test_a_name_neither_moves_the_cursor_nor_breaks_its_row() -> None:
    text = table(["group", "DER"], [["a|b\x1b[2J\rc\nd", "1.0"], ["e", "2.0"]])
    lines = text.split("\n")
    assert len(lines) == 4
    assert len({len(line) for line in lines}) == 1
    assert lines[2].startswith("| a\\|b [2J c d |")
    assert not set(text) & set("\x1b\r")


def test_a_figure_over_some_of_the_recordings_only_says_so() -> None:
    errors = Errors(1, 10, 0, 0, 1)
    some = of(Result(Score(words=errors, diarization=errors), COST), Result(Score(words=errors), COST))
    head, [row] = group_rows(some)
    told = dict(zip(head, row, strict=True))
    assert (told["DER"], told["WER"]) == ("10.0 (1/2)", "10.0")
    assert "(1/3): only one" in tables(some)
    assert "(1/3): only one" not in tables(of(Result(Score(words=errors), COST)))


def test_what_was_not_told_is_no_error() -> None:
    errors = Errors(1, 10, 0, 0, 1)
    text = tables(of(Result(Score(diarization=errors), COST), Result(Score(diarization=errors, speakers=3), COST)))
    first, second = (line for line in text.splitlines() if line.startswith("| a_"))
    assert [cell.strip() for cell in first.split("|")[-4:-3]] == ["–"]
    assert [cell.strip() for cell in second.split("|")[-4:-3]] == ["3 of ?"]
    assert "1 of 1" not in text, "who tells no speakers has not their number right"


def test_a_table_that_would_be_empty_is_left_out() -> None:
    text = tables(of(Result(failure="no sound")))
    assert "no sound" in text
    assert "| a_0" in text, "the recording's row says so too"
    assert "CPU s/s | time s/s | peak GB" not in text
    assert "±" not in text
    many = replace(of(Result(failure="no sound")), without_reference=[f"{number}.wav" for number in range(1000)])
    assert "Left out, since they have no reference: 0.wav, 1.wav, " in tables(many)
    assert "9.wav, …" in tables(many)
