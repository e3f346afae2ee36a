"""The invented meetings that minutes and search are judged by: their sets are whole, and what they cite is there."""

import itertools
from importlib import import_module
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from scribe import environment

SETS = {
    "development": {"fr": 2, "en": 2},
    "asked": {"fr": 4, "en": 4},
    "settled": {"fr": 8, "en": 7},
    "held out": {"fr": 7, "en": 7},
}
LEAST_UTTERANCES = {"development": 60, "asked": 55, "settled": 55, "held out": 60}


@pytest.fixture
def truths(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(environment.HOME / "benchmarks"))
    return import_module("meetings_with_truth")


def folder(truths: Any, name: str) -> Path:
    folders = {"development": truths.DEVELOPMENT, "asked": truths.ASKED, "settled": truths.SETTLED}
    return (folders | {"held out": truths.HELD_OUT})[name]  # type: ignore[no-any-return]


def cited(truth: Any) -> list[tuple[str, ...]]:
    """The utterances of everything in a truth, topics included."""
    return [item.utterances for item in numbered(truth)] + [(topic.first,) for topic in truth.topics]


def numbered(truth: Any) -> tuple[Any, ...]:
    """Everything in a truth that has an id."""
    return (*truth.decisions, *truth.actions, *truth.questions, *truth.not_taken)


@pytest.mark.parametrize("name", SETS)
def test_sets_hold_as_many_meetings_of_each_language_as_they_should(truths: Any, name: str) -> None:
    languages = [meeting.language for meeting in truths.meetings(folder(truths, name))]
    assert {language: languages.count(language) for language in languages} == SETS[name]


@pytest.mark.parametrize("name", SETS)
def test_transcripts_are_in_order_and_of_a_meetings_length(truths: Any, name: str) -> None:
    for meeting in truths.meetings(folder(truths, name)):
        assert (folder(truths, name) / f"{meeting.id}.json").is_file()
        assert LEAST_UTTERANCES[name] <= len(meeting.utterances) <= 140, meeting.id
        assert 3 <= len(meeting.speakers) <= 6, meeting.id
        assert {utterance.speaker for utterance in meeting.utterances} == set(meeting.speakers), meeting.id
        assert len({utterance.id for utterance in meeting.utterances}) == len(meeting.utterances), meeting.id
        for utterance, following in itertools.pairwise(meeting.utterances):
            assert utterance.start < following.start, (meeting.id, following.id)
        for utterance in meeting.utterances:
            assert utterance.start < utterance.end, (meeting.id, utterance.id)
            assert utterance.text == utterance.text.strip() != "", (meeting.id, utterance.id)


@pytest.mark.parametrize("name", SETS)
def test_informal_transcripts_have_neither_capitals_nor_points(truths: Any, name: str) -> None:
    for meeting in truths.meetings(folder(truths, name)):
        said = "".join(utterance.text for utterance in meeting.utterances)
        tidy = any(letter.isupper() or letter in ".,;:!?" for letter in said)
        assert tidy == (meeting.style == "tidy"), meeting.id


@pytest.mark.parametrize("name", SETS)
def test_truths_cite_utterances_of_their_own_meeting(truths: Any, name: str) -> None:
    for meeting in truths.meetings(folder(truths, name)):
        ids = [utterance.id for utterance in meeting.utterances]
        for utterances in cited(meeting.truth):
            assert utterances, meeting.id
            assert set(utterances) <= set(ids), (meeting.id, utterances)
            assert list(utterances) == sorted(set(utterances), key=ids.index), (meeting.id, utterances)
        items = [item.id for item in numbered(meeting.truth)]
        assert len(set(items)) == len(items), meeting.id
        firsts = [ids.index(topic.first) for topic in meeting.truth.topics]
        assert firsts[0] == 0, meeting.id
        assert firsts == sorted(set(firsts)), meeting.id
        taken = {item.utterances for item in (*meeting.truth.decisions, *meeting.truth.actions)}
        assert not taken & {item.utterances for item in meeting.truth.not_taken}, meeting.id


@pytest.mark.parametrize("name", SETS)
def test_kinds_are_those_that_the_types_name(truths: Any, name: str) -> None:
    for meeting in truths.meetings(folder(truths, name)):
        for item, field in (
            (meeting, "style"),
            (meeting, "language"),
            *((item, "how") for item in (*meeting.truth.decisions, *meeting.truth.actions)),
            *((item, "kind") for item in meeting.truth.not_taken),
            *((item, "of") for item in meeting.truth.not_taken),
        ):
            assert getattr(item, field) in get_args(get_type_hints(type(item))[field]), (meeting.id, item)


