"""A PDF is read back by another program (pypdf)."""

import sys
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from scribe_core.domain.export_format import Presentation
from scribe_core.domain.speech import Word
from scribe_core.domain.transcript import Line, Speaker, Transcript
from scribe_core.errors import ScribeError
from scribe_core.exports.edition import Edition
from scribe_core.exports.pdf import pdf, press


def transcript(*texts: str, title: str = "Comité social", language: str = "fr") -> Transcript:
    lines = tuple(
        Line(f"u{i}", "a", float(i), i + 1.0, tuple(Word(i, i + 1, word, 0.9) for word in text.split()), False, 0.0)
        for i, text in enumerate(texts)
    )
    return Transcript("m", title, 1, language, 3700.0, (Speaker("a", 1, "Claire D."),), lines)


def written(said: Transcript, shown: Presentation | None = None) -> bytes:
    return b"".join(pdf(Edition.of(said, shown or Presentation(), date(2026, 3, 14))))


def read(content: bytes) -> PdfReader:
    return PdfReader(BytesIO(content))


def test_it_has_title_language_tags_and_the_number_of_each_page() -> None:
    reader = read(written(transcript(*["On retient la deuxième option pour l'année prochaine. " * 8] * 40)))
    assert reader.metadata is not None
    assert reader.metadata.title == "Comité social"
    root: Any = reader.root_object
    assert root["/Lang"] == "fr"
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 — a value of its own kind
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    texts = [page.extract_text() for page in reader.pages]
    assert len(texts) > 2
    for number, text in enumerate(texts, start=1):
        assert f"Page {number} sur {len(texts)}" in text
    assert all(part in texts[0] for part in ("14 mars 2026", "Claire D.", "00:00:00", "l’année"))
    assert texts[1].startswith("Comité social")


@pytest.mark.parametrize(
    "nasty",
    ['#import "@preview/x:1.0.0"', '#read("/etc/passwd")', "= #eval(\"1+1\") $x^2$ *no* _no_ <label> @ref", "\\u{41} // no /* */ ```"],
)  # fmt: skip
def test_nothing_that_people_write_or_say_is_markup(nasty: str) -> None:
    said = transcript(nasty, title=nasty, language="en")
    text = read(written(replace(said, speakers=(Speaker("a", 1, nasty),)))).pages[0].extract_text()
    assert "".join(text.split()).count("".join(nasty.split())) >= 4, "title, table, speaker, words"


def test_letters_without_a_font_are_boxes_and_the_file_says_so() -> None:
    odd = transcript("Voici \U00013080 un hiéroglyphe.")
    text = read(written(odd)).pages[0].extract_text()
    assert "dans aucune police" in text.replace("\n", " ")
    assert "aucune police" not in read(written(transcript("Voici."))).pages[0].extract_text()


def test_it_is_the_same_each_time_and_holds_nobody_where_nobody_speaks() -> None:
    empty = transcript()
    assert written(empty) == written(empty)
    assert "Personne ne parle dans cet enregistrement." in read(written(empty)).pages[0].extract_text()


def test_a_text_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "SECONDS", 0.01)
    with pytest.raises(ScribeError) as refused:
        written(transcript("Oui."))
    assert refused.value.code == "pdf_failed"


def test_a_setter_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(ScribeError) as refused:
        written(transcript("Oui."))
    assert refused.value.code == "pdf_failed"
