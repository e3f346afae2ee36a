"""What people put right stays right: on the revision it was made on, and on the next one where it still finds its place."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from scribe_core.domain.corrected import corrected, retimed
from scribe_core.domain.corrections import Correction, CorrectionKind
from scribe_core.domain.speech import Word
from scribe_core.domain.transcript import Line, NamedBy, Speaker, Transcript


def words(text: str, start: float = 0.0) -> tuple[Word, ...]:
    """Words of half a second each."""
    return tuple(Word(start + i / 2, start + i / 2 + 0.4, token, 0.9) for i, token in enumerate(text.split()))


def line(id_: str, speaker: str, text: str, start: float) -> Line:
    spoken = words(text, start)
    return Line(id_, speaker, spoken[0].start, spoken[-1].end, spoken, overlap=False, doubt=0.1)


BASE = Transcript(
    meeting_id="m", title="Comité", revision=1, language="fr", seconds=60.0,
    speakers=(Speaker("a", 1, None), Speaker("b", 2, None), Speaker("c", 3, None)),
    lines=(
        line("u1", "a", "On retient la deuxième option.", 0.0),
        line("u2", "b", "D'accord je m'en charge.", 10.0),
        line("u3", "c", "Merci.", 20.0),
    ),
)  # fmt: skip


def correction(kind: CorrectionKind, target: str, value: str, *, revision: int = 1, **anchor: object) -> Correction:
    known = {line.id: line for line in BASE.lines}.get(target)
    filled = {"start": 0.0, "end": 0.0, "original": ""}
    if known is not None:
        filled = {"start": known.start, "end": known.end, "original": known.text}
    return Correction(f"{kind}-{target}-{value}", kind, revision, target, **(filled | anchor), value=value)  # type: ignore[arg-type]


def test_a_renamed_speaker_keeps_its_lines() -> None:
    result = corrected(BASE, [correction(CorrectionKind.RENAME_SPEAKER, "a", "Claire D.")])
    assert result.transcript.speakers[0] == Speaker("a", 1, "Claire D.", NamedBy.PEOPLE)
    assert result.transcript.lines == BASE.lines
    assert not result.unplaced


def test_merged_speakers_become_one_and_the_name_survives() -> None:
    steps = [
        correction(CorrectionKind.RENAME_SPEAKER, "c", "Marc L."),
        correction(CorrectionKind.MERGE_SPEAKERS, "c", "a"),
        correction(CorrectionKind.MERGE_SPEAKERS, "a", "b"),
    ]
    result = corrected(BASE, steps).transcript
    assert [speaker.name for speaker in result.speakers] == ["Marc L."]
    assert {line.speaker_id for line in result.lines} == {"b"}


def test_merging_in_a_circle_leaves_one_speaker() -> None:
    steps = [correction(CorrectionKind.MERGE_SPEAKERS, "a", "b"), correction(CorrectionKind.MERGE_SPEAKERS, "b", "a")]
    result = corrected(BASE, steps)
    assert [speaker.id for speaker in result.transcript.speakers] == ["b", "c"]
    assert result.unplaced == (steps[1].id,)


def test_an_utterance_goes_to_another_or_to_a_new_speaker() -> None:
    steps = [
        correction(CorrectionKind.ADD_SPEAKER, "d", ""),
        correction(CorrectionKind.ASSIGN_UTTERANCE, "u3", "d"),
        correction(CorrectionKind.ASSIGN_UTTERANCE, "u2", "a"),
    ]
    result = corrected(BASE, steps).transcript
    assert [(speaker.id, speaker.number) for speaker in result.speakers] == [("a", 1), ("d", 4)]
    assert [line.speaker_id for line in result.lines] == ["a", "a", "d"]
    assert not any(line.edited for line in result.lines), "its words are the machine's"


def test_a_line_counts_as_edited_while_its_words_differ_from_the_machines() -> None:
    edit = correction(CorrectionKind.EDIT_UTTERANCE, "u1", "On retient la troisième option.")
    back = correction(CorrectionKind.EDIT_UTTERANCE, "u1", BASE.lines[0].text)
    assert [line.edited for line in corrected(BASE, [edit]).transcript.lines] == [True, False, False]
    assert not any(line.edited for line in corrected(BASE, [edit, back]).transcript.lines)


def test_an_edit_keeps_the_times_of_words_that_stay() -> None:
    result = corrected(BASE, [correction(CorrectionKind.EDIT_UTTERANCE, "u1", "On retient la troisième option.")])
    before, after = BASE.lines[0].words, result.transcript.lines[0].words
    assert [word.text for word in after] == ["On", "retient", "la", "troisième", "option."]
    assert after[:3] + after[4:] == before[:3] + before[4:]
    assert (after[3].start, after[3].end, after[3].probability) == (before[3].start, before[3].end, 1.0)


def together(line: Line, second: str) -> Line:
    """The line with somebody else over its first two words."""
    first = tuple(replace(word, marks=("overlap",), second_speaker_id=second) for word in line.words[:2])
    return replace(line, words=(*first, *line.words[2:]), overlap=True)


CROWD = replace(BASE, lines=(together(BASE.lines[0], "b"), *BASE.lines[1:]))


def over(transcript: Transcript) -> list[tuple[str | None, tuple[str, ...]]]:
    """Who else speaks at the first line's first two words, and how these are marked."""
    return [(word.second_speaker_id, word.marks) for word in transcript.lines[0].words[:2]]


