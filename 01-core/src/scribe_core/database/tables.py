"""Every table of the product, for migrations: importing this file is what makes them known."""

from scribe_core.database import (
    audit,
    consents,
    corrections,
    deletions,
    glossary,
    identities,
    meetings,
    notes,
    one_time_codes,
    passages,
    persons,
    runs,
    search_marks,
    sessions,
    sign_in_attempts,
    tags,
    transcripts,
    uploads,
    users,
    voiceprints,
    workers,
)
from scribe_core.database.base import Base

METADATA = Base.metadata

__all__ = [
    "METADATA",
    "audit",
    "consents",
    "corrections",
    "deletions",
    "glossary",
    "identities",
    "meetings",
    "notes",
    "one_time_codes",
    "passages",
    "persons",
    "runs",
    "search_marks",
    "sessions",
    "sign_in_attempts",
    "tags",
    "transcripts",
    "uploads",
    "users",
    "voiceprints",
    "workers",
]
