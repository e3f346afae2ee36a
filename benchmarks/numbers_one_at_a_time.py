"""The product's own numbers of finding people, changed one at a time."""

from collections.abc import Iterator
from types import ModuleType

from heard_recordings import HeardRecording
from ways_to_find_people import Way, set_to

from scribe_workers.stages.voices import clustering, variational_bayes
from scribe_workers.stages.voices.clustering import Voices, people

OTHER_VALUES: tuple[tuple[ModuleType, str, tuple[float, ...]], ...] = (
    (clustering, "DIFFERENT_PEOPLE", (0.6, 0.625, 0.675, 0.7)),
    (clustering, "DIFFERENT_AT_FIRST", (0.55, 0.575, 0.625, 0.65)),
    (clustering, "CLEARLY_ALIKE", (0.35, 0.4, 0.5, 0.55)),
    (clustering, "RIVALS", (0.0, 0.1, 0.4)),
    (clustering, "RIVAL_SECONDS", (5.0, 10.0)),
    (clustering, "LEAST_SPEECH", (1.5, 2.0, 3.0, 4.0)),
    (clustering, "LEAST_SPEECH_ALONE", (0.8, 1.0, 1.6, 2.0)),
    (clustering, "OWN_TURNS", (0.6, 0.7, 0.9, 0.99)),
    (clustering, "ENOUGH_TO_REFINE", (40, 100, 200, 300)),
    (variational_bayes, "DIMENSIONS", (8, 16, 24, 48, 64)),
    (variational_bayes, "SHRINKAGE", (0.1, 0.2, 0.5, 0.8)),
    (variational_bayes, "HALF_OVERLAP", (0.4, 0.5, 0.8, 1.0)),
    (variational_bayes, "ACOUSTIC_FACTOR", (0.1, 0.2, 0.4, 0.6)),
    (variational_bayes, "SPEAKER_FACTOR", (1.5, 3.0, 12.0, 24.0)),
    (variational_bayes, "STAY", (0.5, 0.8, 0.95, 0.99)),
    (variational_bayes, "ROUNDS", (5, 10, 40)),
)
"""Where a number lives, its name, and what else it is set to."""


def numbers() -> Iterator[tuple[str, str, Way]]:
    """The name of each number, its value, and the product's way with it; first all numbers as they are."""
    yield "as is", "", _with({"DIFFERENT_PEOPLE": clustering.DIFFERENT_PEOPLE})
    for module, name, values in OTHER_VALUES:
        for value in values:
            yield name, f"{value:g}", _with({name: value}, module)


def _with(changed: dict[str, float], module: ModuleType = clustering) -> Way:
    def found(one: HeardRecording) -> Voices:
        with set_to(module, changed):
            return people(one.heard.vectors, one.heard.windows, hint=None, refine=True, tick=lambda: None)

    return found
