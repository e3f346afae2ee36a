"""Minutes as documents: each format is read back, by other programs where there are some."""

import tracemalloc
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from html.parser import HTMLParser
from io import BytesIO
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import docx as other_hand
import pytest
from pypdf import PdfReader

from scribe_core.domain.export_format import MinutesFormat, MinutesPresentation
from scribe_core.domain.minutes import Due, Owner, Participant, Writer
from scribe_core.exports.minutes import MINUTES_FORMATS
from scribe_core.exports.minutes.edition import Citation, Item, MinutesEdition, Section

ALL: tuple[MinutesFormat, ...] = ("docx", "pdf", "html", "md")

FRENCH = MinutesEdition(
    meeting_id="m1",
    title="Comité : séance ordinaire",
    language="fr",
    held_on=date(2026, 3, 1),
    participants=(Participant("a", 1, "Claire Durand"), Participant("b", 2, "Karim B."), Participant("c", 3, None)),
    sections=(
        Section("Résumé", "summary", (Item("Les deux points sont tranchés !", (Citation(75.9, "a"), Citation(80, "a"))),)),
        Section("Quorum", "text"),
        Section("Votes", "text", (Item("Pour : 8\nContre : 1"),)),
        Section("Sujets", "topics", (Item("Télétravail", start=10, end=900),)),
        Section("Décisions", "decisions", (Item("On retient l'option B.", (Citation(100, "a"),)), Item("On vote en juin."))),
        Section(
            "Actions",
            "actions",
            (
                Item("Envoyer le compte rendu", (Citation(300, "b"),), Owner("Karim B.", "b"), Due("vendredi", date(2026, 3, 20))),
                Item("Demander un devis", (Citation(None),), Owner("Marie"), Due("avant l'été", None), done=True, unsupported=True),
            ),
        ),
        Section("Questions", "questions"),
    ),
    automatic=Writer.EXTRACT,
    state="frozen",
    state_on=date(2026, 4, 2),
    sha256="ab" * 32,
    address="https://scribe.example.org/",
)  # fmt: skip

ENGLISH = replace(
    FRENCH,
    language="en",
    title="Budget committee",
    sections=(
        Section("Actions", "actions", (Item("Send the minutes", (Citation(3700, "c"),), Owner("Karim B.", "b")),)),
        Section("Decisions", "decisions"),
    ),
    automatic=None,
    state="draft",
    state_on=None,
    sha256=None,
    address=None,
)


@cache
def written(edition: MinutesEdition, wanted: MinutesFormat) -> bytes:
    return b"".join(MINUTES_FORMATS[wanted].write(edition))


def text_of(edition: MinutesEdition, wanted: MinutesFormat) -> str:
    """All that a reader sees, blanks of every kind as one."""
    content = written(edition, wanted)
    if wanted == "pdf":
        text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).replace("\xad\n", "")
    elif wanted == "docx":
        body = other_hand.Document(BytesIO(content)).element.body
        text = " ".join("".join(t.text or "" for t in p.iter(f"{W}t")) for p in body.iter(f"{W}p"))
    else:
        text = content.decode()
    return " ".join(text.split())


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.mark.parametrize("wanted", ALL)
def test_every_format_says_what_the_minutes_say_in_french(wanted: MinutesFormat) -> None:
    text = text_of(FRENCH, wanted)
    for part in (
        "Comité : séance ordinaire", "1er mars 2026", "Claire Durand, Karim B., Locuteur 3", "Extrait automatique",
        "tranchés !", "00:01:15", "Non renseigné.", "Pour : 8", "Contre : 1", "Télétravail", "l’option B.", "Responsable",
        "20 mars 2026", "À faire", "avant l’été", "Fait", "non étayé", "passage absent", "Néant.",
        "Définitif depuis le 2 avril 2026",
    ):  # fmt: skip
        assert part in text, part
    assert "ab" * 32 in text.replace(" ", "")


