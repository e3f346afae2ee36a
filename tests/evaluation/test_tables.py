"""Tables are straight and hold names as text, whatever is in them."""

from scribe.evaluation.figures import Evaluated, Evaluation, Machine, Result
from scribe.evaluation.measured_process import Cost
from scribe.evaluation.scores import Errors, Score
from scribe.evaluation.tables import group_rows, table


def test_a_name_neither_moves_the_cursor_nor_breaks_its_row() -> None:
    text = table(["group", "DER"], [["a|b\x1b[2J\rc\nd", "1.0"], ["e", "2.0"]])
    lines = text.split("\n")
    assert len(lines) == 4
    assert len({len(line) for line in lines}) == 1
    assert lines[2].startswith("| a\\|b [2J c d |")
    assert not set(text) & set("\x1b\r")


def test_a_figure_over_some_of_the_recordings_only_says_so() -> None:
    errors = Errors(1, 10, 0, 0, 1)
    scores = [Score(words=errors, diarization=errors), Score(words=errors)]
    recordings = [
        Evaluated(f"a_{at}", "a", None, 60.0, None, {"ours": Result(score, Cost(1, 1, 1, 1))})
        for at, score in enumerate(scores)
    ]
    machine = Machine("cpu", 2, 1, "linux", "3.11")
    evaluation = Evaluation("2026-01-01T00:00:00+00:00", "f", {}, machine, {}, {}, {}, 2, ["ours"], recordings)
    head, [row] = group_rows(evaluation)
    told = dict(zip(head, row, strict=True))
    assert (told["DER"], told["WER"]) == ("10.0 (1/2)", "10.0")