def test_whoever_speaks_too_is_followed_through_mergers() -> None:
    into_third = corrected(CROWD, [correction(CorrectionKind.MERGE_SPEAKERS, "b", "c")]).transcript
    assert over(into_third) == [("c", ("overlap",))] * 2
    assert into_third.lines[0].overlap


def test_whoever_becomes_the_speaker_speaks_no_more_at_the_same_time() -> None:
    for gone, kept in (("b", "a"), ("a", "b")):
        one = corrected(CROWD, [correction(CorrectionKind.MERGE_SPEAKERS, gone, kept)]).transcript
        assert over(one) == [(None, ())] * 2
        assert not one.lines[0].overlap


def test_words_given_to_the_second_speaker_leave_the_first_as_the_other_voice() -> None:
    second = correction(CorrectionKind.ASSIGN_UTTERANCE, "u1", "b")
    own = replace(CROWD, lines=(*CROWD.lines, line("u4", "a", "Bien.", 30.0)))
    assert over(corrected(own, [second]).transcript) == [("a", ("overlap",))] * 2
    assert over(corrected(CROWD, [second]).transcript) == [(None, ("overlap",))] * 2, "nobody else has words any more"
    third = correction(CorrectionKind.ASSIGN_UTTERANCE, "u1", "c")
    assert over(corrected(CROWD, [third]).transcript) == [("b", ("overlap",))] * 2


def test_no_word_names_a_second_speaker_who_is_not_in_the_transcript() -> None:
    steps = [correction(CorrectionKind.ASSIGN_UTTERANCE, "u2", "c")]
    assert over(corrected(CROWD, steps).transcript) == [(None, ("overlap",))] * 2
    steps = [correction(CorrectionKind.RENAME_SPEAKER, "b", "Marc")]
    assert over(corrected(CROWD, steps).transcript) == over(CROWD)


def test_a_word_that_a_person_wrote_is_marked_by_nothing() -> None:
    edit = correction(CorrectionKind.EDIT_UTTERANCE, "u1", "On garde la deuxième option.")
    assert over(corrected(CROWD, [edit]).transcript) == [("b", ("overlap",)), (None, ())]


def test_an_utterance_emptied_of_its_words_disappears() -> None:
    result = corrected(BASE, [correction(CorrectionKind.EDIT_UTTERANCE, "u3", "")]).transcript
    assert [line.id for line in result.lines] == ["u1", "u2"]
    assert [speaker.id for speaker in result.speakers] == ["a", "b"]


def test_the_last_edit_of_an_utterance_counts_and_undoing_it_brings_the_one_before() -> None:
    first = correction(CorrectionKind.EDIT_UTTERANCE, "u3", "Merci bien.")
    second = correction(CorrectionKind.EDIT_UTTERANCE, "u3", "Merci beaucoup.")
    assert corrected(BASE, [first, second]).transcript.lines[2].text == "Merci beaucoup."
    assert corrected(BASE, [first]).transcript.lines[2].text == "Merci bien."


