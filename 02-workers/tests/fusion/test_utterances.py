"""Utterances are readable: they end at pauses and sentences and never grow without bound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_core.domain.speech import Word
from scribe_workers.stages.utterances import LONGEST, utterance_spans

from .conftest import said


def texts(words: list[Word], speakers: list[int] | None = None) -> list[str]:
    spans = utterance_spans(words, speakers or [0] * len(words))
    return [" ".join(word.text for word in words[first:after]) for first, after in spans]


def test_another_speaker_begins_another_utterance() -> None:
    assert texts(said("oui non peut-être", 0), [0, 1, 1]) == ["oui", "non peut-être"]


def test_sentences_said_in_one_go_stay_together() -> None:
    assert texts(said("First point. Second point. Third point.", 0)) == ["First point. Second point. Third point."]


def test_a_long_pause_ends_an_utterance_even_inside_a_sentence() -> None:
    assert texts([*said("so I think that", 0), *said("we should wait", 4)]) == ["so I think that", "we should wait"]


def test_a_short_pause_ends_one_only_after_a_sentence() -> None:
    assert texts([*said("so I think", 0), *said("we should wait.", 2.0), *said("Agreed.", 4.0)]) == [
        "so I think we should wait.",
        "Agreed.",
    ]


def test_a_long_speech_is_cut_between_sentences() -> None:
    cut = texts(said("This sentence has exactly seven words here. " * 20, 0))
    assert len(cut) > 2
    assert all(text.endswith("here.") for text in cut)


@pytest.mark.parametrize(("sentence", "lasts"), [(4.0, 16.0), (5.0, 15.0), (7.0, 21.0)])
def test_a_long_speech_ends_with_the_first_sentence_after_fifteen_seconds(sentence: float, lasts: float) -> None:
    """Whatever its sentences last; only the last utterance may be shorter."""
    words = said("This sentence has exactly seven words here. " * 20, 0, rate=sentence / 7)
    *whole, _ = utterance_spans(words, [0] * len(words))
    assert whole
    for first, after in whole:
        assert words[after - 1].end - words[first].start == pytest.approx(lasts, abs=0.05)


@pytest.mark.parametrize(
    ("pause", "text", "parts"),
    [(0.5, "so I see.", 1), (0.7, "so I see.", 2), (1.4, "so I see", 1), (1.6, "so I see", 2)],
)
def test_a_pause_ends_an_utterance_from_its_length_on(pause: float, text: str, parts: int) -> None:
    words = [*said(text, 0), *said("and then", 1.2 + pause)]
    assert len(texts(words)) == parts


@pytest.mark.parametrize(("seconds", "parts"), [(29.6, 1), (30.4, 2)])
def test_without_any_stop_an_utterance_lasts_half_a_minute_at_most(seconds: float, parts: int) -> None:
    words = said("word " * round(seconds / 0.4), 0)
    assert len(texts(words)) == parts


def test_speech_without_any_stop_is_cut_at_breaths() -> None:
    words = [*said("word " * 50, 0), *said("word " * 50, 20.3), *said("word " * 50, 41.0)]
    cut = texts(words)
    assert sum(len(text.split()) for text in cut) == 150
    spans = list(utterance_spans(words, [0] * 150))
    assert all(words[after - 1].end - words[first].start <= LONGEST for first, after in spans)
    assert {50, 100} & {after for _, after in spans}


def test_no_words_are_no_utterances() -> None:
    assert list(utterance_spans([], [])) == []


@given(
    st.lists(
        st.tuples(
            st.floats(0, 3),
            st.floats(0, 40),
            st.sampled_from(["oui", "non.", "mais,", "hein ?", "…"]),
            st.integers(0, 3),
        ),
        max_size=80,
    )
)
def test_spans_cover_every_word_once_whatever_the_times(parts: list[tuple[float, float, str, int]]) -> None:
    words, place = [], 0.0
    for pause, length, text, _ in parts:
        words.append(Word(place + pause, place + pause + length, text, 0.5))
        place += pause + length
    speakers = [speaker for *_, speaker in parts]
    spans = list(utterance_spans(words, speakers))
    assert [place for first, after in spans for place in range(first, after)] == list(range(len(words)))
    for first, after in spans:
        assert len(set(speakers[first:after])) == 1
        assert after == first + 1 or words[after - 1].end - words[first].start <= LONGEST
