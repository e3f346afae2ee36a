"""JSON of runs."""

from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from scribe_api.wire import Asked, Message, Told, message
from scribe_core.database import runs
from scribe_core.domain import run as settings
from scribe_core.domain.glossary import glossary_of
from scribe_core.domain.run import STAGES, STAGES_OF, Preset, RunKind, Status
from scribe_core.errors import Language

LanguageCode = Annotated[str, StringConstraints(pattern="^[a-z]{2,3}$")]
SpeakerCount = Annotated[int, Field(ge=1, le=50)]
Glossary = Annotated[
    list[str],
    AfterValidator(lambda terms: list(glossary_of(terms))),
    Field(
        description="Names and terms that may be said: what sounds like one is written as one.",
        examples=[["Kerouédan", "CSSCT"]],
    ),
]

LanguageHint = Field(None, description="ISO 639-1 code of the language spoken; null finds out.", examples=["fr"])
SpeakersHint = Field(None, description="Number of people who speak; null finds out.", examples=[3])
SpeakersMostHint = Field(
    None, description="Where given, `speakers` is the least number there may be and this the most.", examples=[6]
)
PresetHint = Field(None, description="How much work is put into words and speakers; null takes the installation's own.")


class RunSettings(Told):
    """What a person fixed for a run."""

    language: LanguageCode | None = LanguageHint
    speakers: SpeakerCount | None = SpeakersHint
    speakers_most: SpeakerCount | None = SpeakersMostHint
    preset: Preset | None = PresetHint
    glossary: Glossary


class Hints(Asked):
    """What a person may say about a recording beforehand. The two numbers of speakers belong together."""

    language: LanguageCode | None = LanguageHint
    speakers: SpeakerCount | None = SpeakersHint
    speakers_most: SpeakerCount | None = SpeakersMostHint

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.speakers_most is not None and (self.speakers is None or self.speakers_most < self.speakers):
            raise ValueError("speakers_most must come with speakers and be no less")
        return self

    def given(self) -> dict[str, Any]:
        """What is said; who names one number of speakers says both."""
        values = self.model_dump(exclude_unset=True)
        return values | {"speakers_most": self.speakers_most} if "speakers" in values else values


class NewRun(Hints):
    """A run to be made: again, or with other settings. What is left out is taken from the meeting, or its newest run."""

    preset: Preset | None = PresetHint
    glossary: Glossary | None = None


class RunChange(Asked):
    """Where a run that waits is to stand."""

    place: int = Field(description="Among my own runs that wait: 0 comes first, one too many last.", examples=[0])


class Run(Told):
    """A worker's work: transcribing a meeting, naming its speakers by their voices again, learning a person's voice, or writing minutes with
    a model of language.
    """

    id: str = Field(examples=["6c1d2b3a4f5e4d7c8b9a0f1e2d3c4b5a"])
    kind: RunKind
    meeting_id: str | None = Field(description="Null where a voice is learnt from a file of its own.")
    person_id: str | None = Field(description="Whose voice is learnt; null in other kinds of run.")
    status: Status
    stage: str | None = Field(
        description=f"Where it stands: {', '.join(STAGES)}; {', '.join(STAGES_OF[RunKind.ENROLMENT])} for a voice; "
        f"{', '.join(STAGES_OF[RunKind.MINUTES])} for minutes.",
        examples=["transcription"],
    )
    progress: float = Field(ge=0, le=1, description="Over the whole run.")
    stage_progress: float = Field(ge=0, le=1, description="Within the stage.")
    attempt: int = Field(description="How often work on it was begun.")
    queue_position: int | None = Field(description="How many runs wait before it (0: it is next); null once begun.")
    error: Message | None
    warnings: list[Message]
    settings: RunSettings
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class Deleted(Told):
    """Data of the events `meeting_deleted`, `meeting_moved`, `transcript_changed` and `comments_changed`: the meeting's id."""

    id: str


def told_run(run: runs.Run, position: int | None, language: Language) -> Run:
    """The run as a reader of that language sees it."""
    return Run(
        id=run.id,
        kind=RunKind(run.kind),
        meeting_id=run.meeting_id,
        person_id=run.person_id,
        status=Status(run.status),
        stage=run.stage,
        progress=run.progress,
        stage_progress=run.stage_progress,
        attempt=run.attempt,
        queue_position=position,
        error=message(run.error_code, language, run.error_details) if run.error_code else None,
        warnings=[message(code, language) for code in run.warnings],
        settings=RunSettings.model_validate(settings.RunSettings.of(run.settings)),
        created_at=run.created_at,
        started_at=run.started_at,
        finished_at=run.finished_at,
    )
