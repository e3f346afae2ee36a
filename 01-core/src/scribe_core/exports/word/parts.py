"""The parts of a DOCX that stand around its text: what is in the file, styles, settings, properties, header and footer.

WordprocessingML, ECMA-376 part 1. The order of elements within another is the schema's and matters to Word.
"""

from collections.abc import Iterable
from html import escape

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "sd", "ur", "yi"})
_EAST_ASIAN = {"ja": "ja-JP", "ko": "ko-KR", "zh": "zh-CN", "yue": "zh-HK"}
_PLACES = {
    "ar": "SA", "bg": "BG", "ca": "ES", "cs": "CZ", "da": "DK", "de": "DE", "el": "GR", "en": "US", "es": "ES", "et": "EE",
    "eu": "ES", "fa": "IR", "fi": "FI", "fr": "FR", "gl": "ES", "he": "IL", "hi": "IN", "hr": "HR", "hu": "HU", "id": "ID",
    "it": "IT", "lt": "LT", "lv": "LV", "nl": "NL", "no": "NO", "pl": "PL", "pt": "PT", "ro": "RO", "ru": "RU", "sk": "SK",
    "sl": "SI", "sr": "RS", "sv": "SE", "th": "TH", "tr": "TR", "uk": "UA", "ur": "PK", "vi": "VN",
}  # fmt: skip
"""Word's spelling checker goes by language and place; where none is here, the language stands alone."""


def language_tag(language: str) -> str:
    """`<w:lang …/>` of an ISO 639-1 code."""
    place = _PLACES.get(language)
    name = escape(f"{language}-{place}" if place else language)
    if language in RIGHT_TO_LEFT:
        return f'<w:lang w:bidi="{name}"/>'
    if language in _EAST_ASIAN:
        return f'<w:lang w:eastAsia="{_EAST_ASIAN[language]}"/>'
    return f'<w:lang w:val="{name}"/>'


_CONTENT_TYPES = (
    f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_WORD}.settings+xml"/>'
    f'<Override PartName="/word/header1.xml" ContentType="{_WORD}.header+xml"/>'
    f'<Override PartName="/word/footer1.xml" ContentType="{_WORD}.footer+xml"/>'
    f'<Override PartName="/word/footer2.xml" ContentType="{_WORD}.footer+xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    '<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>'
)

RELATIONS = (
    f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/extended-properties" Target="docProps/app.xml"/>'
    "</Relationships>"
)

_DOCUMENT_RELATIONS = (
    f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/settings" Target="settings.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/header" Target="header1.xml"/>'
    f'<Relationship Id="rId4" Type="{_OFFICE}/footer" Target="footer1.xml"/>'
    f'<Relationship Id="rId5" Type="{_OFFICE}/footer" Target="footer2.xml"/>'
)

APPLICATION = (
    f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Smart Meeting Scribe</Application></Properties>"
)

SECTION = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:footerReference w:type="default" r:id="rId4"/>'
    '<w:footerReference w:type="first" r:id="rId5"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1417" w:right="1417" w:bottom="1417" w:left="1417" w:header="708" w:footer="708" w:gutter="0"/>'
    "<w:titlePg/></w:sectPr>"
)
"""A4. The first page bears the title itself and so no header."""


def content_types(*, numbered: bool = False) -> str:
    """What kind each part is of; `numbered` where there is `word/numbering.xml`."""
    numbering = f'<Override PartName="/word/numbering.xml" ContentType="{_WORD}.numbering+xml"/>'
    return f"{_CONTENT_TYPES}{numbering * numbered}</Types>"


def document_relations(addresses: Iterable[str] = (), *, numbered: bool = False) -> str:
    """What the text refers to. The addresses that it links to are `link1`, `link2`… in their order."""
    numbering = f'<Relationship Id="numbering" Type="{_OFFICE}/numbering" Target="numbering.xml"/>'
    links = "".join(
        f'<Relationship Id="link{number}" Type="{_OFFICE}/hyperlink" Target="{escape(address)}" TargetMode="External"/>'
        for number, address in enumerate(addresses, start=1)
    )
    return f"{_DOCUMENT_RELATIONS}{numbering * numbered}{links}</Relationships>"


def core_properties(title: str, language: str) -> str:
    """Title and language, as Word and searches show them."""
    dublin = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    properties = f'xmlns:cp="{_PACKAGE}/metadata/core-properties"'
    return (
        f"{HEAD}<cp:coreProperties {properties} {dublin}><dc:title>{escape(title)}</dc:title>"
        f"<dc:creator>Smart Meeting Scribe</dc:creator><dc:language>{escape(language)}</dc:language>"
        "</cp:coreProperties>"
    )


