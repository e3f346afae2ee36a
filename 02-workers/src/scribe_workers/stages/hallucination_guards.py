"""Sentences that Whisper invents where nobody speaks, in French and in English, and when to believe them.

They come from the subtitles it learned from: credits, thanks for watching, appeals to subscribe. A person may well say
"thank you", so a phrase is dropped only on further evidence: the model itself doubts its words, or the phrase stands
alone in a chunk where the model thinks nobody speaks.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from itertools import groupby

from scribe_core.domain.speech import Word

NEVER_SAID = (
    "sous titres réalisés par la communauté d amara org",
    "sous titres réalisés para la communauté d amara org",
    "sous titres réalisés par l amara org",
    "sous titres par la communauté d amara org",
    "sous titres fait par la communauté d amara org",
    "sous titres fait par sous titres par amara org",
    "sous titres réalisés par",
    "sous titrage société radio canada",
    "sous titrage st 501",
    "sous titrage fr",
    "sous titrage",
    "traduction et sous titrage",
    "abonnez vous à la chaîne",
    "n oubliez pas de vous abonner",
    "merci d avoir regardé cette vidéo",
    "merci d avoir regardé la vidéo",
    "subtitles by the amara org community",
    "subtitles by",
    "transcription by castingwords",
    "translated by",
    "captioning by",
    "please subscribe to my channel",
    "don t forget to like and subscribe",
    "like and subscribe",
    "thank you for watching",
    "thanks for watching",
    "thank you so much for watching",
    "thanks for watching and i ll see you in the next video",
    "i ll see you in the next video",
)
"""What subtitles say and meetings hardly do."""

SELDOM_ALONE = (
    "merci",
    "merci beaucoup",
    "merci à tous",
    "au revoir",
    "bonne journée",
    "à bientôt",
    "à la prochaine",
    "thank you",
    "thank you very much",
    "thank you so much",
    "thanks",
    "bye",
    "bye bye",
    "you",
    "i m sorry",
    "okay",
    "oh",
    "so",
)
"""What people do say, but what Whisper also answers to breath, laughter and noise when a chunk holds nothing else."""

DOUBTFUL = 0.5
"""Mean word probability under which a phrase of subtitles is taken for an invention. A choice, not measured by itself: an hour
of noises gives no word with all guards together (docs/decisions/0016, benchmarks/README.md)."""

NOBODY = 0.6
"""Probability of no speech, as Whisper gives it, from which a phrase that stands alone is taken for an invention."""

GUESSED = -1.0
SURELY_GUESSED = -2.0
"""Mean log-probability of the tokens below which words are guesses: where nobody seems to speak, and where somebody surely does.

Between them it falls with the probability of no speech, which alone does not tell: in whistles and bursts of noise it is 0.35 to
0.6. Of 21 chunks of real speech the lowest lies 0.14 above that line, of 21 inventions in noise 16 lie below
(docs/decisions/0016). The first and `NOBODY` are Whisper's own.
"""

MOMENT = 0.05
DRAWN_OUT = 5.0
PLACELESS = 0.5
PLACELESS_LEAST = 3
"""Where so large a share of at least so many words lasts no longer than that, or as long as no word does, attention found no place
for them in the sound. In chunks of real speech the share is at most 0.08, in what was invented for bursts of noise at least 0.7
(docs/decisions/0016). Fewer words must be doubtful besides."""

ECHO = 0.6
ECHO_LEAST = 4
ECHO_NOBODY = 0.3
"""So large a share of at least so many syllables that are the same, with that probability of no speech: whistles and beeps heard as
"Woo! Woo! Woo! Woo!" or "P-P-P-P" (docs/decisions/0016)."""

IMPROBABLE = 0.3
IMPROBABLE_RUN = 3
"""So many words in a row, each with less than that probability, are guesses: of 7,000 words heard in half an hour of real
speech three stood so, all wrong (docs/decisions/0016)."""


class Guard(StrEnum):
    """What holds a word back."""

    SILENCE = "silence"
    """Nobody speaks in the chunk."""

    PHRASE = "phrase"
    """A sentence of subtitles."""

    IMPROBABLE = "improbable"
    """A run of words that the model itself hardly believes."""

    PLACELESS = "placeless"
    """Words that have no place in the sound."""

    REPETITION = "repetition"
    """The machine's own echo."""


def letters_of(text: str) -> str:
    """The text's words in lower case, without punctuation, one blank between them."""
    return " ".join(re.findall(r"[^\W_]+", text.lower()))


def silent(*, log_probability: float, no_speech: float) -> bool:
    """Whether a chunk holds no speech, whatever words the model guessed there."""
    return log_probability < min(GUESSED, SURELY_GUESSED + (GUESSED - SURELY_GUESSED) * no_speech / NOBODY)