@pytest.mark.parametrize("wanted", ALL)
def test_every_format_says_it_in_english_and_claims_nothing_that_is_not_so(wanted: MinutesFormat) -> None:
    text = text_of(ENGLISH, wanted)
    for part in ("Budget committee", "1 March 2026", "Speaker 3", "01:01:40", "Owner", "Open", "None.", "Draft"):
        assert part in text, part
    for part in ("Automatic", "[unsupported", "SHA-256", "Final", "scribe.example"):
        assert part not in text, part


@pytest.mark.parametrize("wanted", ALL)
def test_what_a_model_wrote_says_so(wanted: MinutesFormat) -> None:
    text = text_of(replace(FRENCH, automatic=Writer.MODEL), wanted)
    assert "Rédigé par un modèle de langage" in text
    assert "Extrait automatique" not in text


@pytest.mark.parametrize("wanted", ALL)
def test_words_around_the_minutes_come_in_the_language_asked_for(wanted: MinutesFormat) -> None:
    text = text_of(replace(FRENCH, shown=MinutesPresentation(language="en")), wanted)
    assert "1 March 2026" in text
    assert "Automatic extract" in text
    assert "Due" in text
    assert "On vote en juin." in text


def links(content: bytes, wanted: MinutesFormat) -> list[str]:
    """Where a click leads, in order."""
    if wanted == "pdf":
        notes = [note.get_object() for page in PdfReader(BytesIO(content)).pages for note in page.get("/Annots", [])]
        return [note["/A"]["/URI"] for note in notes if note["/Subtype"] == "/Link"]
    if wanted == "docx":
        document = other_hand.Document(BytesIO(content))
        told = [
            link.address
            for p in document.element.body.iter(f"{W}p")
            for link in other_paragraph(p, document).hyperlinks
        ]
        return [address for address in told if address]
    found: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: Any) -> None:
            found.extend(value for name, value in attrs if tag == "a" and name == "href")

    if wanted == "md":
        return [part.split(">)")[0] for part in content.decode().split("](<")[1:]]
    Reader().feed(content.decode())
    return found


def other_paragraph(element: Any, document: Any) -> Any:
    from docx.text.paragraph import Paragraph

    return Paragraph(element, document)


@pytest.mark.parametrize("wanted", ALL)
def test_each_citation_leads_to_that_second_of_the_meeting(wanted: MinutesFormat) -> None:
    seconds = (75, 80, 10, 100, 300)
    led = links(written(FRENCH, wanted), wanted)
    assert list(dict.fromkeys(led)) == [f"https://scribe.example.org/meetings/m1?t={second}" for second in seconds]
    assert links(written(replace(FRENCH, address=None), wanted), wanted) == []


@pytest.mark.parametrize("wanted", ALL)
def test_without_times_nothing_tells_one(wanted: MinutesFormat) -> None:
    content = written(replace(FRENCH, shown=MinutesPresentation(times=False)), wanted)
    assert links(content, wanted) == []
    text = text_of(replace(FRENCH, shown=MinutesPresentation(times=False)), wanted)
    assert "00:0" not in text
    assert "(Claire Durand)" in text


@pytest.mark.parametrize("wanted", ALL)
def test_without_speakers_actions_keep_their_owners(wanted: MinutesFormat) -> None:
    text = text_of(replace(FRENCH, shown=MinutesPresentation(speakers=False)), wanted)
    assert "Claire" not in text
    assert text.count("Karim B.") == 1
    assert "00:01:15" in text


@pytest.mark.parametrize("wanted", ALL)
def test_anonymous_minutes_name_nobody(wanted: MinutesFormat) -> None:
    text = text_of(replace(FRENCH, shown=MinutesPresentation(anonymous=True)), wanted)
    assert not any(name in text for name in ("Claire", "Karim", "Marie"))
    assert "Locuteur 2" in text
    assert "Une personne nommée" in text


