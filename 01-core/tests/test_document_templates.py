"""Organisations' templates: filled as they say, refused where they could harm whoever fills or opens them."""

import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest

from scribe_core.document_templates import form
from scribe_core.document_templates.form import check, filled
from scribe_core.document_templates.inspection import inspect
from scribe_core.document_templates.refusal import TemplateRefusedError
from scribe_core.document_templates.sample import FULL
from scribe_core.document_templates.starter import starter
from scribe_core.errors import ScribeError
from scribe_core.exports.minutes.edition import Item, Section


def template(*paragraphs: str, rows: tuple[tuple[str, ...], ...] = (), header: str = "") -> bytes:
    """A document as an organisation would make it, of these paragraphs and a table."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            cells = table.add_row().cells
            for cell, text in zip(cells, row, strict=True):
                cell.text = text
    if header:
        document.sections[0].header.paragraphs[0].text = header
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def changed(content: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The file with its parts changed by hand."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return made.getvalue()


def refusal(content: bytes) -> ScribeError:
    with pytest.raises(ScribeError) as refused:
        check(content)
    return refused.value


def fault(content: bytes) -> str:
    """What inspection says of a file, in this process: the code's end."""
    with pytest.raises(TemplateRefusedError) as refused:
        inspect(content)
    return refused.value.code.removeprefix("document_template_")


def made(content: bytes, **changes: Any) -> Any:
    return docx.Document(BytesIO(b"".join(filled(content, replace(FULL, **changes)))))


WHOLE = template(
    "{{ title }}", "{{ date }} · {{ participants|join(', ') }}",
    "{%p for item in decisions %}", "{{ item.number }}. {{ item.text }} {{ item.mark }} {{r item.sources }}", "{%p endfor %}",
    "{{ fields.votes }}{{ fields.quorum }}", "{{ state }} {{ digest }}",
    rows=(
        ("Action", "Qui", "Quand", "État"),
        ("{%tr for action in actions %}", "", "", ""),
        ("{{ action.text }}", "{{ action.owner }}", "{{ action.due }}", "{{ action.status }}"),
        ("{%tr endfor %}", "", "", ""),
    ),
    header="{{ title }}",
)  # fmt: skip


def test_a_template_is_filled_with_the_minutes() -> None:
    check(WHOLE)
    document = made(WHOLE)
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts == [
        "Réunion d’essai <&>",
        "14 mars 2026 · Claire Durand, Locuteur 2",
        "1. On retient l’option B.  Claire Durand, 00:01:15, Locuteur 2, 00:01:20",
        "2. On vote. [non étayé] ",
        "Pour\u202f: 8\nContre\u202f: 1",
        "Définitif depuis le 1er avril 2026 " + "0" * 64,
    ]
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Action", "Qui", "Quand", "État"],
        ["Envoyer le compte rendu", "Claire Durand", "20 mars 2026", "À faire"],
        ["Demander un devis", "", "", "Fait"],
    ]
    assert document.sections[0].header.paragraphs[0].text == "Réunion d’essai <&>"
    assert document.core_properties.title == "Réunion d’essai <&>"
    links = [link.address for paragraph in document.paragraphs for link in paragraph.hyperlinks]
    assert links == [f"https://scribe.example.org/meetings/{'0' * 32}?t={second}" for second in (75, 80)]


def test_it_is_the_same_each_time() -> None:
    assert b"".join(filled(WHOLE, FULL)) == b"".join(filled(WHOLE, FULL))


def test_sections_can_be_gone_through_in_their_order() -> None:
    content = template(
        "{%p for section in sections %}", "{{ section.title }}", "{%p for item in section.items %}", "- {{ item.text }}",
        "{%p endfor %}", "{%p endfor %}",
    )  # fmt: skip
    texts = [paragraph.text for paragraph in made(content).paragraphs]
    assert texts[:5] == ["Résumé", "- Les deux points sont tranchés.", "Sujets", "- Budget", "Décisions"]


