"""The invented meetings that minutes and search are judged by: their sets are whole, and what they cite is there."""

import itertools
from importlib import import_module
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from scribe import environment

SETS = {"development": {"fr": 2, "en": 2}}


@pytest.fixture
def truths(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(environment.HOME / "benchmarks"))
    return import_module("meetings_with_truth")


def folder(truths: Any, name: str) -> Path:
    return {"development": truths.DEVELOPMENT, "held out": truths.HELD_OUT}[name]  # type: ignore[no-any-return]


def cited(truth: Any) -> list[tuple[str, ...]]:
    """The utterances of everything in a truth, topics included."""
    items = (*truth.decisions, *truth.actions, *truth.questions, *truth.not_taken)
    return [item.utterances for item in items] + [(topic.first,) for topic in truth.topics]


@pytest.mark.parametrize("name", SETS)
def test_sets_hold_as_many_meetings_of_each_language_as_they_should(truths: Any, name: str) -> None:
    languages = [meeting.language for meeting in truths.meetings(folder(truths, name))]
    assert {language: languages.count(language) for language in languages} == SETS[name]


@pytest.mark.parametrize("name", SETS)
def test_transcripts_are_in_order_and_of_a_meetings_length(truths: Any, name: str) -> None:
    for meeting in truths.meetings(folder(truths, name)):
        assert (folder(truths, name) / f"{meeting.id}.json").is_file()
        assert 60 <= len(meeting.utterances) <= 140, meeting.id
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
        items = [item.id for item in (*meeting.truth.decisions, *meeting.truth.actions)]
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


def test_a_key_that_the_form_does_not_know_is_refused(truths: Any, tmp_path: Path) -> None:
    text = (truths.DEVELOPMENT / "en-lab.json").read_text(encoding="utf-8")
    misspelt = tmp_path / "misspelt.json"
    misspelt.write_text(text.replace('"decisions":', '"decision":'), encoding="utf-8")
    with pytest.raises(KeyError, match="decisions"):
        truths.meeting(misspelt)
    misspelt.write_text(text.replace('"questions":', '"notes": [], "questions":'), encoding="utf-8")
    with pytest.raises(TypeError, match="notes"):
        truths.meeting(misspelt)
