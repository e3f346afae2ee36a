"""Made-up minutes that a template is tried with: some that have everything, and some that have nothing."""

from datetime import date

from scribe_core.domain.minutes import Due, Owner, Participant, Writer
from scribe_core.exports.minutes.edition import Citation, Item, MinutesEdition, Section

_CITED = (Citation(75.0, "a"), Citation(80.0, "b"))

FULL = MinutesEdition(
    meeting_id="0" * 32,
    title="Réunion d’essai <&>",
    language="fr",
    held_on=date(2026, 3, 14),
    participants=(Participant("a", 1, "Claire Durand"), Participant("b", 2, None)),
    sections=(
        Section("Résumé", "summary", (Item("Les deux points sont tranchés.", _CITED),), "summary"),
        Section("Sujets", "topics", (Item("Budget", start=0.0, end=600.0),), "topics"),
        Section("Décisions", "decisions", (Item("On retient l’option B.", _CITED), Item("On vote.", unsupported=True)), "decisions"),
        Section(
            "Actions",
            "actions",
            (
                Item("Envoyer le compte rendu", _CITED, Owner("Claire Durand", "a"), Due("vendredi", date(2026, 3, 20))),
                Item("Demander un devis", (), None, None, done=True),
            ),
            "actions",
        ),
        Section("Questions", "questions", (Item("Qui remplace Paul ?", _CITED),), "questions"),
        Section("Votes", "text", (Item("Pour : 8\nContre : 1"),), "votes"),
    ),
    automatic=Writer.EXTRACT,
    state="frozen",
    state_on=date(2026, 4, 1),
    sha256="0" * 64,
    address="https://scribe.example.org",
)  # fmt: skip

SAMPLES = (FULL, MinutesEdition("0" * 32, "Sample", "en"))