def disbelieved(words: Sequence[Word], *, no_speech: float) -> Guard | None:
    """Why all of a chunk's words are inventions, None where they may have been said.

    To be asked when all was done to hear the chunk: what loops, for one, has no place either and is heard again first.
    """
    if not words:
        return None
    lasting = [word.end - word.start for word in words]
    placeless = sum(seconds <= MOMENT or seconds >= DRAWN_OUT for seconds in lasting)
    doubtful = max(lasting) >= DRAWN_OUT and sum(word.probability for word in words) < DOUBTFUL * len(words)
    if placeless >= PLACELESS * len(words) and (len(words) >= PLACELESS_LEAST or doubtful):
        return Guard.PLACELESS
    said = Counter(letters_of(" ".join(word.text for word in words)).split())
    if no_speech >= ECHO_NOBODY and said.total() >= ECHO_LEAST and max(said.values()) >= ECHO * said.total():
        return Guard.REPETITION
    return None


def guarded(
    words: Sequence[Word], *, log_probability: float, no_speech: float
) -> tuple[tuple[Word, ...], dict[Guard, int]]:
    """A chunk's words without what was never said, and how many each guard held back.

    `log_probability` and `no_speech` are how sure the model is of the words, and that nobody speaks. Words that stay although a
    guard had something to say of them bear a mark: `phrase`, a sentence of subtitles that was believed; `withheld`, the word
    before or after them was not.
    """
    if silent(log_probability=log_probability, no_speech=no_speech):
        return (), _counted(Guard.SILENCE, words, ())
    kept = _without_phrases(words, no_speech)
    likely = _without_improbable(kept)
    withheld = _counted(Guard.PHRASE, words, kept) | _counted(Guard.IMPROBABLE, kept, likely)
    return beside_withheld(words, _believed_phrases(likely)), withheld


def beside_withheld(before: Sequence[Word], after: Sequence[Word]) -> tuple[Word, ...]:
    """The words that are left `after` a guard of those `before` it, those that stood next to one held back marked `withheld`.

    What is left is known by its place: a word's times and text are its own.
    """
    left = {(word.start, word.end, word.text) for word in after}
    stays = [(word.start, word.end, word.text) in left for word in before]
    gap = {
        (word.start, word.end, word.text)
        for place, word in enumerate(before)
        if not all(stays[max(0, place - 1) : place + 2])
    }
    return tuple(_marked(word, "withheld") if (word.start, word.end, word.text) in gap else word for word in after)


def _believed_phrases(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words, those that make up a sentence of subtitles marked `phrase`."""
    marked, said = list(words), [letters_of(word.text) for word in words]
    for phrase in NEVER_SAID:
        first = 0
        while (span := _span(said, phrase, first)) is not None:
            first, last = span
            marked[first:last] = [_marked(word, "phrase") for word in marked[first:last]]
            first = last
    return tuple(marked)


def _marked(word: Word, mark: str) -> Word:
    return word if mark in word.marks else replace(word, marks=(*word.marks, mark))


def _counted(guard: Guard, before: Sequence[Word], after: Sequence[Word]) -> dict[Guard, int]:
    return {guard: len(before) - len(after)} if len(after) < len(before) else {}


def _without_improbable(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words without runs that the model itself hardly believes."""
    kept: list[Word] = []
    for improbable, run in groupby(words, key=lambda word: word.probability < IMPROBABLE):
        together = list(run)
        if not improbable or len(together) < IMPROBABLE_RUN:
            kept += together
    return tuple(kept)


def _without_phrases(words: Sequence[Word], no_speech: float) -> tuple[Word, ...]:
    """The words without the sentences of subtitles that nobody said."""
    kept = list(words)
    said = [letters_of(word.text) for word in kept]
    if no_speech >= NOBODY and " ".join(filter(None, said)) in _ALL:
        return ()
    for phrase in _NEVER_SAID_LONGEST_FIRST:
        first = 0
        while (span := _span(said, phrase, first)) is not None:
            first, last = span
            certainty = sum(word.probability for word in kept[first:last]) / (last - first)
            if certainty < DOUBTFUL:
                del kept[first:last], said[first:last]
            else:
                first = last
    return tuple(kept)


def _span(said: Sequence[str], phrase: str, start: int) -> tuple[int, int] | None:
    """Where the phrase stands among the words: first and past the last, None where it does not."""
    for first in range(start, len(said)):
        heard = ""
        for last in range(first, len(said)):
            heard = f"{heard} {said[last]}".strip()
            if heard == phrase:
                return first, last + 1
            if not phrase.startswith(heard):
                break
    return None


_NEVER_SAID_LONGEST_FIRST = sorted(NEVER_SAID, key=len, reverse=True)
_ALL = frozenset(NEVER_SAID) | frozenset(SELDOM_ALONE)
