"""Subtitles are looked at as a viewer does: how long they stay, where they break, who is named."""

import itertools
import random
import re

import pytest

from scribe_core.domain.export_format import Presentation
from scribe_core.domain.speech import Word
from scribe_core.domain.transcript import Line, NamedBy, Speaker, Transcript
from scribe_core.exports.edition import Edition
from scribe_core.exports.subtitles import cues, srt, two_lines

SPEAKERS = (
    Speaker("a", 1, "Jean-Baptiste de La Rochefoucauld", NamedBy.VOICE),
    Speaker("b", 2, None),
)


def line(speaker: str, start: float, text: str, seconds: float = 0.3) -> Line:
    words = [Word(start + i * seconds, start + (i + 0.9) * seconds, w, 0.9) for i, w in enumerate(text.split())]
    return Line(f"{speaker}{start}", speaker, start, words[-1].end, tuple(words), False, 0.0)


def edition(*lines: Line, speakers: bool = True) -> Edition:
    return Edition.of(Transcript("m", "t", 1, "fr", 90.0, SPEAKERS, lines), Presentation(speakers=speakers))


def shown(*lines: Line) -> list[str]:
    return ["\n".join(two_lines(cue.text)) for cue in cues(edition(*lines, speakers=False))]


def test_cues_and_lines_end_with_sentences_and_clauses() -> None:
    text = (
        "On retient donc la deuxième option. Le budget de la commission, qui a été voté en mars, reste le même pour"
        " l'année prochaine et pour la suivante."
    )
    assert shown(line("a", 0.0, text)) == [
        "On retient donc la deuxième option.",
        "Le budget de la commission,\nqui a été voté en mars,",
        "reste le même pour l'année prochaine\net pour la suivante.",
    ]


def test_no_line_ends_with_a_word_that_leads_on() -> None:
    assert two_lines("nous avons parlé hier soir de la commission économique") == [
        "nous avons parlé hier soir",
        "de la commission économique",
    ]


def test_a_cue_stays_until_it_is_read_where_nobody_speaks_and_goes_before_the_next() -> None:
    fast, slow, last = list(cues(edition(line("a", 0, "Oui.", 0.2), line("b", 0.9, "Anticonstitutionnellement parlant non", 0.2), line("a", 9, "Bon.", 0.2))))  # fmt: skip
    assert (fast.start, round(fast.end, 2)) == (0, 0.82), "a second would run into the next"
    assert round(slow.end - slow.start, 2) == round(37 / 17, 2)
    assert round(last.end - last.start, 2) == 1.0


def test_those_who_speak_at_once_both_stand_there() -> None:
    first, second = list(cues(edition(line("a", 0, "Je disais que"), line("b", 0.2, "Non !"))))
    assert first.end == pytest.approx(0.87)
    assert second.start == 0.2


def test_each_speaker_has_cues_of_their_own_and_is_named_once() -> None:
    text = "".join(srt(edition(line("a", 0, "Bien."), line("a", 2, "Voilà."), line("b", 4, "D'accord."))))
    assert [row.split("\n", 2)[2].replace("\n", " ") for row in text.strip().split("\n\n")] == [
        "Jean-Baptiste de La Rochefoucauld (selon la voix): Bien.",
        "Voilà.",
        "Locuteur 2: D'accord.",
    ]


def test_whatever_is_said_fits_and_nothing_is_lost() -> None:
    chance = random.Random(7)
    said = []
    at = 0.0
    for number in range(200):
        words = [
            chance.choice(["le", "budget", "est", "voté,", "oui.", "économiquement", "à"])
            for _ in range(chance.randint(1, 60))
        ]
        said.append(line("ab"[number % 2], at, " ".join(words), chance.choice([0.1, 0.3, 0.8])))
        at = said[-1].end + chance.choice([0.0, 0.4, 3.0])
    whole = list(cues(edition(*said)))
    assert " ".join(cue.text for cue in whole) == " ".join(one.text for one in said)
    for cue, following in itertools.pairwise(whole):
        assert cue.end - cue.start <= 7.0
        assert cue.end <= following.start + 1e-9
    for block in "".join(srt(edition(*said))).strip().split("\n\n"):
        rows = block.split("\n")[2:]
        assert len(rows) <= 2
        assert all(len(row) <= 42 for row in rows), rows
        assert not re.search(r"^\s|\s$", "".join(rows))
