"""How many people there are and who they are, from made-up voices whose truth is known."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
import pytest
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from scribe_core.domain.run import SpeakerRange
from scribe_workers.stages.voices import clustering
from scribe_workers.stages.voices.arrays import Doubles, Floats, Ints
from scribe_workers.stages.voices.clustering import people
from scribe_workers.stages.voices.embedding import unit
from scribe_workers.stages.voices.linkage import Merges, average_linkage
from scribe_workers.stages.voices.variational_bayes import VoiceSpace, refined_labels, voice_space
from scribe_workers.stages.voices.voice_windows import VoiceWindows


def nothing() -> None:
    """Nobody is asked."""


class Meeting:
    """People with random voices who take turns of a few windows; a window's vector strays from its voice."""

    def __init__(
        self, people_there: int, windows: int, *, seed: int = 0, stray: float = 0.7, shares: list[float] | None = None
    ) -> None:
        random = np.random.default_rng(seed)
        voices = unit(random.standard_normal((people_there, 192)).astype(np.float32))
        who: list[int] = []
        turns: list[int] = []
        while len(who) < windows:
            length = int(random.integers(3, 9))
            who += [int(random.choice(people_there, p=shares))] * length
            turns += [turns[-1] + 1 if turns else 0] * length
        self.who: Ints = np.array(who[:windows], np.int32)
        noise = random.standard_normal((windows, 192)).astype(np.float32) / np.sqrt(np.float32(192))
        self.vectors: Floats = unit(voices[self.who] + np.float32(stray) * noise)
        starts = np.arange(windows, dtype=np.int32) * 75
        turn = np.array(turns[:windows], np.int32)
        self.windows = VoiceWindows(starts, starts + 150, turn, turn, (starts / 100).astype(np.float32))

    def found(self, speakers: int | tuple[int, int] | None = None, refine: bool = True) -> Ints:
        """For each window the found person it sounds most like; `speakers` exactly or from and to."""
        least, most = speakers if isinstance(speakers, tuple) else (speakers, speakers)
        hint = SpeakerRange(least, most) if least and most else None
        self.voices = people(self.vectors, self.windows, hint=hint, refine=refine, tick=nothing)
        nearest: Ints = (self.vectors @ self.voices.centroids.T).argmax(1).astype(np.int32)
        return nearest

    def purity(self, found: Ints) -> float:
        """Share of windows whose found person mostly is who really speaks."""
        right = sum(np.bincount(self.who[found == person]).max() for person in np.unique(found))
        return float(right) / len(self.who)


@pytest.mark.parametrize("there", [1, 2, 5, 9])
def test_everybody_is_found_and_nobody_else(there: int) -> None:
    meeting = Meeting(there, 400)
    found = meeting.found()
    assert len(meeting.voices) == there
    assert meeting.purity(found) > 0.99


def test_a_recording_of_a_few_seconds_is_clustered_too() -> None:
    meeting = Meeting(2, 12, seed=3)
    found = meeting.found()
    assert len(meeting.voices) == len(np.unique(meeting.who))
    assert meeting.purity(found) == 1.0


def two_voices(distance: float, *, tracks: tuple[int, int], apart: float = 1.0) -> tuple[Floats, VoiceWindows]:
    """Windows of two voices so far apart (cosine) in turn, each without any variation, on those tracks, so many seconds apart."""
    count = 24
    voices = np.zeros((2, 192), np.float32)
    voices[:, 0], voices[1, 0] = 1.0, 1.0 - distance
    voices[1, 1] = np.sqrt(1.0 - voices[1, 0] ** 2)
    who = np.arange(count) % 2
    starts = np.arange(count, dtype=np.int32) * 150
    turns = np.arange(count, dtype=np.int32)
    times = (np.arange(count) * apart).astype(np.float32)
    return voices[who], VoiceWindows(starts, starts + 150, turns, np.array(tracks, np.int32)[who], times)


@pytest.mark.parametrize(("distance", "there"), [(0.55, 1), (0.62, 1), (0.68, 2), (0.75, 2)])
def test_in_a_short_recording_two_voices_are_two_people_from_a_distance_on(distance: float, there: int) -> None:
    vectors, windows = two_voices(distance, tracks=(0, 0))
    assert len(people(vectors, windows, hint=None, refine=True, tick=nothing)) == there


@pytest.mark.parametrize(
    ("distance", "apart", "there"),
    [(0.3, 1.0, 1), (0.55, 1.0, 2), (0.55, 10.0, 1)],
    ids=["alike", "rivals", "far apart"],
)
def test_who_is_heard_beside_another_track_is_more_easily_somebody_else(
    distance: float, apart: float, there: int
) -> None:
    """Only close in time: later on a track's number means nothing."""
    vectors, windows = two_voices(distance, tracks=(0, 1), apart=apart)
    assert len(people(vectors, windows, hint=None, refine=True, tick=nothing)) == there