@pytest.mark.parametrize("nasty", ["{{ 7*7 }} {% for x in y %}", "</w:t><w:p/>&amp;]]>", "a\x00\ufffe🎉 محضر"])
def test_words_of_the_minutes_are_neither_markup_nor_fields(nasty: str) -> None:
    document = made(WHOLE, title=nasty, sections=(Section("D", "decisions", (Item(nasty),)),))
    shown = " ".join(nasty.replace("\x00", " ").replace("\ufffe", " ").split())
    assert document.paragraphs[0].text == shown
    assert document.paragraphs[2].text.strip() == f"1. {shown}"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("{{ titel }}", "titel"),
        ("{% if participants %}{{ sumary }}{% endif %}", "sumary"),
        ("{{ actions[0].onwer }}", "onwer"),
    ],
)
def test_an_unknown_field_is_named(text: str, field: str) -> None:
    error = refusal(
        template("{{ title }}", text)
        if "actions" not in text
        else template("{% for a in actions %}{{ a.onwer }}{% endfor %}")
    )
    assert (error.code, error.details) == ("document_template_field_unknown", {"field": field})


@pytest.mark.parametrize(
    "text",
    [
        "{{ title", "{% for item in actions %}", "{% frobnicate %}", "{{ title|nofilter }}", "{{ title|safe }}", "{{ 'a' * 9 }}",
        "{% autoescape false %}{{ title }}{% endautoescape %}", "{% include 'x' %}", "{% macro m() %}{% endmacro %}",
        "{{ title.__class__.__mro__ }}", "{{ title.format(title) }}", "{{ ''['__class__'] }}",
        "{{ 1 / 0 }}",
    ],
)  # fmt: skip
def test_what_jinja_cannot_or_may_not_do_is_told(text: str) -> None:
    error = refusal(template(text))
    assert error.code in ("document_template_syntax", "document_template_field_unknown"), error
    assert not any(part in str(error.details) for part in ("/tmp", "site-packages", ".py"))  # noqa: S108 — must not be told


SIDE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def related(kind: str, target: str, mode: str = "External") -> bytes:
    def change(parts: dict[str, bytes]) -> None:
        name = "word/_rels/document.xml.rels"
        one = f'<Relationship Id="evil" Type="{SIDE}/{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>'
        parts[name] = parts[name].replace(b"</Relationships>", one.encode())

    return changed(WHOLE, change)


@pytest.mark.parametrize(
    ("kind", "target", "code"),
    [
        ("image", "http://tracker.example/x.png", "outside"), ("image", "\\\\host\\share\\x.png", "outside"),
        ("hyperlink", "file:///etc/passwd", "outside"), ("hyperlink", "javascript:alert(1)", "outside"),
        ("oleObject", "http://evil.example/x", "active"), ("subDocument", "http://evil.example/x", "outside"),
        ("aFChunk", "chunk.html", "outside"), ("frame", "http://evil.example", "outside"),
    ],
)  # fmt: skip
def test_what_lies_elsewhere_is_refused(kind: str, target: str, code: str) -> None:
    assert fault(related(kind, target)) == code


def test_links_to_the_web_stay_and_where_a_template_came_from_goes() -> None:
    inspect(related("hyperlink", "https://www.example.org/"))
    inspect(related("hyperlink", "mailto:a@example.org"))

    def from_a_disk(parts: dict[str, bytes]) -> None:
        one = f'<Relationship Id="rId1" Type="{SIDE}/attachedTemplate" Target="file:///C:/Users/claire/x.dotm" TargetMode="External"/>'
        parts["word/_rels/settings.xml.rels"] = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            + one
            + "</Relationships>"
        ).encode()
        mark = f'<w:attachedTemplate xmlns:r="{SIDE}" r:id="rId1"/><w:zoom'.encode()
        parts["word/settings.xml"] = parts["word/settings.xml"].replace(b"<w:zoom", mark, 1)

    content = b"".join(filled(changed(WHOLE, from_a_disk), FULL))
    with zipfile.ZipFile(BytesIO(content)) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"claire/x.dotm" not in everything
    assert b"attachedTemplate" not in everything


def field(instruction: str) -> bytes:
    """WHOLE with a field of that instruction, in pieces as Word writes it."""
    pieces = "".join(f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in (instruction[:3], instruction[3:]))
    marks = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    xml = f"<w:p>{marks.format('begin')}{pieces}{marks.format('end')}</w:p>"

    def change(parts: dict[str, bytes]) -> None:
        parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:body>", b"<w:body>" + xml.encode())

    return changed(WHOLE, change)


