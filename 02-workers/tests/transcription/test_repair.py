"""Loops and skips are noticed, speech that only resembles them is left alone."""

import pytest

from scribe_core.domain.speech import Region, Word
from scribe_workers.stages.repair import better, hole, loops, without_stutter


def said(text: str, *, start: float = 0.0, pace: float = 0.3) -> list[Word]:
    """The text at an even pace."""
    return [
        Word(start + number * pace, start + (number + 1) * pace, word, 0.9) for number, word in enumerate(text.split())
    ]


@pytest.mark.parametrize(
    "text",
    [
        "I don't know what I don't know what I don't know what to say",
        "Oui, oui, oui, oui, oui, oui, oui, oui, oui, oui, oui, oui, oui, oui, oui, oui, oui, oui, oui, oui",
        "et la migration du serveur, et la migration du serveur, et la migration du serveur",
    ],
)
def test_a_loop_is_noticed(text: str) -> None:
    assert loops(said(text), 15.0)


def test_more_words_than_anybody_says_are_a_loop() -> None:
    words = said(" ".join(f"mot{number}" for number in range(30)))
    assert loops(words, 3.0)
    assert not loops(words, 9.0)


def test_repetition_as_people_use_it_is_no_loop() -> None:
    text = (
        "It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of foolishness"
    )
    assert not loops(said(text), 9.0)
    assert not loops([], 9.0)
    thrice = "It was here that dinners were arranged. It was here that dishes were made. It was here that lobster was served."
    assert not loops(said(thrice), 9.0)


def test_a_drawn_out_word_and_a_gap_are_holes() -> None:
    drawn_out = [Word(0.0, 5.0, "Très", 0.5), *said("bien, Nicolas, on continue donc.", start=5.0)]
    assert hole(drawn_out, 7.0) == Region(0.0, 5.0)
    late = said("bien, on continue", start=4.0, pace=1.0)
    assert hole(late, 7.0) == Region(0.0, 4.0)
    early_end = said("on continue", pace=1.0)
    assert hole(early_end, 9.0) == Region(2.0, 9.0)


def test_even_speech_and_short_chunks_have_no_hole() -> None:
    assert hole(said("un deux trois quatre cinq six sept huit neuf dix", pace=1.0), 10.5) is None
    assert hole([Word(0.0, 4.0, "Voilà.", 0.5)], 5.0) is None


def test_a_second_hearing_is_believed_only_when_it_mends() -> None:
    short, long = said("on continue"), said("on continue mardi prochain")
    assert better(long, short, loop_gone=True, loop_before=False)
    assert not better(short, short, loop_gone=True, loop_before=False)
    assert not better(long, short, loop_gone=False, loop_before=False)
    assert better(short, long, loop_gone=True, loop_before=True)


def test_a_sentence_the_machine_says_twice_is_kept_once_where_it_was_spoken() -> None:
    slow = said("je vous l'envoie demain", start=1.0)
    again = said("Je vous l'envoie demain.", start=slow[-1].end, pace=0.02)
    assert without_stutter([*said("Entendu,"), *slow, *again]) == (*said("Entendu,"), *slow)


def test_short_repeats_and_triple_no_stay() -> None:
    for text in ("non non non non non non", "très bien très bien", "je suis pour, je suis contre"):
        assert " ".join(word.text for word in without_stutter(said(text))) == text