def test_one_window_is_one_person() -> None:
    meeting = Meeting(1, 1)
    assert meeting.found().tolist() == [0]
    assert np.linalg.norm(meeting.voices.centroids) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("asked", [1, 2, 3, 6, 8])
def test_the_number_of_speakers_asked_for_is_found(asked: int) -> None:
    meeting = Meeting(4, 400)
    meeting.found(speakers=asked)
    assert len(meeting.voices) == asked


@pytest.mark.parametrize(("asked", "there"), [((2, 6), 4), ((1, 3), 3), ((5, 8), 5), ((1, 12), 4)])
def test_a_range_is_kept_and_changes_nothing_where_the_voices_agree(asked: tuple[int, int], there: int) -> None:
    meeting = Meeting(4, 400)
    meeting.found(speakers=asked)
    assert len(meeting.voices) == there


@pytest.mark.parametrize(("asked", "doubtful"), [(4, False), ((2, 6), False), (None, False), (3, True), (1, True)])
def test_a_number_that_joins_clearly_different_voices_is_doubted(
    asked: int | tuple[int, int] | None, doubtful: bool
) -> None:
    meeting = Meeting(4, 400)
    meeting.found(speakers=asked)
    assert meeting.voices.hint_doubtful == doubtful


def test_a_number_that_cuts_one_clear_voice_in_two_is_doubted() -> None:
    meeting = Meeting(1, 100, stray=0.4)
    meeting.found(speakers=3)
    assert meeting.voices.hint_doubtful


@pytest.mark.parametrize("there", [12, 16])
def test_a_crowd_is_told_apart(there: int) -> None:
    meeting = Meeting(there, 900)
    assert meeting.purity(meeting.found()) > 0.99
    assert len(meeting.voices) == there


def test_fewer_speakers_than_there_are_keeps_the_others_whole() -> None:
    meeting = Meeting(4, 400)
    found = meeting.found(speakers=3)
    for person in range(4):
        assert np.bincount(found[meeting.who == person]).max() > 0.98 * (meeting.who == person).sum()


def test_somebody_who_says_little_is_found_when_asked_for() -> None:
    """Two people and one window of a third: a noise, unless somebody knows that there are three."""
    meeting = Meeting(3, 200, seed=5, shares=[0.5, 0.5, 0.0])
    stranger = Meeting(1, 1, seed=99)
    meeting.vectors[100] = stranger.vectors[0]
    assert len(np.unique(meeting.found())) == 2
    found = meeting.found(speakers=3)
    assert (found == found[100]).sum() == 1


def test_who_says_one_thing_in_a_turn_of_their_own_is_a_person() -> None:
    """The same single window as above, but with a pause on both sides."""
    meeting = Meeting(3, 200, seed=5, shares=[0.5, 0.5, 0.0])
    stranger = Meeting(1, 1, seed=99)
    meeting.vectors[100] = stranger.vectors[0]
    meeting.windows.turns[101:] += 2
    meeting.windows.turns[100] = meeting.windows.turns[99] + 1
    found = meeting.found()
    assert (found == found[100]).sum() == 1


def test_short_recordings_are_not_refined_into_fewer_people() -> None:
    """Half a minute teaches the refinement too little of how one voice varies."""
    meeting = Meeting(4, 45, seed=8, stray=1.0)
    meeting.found()
    assert len(meeting.voices) == len(np.unique(meeting.who))


def test_more_speakers_than_windows_gives_what_there_is() -> None:
    meeting = Meeting(2, 4, seed=3)
    meeting.found(speakers=9)
    assert 1 <= len(meeting.voices) <= 4


def test_without_trust_in_turns_people_are_found_all_the_same() -> None:
    meeting = Meeting(3, 300)
    assert meeting.purity(meeting.found(refine=False)) > 0.99


def test_the_same_voices_give_the_same_people() -> None:
    np.testing.assert_array_equal(Meeting(3, 300).found(), Meeting(3, 300).found())


@dataclass
class Work:
    """What clustering a recording took: cells of each table of distances, and of the refinement's tables."""

    distances: list[int] = field(default_factory=list)
    refinement: int = 0


@pytest.fixture
def worked(monkeypatch: pytest.MonkeyPatch) -> Callable[[Meeting], Work]:
    """Finds the people of a meeting and tells what it took."""
    work = Work()

    def linked(distances: Floats, sizes: Doubles, stop: float, most: int | None = None) -> Merges:
        work.distances.append(distances.size)
        return average_linkage(distances, sizes, stop, most)

    def refined(space: VoiceSpace, times: Floats, labels: Ints, tick: Callable[[], None]) -> Ints:
        work.refinement += len(labels) * (int(labels.max()) + 1)
        return refined_labels(space, times, labels, tick)

    monkeypatch.setattr(clustering, "average_linkage", linked)
    monkeypatch.setattr(clustering, "refined_labels", refined)

    def found(meeting: Meeting) -> Work:
        work.distances, work.refinement = [], 0
        meeting.found()
        return replace(work)

    return found


