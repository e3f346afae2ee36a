"""Checkpoints are read as numbers; whatever else one asks for is refused without being done."""

import pickle
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest

from scribe_workers.models.checkpoint import CheckpointRefused, read_weights

VALUES = np.arange(12, dtype="<f4")


def text(value: str) -> bytes:
    return b"X" + struct.pack("<I", len(value.encode())) + value.encode()


def whole(value: int) -> bytes:
    return b"J" + struct.pack("<i", value)


def row(*values: int) -> bytes:
    return b"(" + b"".join(whole(value) for value in values) + b"t"


def storage(kind: str = "torch\nFloatStorage", key: str = "0", count: int = 12) -> bytes:
    return b"(" + text("storage") + b"c" + kind.encode() + b"\n" + text(key) + text("cpu") + whole(count) + b"tQ"


def tensor(shape: bytes, strides: bytes, offset: int = 0, held_by: bytes | None = None) -> bytes:
    hooks = b"ccollections\nOrderedDict\n)R"
    arguments = (held_by or storage()) + whole(offset) + shape + strides + b"\x89" + hooks
    return b"ctorch._utils\n_rebuild_tensor_v2\n(" + arguments + b"tR"


def program(**values: bytes) -> bytes:
    return b"\x80\x02}(" + b"".join(text(name) + value for name, value in values.items()) + b"u."


def checkpoint(folder: Path, body: bytes, compression: int = zipfile.ZIP_STORED, byte_order: str | None = None) -> Path:
    path = folder / "weights.pt"
    with zipfile.ZipFile(path, "w", compression) as archive:
        archive.writestr("archive/data.pkl", body)
        archive.writestr("archive/data/0", VALUES.tobytes())
        if byte_order:
            archive.writestr("archive/byteorder", byte_order)
    return path


def test_tensors_come_out_as_arrays_whatever_their_strides(tmp_path: Path) -> None:
    body = program(
        plain=tensor(row(3, 4), row(4, 1)),
        turned=tensor(row(4, 3), row(1, 4)),
        part=tensor(row(2), row(3), offset=5),
        one=tensor(b")", b")", offset=7),
        none=tensor(row(0, 4), row(4, 1)),
    )
    weights = read_weights(checkpoint(tmp_path, body, byte_order="little"))
    assert np.array_equal(weights["plain"], VALUES.reshape(3, 4))
    assert np.array_equal(weights["turned"], VALUES.reshape(3, 4).T)
    assert weights["part"].tolist() == [5, 8]
    assert weights["one"].shape == ()
    assert weights["one"] == 7
    assert weights["none"].shape == (0, 4)


def test_the_state_dict_is_taken_and_what_describes_the_training_is_left(tmp_path: Path) -> None:
    training = b"cpyannote.audio.core.task\nSpecifications\n)\x81}(" + text("duration") + whole(10) + b"ub"
    version = b"ctorch.torch_version\nTorchVersion\n" + text("2.0.1") + b"\x85\x81"
    body = program(state_dict=program(w=tensor(row(12), row(1)))[2:-1], notes=training, torch=version)
    assert list(read_weights(checkpoint(tmp_path, body))) == ["w"]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"cposix\nsystem\n" + text("touch touched") + b"\x85R.", id="runs a command"),
        pytest.param(b"cbuiltins\neval\n" + text("open('touched','w')") + b"\x85R.", id="evaluates Python"),
        pytest.param(
            b"\x80\x04" + text("os") + text("system") + b"\x93" + text("touch touched") + b"\x85R.", id="newer opcode"
        ),
        pytest.param(b"ctorch\nload\n.", id="another function of PyTorch"),
        pytest.param(b"ctorch.serialization\nFloatStorage\n.", id="another module"),
        pytest.param(b"ccollections\nOrderedDict.__init__.__globals__\n.", id="a path through attributes"),
        pytest.param(b"ccollections\ndefaultdict\n.", id="a neighbour of the allowed"),
        pytest.param(b"(iposix\nsystem\n.", id="an old opcode"),
        pytest.param(b"\x82\x01.", id="the extension registry"),
    ],
)
def test_a_pickle_that_asks_for_more_than_arrays_is_refused_and_does_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: bytes
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CheckpointRefused):
        read_weights(checkpoint(tmp_path, body))
    assert not (tmp_path / "touched").exists()


def test_what_python_itself_pickles_of_a_command_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Command:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            import os

            return os.system, ("touch touched",)

    monkeypatch.chdir(tmp_path)
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        with pytest.raises(CheckpointRefused):
            read_weights(checkpoint(tmp_path, pickle.dumps({"w": Command()}, protocol)))
    assert not (tmp_path / "touched").exists()


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(tensor(row(13), row(1)), id="longer than its storage"),
        pytest.param(tensor(row(4), row(4)), id="strides that leave it"),
        pytest.param(tensor(row(2), row(1), offset=11), id="starts too late"),
        pytest.param(tensor(row(2), row(1), offset=-1), id="starts before it"),
        pytest.param(tensor(row(2), row(-1), offset=5), id="runs backwards"),
        pytest.param(tensor(row(100_000, 100_000), row(0, 0)), id="repeats one value without end"),
        pytest.param(tensor(row(3, 4), row(1)), id="shape without strides"),
        pytest.param(tensor(row(12), row(1), held_by=storage(count=13)), id="announces more than there is"),
        pytest.param(tensor(row(12), row(1), held_by=storage(key="1")), id="a storage that is not there"),
        pytest.param(tensor(row(12), row(1), held_by=storage(kind="torch\nQInt8Storage")), id="unknown numbers"),
        pytest.param(tensor(row(12), row(1), held_by=text("0")), id="no storage at all"),
        pytest.param(text("a word"), id="not a tensor"),
        pytest.param(text("elsewhere") + b"Q", id="a reference of another kind"),
    ],
)
def test_a_tensor_that_does_not_fit_its_storage_is_refused(tmp_path: Path, value: bytes) -> None:
    with pytest.raises(CheckpointRefused):
        read_weights(checkpoint(tmp_path, program(w=value)))


def test_an_allowed_function_keeps_no_trace_of_what_a_pickle_sets_on_it(tmp_path: Path) -> None:
    # BUILD with a pair of states sets attributes on whatever stands on the stack.
    marked = b"ctorch._utils\n_rebuild_tensor_v2\nN}(" + text("__call__") + text("gone") + b"u\x86b0"
    with pytest.raises(CheckpointRefused):
        read_weights(checkpoint(tmp_path, b"\x80\x02" + marked + program(w=tensor(row(12), row(1)))[2:]))
    assert len(read_weights(checkpoint(tmp_path, program(w=tensor(row(12), row(1)))))["w"]) == 12


def test_compressed_and_big_endian_files_are_refused(tmp_path: Path) -> None:
    body = program(w=tensor(row(12), row(1)))
    with pytest.raises(CheckpointRefused, match="compressed"):
        read_weights(checkpoint(tmp_path, body, zipfile.ZIP_DEFLATED))
    with pytest.raises(CheckpointRefused, match="big-endian"):
        read_weights(checkpoint(tmp_path, body, byte_order="big"))


@pytest.mark.parametrize("content", [b"", b"not a zip at all", b"\x80\x02}."])
def test_something_else_than_a_checkpoint_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "weights.pt"
    path.write_bytes(content)
    with pytest.raises(CheckpointRefused):
        read_weights(path)
