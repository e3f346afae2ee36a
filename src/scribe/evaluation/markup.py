"""HTML and SVG elements. Whatever text goes in comes out as text: the serialiser escapes it."""

from unicodedata import category
from xml.etree.ElementTree import Element, tostring

Child = Element | str


def tag(name: str, /, *children: Child, **attributes: object) -> Element:
    """An element. `class_` is `class`; other underscores in attribute names are hyphens; None leaves one out."""
    element = Element(
        name,
        {
            key.rstrip("_").replace("_", "-"): printable(str(value))
            for key, value in attributes.items()
            if value is not None
        },
    )
    for child in children:
        if isinstance(child, str):
            put(element, child)
        else:
            element.append(child)
    return element


def put(element: Element, text: str) -> None:
    """Add text at an element's end."""
    text = printable(text)
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def printable(text: str) -> str:
    """The text with blanks for control characters, which a page may not hold and a terminal would obey."""
    return "".join(" " if category(letter).startswith("C") and letter != "\n" else letter for letter in text)


def document(root: Element) -> str:
    """A whole page. What stands in a `style` element is written as it is: only constants of ours may."""
    return "<!doctype html>\n" + tostring(root, encoding="unicode", method="html") + "\n"
