"""What the product says about licences is complete and up to date."""

from pathlib import Path

import faster_whisper
import pytest

from scribe_core.contract.licences import model_licences, package_licences
from scribe_workers.models import licences
from scribe_workers.models.catalogue import CATALOGUE
from scribe_workers.models.delivery import sha256_of

REPOSITORY = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(("path", "content"), [(licences.DATA, licences.data()), (licences.PAGE, licences.page())])
def test_the_written_licences_are_those_of_the_catalogue(path: Path, content: str) -> None:
    written = (REPOSITORY / path).read_text(encoding="utf-8")
    assert written == content, "run: python -m scribe_workers.models.licences ."


def test_every_model_is_shown_with_licence_notice_and_terms() -> None:
    shown = model_licences()
    assert {model.name for model in shown.models} == {*CATALOGUE, "silero-vad"}
    for model in shown.models:
        assert all(licence.notice and shown.terms[licence.identifier] for licence in model.licences)


def test_native_libraries_are_shown_with_packages_that_are_installed() -> None:
    installed = {package.name.lower() for package in package_licences()}
    shown = model_licences().libraries
    assert {library.package for library in shown} <= installed
    assert ("av", "x264") in {(library.package, library.name) for library in shown}


def test_the_detector_inside_a_package_is_the_one_shown() -> None:
    (file,) = licences.SILERO.files
    path = Path(faster_whisper.__file__).parent / "assets" / file.name
    assert sha256_of(path) == file.sha256


def test_the_packages_installed_here_are_shown_with_their_licences() -> None:
    packages = {package.name.lower(): package for package in package_licences()}
    assert "MIT" in packages["pydantic"].licence
    assert "Apache" in packages["huggingface_hub" if "huggingface_hub" in packages else "huggingface-hub"].licence
    unnamed = [package.name for package in packages.values() if not package.licence]
    assert len(unnamed) < len(packages) / 10
    assert not [package.name for package in packages.values() if "\n" in package.licence]
