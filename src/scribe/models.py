"""`./manage.sh models`: which models there are, fetching and verifying them."""

import sys
from argparse import Namespace
from collections.abc import Mapping

from scribe import bundle, local_model
from scribe.environment import Progress
from scribe.parts import make_folders, read_settings
from scribe.terminal import Steps, megabytes
from scribe.wording import say
from scribe_core.domain.presence import InstalledModel
from scribe_core.settings import Settings
from scribe_workers.models.catalogue import Model, Purpose, default_models
from scribe_workers.models.own import with_own
from scribe_workers.models.store import Condition, ModelStore
from scribe_workers.models.store import Progress as FetchProgress


def models_of(settings: Settings, progress: FetchProgress | None = None) -> ModelStore:
    """The model store of these settings."""
    return ModelStore(
        settings.models_cache,
        local=settings.models_folder or bundle.models(),
        offline=settings.offline,
        progress=progress,
        catalogue=catalogue_of(settings),
    )


def catalogue_of(settings: Settings) -> Mapping[str, Model]:
    """The models there are: the catalogue's, and a speech model of one's own in the models folder where one is set."""
    return with_own(settings.speech_model, settings.models_folder, settings.models_cache / ".store")


def needed(settings: Settings) -> tuple[str, ...]:
    """Names of the models that these settings need. Raises `setting_invalid`."""
    return default_models(settings, catalogue_of(settings))


def used(settings: Settings) -> tuple[str, ...]:
    """Names of the models that these settings use: those that they need, and a local model of language, which is never fetched unasked."""
    local = local_model.name_of(settings)
    return (*needed(settings), local) if local else needed(settings)


def installed(settings: Settings) -> list[InstalledModel]:
    """The models that lie on this machine and those that these settings need, as the store finds them at a glance."""
    names = used(settings)
    return [
        InstalledModel(
            model.name, model.purpose.name.lower(), model.size, standing.condition.value, model.name in names
        )
        for standing in models_of(settings).listing()
        if (model := standing.model).name in names or standing.condition is not Condition.MISSING
    ]


def prepare(settings: Settings, progress: Progress, names: tuple[str, ...] = ()) -> str:
    """Make the models of these settings (or those named) present; returns a line about them."""
    wanted = names or needed(settings)
    catalogue, begun = catalogue_of(settings), 0

    def follow(name: str, done: int, total: int) -> None:
        share = (begun + (done / total if total else 0.0)) / len(wanted)
        progress(share, f"{name}  {megabytes(done)} / {megabytes(total)}")

    store = models_of(settings, follow)
    for name in wanted:
        progress(begun / len(wanted), name)
        store.open(name)
        begun += 1
    return say("models_ready", count=len(wanted), size=megabytes(sum(catalogue[name].size for name in wanted)))


def command(options: Namespace) -> int:
    """List, fetch or verify."""
    settings = read_settings()
    make_folders(settings)
    return {"list": _list, "fetch": _fetch, "verify": _verify}[options.action](settings, tuple(options.names))


def _list(settings: Settings, names: tuple[str, ...]) -> int:
    here = used(settings)
    for standing in models_of(settings).listing():
        model = standing.model
        if names and model.name not in names:
            continue
        optional = standing.condition is Condition.MISSING and model.name not in here
        condition = say("model_optional" if optional else f"model_{standing.condition}")
        licences = ", ".join(dict.fromkeys(licence.identifier for licence in model.licences))
        mark = "*" if model.name in here else " "
        purpose = say(f"purpose_{model.purpose.name.lower()}")
        print(f"{mark} {model.name:<24} {condition:<24} {megabytes(model.size):>8}  {licences:<11} {purpose}")
    print(say("models_needed"))
    return 0


def _fetch(settings: Settings, names: tuple[str, ...]) -> int:
    catalogue = catalogue_of(settings)
    speaks = any(name in catalogue and catalogue[name].purpose is Purpose.LANGUAGE for name in names)
    steps = Steps(2 if speaks else 1, sys.stdout)
    with steps.step(say("step_models")) as step:
        step.outcome = prepare(settings, step.progress, names)
    if speaks:  # asked for by its name: what runs it is asked for too
        with steps.step(say("step_language_model")) as step:
            local_model.prepare(step.progress)
            step.outcome = say("ready")
    return 0


def _verify(settings: Settings, names: tuple[str, ...]) -> int:
    store = models_of(settings)
    here = [standing.model.name for standing in store.listing() if standing.condition is not Condition.MISSING]
    wrong = 0
    for name in names or here:
        condition = store.verify(name)
        wrong += condition is not Condition.PRESENT
        print(f"  {name:<24} {say(f'model_{condition}')}", flush=True)
    if wrong:
        print(say("models_fetch_again"))
    return 1 if wrong else 0
