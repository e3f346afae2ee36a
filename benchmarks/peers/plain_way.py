"""The plain way over one recording: sequential faster-whisper, then a public diarizer, then the nearest turn.

faster-whisper as its README shows it (beam 5, its own voice activity filter, word times), int8, with the same weights
that the product uses. Runs in the benchmarks' environment: `python -m peers.plain_way --help`.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from numpy import float32
from numpy.typing import NDArray

from peers.nearest_turn import Turn, Word, speakers_of
from scribe.evaluation.outcome import Meter, Outcome, SpokenTurn, SpokenWord, releases

RATE = 16_000
LIBRARIES = ("ctranslate2", "faster-whisper", "numpy", "onnxruntime")
DIARIZERS = {
    "spectral": ("kaldi-native-fbank", "scikit-learn"),
    "spectral_torch": ("kaldi-native-fbank", "scikit-learn", "torch"),
    "sherpa": ("sherpa-onnx",),
}
"""What tells speakers apart, and the packages that it needs besides."""


class Diarizer(Protocol):
    """Tells who speaks when."""

    def turns(self, samples: NDArray[float32]) -> list[Turn]:
        """The turns of a recording at 16 kHz, in order."""


def main() -> None:
    """Run the plain way and write its outcome."""
    options = _options()
    from faster_whisper.audio import decode_audio

    meter = Meter()
    samples = decode_audio(str(options.audio))
    meter.part("decoding")
    if options.words is None:
        words, language = _heard(samples, options.whisper, options.language, options.threads)
    else:
        known = Outcome.read(options.words)
        words, language = [Word(word.start, word.end, word.text) for word in known.words], known.language
    meter.part("words")
    turns = _diarizer(options).turns(samples)
    meter.part("speakers")
    speakers = speakers_of(words, turns)
    meter.part("assignment")
    spoken = [SpokenWord(word.start, word.end, word.text, who) for word, who in zip(words, speakers, strict=True)]
    said = [SpokenTurn(turn.start, turn.end, turn.speaker) for turn in turns]
    libraries = releases([*LIBRARIES, *DIARIZERS[options.diarizer]])
    seconds = len(samples) / RATE
    Outcome(spoken, said, seconds, language, parts=meter.parts, libraries=libraries).write(options.out)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--audio", type=Path, required=True)
    parser.add_argument("--language")
    parser.add_argument("--speakers", type=int, help="how many speak (else it is found out)")
    parser.add_argument("--whisper", type=Path, required=True, help="folder of the CTranslate2 model")
    parser.add_argument("--segmentation", type=Path, required=True, help="ONNX file")
    parser.add_argument("--voice", type=Path, required=True, help="ONNX file, or the checkpoint (spectral_torch)")
    parser.add_argument("--diarizer", choices=tuple(DIARIZERS), required=True)
    parser.add_argument("--copies", type=Path, required=True, help="folder for networks with metadata (sherpa)")
    parser.add_argument("--words", type=Path, help="outcome of another diarizer's run whose words are taken over")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path, required=True)
    return parser.parse_args()


def _heard(
    samples: NDArray[float32], model: Path, language: str | None, threads: int
) -> tuple[Sequence[Word], str | None]:
    """The words, and the language they were written in."""
    import ctranslate2
    from faster_whisper import WhisperModel

    ctranslate2.set_random_seed(0)  # where a first answer is doubted, it is drawn again at random
    whisper = WhisperModel(str(model), device="cpu", compute_type="int8", cpu_threads=threads)
    segments, told = whisper.transcribe(samples, language=language, beam_size=5, vad_filter=True, word_timestamps=True)
    words = [
        Word(float(word.start), float(word.end), word.word.strip())
        for segment in segments
        for word in segment.words or ()
    ]
    return words, told.language


def _diarizer(options: argparse.Namespace) -> Diarizer:
    if options.diarizer == "sherpa":
        from peers.sherpa_diarizer import SherpaDiarizer

        return SherpaDiarizer(options.segmentation, options.voice, options.copies, options.speakers)
    from peers.spectral_diarizer import SpectralDiarizer, Voice, onnx_voice

    voice: Voice
    if options.diarizer == "spectral_torch":
        from peers.torch_voice import TorchVoice

        voice = TorchVoice(options.voice, options.threads)
    else:
        voice = onnx_voice(options.voice, options.threads)
    return SpectralDiarizer(options.segmentation, voice, options.threads, options.speakers)


if __name__ == "__main__":
    main()