def settings(language: str) -> str:
    """What Word asks for so that it does not show the document in its compatibility mode."""
    theme = language_tag(language).replace("w:lang", "w:themeFontLang")
    return (
        f'{HEAD}<w:settings {W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="708"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" '
        f'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>{theme}</w:settings>'
    )


def numbering(lists: int) -> str:
    """The lists there are: 1 has bullets, 2 to `lists` + 1 are numbered, each from 1."""
    indent = '<w:pPr><w:ind w:left="454" w:hanging="454"/></w:pPr>'
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/><w:lvlJc w:val="left"/>{}</w:lvl>'
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{id_}"><w:multiLevelType w:val="singleLevel"/>{level.format(*look, indent)}</w:abstractNum>'
        for id_, look in enumerate((("bullet", "•"), ("decimal", "%1.")))
    )
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbered = "".join(
        f'<w:num w:numId="{id_}"><w:abstractNumId w:val="1"/>{restart}</w:num>' for id_ in range(2, lists + 2)
    )
    bullets = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    return f"{HEAD}<w:numbering {W}>{abstract}{bullets}{numbered}</w:numbering>"


def header(title: str) -> str:
    """The title, small, on every page but the first."""
    text = escape(title, quote=False)
    return (
        f'{HEAD}<w:hdr {W}><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p></w:hdr>'
    )


def footer(page: str) -> str:
    """`Page 2 of 9`, written as `page` says: Word counts."""
    before, between, after = page.replace("{pages}", "{page}").split("{page}")
    places = (_run(before), _field("PAGE"), _run(between), _field("NUMPAGES"), _run(after))
    return f'{HEAD}<w:ftr {W}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{"".join(places)}</w:p></w:ftr>'


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""


def _field(name: str) -> str:
    return f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def styles(language: str) -> str:
    """The styles. Names that Word knows by itself, so that its own commands find them; `Speaker` and `Utterance` are ours."""
    tag = language_tag(language)
    fonts = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Arial"/>'
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:sz w:val="22"/><w:szCs w:val="22"/>{tag}</w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="269" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )
    grey = '<w:color w:val="595959"/>'
    made = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>',
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>',
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>'
        '<w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="40" w:type="dxa"/>'
        '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar>'
        "</w:tblPr></w:style>",
        _paragraph_style("Title", "Title", '<w:spacing w:after="200" w:line="240" w:lineRule="auto"/>', _size(44)),
        _paragraph_style(
            "Heading1", "heading 1", '<w:keepNext/><w:spacing w:before="360" w:after="120"/><w:outlineLvl w:val="0"/>', _BOLD + _size(28)
        ),
        _paragraph_style("Speaker", "Speaker", '<w:keepNext/><w:spacing w:before="240" w:after="40"/>', _BOLD),
        _paragraph_style(
            "Utterance", "Utterance", '<w:tabs><w:tab w:val="left" w:pos="1021"/></w:tabs><w:ind w:left="1021" w:hanging="1021"/>', ""
        ),
        _paragraph_style("ListNumber", "List Number", "", ""),
        _paragraph_style("ListBullet", "List Bullet", "", ""),
        _paragraph_style("Header", "header", '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="4" w:color="BFBFBF"/></w:pBdr>', grey + _size(18)),
        _paragraph_style("Footer", "footer", '<w:jc w:val="center"/>', grey + _size(18)),
        f'<w:style w:type="character" w:customStyle="1" w:styleId="Time"><w:name w:val="Time"/><w:rPr>{grey}{_size(18)}</w:rPr></w:style>',
        '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr><w:color w:val="1F4E79"/><w:u w:val="single"/></w:rPr></w:style>',
        '<w:style w:type="character" w:customStyle="1" w:styleId="Doubt"><w:name w:val="Doubt"/><w:rPr><w:u w:val="dotted" w:color="B45309"/>'
        '<w:shd w:val="clear" w:color="auto" w:fill="FFF2CC"/></w:rPr></w:style>',
        '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
        + "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="BFBFBF"/>' for side in ("top", "bottom", "insideH"))
        + "</w:tblBorders></w:tblPr></w:style>",
    )  # fmt: skip
    return f"{HEAD}<w:styles {W}>{defaults}{''.join(made)}</w:styles>"


_BOLD = "<w:b/><w:bCs/>"
_OURS = frozenset({"Speaker", "Utterance"})


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _paragraph_style(id_: str, name: str, paragraph: str, run: str) -> str:
    custom = ' w:customStyle="1"' if id_ in _OURS else ""
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{id_}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr>{f'<w:rPr>{run}</w:rPr>' if run else ''}</w:style>"
    )
