"""The one place where errors become HTTP: each code's status, the body people and programs read, and its place in OpenAPI."""

import logging
from itertools import islice
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from scribe_api.languages import reader_language
from scribe_core.errors import SENTENCES, Language, ScribeError, sentence

log = logging.getLogger(__name__)

STATUS: dict[str, int] = {
    "code_invalid": 400,
    "upload_header_invalid": 400,
    "request_invalid": 422,
    "request_stalled": 400,  # not 408: browsers repeat such a request by themselves, a long upload too
    "upload_interrupted": 400,
    "credentials_invalid": 401,
    "session_invalid": 401,
    "session_reused": 401,
    "token_invalid": 401,
    "csrf_invalid": 403,
    "forbidden": 403,
    "token_insufficient": 403,
    "token_read_only": 403,
    "comment_not_found": 404,
    "conversation_not_found": 404,
    "correction_not_found": 404,
    "document_template_not_found": 404,
    "session_not_found": 404,
    "meeting_not_found": 404,
    "minutes_item_not_found": 404,
    "minutes_not_found": 404,
    "minutes_section_not_found": 404,
    "minutes_template_not_found": 404,
    "not_found": 404,
    "person_not_found": 404,
    "run_not_found": 404,
    "speaker_not_found": 404,
    "suggestion_not_found": 404,
    "tag_not_found": 404,
    "token_not_found": 404,
    "transcript_not_found": 404,
    "upload_not_found": 404,
    "user_not_found": 404,
    "utterance_not_found": 404,
    "voiceprint_not_found": 404,
    "method_not_allowed": 405,
    "audio_not_ready": 409,
    "comments_too_long": 409,
    "comments_too_many": 409,
    "consent_missing": 409,
    "conversation_busy": 409,
    "questions_at_once": 429,
    "conversation_full": 409,
    "correction_built_on": 409,
    "email_taken": 409,
    "last_administrator": 409,
    "meeting_in_trash": 409,
    "meeting_without_sound": 409,
    "minutes_approved": 409,
    "minutes_changed": 409,
    "minutes_frozen": 409,
    "minutes_full": 409,
    "minutes_not_approved": 409,
    "minutes_template_built_in": 409,
    "minutes_templates_too_many": 409,
    "person_exists": 409,
    "persons_same": 409,
    "enrolments_too_many": 409,
    "document_templates_too_many": 409,
    "glossary_full": 409,
    "run_begun": 409,
    "run_finished": 409,
    "run_in_progress": 409,
    "setup_done": 409,
    "tags_too_many": 409,
    "tokens_too_many": 409,
    "upload_complete": 409,
    "upload_offset_conflict": 409,
    "uploads_too_many": 409,
    "utterance_changed": 409,
    "upload_version": 412,
    "quota_exceeded": 413,  # not 507: clients of uploads try again after a 5xx
    "document_template_too_large": 413,
    "glossary_file_too_long": 413,
    "import_too_large": 413,
    "import_word_too_large": 413,
    "request_too_large": 413,
    "sample_too_large": 413,
    "upload_in_pieces": 413,
    "upload_too_large": 413,
    "import_kind_unknown": 415,
    "media_not_recognised": 415,
    "media_protected": 415,
    "media_reference_refused": 415,
    "upload_content_type": 415,
    "range_not_satisfiable": 416,
    "upload_busy": 423,
    "too_many_attempts": 429,
    "request_head_too_large": 431,
    "upload_checksum_mismatch": 460,  # tus 1.0's own number
    "object_missing": 500,
    "pdf_failed": 500,
    "unexpected": 500,
    "database_busy": 503,
    "database_refused": 503,
    "database_unavailable": 503,
    "database_unprepared": 503,
    "llm_busy": 503,
    "llm_failing": 503,
    "llm_refused": 503,
    "llm_slow": 503,
    "llm_unavailable": 503,
    "embedder_unavailable": 503,
    "meaning_absent": 503,
    "storage_bucket_missing": 503,
    "storage_failing": 503,
    "storage_clock_wrong": 503,
    "storage_refused": 503,
    "storage_unavailable": 503,
    "too_many_connections": 503,
    "vectors_failing": 503,
    "vectors_missing": 503,
    "vectors_refused": 503,
    "vectors_taken": 503,
    "vectors_unavailable": 503,
    "upload_stalled": 503,  # not 408 or 400: clients of uploads go on after a 5xx
    "storage_full": 507,
    "vectors_full": 507,
}
"""What a code means in HTTP. A code that is not here says that the request cannot be done as it is: 422."""

