"""A folder of recordings with what is known of them.

FOLDER/<name>/item.json     {"lang": "fr", "duration_s": 372.2, ...}
FOLDER/<name>/<sound>       any one file a media library can read
FOLDER/<name>/*.rttm        who speaks when (optional)
FOLDER/<name>/*.stm         who says what, with times (optional)
FOLDER/<name>/turns.txt     who says what, `NAME: words`, without times (optional)
"""

import json
from dataclasses import dataclass
from pathlib import Path

SOUNDS = frozenset({".flac", ".wav", ".opus", ".ogg", ".mp3", ".m4a"})

GROUPS = ("AMI excerpts", "AMI concatenated", "English mixes", "French mixes", "French synthetic", "others")


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording of the folder."""

    name: str
    sound: Path
    language: str
    seconds: float
    turns: Path | None
    words: Path | None

    @property
    def group(self) -> str:
        """What kind of recording it is, by its name and language."""
        if self.name.startswith("ami_"):
            return "AMI concatenated" if "concat" in self.name else "AMI excerpts"
        if "mix" in self.name:
            return "French mixes" if self.language == "fr" else "English mixes"
        if "tts" in self.name and self.language == "fr":
            return "French synthetic"
        return "others"


def recordings_in(folder: Path) -> list[Recording]:
    """The recordings of a folder, by name."""
    return [_recording(item.parent) for item in sorted(folder.glob("*/item.json"))]


def _recording(folder: Path) -> Recording:
    item = json.loads((folder / "item.json").read_text(encoding="utf-8"))
    [sound] = [file for file in folder.iterdir() if file.suffix in SOUNDS]
    turns, words = next(folder.glob("*.rttm"), None), next(folder.glob("*.stm"), None)
    plain = folder / "turns.txt"
    return Recording(
        folder.name, sound, item["lang"], float(item["duration_s"]), turns, words or (plain if plain.exists() else None)
    )
