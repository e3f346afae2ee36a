"""`./manage.sh models`: which models there are, fetching and verifying them."""

import sys
from argparse import Namespace

from scribe.environment import Progress
from scribe.parts import make_folders, read_settings
from scribe.terminal import Steps, megabytes
from scribe.wording import say
from scribe_core.settings import Settings
from scribe_workers.models.catalogue import CATALOGUE, default_models
from scribe_workers.models.store import Condition, ModelStore
from scribe_workers.models.store import Progress as FetchProgress


def models_of(settings: Settings, progress: FetchProgress | None = None) -> ModelStore:
    """The model store of these settings."""
    return ModelStore(settings.models_cache, local=settings.models_folder, offline=settings.offline, progress=progress)


def prepare(settings: Settings, progress: Progress, names: tuple[str, ...] = ()) -> str:
    """Make the models of these settings (or those named) present; returns a line about them."""
    wanted = names or default_models(settings)
    begun = 0

    def follow(name: str, done: int, total: int) -> None:
        share = (begun + (done / total if total else 0.0)) / len(wanted)
        progress(share, f"{name}  {megabytes(done)} / {megabytes(total)}")

    store = models_of(settings, follow)
    for name in wanted:
        progress(begun / len(wanted), name)
        store.open(name)
        begun += 1
    return say("models_ready", count=len(wanted), size=megabytes(sum(CATALOGUE[name].size for name in wanted)))


def command(options: Namespace) -> int:
    """List, fetch or verify."""
    settings = read_settings()
    make_folders(settings)
    return {"list": _list, "fetch": _fetch, "verify": _verify}[options.action](settings, tuple(options.names))


def _list(settings: Settings, names: tuple[str, ...]) -> int:
    needed = default_models(settings)
    for standing in models_of(settings).listing():
        model = standing.model
        if names and model.name not in names:
            continue
        optional = standing.condition is Condition.MISSING and model.name not in needed
        condition = say("model_optional" if optional else f"model_{standing.condition}")
        licences = ", ".join(dict.fromkeys(licence.identifier for licence in model.licences))
        mark = "*" if model.name in needed else " "
        purpose = say(f"purpose_{model.purpose.name.lower()}")
        print(f"{mark} {model.name:<24} {condition:<24} {megabytes(model.size):>8}  {licences:<11} {purpose}")
    print(say("models_needed"))
    return 0


def _fetch(settings: Settings, names: tuple[str, ...]) -> int:
    with Steps(1, sys.stdout).step(say("step_models")) as step:
        step.outcome = prepare(settings, step.progress, names)
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