def test_a_new_revision_takes_edits_whose_words_are_still_there_and_lists_the_others() -> None:
    merged = line("x9", "a", "On retient la deuxième option. D'accord je m'en charge.", 0.0)
    later = replace(BASE, revision=2, lines=(merged, line("u3", "c", "De rien.", 20.0)))
    edit = correction(CorrectionKind.EDIT_UTTERANCE, "u1", "On garde la deuxième option.")
    lost = correction(CorrectionKind.EDIT_UTTERANCE, "u3", "Merci bien.")
    gone = correction(CorrectionKind.ASSIGN_UTTERANCE, "u2", "b")
    result = corrected(later, [edit, lost, gone])
    assert result.transcript.lines[0].text == "On garde la deuxième option. D'accord je m'en charge."
    assert result.transcript.lines[1].text == "De rien."
    assert result.unplaced == (lost.id, gone.id)


def test_two_edits_that_a_new_revision_joins_into_one_line_both_stay() -> None:
    merged = line("x9", "a", "On retient la deuxième option. D'accord je m'en charge.", 0.0)
    shifted = replace(merged, words=(*merged.words[:5], *words("D'accord je m'en charge.", 10.0)), end=12.0)
    later = replace(BASE, revision=2, lines=(shifted,))
    first = correction(CorrectionKind.EDIT_UTTERANCE, "u1", "On garde la deuxième option.")
    second = correction(CorrectionKind.EDIT_UTTERANCE, "u2", "D'accord, je m'en occupe.")
    result = corrected(later, [second, first])
    assert result.transcript.lines[0].text == "On garde la deuxième option. D'accord, je m'en occupe."
    assert not result.unplaced


def test_a_speaker_that_a_new_revision_lacks_is_listed() -> None:
    later = replace(BASE, revision=2, speakers=BASE.speakers[:1], lines=BASE.lines[:1])
    rename = correction(CorrectionKind.RENAME_SPEAKER, "c", "Marc L.")
    assert corrected(later, [rename]).unplaced == (rename.id,)


@given(
    st.lists(st.sampled_from(["le", "la", "budget", "vote", "non", "oui"]), max_size=8), st.text("abc é", max_size=40)
)
def test_retimed_words_stay_in_order_inside_their_span(before: list[str], text: str) -> None:
    spoken = words(" ".join(before), 5.0)
    result = retimed(spoken, text)
    assert [word.text for word in result] == text.split()
    times = [time for word in result for time in (word.start, word.end)]
    assert times == sorted(times)
    if spoken:
        assert all(spoken[0].start <= time <= spoken[-1].end for time in times)


KNOWN = replace(
    BASE, speakers=(replace(BASE.speakers[0], name="Claire", named_by=NamedBy.VOICE, person_id="p"), *BASE.speakers[1:])
)


def test_people_outweigh_the_machine_and_no_takes_its_name_away() -> None:
    renamed = corrected(KNOWN, [correction(CorrectionKind.RENAME_SPEAKER, "a", "Marc")]).transcript.speakers[0]
    assert (renamed.name, renamed.named_by, renamed.person_id) == ("Marc", NamedBy.PEOPLE, None)
    no = replace(correction(CorrectionKind.REFUSE_PERSON, "a", ""), person_id="p")
    result = corrected(KNOWN, [no])
    assert result.transcript.speakers[0] == BASE.speakers[0]
    assert result.refused == {("a", "p")}
    yes = replace(correction(CorrectionKind.RENAME_SPEAKER, "a", "Claire"), person_id="p")
    assert corrected(KNOWN, [no, yes]).refused == frozenset()
    forgotten = replace(no, person_id=None)
    assert corrected(KNOWN, [forgotten]).transcript == KNOWN


def test_in_a_merger_a_name_that_people_gave_wins() -> None:
    named = correction(CorrectionKind.RENAME_SPEAKER, "b", "Marc")
    merged = corrected(KNOWN, [named, correction(CorrectionKind.MERGE_SPEAKERS, "b", "a")]).transcript.speakers
    assert (merged[0].id, merged[0].name, merged[0].named_by) == ("a", "Marc", NamedBy.PEOPLE)


SPLIT = correction(CorrectionKind.SPLIT_UTTERANCE, "u2", "u2b", start=11.0, original="m'en charge.")


def texts(transcript: Transcript) -> list[tuple[str, str, str]]:
    return [(one.id, one.speaker_id, one.text) for one in transcript.lines]