@pytest.mark.parametrize(
    "instruction",
    ['DDEAUTO c:\\\\x.exe "/k calc"', 'INCLUDEPICTURE "http://evil.example/x.png"', "QUOTE 68 68 69", 'HYPERLINK "file:///etc/passwd"', "  "],
)  # fmt: skip
def test_fields_that_fetch_or_start_something_are_refused(instruction: str) -> None:
    assert fault(field(instruction)) == "outside"


def test_fields_that_word_works_out_by_itself_stay() -> None:
    inspect(field("PAGE \\* MERGEFORMAT"))
    inspect(field('HYPERLINK "https://www.example.org/"'))


def with_macros(parts: dict[str, bytes]) -> None:
    parts["word/vbaProject.bin"] = b"\xd0\xcf\x11\xe0"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"vnd.ms-word.document.macroEnabled.main+xml",
    )


def with_a_control(parts: dict[str, bytes]) -> None:
    parts["word/activeX/activeX1.bin"] = b"x"


def with_entities(parts: dict[str, bytes]) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    head, _, rest = parts["word/document.xml"].partition(b"?>")
    parts["word/document.xml"] = head + b"?>" + bomb + rest


def without_text(parts: dict[str, bytes]) -> None:
    del parts["word/document.xml"]


def of_broken_xml(parts: dict[str, bytes]) -> None:
    parts["word/document.xml"] = parts["word/document.xml"][:-40]


def unpacking_to_a_lot(parts: dict[str, bytes]) -> None:
    parts["word/media/image1.bmp"] = bytes(100 << 20)


def with_many_parts(parts: dict[str, bytes]) -> None:
    parts.update({f"word/media/{number}.png": b"x" for number in range(2100)})


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (with_macros, "active"), (with_a_control, "active"), (with_entities, "not_word"), (without_text, "not_word"),
        (of_broken_xml, "not_word"), (unpacking_to_a_lot, "too_large"), (with_many_parts, "too_large"),
    ],
)  # fmt: skip
def test_files_that_are_not_plain_word_documents_are_refused(change: Any, code: str) -> None:
    assert fault(changed(WHOLE, change)) == code


@pytest.mark.parametrize(
    "content", [b"", b"PK", b"%PDF-1.7", bytes(1000), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)]
)
def test_other_files_are_refused(content: bytes) -> None:
    assert fault(content) == "not_word"


def test_a_template_with_macros_is_refused_by_name_of_what_it_has() -> None:
    error = refusal(changed(WHOLE, with_macros))
    assert (error.code, error.details) == ("document_template_active", {"what": "macros"})


def test_a_file_cut_off_is_refused() -> None:
    assert refusal(WHOLE[: len(WHOLE) // 2]).code == "document_template_not_word"


def test_a_file_damaged_within_is_refused() -> None:
    with zipfile.ZipFile(BytesIO(WHOLE)) as archive:
        entry = max(archive.infolist(), key=lambda one: one.compress_size)
    first = entry.header_offset + 30 + len(entry.filename)
    assert refusal(WHOLE[: first + 20] + b"\xff" * 40 + WHOLE[first + 60 :]).code == "document_template_not_word"


def test_a_file_beyond_the_limit_is_refused_before_it_is_looked_at() -> None:
    error = refusal(WHOLE + bytes(form.LARGEST))
    assert (error.code, error.details) == ("document_template_too_large", {"most": 5})


def test_a_template_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(form, "SECONDS", 2)
    loops = "".join(f"{{% for a{n} in letters %}}" for n in range(9)) + "x" + "{% endfor %}" * 9
    endless = template("{% set letters = 'abcdefghijklmnopqrstuvwxyz' %}" + loops)
    assert refusal(endless).code == "document_template_too_costly"


def test_a_child_that_dies_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    dying = tmp_path / "dying.py"
    dying.write_text("raise SystemExit('no')")
    monkeypatch.setattr(form, "_FILLING", dying)
    assert refusal(WHOLE).code == "document_template_failed"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_template_to_begin_with_can_be_filled(language: Any) -> None:
    content = b"".join(starter(language))
    check(content)
    document = made(content)
    texts = [" ".join(paragraph.text.split()) for paragraph in document.paragraphs]
    assert "1. On retient" not in " ".join(texts), "Word numbers them"
    assert "On retient l’option B. Claire Durand, 00:01:15, Locuteur 2, 00:01:20" in texts
    assert document.tables[0].rows[-1].cells[0].text == "2"
    assert not any("{" in text for text in texts)
