"""Where memory is short the recogniser makes itself smaller; only where that is of no use does it say so.

Memory is taken away for real, from a process of its own, with the real whisper-base: its float32 weights alone take 290 MB.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scribe_workers.models.store import ModelStore

pytestmark = pytest.mark.models

SCRIPT = Path(__file__).with_name("short_of_memory.py")
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}


def heard_with(store: ModelStore, megabytes: int, *how: str) -> dict[str, Any]:
    """What comes out with so many megabytes beyond what Python and the libraries take."""
    cache = store.open("whisper-base").parent
    done = subprocess.run(
        [sys.executable, SCRIPT, cache, str(megabytes), *how],
        env={**os.environ, **ONE_THREAD},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def test_what_was_asked_for_is_not_tried_where_a_lighter_precision_is_needed(store: ModelStore) -> None:
    found = heard_with(store, 410, "float32")
    assert found["stepped_down"]
    assert found["fit"][0] == "int8"
    assert found["texts"][0].startswith("It was the best of times")
    assert all(found["texts"])
    assert list(found["peaks"]) == ["whisper-base (float32)", "whisper-base (int8)"]
    assert found["began_with"][-1] == (found["fit"][1] or 8), "the next user began with what had not fitted before"


def test_where_memory_runs_out_it_hears_fewer_sounds_at_once(store: ModelStore) -> None:
    found = heard_with(store, 510, "float32", "careful")  # four whole windows at once take 100 MB more than two
    assert found["texts"][0].startswith("It was the best of times")
    assert found["stepped_down"]
    assert found["fit"][0] == "float32"
    assert found["fit"][1] < 4
    assert found["began_with"] == [8, found["fit"][1]]


def test_what_does_not_fit_at_all_is_named_with_the_memory_there_was(store: ModelStore) -> None:
    found = heard_with(store, 90, "float32")
    assert found["code"] == "model_too_large"
    assert "whisper-base" in found["sentence"]
    assert "int8" in found["sentence"]
    assert "{" not in found["sentence"]
