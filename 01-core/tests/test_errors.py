"""Every error speaks French and English and fills its places."""

import re

import pytest

from scribe_core.errors import SENTENCES, Language, ScribeError, Size, noted_sentence, sentence_of_several


@pytest.mark.parametrize("code", SENTENCES)
def test_both_languages_have_the_same_places(code: str) -> None:
    english, french = SENTENCES[code].en, SENTENCES[code].fr
    assert english
    assert french
    assert set(re.findall(r"\{\w+\}", english)) == set(re.findall(r"\{\w+\}", french))
    assert "'" not in french, "French typography: ’"


def test_details_fill_the_places_of_both_sentences() -> None:
    error = ScribeError("port_busy", port=3000, setting="SCRIBE_WEB_PORT")
    assert "3000" in error.sentence("fr")
    assert "SCRIBE_WEB_PORT" in str(error)


def test_of_several_errors_only_what_they_share_is_told() -> None:
    assert sentence_of_several("object_missing", "en") == ScribeError("object_missing", key="…").sentence("en")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_code_that_a_newer_release_noted_is_named_and_one_of_ours_is_never_misspelt(language: Language) -> None:
    known = noted_sentence("object_missing", language, {"key": "k"})
    assert known == ScribeError("object_missing", key="k").sentence(language)
    told = noted_sentence("gpu_melted", language, {"code": "other"})
    assert told == sentence_of_several("gpu_melted", language)
    assert "gpu_melted" in told
    with pytest.raises(KeyError):
        ScribeError("gpu_melted")


def test_details_are_never_taken_for_places() -> None:
    assert "{limit}" in ScribeError("request_invalid", reason="{limit}").sentence("en")


@pytest.mark.parametrize(
    ("count", "en", "fr"),
    [
        (0, "0 MB", "0 Mo"),
        (758_383, "0.758 MB", "0,758 Mo"),
        (99_960_000, "100 MB", "100 Mo"),
        (999_400_000, "999 MB", "999 Mo"),
        (999_900_000, "1 GB", "1 Go"),
        (32_000_000_000, "32 GB", "32 Go"),
        (10**15, "1000000 GB", "1000000 Go"),
    ],
)
def test_a_number_of_bytes_is_told_as_each_language_writes_it(count: int, en: str, fr: str) -> None:
    error = ScribeError("upload_too_large", limit=Size(count))
    assert f"limit of {en}." in error.sentence("en")
    assert f"limite de {fr}." in error.sentence("fr").replace("\N{NO-BREAK SPACE}", " ")
    assert str(Size(count, more=True)) == f"> {en}"
