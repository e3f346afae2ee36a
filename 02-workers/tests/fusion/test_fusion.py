"""Who said what, as a reader sees it."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scribe_core.domain.speech import Word, Words
from scribe_core.domain.voices import SpeakerTurn, SpeakerTurns
from scribe_workers.stages.fusion import fuse
from scribe_workers.stages.voices.activity import frame_at
from scribe_workers.stages.voices.arrays import as_bytes, packed
from scribe_workers.steps import Bench, RunCancelled

from .conftest import said

Make = Callable[..., SpeakerTurns]
NO_TURNS = SpeakerTurns((), 0, None)


def words_of(*parts: list[Word], warnings: tuple[str, ...] = ()) -> Words:
    return Words("fr", 1.0, tuple(word for part in parts for word in part), warnings)


def test_a_conversation_reads_as_one(bench: Bench, turns_of: Make) -> None:
    words = words_of(
        said("On passe au vote.", 0), said("Qui est pour ?", 1.6), said("Moi.", 3.4), said("Adopté à l'unanimité.", 4.4)
    )
    meeting = fuse(bench, words, turns_of((0, 3.1, 0), (3.3, 3.9, 1), (4.3, 6, 0)))
    assert [(utterance.speaker, utterance.text) for utterance in meeting.utterances] == [
        (0, "On passe au vote. Qui est pour ?"),
        (1, "Moi."),
        (0, "Adopté à l'unanimité."),
    ]
    assert (meeting.language, meeting.speakers, meeting.warnings) == ("fr", 2, ())
    assert meeting.utterances[0].start == 0
    assert meeting.utterances[0].end == pytest.approx(3.2)


def test_turns_alone_do_where_no_posteriors_were_kept(bench: Bench, turns_of: Make) -> None:
    meeting = fuse(
        bench, words_of(said("bonjour à tous.", 0), said("merci.", 2)), turns_of((0, 1.3, 0), (1.9, 3, 1), keep=False)
    )
    assert [utterance.speaker for utterance in meeting.utterances] == [0, 1]


def test_words_without_turns_are_one_speakers(bench: Bench) -> None:
    failed = SpeakerTurns((), 1, None, ("diarization_failed",))
    meeting = fuse(bench, words_of(said("personne ne sait qui parle", 0)), failed)
    assert meeting.speakers == 1
    assert {utterance.speaker for utterance in meeting.utterances} == {0}
    assert meeting.warnings == ("diarization_failed",)


def test_no_words_are_no_utterances_and_a_warning(bench: Bench, turns_of: Make) -> None:
    for turns in (NO_TURNS, turns_of((0, 1, 0), (1, 2, 1))):
        meeting = fuse(bench, words_of(), turns)
        assert meeting.utterances == ()
        assert meeting.warnings == ("no_speech",)


def test_what_was_withheld_is_told_with_the_meeting(bench: Bench) -> None:
    withheld = {"phrase": 4, "silence": 2}
    for said_ in ((), tuple(said("oui", 0))):
        assert fuse(bench, Words("fr", 1.0, said_, withheld=withheld), NO_TURNS).withheld == withheld


def test_warnings_are_handed_on_once(bench: Bench) -> None:
    turns = SpeakerTurns((SpeakerTurn(0, 1, 0),), 1, None, ("speakers_hint_unmet", "language_uncertain"))
    meeting = fuse(bench, words_of(said("oui", 0), warnings=("language_uncertain",)), turns)
    assert meeting.warnings == ("language_uncertain", "speakers_hint_unmet")


def test_utterances_side_by_side_do_not_overlap(bench: Bench, turns_of: Make) -> None:
    words = words_of(said("moi je pense que non", 0), said("mais si voyons bien sûr", 2.2))
    alone = fuse(bench, words, turns_of((0, 2.1, 0), (2.2, 4.2, 1)))
    assert [utterance.overlap for utterance in alone.utterances] == [False, False]


def test_somebody_else_speaking_all_the_while_is_overlap(bench: Bench, turns_of: Make) -> None:
    words = words_of(said("moi je pense que non", 0), said("mais si voyons bien sûr", 4))
    meeting = fuse(bench, words, turns_of((0, 2.1, 0), (0.9, 1.8, 1), (4, 6, 1)))
    assert [utterance.overlap for utterance in meeting.utterances] == [True, False]


def test_a_short_answer_under_somebody_elses_voice_is_overlap(bench: Bench, turns_of: Make) -> None:
    meeting = fuse(bench, words_of([Word(1.0, 1.3, "oui", 0.9)]), turns_of((1.05, 1.35, 0), (1.1, 1.35, 1)))
    assert meeting.utterances[0].overlap


def test_doubt_grows_with_unsure_words_and_unsure_speakers(bench: Bench, turns_of: Make) -> None:
    clear = words_of(said("tout est clair", 0, probability=1.0))
    mumbled = words_of(said("tout est clair", 0, probability=0.3))
    sure = turns_of((0, 2, 0), (5, 6, 1), keep=False)
    torn = turns_of((0, 2, 0), (0, 2, 1), keep=False)
    doubts = [fuse(bench, words, turns).utterances[0].doubt for words in (clear, mumbled) for turns in (sure, torn)]
    assert doubts[0] < 0.1
    assert doubts[0] < doubts[1] < doubts[3]
    assert doubts[0] < doubts[2] < doubts[3] <= 1.0


def test_each_word_tells_what_there_is_to_doubt_of_it(bench: Bench, turns_of: Make) -> None:
    words = words_of(said("moi je pense que non", 0))
    [utterance] = fuse(bench, words, turns_of((0, 2.1, 0), (0.8, 1.6, 1), (4, 6, 1))).utterances
    assert [word.marks for word in utterance.words] == [(), (), ("overlap",), ("overlap",), ()]
    sure = [word.sureness for word in utterance.words]
    assert min(sure[0], sure[4]) > 0.8 > 0.65 > max(sure[2:4])
    assert utterance.second_speakers == (None, None, 1, 1, None)
    [alone] = fuse(bench, words, SpeakerTurns((SpeakerTurn(0, 2, 0),), 1, None)).utterances
    assert {(word.sureness, word.marks) for word in alone.words} == {(1.0, ())}
    assert alone.second_speakers == ()


@pytest.mark.parametrize("keep", [True, False])
def test_of_several_others_the_one_with_most_evidence_is_the_second(bench: Bench, turns_of: Make, keep: bool) -> None:
    words = words_of(said("moi je pense", 0))
    spoken = turns_of((0, 1.2, 0), (0, 0.15, 1), (0.15, 0.4, 2), (0.4, 1.2, 1), keep=keep)
    [utterance] = fuse(bench, words, spoken).utterances
    assert utterance.second_speakers == (2, 1, 1)


def test_evidence_outweighs_time_and_time_decides_where_nobody_has_evidence(bench: Bench, turns_of: Make) -> None:
    words = words_of(said("moi je pense", 0))
    turns = turns_of((0, 1.2, 0), (0, 0.3, 1), (0.2, 0.4, 2), keep=False)
    posteriors = np.zeros((frame_at(1.2) + 1, 3), np.float32)
    posteriors[:, 0] = 0.6
    unheard = replace(turns, posteriors_key=bench.keep("unheard.npz", packed({"posteriors": as_bytes(posteriors)})))
    assert fuse(bench, words, unheard).utterances[0].second_speakers == (1, None, None)
    posteriors[:, 1:] = (0.1, 0.4)
    louder = replace(turns, posteriors_key=bench.keep("louder.npz", packed({"posteriors": as_bytes(posteriors)})))
    assert fuse(bench, words, louder).utterances[0].second_speakers == (2, None, None)


def test_thirteen_people_may_be_second(bench: Bench, turns_of: Make) -> None:
    spans = [(float(person), person + 1.0, person) for person in range(13)]
    turns = turns_of(*spans, *((start, end, (person + 1) % 13) for start, end, person in spans))
    posteriors = np.zeros((frame_at(13) + 1, 13), np.float32)
    for start, end, person in spans:
        posteriors[frame_at(start) : frame_at(end) + 1, [person, (person + 1) % 13]] = (0.7, 0.3)
    turns = replace(turns, posteriors_key=bench.keep("13.npz", packed({"posteriors": as_bytes(posteriors)})))
    words = words_of(*(said("Bien.", person + 0.3) for person in range(13)))
    meeting = fuse(bench, words, turns)
    assert [(one.speaker, one.second_speakers) for one in meeting.utterances] == [
        (person, ((person + 1) % 13,)) for person in range(13)
    ]


def test_a_cancelled_run_stops(bench: Bench, turns_of: Make) -> None:
    def cancelled(stage: str, part: float) -> None:
        raise RunCancelled

    bench._report = cancelled
    with pytest.raises(RunCancelled):
        fuse(bench, words_of(said("oui", 0)), turns_of((0, 1, 0)))


word = st.builds(
    lambda start, length, text, probability: Word(start, start + length, text, probability),
    st.floats(0, 120), st.floats(0, 8), st.sampled_from(["oui", "non.", "donc,", "et ?"]), st.floats(0, 1),
)  # fmt: skip
turn = st.builds(
    lambda start, length, speaker: SpeakerTurn(start, start + length, speaker),
    st.floats(0, 120), st.floats(0.1, 30), st.integers(0, 3),
)  # fmt: skip


@given(st.lists(word, max_size=60), st.lists(turn, max_size=12))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
def test_every_word_is_said_exactly_once_and_in_order(
    bench: Bench, words: list[Word], turns: list[SpeakerTurn]
) -> None:
    words = sorted(words, key=lambda each: each.start)
    speakers = 1 + max((each.speaker for each in turns), default=-1)
    spoken = SpeakerTurns(tuple(sorted(turns, key=lambda each: each.start)), speakers, None)
    meeting = fuse(bench, words_of(words), spoken)

    said_in_all = [each for utterance in meeting.utterances for each in utterance.words]
    assert [replace(each, sureness=1.0, marks=()) for each in said_in_all] == words
    assert all(0 <= each.sureness <= 1 for each in said_in_all)
    starts = [utterance.start for utterance in meeting.utterances]
    assert starts == sorted(starts)
    by_speaker: dict[int, list[Word]] = defaultdict(list)
    for utterance in meeting.utterances:
        by_speaker[utterance.speaker] += utterance.words
        assert 0 <= utterance.speaker < meeting.speakers
        assert utterance.start == utterance.words[0].start
        assert utterance.end == max(each.end for each in utterance.words)
        assert 0 <= utterance.doubt <= 1
        seconds = utterance.second_speakers or (None,) * len(utterance.words)
        assert [second is not None for second in seconds] == [each.marks == ("overlap",) for each in utterance.words]
        assert not {utterance.speaker}.intersection(seconds)
        assert all(0 <= second < meeting.speakers for second in seconds if second is not None)
    for mine in by_speaker.values():
        assert mine == sorted(mine, key=lambda each: each.start)
