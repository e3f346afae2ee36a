"""The words that stand around a transcript, in its language: French in a French one, else English."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Labels:
    """Words of one language. `{…}` places take what their name says."""

    language: str
    transcript: str
    held: str
    duration: str
    participants: str
    name: str
    talk_time: str
    utterances: str
    nobody: str
    doubts: str
    unsure: str
    boxes: str
    page: str
    left_out: str
    months: tuple[str, ...]
    day_form: str

    def fact(self, name: str, value: str) -> str:
        """Like `Date: 14 March 2026`."""
        return f"{name}\u202f: {value}" if self.language == "fr" else f"{name}: {value}"

    def day(self, day: date) -> str:
        """Like `14 March 2026`, `1er mars 2026`."""
        number = "1er" if self.language == "fr" and day.day == 1 else str(day.day)
        return self.day_form.format(day=number, month=self.months[day.month - 1], year=day.year)

    def length(self, seconds: float) -> str:
        """Like `1 h 32 min`, `3 min 05 s`: both languages write it so."""
        whole = round(seconds)
        if whole >= 3600:
            minutes = round(seconds / 60)
            return f"{minutes // 60}\u00a0h\u00a0{minutes % 60:02d}\u00a0min"
        if whole >= 60:
            return f"{whole // 60}\u00a0min\u00a0{whole % 60:02d}\u00a0s"
        return f"{whole}\u00a0s"


ENGLISH = Labels(
    language="en",
    transcript="Transcript",
    held="Date",
    duration="Duration",
    participants="Participants",
    name="Name",
    talk_time="Talk time",
    utterances="Utterances",
    nobody="Nobody speaks in this recording.",
    doubts="Marked words were hardly heard; “(?)” after a name says that somebody else may be speaking.",
    unsure="{name} (?)",
    boxes="Some letters are in no font of this installation and are shown as boxes. The Word file and the web page hold them.",
    page="Page {page} of {pages}",
    left_out="Left out",
    months=(
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    day_form="{day} {month} {year}",
)  # fmt: skip

FRENCH = Labels(
    language="fr",
    transcript="Transcription",
    held="Date",
    duration="Durée",
    participants="Participants",
    name="Nom",
    talk_time="Temps de parole",
    utterances="Interventions",
    nobody="Personne ne parle dans cet enregistrement.",
    doubts="Les mots marqués ont été mal entendus\u202f; «\u202f(?)\u202f» après un nom indique que quelqu’un d’autre parle peut-être.",
    unsure="{name} (?)",
    boxes="Certaines lettres ne figurent dans aucune police de cette installation et apparaissent comme des cases. Le fichier Word et la page web les contiennent.",
    page="Page {page} sur {pages}",
    left_out="Non inclus",
    months=(
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
    day_form="{day} {month} {year}",
)  # fmt: skip


def labels_in(language: str) -> Labels:
    """The words for a transcript in that language."""
    return FRENCH if language == "fr" else ENGLISH