def test_an_utterance_is_cut_in_two_and_both_can_be_put_right() -> None:
    steps = [
        SPLIT,
        correction(CorrectionKind.ASSIGN_UTTERANCE, "u2b", "c", start=11.0, end=12.0, original="m'en charge."),
        correction(
            CorrectionKind.EDIT_UTTERANCE, "u2b", "m'en chargerai.", original="m'en charge.", start=11.0, end=12.0
        ),
        correction(CorrectionKind.EDIT_UTTERANCE, "u2", "D'accord, je", original="D'accord, je", start=10.0, end=11.0),
    ]
    result = corrected(BASE, steps)
    assert not result.unplaced
    assert texts(result.transcript) == [
        ("u1", "a", "On retient la deuxième option."),
        ("u2", "b", "D'accord, je"),
        ("u2b", "c", "m'en chargerai."),
        ("u3", "c", "Merci."),
    ]
    first, second = result.transcript.lines[1:3]
    assert (first.start, first.end, second.start, second.end) == (10.0, 10.9, 11.0, 11.9)
    assert [word.start for word in second.words] == [11.0, 11.5]


def test_a_cut_keeps_the_edits_before_it() -> None:
    edit = correction(CorrectionKind.EDIT_UTTERANCE, "u2", "D'accord, je m'en charge.")
    assert texts(corrected(BASE, [edit, SPLIT]).transcript)[1:3] == [
        ("u2", "b", "D'accord, je"),
        ("u2b", "b", "m'en charge."),
    ]


def test_nothing_is_cut_where_the_word_is_gone() -> None:
    edit = correction(CorrectionKind.EDIT_UTTERANCE, "u2", "D'accord je vais le faire.")
    assert corrected(BASE, [edit, SPLIT]).unplaced == (SPLIT.id,)
    first_word = correction(CorrectionKind.SPLIT_UTTERANCE, "u2", "x", original="D'accord je", start=10.0)
    assert corrected(BASE, [first_word]).unplaced == (first_word.id,)


def test_utterances_are_joined_with_their_neighbours_only() -> None:
    join = correction(CorrectionKind.MERGE_UTTERANCES, "u2", "u1")
    joined = corrected(BASE, [join]).transcript
    assert texts(joined)[0] == ("u1", "a", "On retient la deuxième option. D'accord je m'en charge.")
    assert (joined.lines[0].start, joined.lines[0].end, len(joined.lines)) == (0.0, 11.9, 2)
    upwards = correction(CorrectionKind.MERGE_UTTERANCES, "u2", "u3")
    assert texts(corrected(BASE, [upwards]).transcript)[1] == ("u3", "c", "D'accord je m'en charge. Merci.")
    far = correction(CorrectionKind.MERGE_UTTERANCES, "u1", "u3")
    assert corrected(BASE, [far]).unplaced == (far.id,)
    silence = correction(CorrectionKind.EDIT_UTTERANCE, "u2", "")
    assert texts(corrected(BASE, [silence, far]).transcript) == [
        ("u3", "c", "On retient la deuxième option. Merci."),
    ]


def test_a_cut_that_is_joined_again_is_what_it_was() -> None:
    join = correction(CorrectionKind.MERGE_UTTERANCES, "u2b", "u2", start=11.0, end=12.0, original="m'en charge.")
    assert corrected(BASE, [SPLIT, join]).transcript == BASE


def move(target: str, into: str, original: str, start: float, end: float, **more: Any) -> Correction:
    return correction(
        CorrectionKind.MOVE_WORDS, target, into, original=original, **({"start": start, "end": end} | more)
    )


ONWARDS = move("u2", "u3", "m'en charge.", 11.0, 11.9)
BACK = move("u2", "u1", "D'accord je", 10.0, 10.9)


def test_words_move_to_the_next_utterance_and_to_the_one_before() -> None:
    onwards = corrected(BASE, [ONWARDS])
    assert not onwards.unplaced
    assert texts(onwards.transcript)[1:] == [("u2", "b", "D'accord je"), ("u3", "c", "m'en charge. Merci.")]
    left, whole = onwards.transcript.lines[1:]
    assert (left.start, left.end, whole.start, whole.end) == (10.0, 10.9, 11.0, 20.4)
    assert [word.start for word in whole.words] == [11.0, 11.5, 20.0], "words keep their times"
    back = corrected(BASE, [BACK]).transcript
    assert texts(back)[:2] == [("u1", "a", "On retient la deuxième option. D'accord je"), ("u2", "b", "m'en charge.")]
    assert (back.lines[0].end, back.lines[1].start) == (10.9, 11.0)
    assert corrected(BASE, [ONWARDS, move("u3", "u2", "m'en charge.", 11.0, 11.9)]).transcript == BASE


