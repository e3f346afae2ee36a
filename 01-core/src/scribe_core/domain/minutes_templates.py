"""The templates that are always there, in the languages that the product speaks."""

from collections.abc import Iterator

from scribe_core.domain.minutes_form import Section, SectionKind, Template
from scribe_core.errors import Language

USUAL = "general"

_TITLES: dict[str, tuple[SectionKind, str, str]] = {
    "summary": (SectionKind.SUMMARY, "Summary", "Synthèse"),
    "topics": (SectionKind.TOPICS, "Topics", "Sujets abordés"),
    "debates": (SectionKind.TOPICS, "Debates", "Débats"),
    "decisions": (SectionKind.DECISIONS, "Decisions", "Décisions"),
    "opinions": (SectionKind.DECISIONS, "Opinions and resolutions", "Avis et résolutions"),
    "resolutions": (SectionKind.DECISIONS, "Resolutions", "Résolutions"),
    "deliberations": (SectionKind.DECISIONS, "Deliberations", "Délibérations"),
    "actions": (SectionKind.ACTIONS, "Actions", "Actions à mener"),
    "questions": (SectionKind.QUESTIONS, "Open questions", "Questions ouvertes"),
    "attendance": (SectionKind.TEXT, "Attendance", "Présents, absents et excusés"),
    "quorum": (SectionKind.TEXT, "Quorum", "Quorum"),
    "agenda": (SectionKind.TEXT, "Agenda", "Ordre du jour"),
    "approval": (SectionKind.TEXT, "Approval of the previous minutes", "Approbation du procès-verbal précédent"),
    "officers": (SectionKind.TEXT, "Officers of the meeting", "Bureau de l’assemblée"),
    "votes": (SectionKind.TEXT, "Votes", "Votes"),
    "statements": (SectionKind.TEXT, "Statements to be recorded", "Déclarations à consigner"),
    "context": (SectionKind.TEXT, "Context", "Contexte"),
    "reasons": (SectionKind.TEXT, "Reasons and alternatives", "Motifs et options écartées"),
    "progress": (SectionKind.TEXT, "Progress and budget", "Avancement et budget"),
    "risks": (SectionKind.TEXT, "Risks", "Risques"),
    "subject": (SectionKind.TEXT, "Subject of the interview", "Objet de l’entretien"),
    "next_meeting": (SectionKind.TEXT, "Next meeting", "Prochaine réunion"),
    "closing": (SectionKind.TEXT, "Closing and signatures", "Clôture et signatures"),
}

_TEMPLATES: dict[str, tuple[str, str, str]] = {
    USUAL: ("General", "Général", "summary topics decisions actions questions"),
    "decision_record": ("Decision record", "Relevé de décisions", "context decisions reasons actions questions"),
    "project_committee": (
        "Project committee", "Comité de projet",
        "attendance summary progress topics decisions risks actions questions next_meeting",
    ),
    "interview": ("Interview", "Entretien", "subject summary topics actions questions"),
    "works_council": (
        "Works council", "Comité social et économique (CSE)",
        "attendance quorum approval agenda debates opinions votes statements actions questions next_meeting closing",
    ),
    "general_assembly": (
        "General assembly", "Assemblée générale",
        "attendance quorum officers agenda debates resolutions votes actions questions closing",
    ),
    "board": (
        "Board", "Conseil d’administration",
        "attendance quorum approval agenda summary debates deliberations votes actions questions closing",
    ),
}  # fmt: skip
"""By key: the name in English and in French, and the keys of the sections in order."""


def built_in(language: Language) -> Iterator[Template]:
    """All of them, in this language."""
    return (_told(key, language) for key in _TEMPLATES)


def built_in_template(key: str, language: Language) -> Template | None:
    """The one of that key, in this language; None where there is none."""
    return _told(key, language) if key in _TEMPLATES else None


def _told(key: str, language: Language) -> Template:
    english, french, sections = _TEMPLATES[key]
    return Template(
        key,
        french if language == "fr" else english,
        language,
        tuple(_section(name, language) for name in sections.split()),
    )


def _section(key: str, language: Language) -> Section:
    kind, english, french = _TITLES[key]
    return Section(key, french if language == "fr" else english, kind)
