"""One model at a time: the old one is gone before the next one is there, and what each took is known."""

from collections.abc import Callable

import numpy as np
import psutil
import pytest

from scribe_core.errors import ScribeError
from scribe_workers.engines.networks import NetworkFailed, SegmentationNetwork, VoiceNetwork
from scribe_workers.engines.recogniser import Whisper
from scribe_workers.model_room import ModelRoom
from scribe_workers.models.store import ModelStore

MEGABYTE = 1024**2


class Block:
    """A model of so many megabytes."""

    def __init__(self, megabytes: int) -> None:
        self.weights: np.ndarray | None = np.ones(megabytes * MEGABYTE, np.uint8)

    def leave(self) -> None:
        self.weights = None


def resident() -> int:
    return int(psutil.Process().memory_info().rss)


def test_one_model_lives_here_and_the_same_one_is_not_loaded_twice() -> None:
    room = ModelRoom()
    loaded: list[str] = []

    def load(name: str) -> Callable[[], Block]:
        def made() -> Block:
            loaded.append(name)
            return Block(1)

        return made

    for name in ("whisper", "whisper", "voice", "whisper"):
        with room.occupy(name, load(name)):
            assert room.resident == name
    assert loaded == ["whisper", "voice", "whisper"]
    assert not room.leave_if_idle(3600)
    assert room.leave_if_idle(0)
    assert room.resident == ""


def test_the_first_is_gone_before_the_second_is_loaded_even_if_somebody_still_refers_to_it() -> None:
    room = ModelRoom()
    with room.occupy("first", lambda: Block(200)) as first:
        held = first
    before = resident()

    def load() -> Block:
        assert held.weights is None
        assert resident() < before - 150 * MEGABYTE, "its memory was not handed back"
        return Block(1)

    with room.occupy("second", load):
        pass


def test_what_each_model_took_is_told() -> None:
    room = ModelRoom()
    before = resident()
    with room.occupy("large", lambda: Block(300)):
        pass
    with room.occupy("small", lambda: Block(1)):
        pass
    assert room.peaks["large"].resident > before + 250 * MEGABYTE
    assert room.peaks["small"].resident < room.peaks["large"].resident - 250 * MEGABYTE
    assert room.peaks["small"].card == 0


def test_a_model_that_cannot_be_loaded_leaves_the_room_empty() -> None:
    room = ModelRoom()
    with room.occupy("first", lambda: Block(1)):
        pass

    def fail() -> Block:
        raise ScribeError("out_of_memory")

    with pytest.raises(ScribeError), room.occupy("second", fail):
        pass
    assert room.resident == ""
    with room.occupy("second", lambda: Block(1)):
        assert room.resident == "second"


@pytest.mark.models
def test_real_models_hand_their_memory_back(store: ModelStore) -> None:
    room = ModelRoom()
    folders = {name: store.open(name) for name in ("whisper-base", "segmentation", "voice")}
    with room.occupy("whisper", lambda: Whisper.load(folders["whisper-base"], compute_type="float32", threads=1)):
        pass
    full = resident()

    def segmentation() -> SegmentationNetwork:
        assert resident() < full - 150 * MEGABYTE, "float32 Whisper base takes 290 MB"
        return SegmentationNetwork(folders["segmentation"], 1)

    with room.occupy("segmentation", segmentation) as network:
        network.log_probabilities(np.zeros((1, 160_000), np.float32))
    with room.occupy("voice", lambda: VoiceNetwork(folders["voice"], 1)):
        with pytest.raises(NetworkFailed):
            network.log_probabilities(np.zeros((1, 160_000), np.float32))
        assert room.resident == "voice"
    room.leave_if_idle(0)
