"""Word templates for minutes over HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response, status

from scribe_api.dependencies import Asking, Reader, Reading, TheParts, Writing
from scribe_api.document_templates import service
from scribe_api.document_templates.schemas import DocumentTemplate, DocumentTemplates
from scribe_api.error_responses import answers
from scribe_api.meetings.downloads import attachment
from scribe_api.wire import Name
from scribe_core.database import document_templates
from scribe_core.database.document_templates import DocumentTemplate as Row
from scribe_core.document_templates.starter import starter
from scribe_core.domain.account import Role
from scribe_core.exports import FORMATS

router = APIRouter(prefix="/document-templates", tags=["document templates"], responses=answers("session_invalid"))

WORD = FORMATS["docx"].media_type
_FILE: dict[int | str, dict[str, Any]] = {200: {"description": "The file.", "content": {WORD: {}}}}
_ONE = answers("document_template_not_found")


@router.get("")
async def list_document_templates(asking: Asking, session: Reading) -> DocumentTemplates:
    """My templates and those for everybody, by name."""
    found = await document_templates.visible(session, asking.user.id)
    return DocumentTemplates(items=[_told(row, asking.user.id) for row in found], most=document_templates.MOST)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    responses=answers(
        "csrf_invalid", "forbidden", "document_templates_too_many", "document_template_not_word", "document_template_active",
        "document_template_outside", "document_template_too_large", "document_template_too_costly", "document_template_syntax",
        "document_template_field_unknown", "document_template_failed",
    ),
    openapi_extra={
        "requestBody": {
            "required": True,
            "description": "The file's bytes as they are, not a form. 5 MB at most.",
            "content": {WORD: {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)  # fmt: skip
async def upload_document_template(
    request: Request,
    asking: Asking,
    parts: TheParts,
    name: Annotated[Name, Query(description="What it is called.", examples=["Comité social"])],
    shared: Annotated[bool, Query(description="For every account; administrators only.")] = False,
) -> DocumentTemplate:
    """Send a .docx in which minutes are to be written. It is tried at once: what cannot be filled is not kept."""
    return _told(await service.upload(parts, asking, name, request, shared=shared), asking.user.id)


@router.get("/starter", response_class=Response, responses=_FILE)
async def read_starter_template(asking: Asking, language: Reader) -> Response:  # noqa: ARG001 — only who is signed in
    """A template to begin with, in the language of `Accept-Language`."""
    return _file(b"".join(starter(language)), "template.docx")


@router.get("/{template_id:id}", response_class=Response, responses=_FILE | _ONE)
async def read_document_template(template_id: str, asking: Asking, session: Reading) -> Response:
    """The file that was uploaded."""
    return _file(await document_templates.content(session, asking.user.id, template_id), "template.docx")


@router.delete("/{template_id:id}", status_code=status.HTTP_204_NO_CONTENT, responses=_ONE | answers("csrf_invalid"))
async def remove_document_template(template_id: str, asking: Asking, session: Writing) -> Response:
    """Delete a template of mine; as an administrator, any that everybody has."""
    administrator = asking.user.role == Role.ADMINISTRATOR
    await document_templates.remove(session, asking.user.id, template_id, administrator=administrator)
    return Response(status_code=status.HTTP_204_NO_CONTENT)


def _told(row: Row, user_id: str) -> DocumentTemplate:
    return DocumentTemplate(
        id=row.id,
        name=row.name,
        shared=row.shared,
        mine=row.owner_id == user_id,
        size=row.size,
        created_at=row.created_at,
    )


def _file(content: bytes, name: str) -> Response:
    return Response(content, media_type=WORD, headers={"Content-Disposition": attachment(name)})