@pytest.mark.parametrize("name", SETS)
def test_owners_speak_or_are_named_and_no_due_day_lies_before_its_meeting(truths: Any, name: str) -> None:
    for meeting in truths.meetings(folder(truths, name)):
        for action in meeting.truth.actions:
            said = " ".join(each.text for each in meeting.utterances if each.id in action.utterances).casefold()
            if action.owner is not None:
                assert action.owner in meeting.speakers or action.owner.casefold() in said, (meeting.id, action)
            if action.how == "passive":
                assert action.owner is None, (meeting.id, action)
            if action.how == "first-person":
                assert action.owner in {each.speaker for each in meeting.utterances if each.id in action.utterances}
            if action.due is not None:
                assert 0 <= (action.due - meeting.date).days <= 400, (meeting.id, action)


def test_the_sets_share_no_meeting_and_hold_every_way_that_the_types_name(truths: Any) -> None:
    sets = [truths.meetings(folder(truths, name)) for name in SETS]
    *_, held_out = sets
    for one, other in itertools.combinations(sets, 2):
        assert not {meeting.id for meeting in one} & {meeting.id for meeting in other}
        assert not {meeting.subject for meeting in one} & {meeting.subject for meeting in other}
    for each, field, part in (
        (truths.Decision, "how", "decisions"),
        (truths.Action, "how", "actions"),
        (truths.NotTaken, "kind", "not_taken"),
        (truths.NotTaken, "of", "not_taken"),
    ):
        found = {getattr(item, field) for meeting in held_out for item in getattr(meeting.truth, part)}
        assert found == set(get_args(get_type_hints(each)[field])), each


def test_two_held_out_meetings_settle_nothing_and_the_others_enough_to_count(truths: Any) -> None:
    settled = [(len(each.truth.decisions), len(each.truth.actions)) for each in truths.meetings(truths.HELD_OUT)]
    assert settled.count((0, 0)) == 2
    assert all(
        4 <= decisions <= 8 and 5 <= actions <= 10 for decisions, actions in settled if (decisions, actions) != (0, 0)
    )
    assert sum(each.style == "informal" for each in truths.meetings(truths.HELD_OUT)) >= 5


def test_questions_are_enough_in_both_languages_and_cite_what_is_there(truths: Any) -> None:
    held_out = {meeting.id: meeting for meeting in truths.meetings(truths.HELD_OUT)}
    answerable, unanswerable, listings = truths.answerable(), truths.unanswerable(), truths.listings()
    assert (len(answerable), len(unanswerable), len(listings)) == (85, 42, 12)
    for questions in (answerable, unanswerable, listings):
        french = sum(each.language == "fr" for each in questions)
        assert abs(2 * french - len(questions)) <= 3, questions[0]
    across = sum(each.language != held_out[each.meeting].language for each in answerable)
    assert abs(2 * across - len(answerable)) <= 3
    every = [*answerable, *unanswerable, *listings]
    assert len({each.id for each in every}) == len({each.question for each in every}) == len(every)
    assert {each.language for each in every} <= set(get_args(truths.Language))
    for question in answerable:
        assert question.utterances, question
        assert set(question.utterances) <= {each.id for each in held_out[question.meeting].utterances}, question
    assert {question.near for question in unanswerable} == set(held_out)
    for listing in listings:
        assert len(set(listing.items)) == len(listing.items) > 1, listing
        for item in listing.items:
            known = {each.id for each in numbered(held_out[item.meeting].truth)}
            assert item.item is None or item.item in known, (listing.id, item)


@pytest.mark.parametrize("name", ["development", "asked"])
def test_questions_for_development_cite_what_is_there(truths: Any, name: str) -> None:
    there = {meeting.id: meeting for meeting in truths.meetings(folder(truths, name))}
    answerable, unanswerable = truths.answerable(folder(truths, name)), truths.unanswerable(folder(truths, name))
    every = [*answerable, *unanswerable]
    assert len({each.id for each in every}) == len({each.question for each in every}) == len(every)
    for questions in (answerable, unanswerable):
        assert abs(2 * sum(each.language == "fr" for each in questions) - len(questions)) <= 3
    for question in answerable:
        assert question.utterances, question
        assert set(question.utterances) <= {each.id for each in there[question.meeting].utterances}, question
    assert {question.meeting for question in answerable} == {question.near for question in unanswerable} == set(there)


def test_a_key_that_the_form_does_not_know_is_refused(truths: Any, tmp_path: Path) -> None:
    text = (truths.DEVELOPMENT / "en-lab.json").read_text(encoding="utf-8")
    misspelt = tmp_path / "misspelt.json"
    misspelt.write_text(text.replace('"decisions":', '"decision":'), encoding="utf-8")
    with pytest.raises(KeyError, match="decisions"):
        truths.meeting(misspelt)
    misspelt.write_text(text.replace('"questions":', '"notes": [], "questions":'), encoding="utf-8")
    with pytest.raises(TypeError, match="notes"):
        truths.meeting(misspelt)
