"""JSON: our own transcript document, the segments of Whisper and its kin, and plain lists of who said what when."""

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from pydantic import ValidationError

from scribe_core.contract.transcript_document import FORMAT, TranscriptDocument
from scribe_core.domain.speech import Word
from scribe_core.errors import ScribeError
from scribe_core.imports.cue import LONGEST_HOURS, LONGEST_MS, LONGEST_TEXT, MOST_CUES, MOST_WORDS, Cue, time_in

MOST_LISTS = 5 * MOST_WORDS
"""Lists and objects of a file: our own has two a word. Each takes sixty bytes of memory or more, and three of a file."""

LISTS = ("segments", "utterances", "transcript", "cues")
"""Under what names tools keep their lists."""


def parsed(text: str) -> Any:
    """The value that the text is. Raises `import_json_invalid`, and `import_too_many` where it has more lists than any transcript."""
    if text.count("[") + text.count("{") > MOST_LISTS:
        raise ScribeError("import_too_many", most=MOST_CUES)
    try:
        return json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise ScribeError("import_json_invalid", line=error.lineno) from error
    except (
        ValueError,
        RecursionError,
    ) as error:  # NaN, a number of thousands of digits, lists within lists within lists
        raise ScribeError("import_json_invalid", line=1) from error


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def own_document(value: Any) -> TranscriptDocument | None:
    """Our own transcript document, None where it is something else. Raises `import_json_shape`, `import_too_many`."""
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        return None
    try:
        document = TranscriptDocument.model_validate(value)
    except ValidationError as error:
        place = ".".join(str(step) for step in error.errors()[0]["loc"])
        raise ScribeError("import_json_shape", place=place[:100]) from error
    there = {speaker.id for speaker in document.speakers}
    words = 0
    for at, utterance in enumerate(document.utterances):
        if utterance.speaker_id not in there:
            raise ScribeError("import_json_shape", place=f"utterances.{at}.speaker_id")
        words += len(utterance.words)
        for start, end in ((utterance.start, utterance.end), *((word.start, word.end) for word in utterance.words)):
            if not 0 <= start <= end:
                raise ScribeError("import_json_shape", place=f"utterances.{at}")
            if end * 1000 > LONGEST_MS:
                raise ScribeError("import_too_long", hours=LONGEST_HOURS)
    if len(document.utterances) > MOST_CUES or words > MOST_WORDS:
        raise ScribeError("import_too_many", most=MOST_CUES)
    return document


def listed_cues(value: Any) -> tuple[list[Cue], str | None, bool]:
    """The cues of a list, the language that the file names, and whether they are segments rather than utterances.

    Raises `import_json_shape`, `import_too_many`.
    """
    name, entries = _list_in(value)
    if len(entries) > MOST_CUES:
        raise ScribeError("import_too_many", most=MOST_CUES)
    cues = [cue for at, entry in enumerate(entries) if (cue := _cue(entry, f"{name}[{at}]")).text]
    language = value.get("language") if isinstance(value, dict) else None
    return cues, language if isinstance(language, str) else None, name == "segments"


def _list_in(value: Any) -> tuple[str, Sequence[Any]]:
    if isinstance(value, list):
        return "", value
    if isinstance(value, dict):
        for name in LISTS:
            if isinstance(found := value.get(name), list):
                return name, found
    raise ScribeError("import_json_shape", place="segments")


def _cue(entry: Any, place: str) -> Cue:
    if not isinstance(entry, dict):
        raise ScribeError("import_json_shape", place=place)
    text = entry.get("text")
    if not isinstance(text, str):
        raise ScribeError("import_json_shape", place=f"{place}.text")
    start = _time(entry, "start", place)
    end = _time(entry, "end", place)
    speaker = entry.get("speaker")
    if isinstance(speaker, int) and not isinstance(speaker, bool):
        speaker = f"Speaker {speaker}"
    if speaker is not None and not isinstance(speaker, str):
        raise ScribeError("import_json_shape", place=f"{place}.speaker")
    if end is not None and (start is None or end <= start):
        end = None
    return Cue(start, end, speaker, text.strip(), 0, _words(entry.get("words"), text))


def _time(entry: Mapping[str, Any], name: str, place: str) -> int | None:
    """Seconds as a number, or a time as text, in milliseconds."""
    value = entry.get(name)
    if value is None:
        return None
    if isinstance(value, str) and (time := time_in(value)) is not None:
        return time
    seconds = _seconds(value)
    if seconds is None:
        raise ScribeError("import_json_shape", place=f"{place}.{name}")
    return round(seconds * 1000)


def _seconds(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        seconds = float(value)
    except OverflowError:
        return None
    return seconds if math.isfinite(seconds) and 0 <= seconds < 1e7 else None


def _words(given: Any, text: str) -> tuple[Word, ...]:
    """Each word with its time as Whisper tells them, nothing where one is missing, beyond any meeting, or they are not the text."""
    if not isinstance(given, list) or not given:
        return ()
    words: list[Word] = []
    for one in given:
        if not isinstance(one, dict):
            return ()
        said, start, end = one.get("word", one.get("text")), _seconds(one.get("start")), _seconds(one.get("end"))
        if (
            not isinstance(said, str)
            or start is None
            or end is None
            or not start <= end <= LONGEST_MS / 1000
            or len(said) > LONGEST_TEXT
            or (words and start < words[-1].start)
        ):
            return ()
        sure = _seconds(one.get("probability", one.get("score")))
        probability = 1.0 if sure is None else min(1.0, sure)
        words.append(Word(round(start, 3), round(end, 3), said.strip(), probability))
    if " ".join(word.text for word in words) != " ".join(text.split()):
        return ()  # pieces of words, or another text: times are shared out instead
    return tuple(words)
