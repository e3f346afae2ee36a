"""What stays of a transcription from the command line that did not end well: what it goes on from, and no voice."""

import contextlib
import os
from pathlib import Path

import pytest

from scribe.private_run import MEETING, put, store_for
from scribe_core.contract import keys
from scribe_core.errors import ScribeError
from scribe_core.settings import Settings


def test_voice_vectors_go_with_a_transcription_that_fails_or_is_interrupted(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, volumes=tmp_path)
    recording = tmp_path / "a.wav"
    recording.write_bytes(b"a")
    vectors, words = (f"{keys.artefact(MEETING, stage, 'f')}/00000.json" for stage in ("diarization", "transcription"))

    def left(store: Path) -> set[str]:
        return {str(path.relative_to(store)) for path in store.rglob("*") if path.is_file()}

    with contextlib.suppress(KeyboardInterrupt), store_for(settings, recording) as store:
        for key in (vectors, words):
            (store / key).parent.mkdir(parents=True)
            (store / key).write_text("[]")
        raise KeyboardInterrupt
    with store_for(settings, recording) as again:
        assert again == store
        assert left(store) == {words}, "the words go on where they stopped"


@pytest.mark.parametrize("link", [False, True])
def test_a_result_takes_the_place_of_plain_files_only(tmp_path: Path, link: bool) -> None:
    (tmp_path / "kept.txt").write_text("kept")
    output = tmp_path / "out.txt"
    if link:
        output.symlink_to(tmp_path / "kept.txt")
    else:
        os.mkfifo(output)
    with pytest.raises(ScribeError) as refused:
        put([b"text"], output)
    assert refused.value.code == "output_not_a_file"
    assert output.is_symlink() if link else output.is_fifo()
    assert (tmp_path / "kept.txt").read_text() == "kept"
    put([b"text"], tmp_path / "kept.txt")
    assert (tmp_path / "kept.txt").read_text() == "text"
