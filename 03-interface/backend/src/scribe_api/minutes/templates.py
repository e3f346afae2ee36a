"""Templates of minutes over HTTP: those that are always there, and one's own."""

from collections import Counter
from typing import Annotated, Any, Self

from fastapi import APIRouter, status
from pydantic import AfterValidator, Field, StringConstraints, model_validator

from scribe_api.dependencies import Asking, Reader, Reading, Writing
from scribe_api.error_responses import answers
from scribe_api.minutes.schemas import SectionKey
from scribe_api.wire import Asked, Printable, Told
from scribe_core.database import minutes_templates
from scribe_core.domain import minutes_form as form
from scribe_core.domain.minutes_form import (
    MOST_SECTIONS,
    SECTION_TITLE_LIMIT,
    TEMPLATE_NAME_LIMIT,
    Section,
    SectionKind,
)
from scribe_core.domain.minutes_templates import built_in, built_in_template
from scribe_core.errors import Language, ScribeError

router = APIRouter(prefix="/minutes-templates", tags=["minutes"], responses=answers("session_invalid"))

SectionTitle = Annotated[
    str, StringConstraints(max_length=SECTION_TITLE_LIMIT), AfterValidator(Printable(SECTION_TITLE_LIMIT))
]
TemplateName = Annotated[
    str, StringConstraints(max_length=TEMPLATE_NAME_LIMIT), AfterValidator(Printable(TEMPLATE_NAME_LIMIT))
]


class TemplateSection(Told):
    """A section that minutes have. People fill those of the kind `text`; the others are written from the transcript."""

    key: str
    title: str
    kind: SectionKind


class SectionGiven(Asked):
    """A section of a template of one's own. Its key stays what it is when its title changes."""

    key: SectionKey
    title: SectionTitle
    kind: SectionKind


def _fit(sections: list[SectionGiven]) -> list[SectionGiven]:
    if len({one.key for one in sections}) < len(sections):
        raise ValueError("each section needs a key of its own")
    kinds = Counter(one.kind for one in sections if one.kind is not SectionKind.TEXT)
    if any(count > 1 for count in kinds.values()):
        raise ValueError("of each kind but text there is one section at most")
    return sections


Sections = Annotated[list[SectionGiven], Field(min_length=1, max_length=MOST_SECTIONS), AfterValidator(_fit)]


class NewTemplate(Asked):
    """A template of one's own."""

    name: TemplateName
    language: Language | None = Field(None, description="Of its titles.")
    sections: Sections


class TemplateChange(Asked):
    """What to change; what is left out stays. Minutes that were written before stay as they are."""

    name: TemplateName | None = None
    language: Language | None = None
    sections: Sections | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if any(getattr(self, name) is None for name in self.model_fields_set - {"language"}):
            raise ValueError("a name and sections cannot be null")
        return self

    def given(self) -> dict[str, Any]:
        """What was named, as rows hold it."""
        values = {name: getattr(self, name) for name in self.model_fields_set}
        if self.sections is not None:
            values["sections"] = [one.written() for one in _plain(self.sections)]
        return values


class MinutesTemplate(Told):
    """Which sections minutes have."""

    key: str
    name: str
    language: Language | None = Field(description="Of its titles; null where nobody said.")
    builtin: bool = Field(description="It comes with the product and stays as it is.")
    sections: list[TemplateSection]


@router.get("")
async def list_minutes_templates(asking: Asking, session: Reading, language: Reader) -> list[MinutesTemplate]:
    """Those that come with the product, in my language, then my own."""
    own = await minutes_templates.of_owner(session, asking.user.id)
    return [*(_told(one, builtin=True) for one in built_in(language)), *(_told(one) for one in own)]


@router.post("", status_code=status.HTTP_201_CREATED, responses=answers("minutes_templates_too_many", "csrf_invalid"))
async def add_minutes_template(new: NewTemplate, asking: Asking, session: Writing) -> MinutesTemplate:
    """Make a template of one's own."""
    sections = _plain(new.sections)
    return _told(await minutes_templates.add(session, asking.user.id, new.name, new.language, sections))


_OWN = answers("minutes_template_not_found", "minutes_template_built_in", "csrf_invalid")


@router.patch("/{key:key}", responses=_OWN)
async def change_minutes_template(
    key: str, change: TemplateChange, asking: Asking, session: Writing
) -> MinutesTemplate:
    """Change a template of one's own. Minutes that were written by it stay as they are."""
    _require_own(key)
    return _told(await minutes_templates.change(session, asking.user.id, key, change.given()))


@router.delete("/{key:key}", status_code=status.HTTP_204_NO_CONTENT, responses=_OWN)
async def delete_minutes_template(key: str, asking: Asking, session: Writing) -> None:
    """Delete a template of one's own. Minutes that were written by it stay as they are."""
    _require_own(key)
    await minutes_templates.remove(session, asking.user.id, key)


def _require_own(key: str) -> None:
    if built_in_template(key, "en") is not None:
        raise ScribeError("minutes_template_built_in")


def _plain(sections: list[SectionGiven]) -> list[Section]:
    return [Section(one.key, one.title, one.kind) for one in sections]


def _told(template: form.Template, *, builtin: bool = False) -> MinutesTemplate:
    return MinutesTemplate(
        key=template.key,
        name=template.name,
        language=_LANGUAGES.get(template.language or ""),
        builtin=builtin,
        sections=[TemplateSection.model_validate(one) for one in template.sections],
    )


_LANGUAGES: dict[str, Language] = {"fr": "fr", "en": "en"}
