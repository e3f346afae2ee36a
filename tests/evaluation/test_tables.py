"""Tables are straight and hold names as text, whatever is in them."""

from scribe.evaluation.tables import table


def test_a_name_neither_moves_the_cursor_nor_breaks_its_row() -> None:
    text = table(["group", "DER"], [["a|b\x1b[2J\rc\nd", "1.0"], ["e", "2.0"]])
    lines = text.split("\n")
    assert len(lines) == 4
    assert len({len(line) for line in lines}) == 1
    assert lines[2].startswith("| a\\|b [2J c d |")
    assert not set(text) & set("\x1b\r")
