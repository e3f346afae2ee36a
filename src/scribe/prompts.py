"""Recorded telephone prompts from Debian, each a few known words of one voice: what tests and proofs compose recordings of.

Downloaded as a package file and unpacked into the cache; nothing is installed.
"""

import shutil
import tempfile
from pathlib import Path

from scribe import environment
from scribe.wording import say
from scribe_core.errors import ScribeError

PROMPTS = environment.CACHE / "prompts"

VOICES = {
    "fr": ("asterisk-core-sounds-fr-wav", "fr_CA_f_June"),
    "en": ("asterisk-core-sounds-en-wav", "en_US_f_Allison"),
}
"""For each language the Debian package and its voice (CC BY-SA 3.0)."""


def fetch() -> Path:
    """A folder with the prompts, `<language>/…/<prompt>.wav`, 8 kHz. Raises `tool_missing` without Debian's tools."""
    for language, (package, voice) in VOICES.items():
        if (PROMPTS / language).is_dir():
            continue
        for tool in ("apt-get", "dpkg-deb"):
            if not shutil.which(tool):
                raise ScribeError("tool_missing", tool=tool, remedy=f"Debian: {package}")
        PROMPTS.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=PROMPTS) as name:
            folder = Path(name)
            what = say("step_samples")
            environment.run_logged(["apt-get", "-q", "download", package], what, cwd=folder)
            [archive] = folder.glob("*.deb")
            environment.run_logged(["dpkg-deb", "-x", str(archive), str(folder)], what)
            (folder / "usr/share/asterisk/sounds" / voice).replace(PROMPTS / language)
    return PROMPTS
