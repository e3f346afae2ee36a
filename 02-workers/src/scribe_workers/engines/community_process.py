"""pyannote's community-1 pipeline over one recording, in a process and a Python of its own; prints turns as JSON.

    python community_process.py PIPELINE_FOLDER SOUND.flac DEVICE [LEAST MOST]

Run by `engines/community.py` with the packages of `requirements-pyannote.lock`, whose environment is not the product's: PyTorch brings other
releases of NVIDIA's libraries than ours, and two of those in one process end it. All memory goes back when the process ends.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

OUT_OF_MEMORY = 12
"""Exit status: the device has too little memory."""

Turn = tuple[float, float, str]


def main(folder: Path, sound: Path, device: str, least: int | None, most: int | None) -> dict[str, list[Turn]]:
    """Who speaks when, overlaps included, and the same with one speaker at a time."""
    os.environ["PYANNOTE_METRICS_ENABLED"] = "0"  # it would tell its makers of every recording
    os.environ["HF_HUB_OFFLINE"] = "1"
    import soundfile
    import torch
    from pyannote.audio import Pipeline

    pipeline: Any = Pipeline.from_pretrained(folder)
    pipeline.to(torch.device(device))
    samples, rate = soundfile.read(sound, dtype="float32", always_2d=True)
    # Handed over as samples: its own decoder would look for FFmpeg's libraries on the machine.
    heard = pipeline(
        {"waveform": torch.from_numpy(samples.T.copy()), "sample_rate": rate}, min_speakers=least, max_speakers=most
    )
    return {
        "turns": turns_of(heard.speaker_diarization),
        "exclusive": turns_of(heard.exclusive_speaker_diarization),
    }


def turns_of(annotation: Any) -> list[Turn]:
    """A `pyannote.core.Annotation` as (start, end, speaker), sorted."""
    return sorted(
        (round(float(segment.start), 3), round(float(segment.end), 3), str(label))
        for segment, _, label in annotation.itertracks(yield_label=True)
    )


if __name__ == "__main__":
    numbers: list[int | None] = [int(number) for number in sys.argv[4:6]]
    try:
        found = main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], *(numbers or [None, None]))
    except (MemoryError, RuntimeError) as error:
        if isinstance(error, MemoryError) or "out of memory" in str(error).lower():
            sys.stderr.write(f"{error}\n")
            sys.exit(OUT_OF_MEMORY)
        raise
    print(json.dumps(found))