def test_what_is_put_right_after_a_move_stands_on_the_words_as_they_are_then() -> None:
    edit = correction(CorrectionKind.EDIT_UTTERANCE, "u2", "D'accord, je m'en chargerai.")
    result = corrected(BASE, [edit, ONWARDS])
    assert not result.unplaced
    assert result.transcript.lines[2].text == "m'en chargerai. Merci."
    later = [
        ONWARDS,
        correction(CorrectionKind.EDIT_UTTERANCE, "u3", "Je m'en charge. Merci !", original="m'en charge. Merci."),
        correction(CorrectionKind.EDIT_UTTERANCE, "u2", "D'accord.", original="D'accord je"),
    ]
    assert texts(corrected(BASE, later).transcript)[1:] == [
        ("u2", "b", "D'accord."),
        ("u3", "c", "Je m'en charge. Merci !"),
    ]


def test_words_move_to_neighbours_only_and_nothing_moves_where_they_are_gone() -> None:
    far = move("u1", "u3", "option.", 2.0, 2.4)
    nowhere, itself = move("u2", "u9", "m'en charge.", 11.0, 11.9), move("u2", "u2", "m'en charge.", 11.0, 11.9)
    assert corrected(BASE, [far, nowhere, itself]).unplaced == (far.id, nowhere.id, itself.id)
    silence = correction(CorrectionKind.EDIT_UTTERANCE, "u2", "")
    assert texts(corrected(BASE, [silence, far]).transcript) == [
        ("u1", "a", "On retient la deuxième"),
        ("u3", "c", "option. Merci."),
    ]
    gone = correction(CorrectionKind.EDIT_UTTERANCE, "u2", "D'accord je vais le faire.")
    assert corrected(BASE, [gone, ONWARDS]).unplaced == (ONWARDS.id,)


def test_words_that_became_all_of_an_utterance_take_it_along() -> None:
    for shorter, step, expected in (
        ("m'en charge.", ONWARDS, ("u3", "c", "m'en charge. Merci.")),
        ("D'accord je", BACK, ("u1", "a", "On retient la deuxième option. D'accord je")),
    ):
        result = corrected(BASE, [correction(CorrectionKind.EDIT_UTTERANCE, "u2", shorter), step])
        assert not result.unplaced
        assert expected in texts(result.transcript)
        assert "u2" not in {one.id for one in result.transcript.lines}


def test_of_the_same_words_in_a_row_as_many_move_as_were_meant() -> None:
    """Words that a person put in have no time of their own: several stand at one."""
    again = correction(CorrectionKind.EDIT_UTTERANCE, "u2", "D'accord non non non je m'en charge.")
    for original, left, moved in (
        ("non je m'en charge.", "D'accord non non", "non je m'en charge. Merci."),
        ("non non je m'en charge.", "D'accord non", "non non je m'en charge. Merci."),
    ):
        known = corrected(BASE, [again]).transcript.lines[1].words
        start = known[len(left.split())].start
        result = corrected(BASE, [again, move("u2", "u3", original, start, 11.9)]).transcript
        assert [one.text for one in result.lines[1:]] == [left, moved]


def test_whoever_spoke_is_heard_beside_words_that_the_other_voice_takes_over() -> None:
    both = replace(
        BASE.lines[1],
        words=tuple(replace(word, marks=("overlap",), second_speaker_id="c") for word in BASE.lines[1].words),
        overlap=True,
    )
    base = replace(BASE, lines=(BASE.lines[0], both, BASE.lines[2]))
    moved = corrected(base, [ONWARDS]).transcript
    assert [word.second_speaker_id for word in moved.lines[2].words] == ["b", "b", None]
    assert [word.marks for word in moved.lines[2].words] == [("overlap",), ("overlap",), ()]
    assert [word.second_speaker_id for word in moved.lines[1].words] == ["c", "c"]
    given = correction(CorrectionKind.ASSIGN_UTTERANCE, "u2", "a")
    assert [word.second_speaker_id for word in corrected(base, [given, ONWARDS]).transcript.lines[2].words] == [
        "a",
        "a",
        None,
    ]
    third = corrected(base, [BACK]).transcript.lines[0]
    assert [word.second_speaker_id for word in third.words][-2:] == ["c", "c"], "she is still heard beside them"


