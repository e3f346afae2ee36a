"""What nobody said: passages of words as often as words are, for proofs that need many."""

import random
from bisect import bisect
from collections.abc import Iterator
from itertools import accumulate

from scribe_core.domain.speech import Word
from scribe_core.domain.transcript import Line, Speaker, Transcript

COMMON = """
    de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont la avec on nous vous mais ou
    budget réunion projet vote commission ville décision équipe question élus point ordre séance rapport travaux école quartier
    logement transport énergie numérique personnel formation recrutement contrat marché délai avenant subvention association
    règlement règle amendement adopté proposé reporté validé présenté discuté prévu décidé retenu suivi calendrier échéance
"""
SYLLABLES = (
    "ba",
    "co",
    "di",
    "fé",
    "gran",
    "jo",
    "lu",
    "mé",
    "no",
    "pa",
    "qui",
    "ro",
    "sé",
    "ti",
    "vo",
    "za",
    "tion",
    "ment",
    "eur",
    "able",
)
RARE = 30_000
WORDS_OF_A_PASSAGE = 40


class Talk:
    """Makes transcripts. The word of rank r comes up as often as 1/r (Zipf), in the order of `words`."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 — no secret
        made = dict.fromkeys("".join(self.random.choices(SYLLABLES, k=self.random.randint(2, 5))) for _ in range(RARE))
        self.words = list(dict.fromkeys([*COMMON.split(), *made]))
        self._sums = list(accumulate(1 / rank for rank in range(1, len(self.words) + 1)))

    def word(self) -> str:
        """The next word that somebody says."""
        return self.words[bisect(self._sums, self.random.random() * self._sums[-1])]

    def transcript(self, meeting_id: str, passages: int, *, speakers: int = 6) -> Transcript:
        """A meeting in which so much is said."""
        ids = [f"{number:032x}" for number in range(1, speakers + 1)]
        return Transcript(
            meeting_id=meeting_id, title="", revision=1, language="fr", seconds=12.0 * passages,
            speakers=tuple(Speaker(id_, number, f"Personne {number}") for number, id_ in enumerate(ids, 1)),
            lines=tuple(self._line(at, ids[at % speakers]) for at in range(passages)),
        )  # fmt: skip

    def _line(self, at: int, speaker: str) -> Line:
        start = 12.0 * at
        said = [self.word() for _ in range(WORDS_OF_A_PASSAGE)]
        words = tuple(Word(start + n / 4, start + n / 4 + 0.2, word, 0.9) for n, word in enumerate(said))
        return Line(f"{at:032x}", speaker, start, words[-1].end, words, overlap=False, doubt=0.0)

    def questions(self, count: int) -> Iterator[tuple[str, str]]:
        """What somebody may ask, each with its kind: words as rare as people's, two or three together, phrases, half a word."""
        kinds = (
            "one word",
            "one word",
            "two words",
            "two words",
            "three words",
            "a phrase",
            "half a word",
            "a word everybody says",
        )
        for number in range(count):
            kind = kinds[number % len(kinds)]
            rare = [self.words[self.random.randint(30, 3000)] for _ in range(3)]
            common = [self.words[self.random.randint(30, 80)] for _ in range(3)]
            text = {
                "one word": self.random.choice([rare[0], common[0]]),
                "two words": f"{common[0]} {self.random.choice([rare[1], common[1]])}",
                "three words": " ".join(common),
                "a phrase": f'"{common[0]} de"',
                "half a word": common[0][: max(3, len(common[0]) // 2)],
                "a word everybody says": self.random.choice(["de", "budget", "la réunion"]),
            }[kind]
            yield kind, text
