"""How a speaker is called in an export."""

from scribe_core.domain.transcript import NamedBy, Speaker, Transcript

UNNAMED = {"en": "Speaker {number}", "fr": "Locuteur {number}"}

JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"

BY_VOICE = {"en": "{name} (by voice)", "fr": "{name} (selon la voix)"}
"""How a name reads that only the machine gave: a line of a transcript is quoted alone, so each says it."""


def speaker_names(transcript: Transcript) -> dict[str, str]:
    """Speaker id → the name that people or the voice gave, else "Speaker 1" in the transcript's language.

    One line, no control characters.
    """
    unnamed = _in_its_language(UNNAMED, transcript)
    return {
        speaker.id: one_line(speaker.name) if speaker.name else unnamed.format(number=speaker.number)
        for speaker in transcript.speakers
    }


def names_for_readers(transcript: Transcript) -> dict[str, str]:
    """The same, where a name that the voice gave and nobody confirmed says so."""
    by_voice = _in_its_language(BY_VOICE, transcript)
    names = speaker_names(transcript)
    return {
        speaker.id: by_voice.format(name=names[speaker.id]) if _only_by_voice(speaker) else names[speaker.id]
        for speaker in transcript.speakers
    }


def one_line(text: str) -> str:
    """Text without line breaks or control characters, so that it cannot break out of its place in a line format.

    The joiners that some scripts are written with stay.
    """
    return " ".join("".join(c if c.isprintable() or c in JOINERS else " " for c in text).split())


def _only_by_voice(speaker: Speaker) -> bool:
    return bool(speaker.name) and speaker.named_by is NamedBy.VOICE


def _in_its_language(words: dict[str, str], transcript: Transcript) -> str:
    return words.get(transcript.language, words["en"])
