"""Object keys. Everything of a meeting lies under `meetings/<id>/`, so that deleting it is one prefix.

A file sent to learn a voice from lies there too, under its run's id, until that run has ended.
"""

MEETINGS = "meetings/"
"""Prefix of all objects that rows refer to, with its closing slash."""


def meeting(meeting_id: str) -> str:
    """Prefix of all objects of a meeting, with its closing slash."""
    return f"{MEETINGS}{meeting_id}/"


def recording(meeting_id: str) -> str:
    """The recording as it was uploaded, byte for byte. Read it with `stores/recordings.py`: it may lie there in parts."""
    return f"{meeting(meeting_id)}recording"


def recording_list(recording_key: str) -> str:
    """Which parts a recording that came in several consists of; there is then nothing under its own key."""
    return f"{recording_key}.parts.json"


def recording_parts(recording_key: str) -> str:
    """Prefix of those parts, with its closing slash."""
    return f"{recording_key}.parts/"


def artefacts(meeting_id: str, stage: str) -> str:
    """Prefix of all artefacts of a stage, with its closing slash."""
    return f"{meeting(meeting_id)}artefacts/{stage}/"


def artefact(meeting_id: str, stage: str, fingerprint: str) -> str:
    """Base of a stage's artefact: `<base>.json` is the result, `<base>.<suffix>` and `<base>/…` stand beside it."""
    return f"{artefacts(meeting_id, stage)}{fingerprint}"


def is_chunk(key: str) -> bool:
    """Whether a key below `artefacts/<stage>/` is a chunk of a stage's work rather than its result or a side file."""
    return key.partition("/artefacts/")[2].count("/") > 1


def transcript(meeting_id: str, revision: int, transcript_id: str) -> str:
    """The transcript document of a revision, as the machine made it (schema: docs/transcript-document.md).

    Its row names it. Each attempt at writing a revision has a key of its own: one that comes too late must not write over the
    one that counts.
    """
    return f"{meeting(meeting_id)}transcripts/{revision:04d}-{transcript_id}.json"


PROBES = "probes/"
"""Prefix of what is written to see whether the store takes it, with its closing slash."""


def probe() -> str:
    """Something to write and delete again. Whoever does so at the same time leaves the same, nothing."""
    return f"{PROBES}probe"