def test_what_was_confirmed_takes_words_and_is_confirmed_where_they_were() -> None:
    confirm, other = (correction(CorrectionKind.CONFIRM_UTTERANCE, one, "") for one in ("u2", "u3"))
    assert [one.confirmed for one in corrected(BASE, [confirm, ONWARDS]).transcript.lines] == [False, True, False]
    assert [one.confirmed for one in corrected(BASE, [other, ONWARDS]).transcript.lines] == [False, False, False]
    assert [one.confirmed for one in corrected(BASE, [confirm, other, ONWARDS]).transcript.lines] == [False, True, True]


def test_a_move_finds_its_words_in_a_later_revision_or_is_told() -> None:
    later = replace(
        BASE,
        revision=2,
        lines=(
            BASE.lines[0],
            line("u2", "b", "Bon d'accord je m'en charge.", 9.7),
            line("u3", "c", "Merci bien.", 20.1),
        ),
    )
    found = corrected(later, [ONWARDS, BACK])
    assert not found.unplaced
    assert [one.text for one in found.transcript.lines] == [
        "On retient la deuxième option. Bon d'accord je",
        "m'en charge. Merci bien.",
    ]
    other = replace(BASE, revision=2, lines=(BASE.lines[0], line("u2", "b", "Je le fais.", 10.0), BASE.lines[2]))
    assert corrected(other, [ONWARDS]).unplaced == (ONWARDS.id,)


def test_what_is_confirmed_leaves_nothing_to_doubt() -> None:
    doubtful = replace(
        BASE.lines[1],
        words=tuple(replace(word, sureness=0.2, marks=("overlap", "withheld")) for word in BASE.lines[1].words),
        overlap=True,
    )
    base = replace(BASE, lines=(BASE.lines[0], doubtful, BASE.lines[2]))
    line = corrected(base, [correction(CorrectionKind.CONFIRM_UTTERANCE, "u2", "")]).transcript.lines[1]
    assert (line.confirmed, line.doubt, line.overlap, line.edited) == (True, 0.0, True, False)
    assert {(word.probability, word.sureness, word.marks) for word in line.words} == {(1.0, 1.0, ("overlap",))}
    assert [(word.start, word.text) for word in line.words] == [(word.start, word.text) for word in doubtful.words]


def test_both_parts_of_what_was_confirmed_are_and_a_whole_is_when_both_were() -> None:
    confirm = correction(CorrectionKind.CONFIRM_UTTERANCE, "u2", "")
    assert [one.confirmed for one in corrected(BASE, [confirm, SPLIT]).transcript.lines] == [False, True, True, False]
    join = correction(CorrectionKind.MERGE_UTTERANCES, "u3", "u2")
    assert [one.confirmed for one in corrected(BASE, [confirm, join]).transcript.lines] == [False, False]
    other = correction(CorrectionKind.CONFIRM_UTTERANCE, "u3", "")
    assert [one.confirmed for one in corrected(BASE, [confirm, other, join]).transcript.lines] == [False, True]


def test_cuts_and_confirmations_find_their_place_in_a_later_revision_or_are_told() -> None:
    steps = [SPLIT, correction(CorrectionKind.CONFIRM_UTTERANCE, "u3", "")]
    again = replace(BASE, revision=2, lines=(BASE.lines[0], BASE.lines[1], replace(BASE.lines[2], id="u7")))
    found = corrected(again, steps)
    assert not found.unplaced
    assert [(one.id, one.confirmed) for one in found.transcript.lines] == [
        ("u1", False),
        ("u2", False),
        ("u2b", False),
        ("u7", True),
    ]
    other = replace(
        BASE, revision=2, lines=(line("u2", "b", "D'accord je le fais.", 10.0), line("u3", "c", "Bien.", 20.0))
    )
    assert corrected(other, steps).unplaced == tuple(step.id for step in steps)