def test_a_passage_cited_twice_is_told_once_and_a_name_not_again() -> None:
    cited = (Citation(75.2, "a"), Citation(75.9, "a"), Citation(80, "a"), Citation(90, "b"))
    edition = replace(ENGLISH, sections=(Section("Summary", "summary", (Item("Settled.", cited),)),))
    assert "(Claire Durand, 00:01:15, 00:01:20, Karim B., 00:01:30)" in text_of(edition, "md")


def test_word_finds_headings_lists_and_a_table_with_heads() -> None:
    document = other_hand.Document(BytesIO(written(FRENCH, "docx")))
    styled = [(paragraph.style.name if paragraph.style else "", paragraph.text) for paragraph in document.paragraphs]
    assert [text for style, text in styled if style == "Heading 1"] == [
        "Résumé", "Quorum", "Votes", "Sujets", "Décisions", "Actions", "Questions", "État",
    ]  # fmt: skip
    assert [text for style, text in styled if style == "List Number"] == [
        "On retient l’option B. (Claire Durand, 00:01:40)",
        "On vote en juin.",
    ]
    (table,) = document.tables
    assert [cell.text for cell in table.rows[0].cells] == ["N°", "Action", "Responsable", "Échéance", "État"]
    assert [cell.text for cell in table.rows[2].cells] == [
        "2", "Demander un devis [non étayé] (passage absent de la transcription)", "Marie", "avant l’été", "Fait",
    ]  # fmt: skip
    assert table.rows[0]._tr.find(f"{W}trPr/{W}tblHeader") is not None
    assert document.core_properties.language == "fr"


def test_numbers_begin_again_in_each_section_of_decisions() -> None:
    section = Section("Décisions", "decisions", (Item("Oui."), Item("Non.")))
    content = written(replace(FRENCH, sections=(section, section)), "docx")
    with ZipFile(BytesIO(content)) as archive:
        numbering = ElementTree.fromstring(archive.read("word/numbering.xml"))  # noqa: S314 — written above
        text = archive.read("word/document.xml").decode()
    restarted = [n.get(f"{W}numId") for n in numbering.iter(f"{W}num") if n.find(f"{W}lvlOverride") is not None]
    assert restarted == ["2", "3"]
    assert [text.count(f'<w:numId w:val="{number}"/>') for number in restarted] == [2, 2]


def test_the_pdf_is_tagged_for_screen_readers() -> None:
    reader = PdfReader(BytesIO(written(FRENCH, "pdf")))
    root: Any = reader.root_object
    assert root["/Lang"] == "fr"
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 — a value of its own kind
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    tags = tags_of(root["/StructTreeRoot"])
    assert tags["/H1"] == 7
    assert tags["/TH"] == 5
    assert tags["/LI"] == 3
    assert tags["/Link"] >= 5
    assert "Page 1 sur 1" in reader.pages[0].extract_text()


def tags_of(node: Any) -> Mapping[str, int]:
    """How often each tag stands in the structure."""
    counted: dict[str, int] = {}
    waiting = [node]
    while waiting:
        one = waiting.pop()
        one = one.get_object() if hasattr(one, "get_object") else one
        if isinstance(one, list):
            waiting.extend(one)
        elif isinstance(one, dict):
            if "/S" in one:
                counted[one["/S"]] = counted.get(one["/S"], 0) + 1
            if "/K" in one:
                waiting.append(one["/K"])
    return counted


NASTY = '<script>alert(1)</script> ](javascript:x) #import "x" {{ 7*7 }} | ` & \x00 \ufffe <w:p/>'


