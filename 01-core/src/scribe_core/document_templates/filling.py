"""The child process that fills a template: the template as a file and data as JSON come in, the document goes out.

Started by `form.py` with an empty environment. Ends with status 0; with 3 where the template is refused: the reason is then on standard
error, as JSON; otherwise something else went wrong.
"""

import contextlib
import json
import os
import resource
import signal
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

REFUSED = 3

MEMORY = 1 << 30
"""Bytes of address space. Measured: decision 0043."""

LARGEST = 64 << 20
"""Bytes of the document."""

FILTERS = frozenset({
    "capitalize", "count", "d", "default", "e", "escape", "first", "groupby", "join", "last", "length", "list", "lower", "map", "reject",
    "rejectattr", "select", "selectattr", "sort", "title", "trim", "upper",
})  # fmt: skip
"""What a template may do to a text. Not `safe`: words of the minutes never become markup."""

NEVER = (1980, 1, 1, 0, 0, 0)


def main(template: str, seconds: str) -> int:
    """Fill the template of that name."""
    os.nice(10)
    # Where memory runs out, this is what has to go, not the one that asked for it.
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")
    from scribe_core.document_templates.refusal import TemplateRefusedError

    data = json.loads(sys.stdin.buffer.read())
    content = Path(template).read_bytes()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST, LARGEST))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds) + 1))
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    try:
        made = _made(content, data)
    except TemplateRefusedError as refused:
        sys.stderr.write(json.dumps({"code": refused.code, "details": refused.details}))
        return REFUSED
    except (MemoryError, RecursionError):
        sys.stderr.write(json.dumps({"code": "document_template_too_costly", "details": {}}))
        return REFUSED
    sys.stdout.buffer.write(made)
    return 0


def _made(content: bytes, data: dict[str, Any]) -> bytes:
    from docxtpl import DocxTemplate
    from jinja2.exceptions import SecurityError, TemplateError, TemplateSyntaxError, UndefinedError
    from lxml import etree

    from scribe_core.document_templates.inspection import inspect
    from scribe_core.document_templates.refusal import TemplateRefusedError

    inspect(content)
    template = DocxTemplate(BytesIO(content))
    try:
        environment = _environment()
        unknown = template.get_undeclared_template_variables(environment, data)
        if unknown:
            raise TemplateRefusedError("document_template_field_unknown", field=min(unknown)[:100])
        template.render(_fields(data, template), environment)
        _forget_origin(template.docx)
        template.docx.core_properties.title = data["title"][:255]
        made = BytesIO()
        template.save(made)
    except UndefinedError as error:
        raise TemplateRefusedError("document_template_field_unknown", field=str(error.message)[:100]) from error
    except SecurityError as error:
        raise TemplateRefusedError("document_template_syntax", reason=_short(error.message)) from error
    except TemplateSyntaxError as error:
        raise TemplateRefusedError("document_template_syntax", reason=_short(error.message)) from error
    except (
        TemplateError,
        etree.LxmlError,
        ArithmeticError,
        LookupError,
        TypeError,
        ValueError,
        AttributeError,
    ) as error:
        raise TemplateRefusedError("document_template_syntax", reason=_short(str(error))) from error
    return _packed(made)


def _environment() -> Any:
    """Jinja without functions, without other templates, with a few filters, and strict about names."""
    from jinja2 import StrictUndefined, nodes
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    from scribe_core.document_templates.refusal import TemplateRefusedError

    forbidden: dict[type[nodes.Node], str] = {
        nodes.Include: "include", nodes.Import: "import", nodes.FromImport: "import", nodes.Extends: "extends", nodes.Macro: "macro",
        nodes.CallBlock: "call", nodes.Call: "( )", nodes.ScopedEvalContextModifier: "autoescape", nodes.Mul: "*", nodes.Pow: "**",
    }  # fmt: skip

    class Unknown(StrictUndefined):
        @property
        def _undefined_message(self) -> str:
            return str(self._undefined_name)

    class Environment(ImmutableSandboxedEnvironment):
        def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
            tree = super()._parse(source, name, filename)
            found = next(tree.find_all(tuple(forbidden)), None)
            if found is not None:
                raise TemplateRefusedError("document_template_syntax", reason=forbidden[type(found)])
            return tree

    environment = Environment(autoescape=True, undefined=Unknown, extensions=())
    environment.globals.clear()
    environment.filters = {name: one for name, one in environment.filters.items() if name in FILTERS}
    return environment


def _fields(data: dict[str, Any], template: Any) -> dict[str, Any]:
    """What the template may name. `sources` become links where they have an address."""
    from docxtpl import RichText

    def sources(pairs: list[list[str | None]]) -> Any:
        text = RichText()
        for place, (words, address) in enumerate(pairs):
            if place:
                text.add(", ")
            if address:
                text.add(words, url_id=template.build_url_id(address), underline=True, color="1F4E79")
            else:
                text.add(words)
        return text

    def item(values: dict[str, Any]) -> SimpleNamespace:
        return SimpleNamespace(**{**values, "sources": sources(values["sources"])})

    class Filled(dict[str, str]):
        def __missing__(self, key: str) -> str:
            return ""

    template.init_docx()
    fields = dict(data)
    for kind in ("summary", "topics", "decisions", "actions", "questions"):
        fields[kind] = [item(one) for one in data[kind]]
    fields["sections"] = [
        SimpleNamespace(**{**one, "items": [item(each) for each in one["items"]]}) for one in data["sections"]
    ]
    fields["fields"] = Filled(data["fields"])
    return fields


def _forget_origin(document: Any) -> None:
    """Leave out where the template was made from."""
    from lxml import etree

    from scribe_core.document_templates.inspection import DROPPED

    for part in document.part.package.iter_parts():
        for name, relation in list(part.rels.items()):
            if relation.reltype.endswith(DROPPED):
                del part.rels[name]
        element = getattr(part, "element", None)
        if element is not None:
            for found in list(
                element.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}attachedTemplate")
            ):
                found.getparent().remove(found)
        elif str(part.partname).endswith("/settings.xml"):
            tree = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
            for found in list(tree.iter("{*}attachedTemplate")):
                found.getparent().remove(found)
            part._blob = etree.tostring(tree, encoding="UTF-8", standalone=True)


def _packed(made: BytesIO) -> bytes:
    """The document's parts packed again, without the time at which they were: the same bytes each time."""
    packed = BytesIO()
    with zipfile.ZipFile(made) as written, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as again:
        for entry in written.infolist():
            one = zipfile.ZipInfo(entry.filename, NEVER)
            one.compress_type = zipfile.ZIP_DEFLATED
            again.writestr(one, written.read(entry))
    return packed.getvalue()


def _short(message: str | None) -> str:
    """One line of a message, without what could be markup."""
    return " ".join("".join(c if c.isprintable() else " " for c in message or "").split())[:160].rstrip(".")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
