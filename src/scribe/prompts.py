"""Recorded telephone prompts from Debian, each a few known words of one voice: what tests and proofs compose recordings of."""

from pathlib import Path

from scribe import debian, environment

PROMPTS = environment.CACHE / "prompts"

VOICES = {
    "fr": ("asterisk-core-sounds-fr-wav", "fr_CA_f_June"),
    "en": ("asterisk-core-sounds-en-wav", "en_US_f_Allison"),
}
"""For each language the Debian package and its voice (CC BY-SA 3.0)."""


def fetch() -> Path:
    """A folder with the prompts, `<language>/…/<prompt>.wav`, 8 kHz. Raises `tool_missing` without Debian's tools."""
    for language, (package, voice) in VOICES.items():
        debian.unpack(package, f"usr/share/asterisk/sounds/{voice}", PROMPTS / language)
    return PROMPTS
