"""How a speaker is called in an export."""

from scribe_core.domain.transcript import Transcript

UNNAMED = {"en": "Speaker {number}", "fr": "Locuteur {number}"}


def speaker_names(transcript: Transcript) -> dict[str, str]:
    """Speaker id → the name that people or the voice gave, else "Speaker 1" in the transcript's language.

    One line, no control characters.
    """
    unnamed = UNNAMED.get(transcript.language, UNNAMED["en"])
    return {
        speaker.id: one_line(speaker.name) if speaker.name else unnamed.format(number=speaker.number)
        for speaker in transcript.speakers
    }


def one_line(text: str) -> str:
    """Text without line breaks or control characters, so that it cannot break out of its place in a line format."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