@pytest.mark.parametrize("wanted", ALL)
def test_nothing_that_people_write_is_markup(wanted: MinutesFormat) -> None:
    item = Item(NASTY, (Citation(1, "a"),), Owner(NASTY), Due(NASTY, None))
    kinds: tuple[Any, ...] = ("summary", "topics", "decisions", "actions", "questions", "text")
    edition = replace(
        ENGLISH,
        title=NASTY,
        address=FRENCH.address,
        participants=(Participant("a", 1, NASTY),),
        sections=tuple(Section(NASTY, kind, (item,)) for kind in kinds),
    )
    content = written(edition, wanted)
    if wanted in ("html", "md"):
        text = content.decode()
        assert "<script" not in text
        if wanted == "md":
            assert text.count("](javascript") == text.count("\\](javascript")
        assert set(links(content, wanted)) == {"https://scribe.example.org/meetings/m1?t=1"}
    elif wanted == "docx":
        with ZipFile(BytesIO(content)) as archive:
            for name in archive.namelist():
                ElementTree.fromstring(archive.read(name))  # noqa: S314 — written above
        assert other_hand.Document(BytesIO(content)).paragraphs[0].text.startswith("<script>alert(1)</script> ](java")
    else:
        seen = "".join(text_of(edition, "pdf").split())
        assert seen.count('<script>alert(1)</script>](javascript:x)#import"x"{{7*7}}') >= 14


@pytest.mark.parametrize("wanted", ALL)
def test_arabic_and_emoji_are_kept_and_run_from_right_to_left(wanted: MinutesFormat) -> None:
    decision = Section("قرارات", "decisions", (Item("نعتمد الخيار الثاني 🎉"),))
    edition = replace(ENGLISH, language="ar", title="محضر الاجتماع", sections=(decision,))
    content = written(edition, wanted)
    if wanted == "pdf":
        assert PdfReader(BytesIO(content)).metadata["/Title"] == "محضر الاجتماع"  # type: ignore[index]
        return
    assert "نعتمد الخيار الثاني 🎉" in text_of(edition, wanted)
    if wanted == "docx":
        assert "<w:bidi/>" in other_hand.Document(BytesIO(content)).paragraphs[0]._p.xml
    if wanted == "html":
        assert b'<html lang="ar" dir="rtl">' in content


@pytest.mark.parametrize("wanted", ALL)
def test_minutes_without_anything_are_a_document_all_the_same(wanted: MinutesFormat) -> None:
    empty = MinutesEdition("m1", "", "fr")
    assert "Compte rendu" in text_of(empty, wanted)
    assert "Brouillon" in text_of(empty, wanted)


@pytest.mark.parametrize("wanted", ALL)
def test_they_are_the_same_bytes_each_time(wanted: MinutesFormat) -> None:
    assert written(FRENCH, wanted) == b"".join(MINUTES_FORMATS[wanted].write(FRENCH))


@pytest.mark.parametrize("wanted", ["docx", "html", "md"])
def test_thousands_of_items_are_written_as_they_are_read(wanted: MinutesFormat) -> None:
    item = Item("Mot " * 10, (Citation(1, "a"), Citation(2, "b")), Owner("Karim B.", "b"))

    def peak(count: int) -> int:
        kinds: tuple[Any, ...] = ("actions", "decisions", "questions", "text", "topics")
        edition = replace(FRENCH, sections=tuple(Section("S", kind, (item,) * count) for kind in kinds))
        tracemalloc.start()
        try:
            for _ in MINUTES_FORMATS[wanted].write(edition):
                pass
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    few = peak(100)
    assert peak(1000) < few + 200_000


def test_three_hundred_items_are_printed_with_the_number_of_each_page() -> None:
    actions = Section(
        "Actions", "actions", tuple(Item(f"Faire la chose numéro {n}", (Citation(n, "a"),)) for n in range(300))
    )
    pages = PdfReader(BytesIO(written(replace(FRENCH, sections=(actions,)), "pdf"))).pages
    assert len(pages) > 5
    for number, page in enumerate(pages, start=1):
        text = page.extract_text()
        assert f"Page {number} sur {len(pages)}" in text
        assert "Responsable" in text or number == len(pages), "heads stand on each page"
