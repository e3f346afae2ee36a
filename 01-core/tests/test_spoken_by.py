"""Where a speaker is to be listened to."""

from scribe_core.domain.speech import Word
from scribe_core.domain.spoken_by import EDGE_SECONDS, spoken_by
from scribe_core.domain.transcript import Line, Speaker, Transcript


def line(speaker: str, *words: tuple[float, float]) -> Line:
    return Line(f"{speaker}{words[0][0]}", speaker, words[0][0], words[-1][1],
                tuple(Word(start, end, "a", 0.9) for start, end in words), False, 0.0)  # fmt: skip


def test_a_speakers_words_without_pauses_and_edges() -> None:
    lines = (line("a", (0.0, 1.0), (1.2, 2.0), (4.0, 5.0)), line("b", (2.0, 4.0)), line("a", (6.0, 6.1)))
    speakers = (Speaker("a", 1, None), Speaker("b", 2, None))
    first, second = spoken_by(Transcript("m", "t", 1, "fr", 9.0, speakers, lines))
    assert [(region.start, region.end) for region in first.regions] == [
        (EDGE_SECONDS, 2.0 - EDGE_SECONDS),
        (4.0 + EDGE_SECONDS, 5.0 - EDGE_SECONDS),
    ]
    assert (second.speaker_id, len(second.regions)) == ("b", 1)
