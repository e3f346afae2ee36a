"""How many sounds a Whisper model can hear at once in the memory there is, from its own dimensions.

With b bytes a number, for one sound of n encoded frames (1,500 for 30 s), width d, h heads, D decoder layers, beams B of t tokens:

    encoding    2·h·n²·b  (attention scores and their softmax)  +  8·n·d·b  (the widest layer, in and out)
    decoding    2·D·n·d·b (keys and values of the sound)        +  2·2·D·t·d·b·B (of the texts, twice while they are sorted)
    sound       n·d·b     (its encoding)  +  the larger of the two

whisper-base on a processor (b = 4), whole windows, five beams: 157 MB for one sound, 87 to 110 for each further; this gives 156.
"""

import re
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

FRAMES = 1500
"""Of a whole window; most sounds are encoded in less."""

BEAM = 5
TOKENS = 300
"""Of 25 s of speech: the accurate preset's."""

HEAD = 64
"""Numbers of an attention head, in every Whisper model."""

SHARE = 0.8
"""Of the free memory: the rest is for the library's own buffers and for gaps."""

EMBEDDING = "decoder/embeddings/weight"
LAYER = re.compile(r"decoder/layer_(\d+)/")


@dataclass(frozen=True, slots=True)
class Shape:
    """A model's dimensions."""

    width: int
    decoder_layers: int

    def bytes_a_sound(self, bytes_a_number: int) -> int:
        """Memory that one sound takes at its highest."""
        heads = self.width // HEAD
        encoding = 2 * heads * FRAMES**2 + 8 * FRAMES * self.width
        decoding = 2 * self.decoder_layers * self.width * (FRAMES + 2 * TOKENS * BEAM)
        return bytes_a_number * (FRAMES * self.width + max(encoding, decoding))

    def sounds_in(self, free: int, most: int, bytes_a_number: int) -> int:
        """How many sounds, at most so many, that much free memory takes; at least one."""
        return max(1, min(most, int(SHARE * free) // self.bytes_a_sound(bytes_a_number)))


def shape_of(model: Path) -> Shape:
    """The dimensions of a `model.bin`, read from its table of contents.

    Source: CTranslate2's `ModelSpec._serialize`, binary version 6. Raises `ValueError` where that is not what the file is.
    """
    width, layers = 0, set()
    try:
        with model.open("rb") as file:
            _number(file, "I")
            _text(file)
            _number(file, "I")
            for _ in range(_number(file, "I")):
                name = _text(file)
                sizes = [_number(file, "I") for _ in range(_number(file, "B"))]
                _number(file, "B")
                file.seek(_number(file, "I"), 1)
                if name == EMBEDDING:
                    width = sizes[-1]
                if layer := LAYER.match(name):
                    layers.add(layer[1])
    except (struct.error, UnicodeDecodeError, IndexError) as error:
        raise ValueError(f"{model} is no model of CTranslate2") from error
    if not width or not layers:
        raise ValueError(f"{model} is no Whisper model")
    return Shape(width, len(layers))


def _number(file: BinaryIO, kind: str) -> int:
    return int(struct.unpack(f"<{kind}", file.read(struct.calcsize(f"<{kind}")))[0])


def _text(file: BinaryIO) -> str:
    return file.read(_number(file, "H"))[:-1].decode()
