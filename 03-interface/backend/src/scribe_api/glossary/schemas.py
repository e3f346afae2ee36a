"""JSON of somebody's glossary."""

from pydantic import Field

from scribe_api.runs.schemas import Glossary
from scribe_api.wire import Asked, Message, Told


class OwnGlossary(Told):
    """The terms that every new run of mine takes into account, beside those named for it alone."""

    terms: list[str] = Field(description="In order.", examples=[["CSSCT", "Kerouédan"]])
    most: int = Field(description="How many there may be.")


class GlossaryChange(Asked):
    """Terms to put in and to take out."""

    add: Glossary = Field([])
    remove: list[str] = Field([], max_length=1000)


class GlossaryFault(Message):
    """A line of a file that was not taken, and why."""

    line: int = Field(description="Counted from 1.")
    text: str = Field(description="What stands there, shortened.")


class GlossaryImport(OwnGlossary):
    """What came of a file. The terms are those that are there now."""

    added: int
    known: int = Field(description="Terms that were there already, or twice in the file.")
    faults: list[GlossaryFault] = Field(description="The first hundred.")
    faulty: int = Field(description="How many lines were not taken.")
