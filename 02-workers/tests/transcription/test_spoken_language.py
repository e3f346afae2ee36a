"""The language is what most of the recording is in, and doubt shows."""

from scribe_core.domain.speech import Region
from scribe_workers.stages.spoken_language import agreed, spread


def test_the_samples_lie_all_over_the_recording() -> None:
    chunks = [(Region(20.0 * n, 20.0 * n + 15),) for n in range(60)]
    starts = [chunk[0].start for chunk in spread(chunks)]
    assert len(starts) == 6
    assert starts == sorted(starts)
    assert starts[0] < 200
    assert starts[-1] > 1000


def test_few_chunks_are_all_heard() -> None:
    chunks = [(Region(0, 5),), (Region(8, 9),), (Region(10, 12),)]
    assert spread(chunks) == chunks
    assert spread(chunks[:1]) == chunks[:1]


def test_one_chunk_in_another_language_is_outvoted() -> None:
    french, polish = {"fr": 0.9, "pl": 0.05, "en": 0.05}, {"fr": 0.2, "pl": 0.7, "en": 0.1}
    language = agreed([polish, french, french], [20.0, 20.0, 20.0])
    assert language.code == "fr"
    assert not language.uncertain


def test_a_short_remark_weighs_less_than_a_long_talk() -> None:
    french, english = {"fr": 0.9, "en": 0.1}, {"fr": 0.1, "en": 0.9}
    assert agreed([english, french], [2.0, 20.0]).code == "fr"


def test_disagreement_makes_it_uncertain() -> None:
    language = agreed([{"fr": 0.6, "en": 0.4}, {"fr": 0.4, "en": 0.5, "de": 0.1}], [10.0, 10.0])
    assert language.uncertain


def test_a_language_one_chunk_rules_out_can_still_win() -> None:
    assert agreed([{"en": 1.0}, {"fr": 1.0}, {"fr": 1.0}], [5.0, 5.0, 5.0]).code == "fr"
