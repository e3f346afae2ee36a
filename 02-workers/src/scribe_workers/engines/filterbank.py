"""Log-mel features as Kaldi computes them: what the voice network was trained on."""

import kaldi_native_fbank
import numpy as np
from numpy.typing import NDArray

from scribe_core.domain.audio import SAMPLE_RATE

BINS = 80
FRAME_STEP = SAMPLE_RATE // 100
"""Samples from one frame to the next: 10 ms."""

FRAME_LENGTH = SAMPLE_RATE // 40
"""Samples a frame looks at: 25 ms."""


def frames_in(samples: int) -> int:
    """How many whole frames that many samples hold."""
    return max(0, (samples - FRAME_LENGTH) // FRAME_STEP + 1)


def log_mel(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Features of every whole frame, `(frames, 80)`; frame `i` looks at samples `160 i` to `160 i + 400`.

    A frame depends on its own samples only, so blocks that start at a multiple of 160 join without a seam.
    """
    options = kaldi_native_fbank.FbankOptions()
    options.frame_opts.dither = 0.0
    options.frame_opts.samp_freq = SAMPLE_RATE
    options.mel_opts.num_bins = BINS
    bank = kaldi_native_fbank.OnlineFbank(options)
    bank.accept_waveform(SAMPLE_RATE, samples)
    bank.input_finished()
    features = np.empty((bank.num_frames_ready, BINS), np.float32)
    for frame in range(len(features)):
        features[frame] = bank.get_frame(frame)
    return features
