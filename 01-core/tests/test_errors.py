"""Every error speaks French and English and fills its places."""

import re

import pytest

from scribe_core.errors import SENTENCES, ScribeError


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


def test_details_are_never_taken_for_places() -> None:
    assert "{limit}" in ScribeError("request_invalid", reason="{limit}").sentence("en")
