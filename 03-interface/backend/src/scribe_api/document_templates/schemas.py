"""JSON of Word templates for minutes."""

from datetime import datetime

from pydantic import Field

from scribe_api.wire import Told


class DocumentTemplate(Told):
    """A template. Its id is the export's `template`."""

    id: str
    name: str
    shared: bool = Field(description="Whether every account has it.")
    mine: bool = Field(description="Whether I uploaded it.")
    size: int = Field(description="Bytes.")
    created_at: datetime


class DocumentTemplates(Told):
    """The templates that I may use."""

    items: list[DocumentTemplate]
    most: int = Field(description="How many of one's own there may be.")