_STATUS_CODES = {404: "not_found", 405: "method_not_allowed", 408: "request_stalled", 413: "request_too_large"}


class Problem(BaseModel):
    """Why a request failed. Programs read `code`; people read `message`, in the language of `Accept-Language`."""

    code: str = Field(examples=["meeting_not_found"])
    message: str = Field(examples=["There is no such meeting."])
    details: dict[str, Any] = Field(default={}, description="What fills the message's places.")
    request_id: str = Field(description="Names this request in the server's log.", examples=["5f1c0b7f4a3e4b0d"])


def status_of(code: str) -> int:
    """The HTTP status of an error."""
    return STATUS.get(code, 422)


def answers(*codes: str) -> dict[int | str, dict[str, Any]]:
    """These errors as OpenAPI `responses`, one entry a status, with an example for each code."""
    by_status: dict[int | str, dict[str, Any]] = {}
    for code in codes:
        entry = by_status.setdefault(
            status_of(code), {"model": Problem, "description": "", "content": {"application/json": {"examples": {}}}}
        )
        text = sentence(code, "en")
        entry["description"] = f"{entry['description']} `{code}`: {text}".strip()
        problem = {"code": code, "message": text, "details": {}, "request_id": "5f1c0b7f4a3e4b0d"}
        entry["content"]["application/json"]["examples"][code] = {"value": problem}
    return by_status


def problem_response(error: ScribeError, request_id: str, language: Language) -> JSONResponse:
    """The answer to a request that failed with this error."""
    headers = {}
    if error.code == "too_many_attempts":
        headers["Retry-After"] = str(error.details.get("seconds", 60))
    elif status_of(error.code) == 503:
        headers["Retry-After"] = "2"
    elif status_of(error.code) == 401:
        headers["WWW-Authenticate"] = "Bearer"
    elif error.code == "upload_offset_conflict":
        headers["Upload-Offset"] = str(error.details["offset"])
    elif error.code == "range_not_satisfiable":
        headers["Content-Range"] = f"bytes */{error.details.get('size', '*')}"
    body = Problem(
        code=error.code, message=error.sentence(language), details=_plain(error.details), request_id=request_id
    )
    return JSONResponse(body.model_dump(), status_of(error.code), headers)


def install(app: FastAPI) -> None:
    """Answer every error the application can raise with a `Problem`. The unforeseen ones are the edge's (`edge.py`)."""
    app.add_exception_handler(ScribeError, _scribe_error)
    app.add_exception_handler(RequestValidationError, _not_valid)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(ClientDisconnect, _gone)


MOST_FAULTS, LONGEST_FIELD, LONGEST_FAULT = 10, 100, 300
"""What is told of a request that is wrong: an answer is never longer for what was sent."""


async def _scribe_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ScribeError)
    if status_of(error.code) >= 500:
        log.warning("request %s: %s", request.state.request_id, error.code, exc_info=error)
    return _answer(request, error)


async def _not_valid(request: Request, error: Exception) -> JSONResponse:
    """Says which field and why, but never repeats what was sent: it may be a password."""
    assert isinstance(error, RequestValidationError)
    faults = [
        (".".join(str(step) for step in fault["loc"][1:])[:LONGEST_FIELD] or "body", fault["msg"][:LONGEST_FAULT])
        for fault in islice(error.errors(), MOST_FAULTS)
    ]
    reason = "; ".join(f"{field}: {message}" for field, message in faults)
    return _answer(request, ScribeError("request_invalid", reason=reason, fields=[field for field, _ in faults]))


async def _refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    code = _STATUS_CODES.get(error.status_code)
    failure = ScribeError(code) if code else ScribeError("request_invalid", reason=str(error.detail))
    answer = _answer(request, failure)
    answer.headers.update(error.headers or {})
    return answer


async def _gone(request: Request, _error: Exception) -> JSONResponse:
    """Nobody reads this answer; the log tells why nothing was kept."""
    return _answer(request, ScribeError("upload_interrupted"))


def _answer(request: Request, error: ScribeError) -> JSONResponse:
    answer = problem_response(error, request.state.request_id, reader_language(request))
    answer.headers.update(getattr(request.state, "protocol_headers", {}))
    return answer


def _plain(details: dict[str, object]) -> dict[str, Any]:
    plain = (bool, int, float, str, list, type(None))
    return {name: value if isinstance(value, plain) else str(value) for name, value in details.items()}


assert set(STATUS) <= set(SENTENCES), "every code has its sentences"
