"""The language is what most of the recording is in, a real change of language is kept, and doubt shows."""

import pytest

from scribe_core.domain.speech import Region
from scribe_workers.stages.spoken_language import agreed, main_of, mixed, own_or_main, smoothed, spread

FRENCH = {"fr": 0.98, "en": 0.01, "de": 0.01}
ENGLISH = {"en": 0.98, "fr": 0.01, "nl": 0.01}
WELSH = {"cy": 0.6, "en": 0.3, "fr": 0.1}
IN_DOUBT = {"fr": 0.55, "en": 0.45}


def test_the_samples_lie_all_over_the_recording() -> None:
    chunks = [(Region(20.0 * n, 20.0 * n + 15),) for n in range(60)]
    numbers = spread(chunks)
    assert len(numbers) == 4
    assert numbers == sorted(numbers)
    assert numbers[0] < 10
    assert numbers[-1] > 50


def test_few_chunks_are_all_heard() -> None:
    chunks = [(Region(0, 5),), (Region(8, 9),), (Region(10, 12),)]
    assert spread(chunks) == [0, 1, 2]
    assert spread(chunks[:1]) == [0]


def test_one_chunk_in_another_language_is_outvoted() -> None:
    language = agreed([{"fr": 0.2, "pl": 0.7, "en": 0.1}, FRENCH, FRENCH], [20.0, 20.0, 20.0])
    assert language.code == "fr"
    assert not language.uncertain


def test_a_short_remark_weighs_less_than_a_long_talk() -> None:
    assert agreed([ENGLISH, FRENCH], [2.0, 20.0]).code == "fr"


def test_disagreement_makes_it_uncertain() -> None:
    language = agreed([{"fr": 0.6, "en": 0.4}, {"fr": 0.4, "en": 0.5, "de": 0.1}], [10.0, 10.0])
    assert language.uncertain


def test_a_language_one_chunk_rules_out_can_still_win() -> None:
    assert agreed([{"en": 1.0}, {"fr": 1.0}, {"fr": 1.0}], [5.0, 5.0, 5.0]).code == "fr"


def test_a_meeting_that_changes_its_language_keeps_both() -> None:
    judgements = [FRENCH] * 6 + [ENGLISH] * 4 + [FRENCH] * 3
    path = smoothed(judgements, [18.0] * 13)
    assert path == ["fr"] * 6 + ["en"] * 4 + ["fr"] * 3
    main = main_of(path, judgements, [18.0] * 13)
    assert main.code == "fr"
    assert not main.uncertain, "speaking two languages is no doubt about either"


@pytest.mark.parametrize(
    ("judgement", "seconds"), [(ENGLISH, 3.0), (WELSH, 20.0), (IN_DOUBT, 20.0)], ids=["short", "unsure", "in doubt"]
)
def test_a_chunk_without_strong_evidence_stays_with_its_neighbours(judgement: dict[str, float], seconds: float) -> None:
    lengths = [18.0, 18.0, seconds, 18.0, 18.0]
    assert smoothed([FRENCH, FRENCH, judgement, FRENCH, FRENCH], lengths) == ["fr"] * 5
    assert own_or_main(judgement, seconds, "fr") == "fr"


def test_a_whole_chunk_in_another_language_is_believed() -> None:
    assert smoothed([FRENCH, FRENCH, ENGLISH, FRENCH], [18.0] * 4) == ["fr", "fr", "en", "fr"]
    assert own_or_main(ENGLISH, 18.0, "fr") == "en"


def test_a_chunk_in_doubt_goes_with_the_language_around_it() -> None:
    assert smoothed([ENGLISH, ENGLISH, IN_DOUBT, ENGLISH], [18.0] * 4) == ["en"] * 4


def test_only_a_recording_in_two_languages_has_mixed_chunks() -> None:
    assert mixed(IN_DOUBT, frozenset(("fr", "en")))
    assert not mixed(IN_DOUBT, frozenset(("fr",)))
    assert not mixed(FRENCH, frozenset(("fr", "en")))
