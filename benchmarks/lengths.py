"""The same recording at another length: its beginning, or itself again and again. 16 kHz mono FLAC.

Runs in the product's environment: `python -m lengths SOUND SECONDS OUT`; prints after how many seconds it begins again.
Memory stays flat.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import soundfile
from numpy.typing import NDArray

RATE = 16_000


def main() -> None:
    """Write the recording at the length asked for."""
    sound, seconds, out = Path(sys.argv[1]), float(sys.argv[2]), Path(sys.argv[3])
    left = whole = int(seconds * RATE)
    period = None
    with soundfile.SoundFile(out, "w", samplerate=RATE, channels=1, format="FLAC", subtype="PCM_16") as file:
        while left > 0:
            for block in _blocks(sound):
                file.write(block[:left])
                left -= len(block)
                if left <= 0:
                    break
            period = period or (whole - left) / RATE
    print(period)


def _blocks(sound: Path) -> Iterator[NDArray[np.int16]]:
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    with av.open(str(sound)) as container:
        for frame in container.decode(audio=0):
            for part in resampler.resample(frame):
                yield part.to_ndarray().reshape(-1).astype(np.int16)


if __name__ == "__main__":
    main()
