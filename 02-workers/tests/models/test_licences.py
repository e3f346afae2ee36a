"""What the product says about licences is complete and up to date."""

from importlib import metadata
from pathlib import Path

import faster_whisper

from scribe_workers.models import licences
from scribe_workers.models.catalogue import CATALOGUE, Occasion

REPOSITORY = Path(__file__).resolve().parents[3]


def test_the_page_is_that_of_the_catalogue() -> None:
    written = (REPOSITORY / licences.PAGE).read_text(encoding="utf-8")
    assert written == licences.page(), "run: ./manage.sh generate"


def test_every_model_an_installation_may_fetch_is_shown_with_its_notice() -> None:
    shown = {work.name: work for work in licences.works()}
    fetched = {model.name for model in CATALOGUE.values() if model.occasion is not Occasion.TESTS}
    assert fetched <= shown.keys()
    assert "Copyright (c) 2022 CNRS" in shown["segmentation"].notice
    assert shown["voice"].licence == "Apache-2.0"
    assert "test-recordings" not in shown


def test_what_comes_inside_packages_is_shown_and_comes_with_packages_that_are_installed() -> None:
    shown = {work.name: work.licence for work in licences.works()}
    assert shown["x264 (inside av)"] == "GPL-2.0-or-later"
    assert "silero-vad" in shown
    assert list((Path(faster_whisper.__file__).parent / "assets").glob("silero_vad_v6*.onnx"))
    for package, _, _ in licences.LIBRARIES:
        assert metadata.version(package)