ONE_HOUR, THREE_HOURS = 4_800, 14_400
"""Windows of one person's speech without a pause."""


@pytest.mark.parametrize("stray", [1.0, 30.0], ids=["voices", "nothing like anything"])
def test_three_hours_take_three_times_the_work_of_one(worked: Callable[[Meeting], Work], stray: float) -> None:
    one = worked(Meeting(8, ONE_HOUR, stray=stray))
    three = worked(Meeting(8, THREE_HOURS, stray=stray))
    assert max(three.distances[:-1]) <= clustering.BLOCK**2, "9 MB, where all distances would take 830"
    assert three.distances[-1] <= clustering.MOST_GROUPS**2, "the groups of all blocks"
    assert sum(three.distances[:-1]) < 3.2 * sum(one.distances[:-1])
    assert three.refinement <= THREE_HOURS * clustering.MOST_PEOPLE


def test_everybody_stays_who_they_are_for_three_hours() -> None:
    """Blocks of windows are clustered by themselves first; nobody may change at their edges."""
    meeting = Meeting(8, THREE_HOURS)
    found = meeting.found()
    assert len(meeting.voices) == 8
    names = np.array([np.bincount(found[meeting.who == person]).argmax() for person in range(8)])
    for first in range(0, THREE_HOURS, clustering.BLOCK):
        block = slice(first, first + clustering.BLOCK)
        assert (found[block] == names[meeting.who[block]]).mean() > 0.99


def test_work_on_long_recordings_can_be_stopped() -> None:
    meeting = Meeting(3, 4_000)

    class StoppedError(Exception):
        pass

    asked = 0

    def tick() -> None:
        nonlocal asked
        asked += 1
        if asked == 3:
            raise StoppedError

    with pytest.raises(StoppedError):
        people(meeting.vectors, meeting.windows, hint=None, refine=True, tick=tick)


@pytest.mark.parametrize("stop", [0.5, 0.9, 1.1])
def test_average_linkage_groups_as_scipy_does(stop: float) -> None:
    points = np.random.default_rng(4).standard_normal((80, 3))
    distances = np.linalg.norm(points[:, None] - points, axis=-1).astype(np.float32)
    merges = average_linkage(distances, np.ones(80), stop)
    ours = merges.labels(80, len(merges))
    theirs = fcluster(linkage(squareform(distances.astype(float), checks=False), "average"), stop, "distance")
    assert len(np.unique(ours)) == len(np.unique(theirs))
    assert len(np.unique(np.stack([ours, theirs]), axis=1).T) == len(np.unique(ours))


def test_merging_in_two_rounds_is_merging_in_one() -> None:
    points = unit(np.random.default_rng(6).standard_normal((60, 5)).astype(np.float32))
    distances = (1 - points @ points.T).clip(0)
    once = average_linkage(distances, np.ones(60), 0.6)
    first = average_linkage(distances, np.ones(60), 0.3)
    groups = first.labels(60, len(first))
    members = np.eye(groups.max() + 1, dtype=np.float32)[groups].T
    sizes = members.sum(1)
    second = average_linkage((members @ distances @ members.T) / np.outer(sizes, sizes), sizes.astype(float), 0.6)
    twice = second.labels(len(sizes), len(second))[groups]
    pairs = np.unique(np.stack([once.labels(60, len(once)), twice]), axis=1)
    assert pairs.shape[1] == len(np.unique(twice))


def test_labels_follow_groups_that_were_merged_on() -> None:
    merges = Merges(np.array([[2, 3], [1, 2], [0, 1]], np.int32), np.array([0.1, 0.2, 0.3], np.float32))
    assert merges.labels(4, 0).tolist() == [0, 1, 2, 3]
    assert merges.labels(4, 2).tolist() == [0, 1, 1, 1]
    assert merges.labels(4, 3).tolist() == [0, 0, 0, 0]


def test_the_refinement_mends_windows_that_were_given_to_the_wrong_person() -> None:
    meeting = Meeting(3, 300, stray=1.0)
    wrong = meeting.who.copy()
    wrong[::7] = (wrong[::7] + 1) % 3
    space = voice_space(meeting.vectors, meeting.windows.turns)
    mended = refined_labels(space, meeting.windows.centres, wrong, nothing)
    assert (mended == meeting.who).mean() > 0.98


def test_the_refinement_gives_up_a_speaker_who_was_made_up() -> None:
    meeting = Meeting(2, 300)
    labels = meeting.who.copy()
    labels[(labels == 0) & (np.arange(300) % 2 == 0)] = 2
    mended = refined_labels(
        voice_space(meeting.vectors, meeting.windows.turns), meeting.windows.centres, labels, nothing
    )
    assert len(np.unique(mended)) == 2
