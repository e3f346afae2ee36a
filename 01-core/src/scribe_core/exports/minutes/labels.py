"""The words that stand around minutes, in French or in English."""

from dataclasses import dataclass
from typing import Literal

from scribe_core.domain.minutes import Writer
from scribe_core.exports.labels import ENGLISH as TRANSCRIPT_ENGLISH
from scribe_core.exports.labels import FRENCH as TRANSCRIPT_FRENCH
from scribe_core.exports.labels import Labels

MinutesState = Literal["draft", "approved", "frozen"]


@dataclass(frozen=True, slots=True)
class MinutesLabels:
    """Words of one language. `around` are those that every export has: days, names of facts, page numbers."""

    around: Labels
    minutes: str
    number: str
    action: str
    owner: str
    due: str
    status: str
    open: str
    done: str
    none: str
    unfilled: str
    automatic: dict[Writer, str]
    unsupported: str
    unsupported_note: str
    gone: str
    speaker: str
    somebody: str
    states: dict[MinutesState, str]
    states_on: dict[MinutesState, str]
    digest: str

    def state(self, state: MinutesState, on: str | None) -> str:
        """Like `Approved on 14 March 2026`; `on` is the day, written out."""
        return self.states_on[state].format(day=on) if on and state in self.states_on else self.states[state]


ENGLISH = MinutesLabels(
    around=TRANSCRIPT_ENGLISH,
    minutes="Minutes",
    number="No.",
    action="Action",
    owner="Owner",
    due="Due",
    status="Status",
    open="Open",
    done="Done",
    none="None.",
    unfilled="Not filled in.",
    automatic={
        Writer.EXTRACT: "Automatic extract: the items quote what was said and were chosen by rules.",
        Writer.MODEL: "Written by a language model, checked by rules against what was said.",
    },
    unsupported="unsupported",
    unsupported_note="What is marked “unsupported” was not found in the passages it names.",
    gone="passage no longer in the transcript",
    speaker="Speaker {number}",
    somebody="A person who was named",
    states={"draft": "Draft", "approved": "Approved", "frozen": "Final"},
    states_on={"approved": "Approved on {day}", "frozen": "Final since {day}"},
    digest="SHA-256 digest",
)

FRENCH = MinutesLabels(
    around=TRANSCRIPT_FRENCH,
    minutes="Compte rendu",
    number="N°",
    action="Action",
    owner="Responsable",
    due="Échéance",
    status="État",
    open="À faire",
    done="Fait",
    none="Néant.",
    unfilled="Non renseigné.",
    automatic={
        Writer.EXTRACT: "Extrait automatique\u202f: les éléments citent ce qui a été dit et ont été choisis par des règles.",
        Writer.MODEL: "Rédigé par un modèle de langage, vérifié par des règles au regard de ce qui a été dit.",
    },
    unsupported="non étayé",
    unsupported_note="Ce qui porte la mention «\u202fnon étayé\u202f» n’a pas été retrouvé dans les passages cités.",
    gone="passage absent de la transcription",
    speaker="Locuteur {number}",
    somebody="Une personne nommée",
    states={"draft": "Brouillon", "approved": "Approuvé", "frozen": "Définitif"},
    states_on={"approved": "Approuvé le {day}", "frozen": "Définitif depuis le {day}"},
    digest="Empreinte SHA-256",
)


def minutes_labels_in(language: str) -> MinutesLabels:
    """The words for minutes in that language: French for French ones, else English."""
    return FRENCH if language == "fr" else ENGLISH
