"""What can be measured: the product, the systems it is compared with, and any command that writes our outcome."""

import hashlib
import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from scribe import environment
from scribe.models import models_of, needed
from scribe.recipes import recipe_of
from scribe_core.domain.run import Preset, RunSettings
from scribe_core.errors import ScribeError
from scribe_core.settings import Settings

OURS = "ours"
PRESETS = {f"{OURS}-{preset}": preset for preset in Preset}
"""The product at each preset; `ours` is at the installation's own."""

PEERS = {"peer": "spectral", "peer_torch": "spectral_torch", "sherpa": "sherpa"}
"""The systems we are compared with, and the diarizer of each (`benchmarks/peers`); their words are the same."""

CHECKPOINT = "campplus_cn_en_common.pt"

WITH_TORCH = "peer_torch"
"""The one whose voice vectors PyTorch computes: gigabytes of packages, in an environment of its own."""

KNOWN = (OURS, *PRESETS, *PEERS)

BENCHMARKS = environment.HOME / "benchmarks"
SHAPES_OURS = ("01-core/src", "02-workers/src", "src/scribe/recipes.py", "src/scribe/evaluation/job.py")
"""Sources that shape the product's outcome: where none of them changed, it needs not be computed again."""


@dataclass(frozen=True, slots=True)
class System:
    """Something that is measured. `mark` tells its versions apart; `words_from` another whose words it takes over.

    Its command is given `--audio FILE --out OUTCOME`, and `--language` and `--speakers` where they are known.
    """

    name: str
    command: Sequence[str]
    mark: str
    folder: Path = environment.HOME
    variables: Mapping[str, str] = field(default_factory=dict)
    words_from: str | None = None


def systems_named(
    names: Sequence[str],
    settings: Settings,
    *,
    caller: Path,
    networks: Path,
    threads: int,
    peers_python: Callable[[bool], Path],
) -> list[System]:
    """The systems of a list of names and `name=COMMAND`s, the product first. Raises `system_unknown`.

    A command runs in the `caller`'s folder; `networks` is a folder for copies of networks that a peer needs; `peers_python`
    gives the peers' Python, with PyTorch or without.
    """
    known: dict[str, System] = {}
    for name in names:
        given, is_command, command = name.partition("=")
        if is_command and given.isidentifier() and given not in KNOWN and command.strip():
            known[given] = System(given, shlex.split(command), _digest(command), caller)
        elif name == OURS or name in PRESETS:
            known[name] = _ours(name, settings)
        elif name in PEERS:
            words_from = "peer" if name != "peer" and "peer" in names else None
            known[name] = _peer(name, settings, networks, threads, peers_python(name == WITH_TORCH), words_from)
        else:
            raise ScribeError("system_unknown", name=name, known=", ".join(KNOWN))
    return sorted(known.values(), key=lambda system: (not system.name.startswith(OURS), system.words_from is not None))


def models_in(settings: Settings) -> dict[str, str]:
    """The models that take part, and what identifies each one's content."""
    store = models_of(settings)
    return {name: store.digest(name) for name in needed(settings)}


def _ours(name: str, settings: Settings) -> System:
    preset = PRESETS.get(name)
    # A preset shapes the outcome by its manner, whoever named it.
    recipe = replace(recipe_of(settings, RunSettings(preset=preset)), settings=RunSettings())
    command = [str(environment.PYTHON), "-m", "scribe.evaluation.job", *(["--preset", preset] if preset else [])]
    return System(name, command, _digest(_sources(*SHAPES_OURS), environment.RUN_LOCK.read_bytes(), recipe))


def _peer(name: str, settings: Settings, networks: Path, threads: int, python: Path, words_from: str | None) -> System:
    """Sequential faster-whisper, then a public diarizer, then the nearest turn, with the same weights as the product."""
    models = models_of(settings)
    command = [str(python), "-m", "peers.plain_way", "--diarizer", PEERS[name], "--threads", str(threads)]
    command += ["--whisper", str(models.open(settings.speech_model)), "--copies", str(networks)]
    command += ["--segmentation", str(models.open("segmentation") / "segmentation.onnx")]
    network = ("voice-checkpoint", CHECKPOINT) if name == WITH_TORCH else ("voice", "voice.onnx")
    command += ["--voice", str(models.open(network[0]) / network[1])]
    lock = environment.TORCH_LOCK if name == WITH_TORCH else environment.PEERS_LOCK
    mark = _digest(_sources("benchmarks/peers"), lock.read_bytes(), sorted(models_in(settings).items()))
    paths = f"{BENCHMARKS}:{environment.HOME / 'src'}"
    return System(name, command, mark, variables={"PYTHONPATH": paths}, words_from=words_from)


def _sources(*places: str) -> str:
    """What identifies the Python files at these places of the product's folder."""
    files = [
        file
        for place in (environment.HOME / place for place in places)
        for file in (sorted(place.rglob("*.py")) if place.is_dir() else [place])
    ]
    return _digest(*(file.read_bytes() for file in files))


def _digest(*parts: object) -> str:
    text = [part if isinstance(part, bytes) else repr(part).encode() for part in parts]
    return hashlib.sha256(b"\0".join(text)).hexdigest()
