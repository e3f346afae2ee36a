"""`./manage.sh transcribe FILE`: the whole pipeline in this process, without server or database.

What can be refused at a glance is refused before the pipeline and its libraries are imported.
"""

import errno
import os
import shutil
import sys
from argparse import Namespace
from pathlib import Path

from scribe.terminal import ProgressLine, language
from scribe.wording import say
from scribe_core.domain.export_format import EXPORT_FORMATS, NOT_TEXT, ExportFormat, Presentation
from scribe_core.domain.glossary import glossary_of
from scribe_core.errors import ScribeError, sentence

AUTOMATIC = "auto"
"""Said instead of a language: find it out."""


def transcribe(options: Namespace) -> int:
    """Write the transcript to the terminal or a file. Interrupted, the same command goes on where it stopped."""
    check(options.file, options.output)
    wanted = options.format or format_of(options.output)
    shown = Presentation(not options.no_times, not options.no_speakers, options.doubts, options.anonymous)
    shown.check(wanted)
    if wanted in NOT_TEXT and options.output is None and sys.stdout.isatty():
        raise ScribeError("output_needed", format=wanted)
    glossary = glossary_of([*options.term, *lines_of(options.glossary)])
    from scribe import card, community, models, private_run
    from scribe.interruption import INTERRUPTED, Interruptible
    from scribe.parts import make_folders, read_settings
    from scribe_core.domain.run import Preset, RunSettings
    from scribe_core.domain.spoken_languages import require_known

    settings = read_settings()
    spoken = None if options.language == AUTOMATIC else options.language
    require_known(spoken, settings.speech_model)
    make_folders(settings)
    line = ProgressLine(sys.stderr)
    card.prepare(settings, lambda part, note: line.show(f"… {say('step_card')}", part, note))
    community.prepare(settings, lambda part, note: line.show(f"… {say('step_community')}", part, note))
    models.prepare(settings, lambda part, note: line.show(f"… {say('step_models')}", part, note))
    least, most = options.speakers
    run = RunSettings(spoken, least, most, Preset(options.preset) if options.preset else None, glossary)
    with private_run.store_for(settings, options.file) as store:
        job = Interruptible(
            lambda check: private_run.run(settings, options.file, run, store, private_run.Shown(line, check).report)
        )
        try:
            transcript = job.result()
        finally:
            line.clear()
        if transcript is None:
            sys.stderr.write(f"{say('goes_on_later')}\n")
            return INTERRUPTED
        private_run.write(transcript, wanted, shown, options.output)
        shutil.rmtree(store)
    for code in transcript.warnings:
        sys.stderr.write(say("warning", text=sentence(code, language())) + "\n")
    if options.output:
        sys.stderr.write(say("written", path=options.output) + "\n")
    return 0


def check(file: Path, output: Path | None) -> None:
    """Raises before any work what would only show after an hour of it."""
    if not file.is_file():
        raise ScribeError("file_not_found", path=file)
    if not os.access(file, os.R_OK):
        raise ScribeError("file_unreadable", path=file)
    if output is None:
        return
    if output.exists() and output.samefile(file):
        raise ScribeError("output_unwritable", path=output, reason=os.strerror(errno.EEXIST))
    check_output(output)


def check_output(output: Path) -> None:
    """Raises `output_unwritable`, or `output_not_a_file` where a device, a pipe or a link would give way to the result."""
    if output.is_dir():
        raise ScribeError("output_unwritable", path=output, reason=os.strerror(errno.EISDIR))
    if not output.parent.is_dir():
        raise ScribeError("output_unwritable", path=output, reason=os.strerror(errno.ENOENT))
    if not os.access(output.parent, os.W_OK):
        raise ScribeError("output_unwritable", path=output, reason=os.strerror(errno.EACCES))
    if output.is_symlink() or (output.exists() and not output.is_file()):
        raise ScribeError("output_not_a_file", path=output)


def lines_of(glossary: Path | None) -> list[str]:
    """The lines of a glossary's file, none without one."""
    if glossary is None:
        return []
    if not glossary.is_file():
        raise ScribeError("file_not_found", path=glossary)
    try:
        return glossary.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ScribeError("file_unreadable", path=glossary) from error


def format_of(output: Path | None) -> ExportFormat:
    """The format a file's name asks for, plain text where it asks for none."""
    suffix = output.suffix.lstrip(".").lower() if output else ""
    return next((name for name in EXPORT_FORMATS if name == suffix), "txt")
