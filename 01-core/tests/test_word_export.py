"""A DOCX is opened by another hand (python-docx), and its parts are looked at as Word would."""

from datetime import date
from io import BytesIO
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import docx as other_hand
import pytest

from scribe_core.domain.export_format import Presentation
from scribe_core.domain.speech import Word
from scribe_core.domain.transcript import Line, Speaker, Transcript
from scribe_core.exports.edition import Edition
from scribe_core.exports.word import docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def line(number: int, speaker: str, text: str, **more: Any) -> Line:
    words = tuple(Word(number + i / 9, number + (i + 1) / 9, one, 0.9, **more) for i, one in enumerate(text.split()))
    return Line(f"u{number}", speaker, float(number), number + 1.0, words, False, 0.0)


def transcript(*lines: Line, language: str = "fr", title: str = "Comité social") -> Transcript:
    return Transcript("m", title, 1, language, 3700.0, (Speaker("a", 1, "Claire D."), Speaker("b", 2, None)), lines)


def written(said: Transcript, shown: Presentation | None = None) -> bytes:
    return b"".join(docx(Edition.of(said, shown or Presentation(), date(2026, 3, 14))))


SAID = transcript(line(1, "a", "On y va ?"), line(2, "a", "Bien."), line(3, "b", "D'accord."))


def test_another_program_reads_title_table_and_who_said_what() -> None:
    document = other_hand.Document(BytesIO(written(SAID)))
    told = [(paragraph.style.name if paragraph.style else None, paragraph.text) for paragraph in document.paragraphs]
    assert told == [
        ("Title", "Comité social"),
        ("Normal", "Date\u202f: 14 mars 2026"),
        ("Normal", "Durée\u202f: 1\u00a0h\u00a002\u00a0min"),
        ("Heading 1", "Participants"),
        ("Heading 1", "Transcription"),
        ("Speaker", "Claire D."),
        ("Utterance", "00:00:01\tOn y va\u202f?"),
        ("Utterance", "00:00:02\tBien."),
        ("Speaker", "Locuteur 2"),
        ("Utterance", "00:00:03\tD’accord."),
    ]
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows[:2] == [["Nom", "Temps de parole", "Interventions"], ["Claire D.", "2\u00a0s", "2"]]
    assert (document.core_properties.title, document.core_properties.language) == ("Comité social", "fr")
    section = document.sections[0]
    assert section.header.paragraphs[0].text == "Comité social"
    assert section.different_first_page_header_footer
    fields = section.footer.paragraphs[0]._p.findall(f"{W}fldSimple")
    assert [str(field.get(f"{W}instr")).strip() for field in fields] == ["PAGE", "NUMPAGES"]


@pytest.mark.parametrize(
    ("language", "kind", "tag"), [("fr", "val", "fr-FR"), ("en", "val", "en-US"), ("ar", "bidi", "ar-SA"), ("ja", "eastAsia", "ja-JP")]
)  # fmt: skip
def test_the_spelling_checker_is_told_the_language(language: str, kind: str, tag: str) -> None:
    with ZipFile(BytesIO(written(transcript(line(1, "a", "oui"), language=language)))) as archive:
        styles = ElementTree.fromstring(archive.read("word/styles.xml"))  # noqa: S314 — written above
    found = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    assert found is not None
    assert found.get(f"{W}{kind}") == tag


def test_every_part_is_well_formed_whatever_was_said_and_holds_no_letter_that_xml_forbids() -> None:
    nasty = "a\x00b\x0b\ud800]]>\ufffe<w:p/>&amp;\u2028"
    said = transcript(line(1, "a", nasty), title=nasty)
    with ZipFile(BytesIO(written(said, Presentation(doubts=True)))) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))  # noqa: S314 — written above
    text = other_hand.Document(BytesIO(written(said))).paragraphs[0].text
    assert text == "a b ]]> <w:p/>&amp;"


def test_what_is_in_another_language_or_in_doubt_says_so() -> None:
    english = line(2, "b", "Right then", language="en")
    unsure = Line("u1", "a", 1.0, 2.0, (Word(1, 2, "Le", 0.9), Word(1, 2, "butin", 0.2)), False, 0.5)
    document = other_hand.Document(
        BytesIO(written(transcript(unsure, english), Presentation(doubts=True, times=False)))
    )
    first, second = [p for p in document.paragraphs if p.text in ("Le butin", "Right then")]
    assert [(run.text, run.style.name) for run in first.runs] == [("Le ", "Default Paragraph Font"), ("butin", "Doubt")]
    assert 'w:val="en-US"' in second._p.xml


def test_six_hours_are_written_as_they_are_read_and_the_same_each_time() -> None:
    long = transcript(*(line(i, "ab"[i % 2], f"mot{i} " * 40) for i in range(600)))
    pieces = list(docx(Edition.of(long, Presentation())))
    assert max(map(len, pieces)) < 200_000
    assert b"".join(pieces) == b"".join(docx(Edition.of(long, Presentation())))
    assert len(other_hand.Document(BytesIO(b"".join(pieces))).paragraphs) > 1200


def test_nobody_speaks() -> None:
    texts = [paragraph.text for paragraph in other_hand.Document(BytesIO(written(transcript()))).paragraphs]
    assert texts[-1] == "Personne ne parle dans cet enregistrement."
