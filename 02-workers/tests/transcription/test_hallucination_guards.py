"""Invented sentences go, the same words rightly said stay."""

from dataclasses import replace

import pytest

from scribe_core.domain.speech import Word
from scribe_workers.stages.hallucination_guards import Guard, disbelieved, guarded, letters_of, silent


def words(text: str, probability: float) -> list[Word]:
    return [Word(n * 0.3, (n + 1) * 0.3, word, probability) for n, word in enumerate(text.split())]


def left(text: str, *, probability: float = 0.9, no_speech: float = 0.0) -> str:
    kept, _ = guarded(words(text, probability), log_probability=-0.3, no_speech=no_speech)
    return " ".join(word.text for word in kept)


@pytest.mark.parametrize(
    "credit",
    [
        "Sous-titres réalisés par la communauté d'Amara.org",
        "Sous-titrage Société Radio-Canada",
        "Merci d'avoir regardé cette vidéo!",
        "Thank you for watching!",
        "Thanks for watching, and I'll see you in the next video.",
    ],
)
def test_credits_are_dropped_in_doubt_or_alone_in_silence(credit: str) -> None:
    assert left(credit, probability=0.3) == ""
    assert left(credit, no_speech=0.9) == ""
    assert left(credit) == credit


def test_only_the_credit_goes_from_a_spoken_chunk() -> None:
    mixed = [*words("On se revoit mardi.", 0.9), *words("Sous-titres réalisés par l'Amara.org", 0.2)]
    kept, withheld = guarded(mixed, log_probability=-0.3, no_speech=0.1)
    assert " ".join(word.text for word in kept) == "On se revoit mardi."
    assert withheld == {Guard.PHRASE: 4}


def test_thanks_are_believed_unless_nobody_seems_to_speak() -> None:
    assert left("Merci beaucoup.", probability=0.4) == "Merci beaucoup."
    assert left("Thank you.", no_speech=0.3) == "Thank you."
    assert left("Thank you.", no_speech=0.8) == ""
    assert left("Merci beaucoup à Nicolas.", no_speech=0.8) == "Merci beaucoup à Nicolas."


def test_a_phrase_said_twice_in_doubt_goes_twice() -> None:
    assert left("Thanks for watching! Thanks for watching!", probability=0.2) == ""


def test_letters_forget_case_punctuation_and_apostrophes() -> None:
    assert letters_of("  D'accord, « Nicolas » : l’été ! ") == "d accord nicolas l été"


def test_guesses_where_nobody_seems_to_speak_are_silence() -> None:
    assert silent(log_probability=-1.8, no_speech=0.8)
    assert not silent(log_probability=-0.3, no_speech=0.8), (
        "sure words are said, whatever the model thinks of the noise"
    )
    assert not silent(log_probability=-1.5, no_speech=0.2), "a mumble is heard as well as it can be"


def test_a_run_that_the_model_hardly_believes_goes_a_single_doubt_stays() -> None:
    guess = [*words("On se revoit", 0.9), *words("lune verte oblique", 0.2), *words("mardi.", 0.9)]
    kept, withheld = guarded(guess, log_probability=-0.8, no_speech=0.1)
    assert " ".join(word.text for word in kept) == "On se revoit mardi."
    assert withheld == {Guard.IMPROBABLE: 3}
    assert left("Madame Kerouédan", probability=0.2) == "Madame Kerouédan"


def test_what_stays_bears_what_a_guard_had_to_say_of_it() -> None:
    guess = [*words("On se revoit", 0.9), *words("lune verte oblique", 0.2), *words("mardi.", 0.9)]
    guess = [replace(word, start=n, end=n + 0.5) for n, word in enumerate(guess)]
    kept, _ = guarded(guess, log_probability=-0.8, no_speech=0.1)
    assert [word.marks for word in kept] == [(), (), ("withheld",), ("withheld",)]
    believed, _ = guarded(words("Thank you for watching, all.", 0.9), log_probability=-0.3, no_speech=0.1)
    assert [word.marks for word in believed] == [("phrase",)] * 4 + [()]
    assert all(
        word.marks == () for word in guarded(words("On se revoit.", 0.9), log_probability=-0.3, no_speech=0.1)[0]
    )


def test_what_is_held_back_is_counted() -> None:
    assert guarded(words("I don't know.", 0.4), log_probability=-1.8, no_speech=0.8) == ((), {Guard.SILENCE: 3})
    assert guarded(words("Bonjour à tous.", 0.9), log_probability=-0.2, no_speech=0.1)[1] == {}


def test_the_surer_the_model_is_that_somebody_speaks_the_less_sure_it_must_be_of_the_words() -> None:
    assert silent(log_probability=-1.3, no_speech=0.5)
    assert not silent(log_probability=-1.3, no_speech=0.1)
    assert silent(log_probability=-2.2, no_speech=0.1)
    assert not silent(log_probability=-0.9, no_speech=1.0), "beyond Whisper's own thresholds nothing changes"


def test_words_without_a_place_in_the_sound_are_disbelieved() -> None:
    spread = [Word(0.0, 8.2, "Il", 0.5), Word(8.2, 8.6, "y", 0.7)]
    squeezed = [Word(8.6 + n * 0.04, 8.64 + n * 0.04, "a", 0.9) for n in range(4)]
    assert disbelieved([*spread, *squeezed], no_speech=0.0) == Guard.PLACELESS
    assert disbelieved([*words("Nous sommes tous là, je crois", 0.9), *squeezed], no_speech=0.0) is None
    assert disbelieved(squeezed[:2], no_speech=0.9) is None, "two short words may be said fast"


def test_a_doubtful_word_as_long_as_no_word_is_disbelieved() -> None:
    assert disbelieved([Word(0.0, 18.1, "1-2-3-4", 0.4)], no_speech=0.2) == Guard.PLACELESS
    assert disbelieved([Word(0.0, 6.0, "Oui.", 0.9)], no_speech=0.2) is None, "said after a long breath"


@pytest.mark.parametrize("echo", ["Woo! woo! Woo! Woo!", "P-P-P-P-P-P", "1.5x2.5x2.5x2.5x2.5x2.5"])
def test_one_syllable_over_and_over_is_disbelieved_where_nobody_seems_to_speak(echo: str) -> None:
    assert disbelieved(words(echo, 0.9), no_speech=0.4) == Guard.REPETITION
    assert disbelieved(words(echo, 0.9), no_speech=0.1) is None


def test_what_people_say_twice_is_believed() -> None:
    assert disbelieved(words("Oui, oui, d'accord.", 0.9), no_speech=0.5) is None
    assert disbelieved(words("Non, non, non.", 0.9), no_speech=0.5) is None
    assert disbelieved((), no_speech=0.9) is None
