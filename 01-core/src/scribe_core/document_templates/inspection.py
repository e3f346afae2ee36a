"""What a DOCX is looked through for before anything is made of it. Runs in the child process only.

A template is passed on in what is made of it: whoever opens the minutes must be as safe as with a document of our own.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from scribe_core.document_templates.refusal import TemplateRefusedError

PARTS = 2_000
UNPACKED = 40 << 20
"""Bytes of all parts together. A template with pictures has a few million."""

PIECE = 1 << 16

DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

ACTIVE = ("vbaproject", "activex", "macroenabled", "oleobject", "control", "attachedtoolbars", "keymapcustomizations")
"""What names of relationships and kinds of parts hold that run something."""

DROPPED = "/attachedTemplate"
"""Word notes there which template a document was made from, mostly on somebody's own disk. It is left out of what is made."""

EMBEDDED = ("/aFChunk", "/subDocument", "/frame", "/package")

FIELDS = frozenset({
    "PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "DATE", "TIME", "CREATEDATE", "SAVEDATE", "PRINTDATE", "TOC", "TC", "HYPERLINK",
    "REF", "PAGEREF", "NOTEREF", "STYLEREF", "SEQ", "TITLE", "SUBJECT", "AUTHOR", "KEYWORDS", "DOCPROPERTY", "FILENAME", "NUMCHARS",
    "NUMWORDS", "LASTSAVEDBY", "IF", "FORMTEXT", "FORMCHECKBOX",
})  # fmt: skip
"""Fields that Word may work out. Others fetch (INCLUDEPICTURE), start programs (DDE), or are put together while it reads (QUOTE)."""

_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_WEB = re.compile(r"(?i)(https?://|mailto:)")
_TARGET = re.compile(r'(?i)\bHYPERLINK\s+(?!\\)"?\s*([^"\s]+)')


def inspect(content: bytes) -> None:
    """Raises `TemplateRefusedError` where the file is no Word document, runs or fetches something, or unpacks to too much."""
    parts = dict(_unpacked(content))
    kinds = _kinds(parts)
    named = [name for name, kind in kinds.items() if kind.lower() == DOCUMENT and name in parts]
    if "macroenabled" in str(kinds).lower():
        raise TemplateRefusedError("document_template_active", what="macros")
    if not named:
        raise TemplateRefusedError("document_template_not_word")
    for name, part in parts.items():
        lowered = name.lower()
        if any(word in lowered or word in kinds.get(name, "").lower() for word in ACTIVE):
            raise TemplateRefusedError("document_template_active", what=name)
        if not (lowered.endswith((".xml", ".rels")) or kinds.get(name, "").lower().endswith("xml")):
            continue
        tree = _tree(part)
        if lowered.endswith(".rels"):
            _look_at_relations(tree)
        else:
            _look_at_fields(tree)


def _unpacked(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The parts by name. What they unpack to is counted, not believed."""
    left = UNPACKED
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if len(archive.infolist()) > PARTS:
                raise TemplateRefusedError("document_template_too_large", most=UNPACKED >> 20)
            for entry in archive.infolist():
                part = bytearray()
                with archive.open(entry) as file:
                    while piece := file.read(PIECE):
                        left -= len(piece)
                        if left < 0:
                            raise TemplateRefusedError("document_template_too_large", most=UNPACKED >> 20)
                        part += piece
                yield entry.filename, bytes(part)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise TemplateRefusedError("document_template_not_word") from error


def _kinds(parts: dict[str, bytes]) -> dict[str, str]:
    """Part → its content type."""
    told = parts.get("[Content_Types].xml")
    if told is None:
        raise TemplateRefusedError("document_template_not_word")
    tree = _tree(told)
    endings = {
        str(one.get("Extension", "")).lower(): str(one.get("ContentType", "")) for one in tree.iter(f"{_TYPES}Default")
    }
    exact = {
        str(one.get("PartName", "")).lstrip("/"): str(one.get("ContentType", ""))
        for one in tree.iter(f"{_TYPES}Override")
    }
    return {name: exact.get(name, endings.get(name.rpartition(".")[2].lower(), "")) for name in parts} | exact


def _tree(part: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        tree = etree.fromstring(part, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise TemplateRefusedError("document_template_not_word") from error
    if tree.getroottree().docinfo.doctype:
        raise TemplateRefusedError("document_template_not_word")
    return tree


def _look_at_relations(tree: etree._Element) -> None:
    for relation in tree.iter(_RELATIONS):
        kind, target = str(relation.get("Type", "")), str(relation.get("Target", ""))
        if kind.endswith(DROPPED):
            continue
        if any(word in kind.lower() for word in ACTIVE):
            raise TemplateRefusedError("document_template_active", what=kind.rpartition("/")[2])
        if kind.endswith(EMBEDDED):
            raise TemplateRefusedError("document_template_outside", what=kind.rpartition("/")[2])
        if str(relation.get("TargetMode", "")).lower() != "external":
            continue
        if not (kind.endswith("/hyperlink") and _WEB.match(target)):
            raise TemplateRefusedError("document_template_outside", what=target[:200])


def _look_at_fields(tree: etree._Element) -> None:
    """Each field's instruction, whether it stands in one attribute or piece by piece between its marks."""
    if next(tree.iter(f"{_WORD}altChunk", f"{_WORD}object", f"{_WORD}control"), None) is not None:
        raise TemplateRefusedError("document_template_active", what="object")
    open_fields: list[list[str]] = []
    for element in tree.iter(f"{_WORD}fldSimple", f"{_WORD}fldChar", f"{_WORD}instrText", f"{_WORD}delInstrText"):
        if element.tag == f"{_WORD}fldSimple":
            _allow(str(element.get(f"{_WORD}instr", "")))
        elif element.tag == f"{_WORD}fldChar":
            mark = element.get(f"{_WORD}fldCharType")
            if mark == "begin":
                open_fields.append([])
            elif mark == "end" and open_fields:
                _allow("".join(open_fields.pop()))
        elif open_fields:
            open_fields[-1].append(element.text or "")
        else:
            _allow(element.text or "")
    for left in open_fields:
        _allow("".join(left))


def _allow(instruction: str) -> None:
    words = instruction.split()
    if not words or words[0].upper() not in FIELDS:
        raise TemplateRefusedError("document_template_outside", what=" ".join(words)[:200] or "{ }")
    for target in _TARGET.findall(instruction):
        if not _WEB.match(target):
            raise TemplateRefusedError("document_template_outside", what=target[:200])
