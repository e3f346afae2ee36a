"""Files in the repository that are made from the code: what each must hold, and `./manage.sh generate` that writes them."""

from argparse import Namespace
from pathlib import Path

from scribe import configuration, environment, node, web
from scribe.terminal import Steps
from scribe.wording import say
from scribe_api import openapi
from scribe_core.contract.document_schema import schema_page
from scribe_workers.models import licences

OPENAPI = web.FOLDER / "src" / "api" / "openapi.json"


def contents() -> dict[Path, str]:
    """What each generated file must hold now."""
    home = environment.HOME
    return {
        home / "docs" / "configuration.md": configuration.page(),
        home / "docs" / "transcript-document.md": schema_page(),
        home / licences.PAGE: licences.page(),
        OPENAPI: openapi.text(),
    }


def write_all(_options: Namespace) -> int:
    """Write those that are stale, and what the web interface makes of them."""
    for path, text in contents().items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(path.relative_to(environment.HOME))
    with Steps(1).step(say("step_web_packages")) as step:
        found = node.prepare(say("step_node"), step.progress)
        web.install(found, say("step_web_packages"), step.progress)
        for script in ("generate:api", "generate:licences"):
            web.run(found, script, say("step_web_packages"))
    return 0
