"""`./manage.sh clean`: delete what can be made again, or, asked for by name, what cannot."""

import shutil
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from scribe import environment, running, web
from scribe.parts import read_settings
from scribe.stacks import choice
from scribe.terminal import megabytes
from scribe.wording import say
from scribe_core.settings import Settings

YES = frozenset({"y", "yes", "o", "oui"})


def clean(options: Namespace) -> int:
    """Show both kinds with their sizes, ask for each, delete only what was agreed to."""
    settings = read_settings()
    if running.process_number(settings) or (choice.chosen() and _containers_run()):
        print(say("clean_running"), file=sys.stderr)
        return 1
    caches, data = _present(cache_paths(settings)), _present(data_paths(settings))
    if not caches and not data:
        print(say("clean_nothing"))
        return 0
    asking = sys.stdin.isatty()
    if not asking and not options.yes:
        print(say("clean_no_terminal"), file=sys.stderr)
        return 1
    freed = 0
    if caches:
        _show("clean_caches", caches)
        if options.yes or input(say("clean_ask_caches")).strip().lower() in YES:
            freed += _delete(caches)
    if data and asking:
        _show("clean_data", data)
        if elsewhere := data_elsewhere(settings):
            print(say("clean_elsewhere", names=", ".join(elsewhere)))
        if input(say("clean_ask_data", word=settings.volumes.name)).strip() == settings.volumes.name:
            freed += _delete(data)
    print(say("clean_done", size=megabytes(freed)) if freed else say("clean_kept"))
    return 0


def _containers_run() -> bool:
    """Whether a container has the data open. Raises `docker_away` where nobody can tell."""
    from scribe.stacks import commands, engine

    engine.check()
    return commands.is_running()


def cache_paths(settings: Settings) -> list[Path]:
    """What the product makes or fetches again by itself. The environment this runs in goes last."""
    scratch, models = settings.scratch_folder, settings.models_cache
    built = [web.BUILD, web.FOLDER / "node_modules"]
    return [scratch, models, *built, environment.CACHE, environment.VENV]


def data_paths(settings: Settings) -> list[Path]:
    """What is gone for good, by name: whatever else lies in the data folder is not the product's and stays."""
    inside = (
        "scribe.sqlite",
        "scribe.sqlite-wal",
        "scribe.sqlite-shm",
        "objects",
        "qdrant_storage",
        "postgres_data",
        "minio_data",
        "proxy",
        "secrets",
        "logs",
        "run",
    )
    return [settings.volumes / name for name in inside]


def data_elsewhere(settings: Settings) -> list[str]:
    """Settings that name a service which holds data: they are there to delete, not here."""
    addresses = {
        "DATABASE_URL": settings.database_url,
        "OBJECTS_URL": settings.objects_url,
        "VECTORS_URL": settings.vectors_url,
    }
    return [name for name, url in addresses.items() if url and not url.startswith(("sqlite", "file:"))]


def _present(paths: Sequence[Path]) -> list[tuple[Path, int]]:
    return [(path, _size(path)) for path in paths if path.exists() and not path.is_symlink()]


def _size(path: Path) -> int:
    if path.is_file():
        return path.stat().st_size
    return sum(inner.lstat().st_size for inner in path.rglob("*") if not inner.is_dir())


def _show(title: str, paths: Sequence[tuple[Path, int]]) -> None:
    print(say(title))
    for path, size in paths:
        print(f"  {megabytes(size):>9}  {path}")


def _delete(paths: Sequence[tuple[Path, int]]) -> int:
    for path, _ in paths:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    return sum(size for _, size in paths)
