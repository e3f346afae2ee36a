"""What stays of a transcription from the command line that did not end well: what it goes on from, and no voice."""

import contextlib
from pathlib import Path

from scribe.private_run import MEETING, store_for
from scribe_core.contract import keys
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
