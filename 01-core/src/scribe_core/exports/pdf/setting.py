"""The child process that sets a PDF: data as JSON comes in, the file goes out. It knows nothing of the product.

Started by `press.py` with an empty environment and an empty folder as all that a template might read.
Ends with status 0; with 3 where a letter is in no font (the file is not written then); otherwise the reason is on standard error.
"""

import contextlib
import os
import resource
import sys
from pathlib import Path

NO_LETTER = 3

MEMORY = 4 << 30
"""Bytes of address space: typst's threads reserve far more than they use. Measured: decision 0039."""


def main(template: str, folder: str, accessible: str, seconds: str) -> int:
    """Set the PDF by that template, on the pages that all have; with `accessible` it must keep to PDF/UA-1."""
    os.nice(10)
    # Where memory runs out, this is what has to go, not the one that asked for it.
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    import typst

    compiler = typst.Compiler(
        Path(__file__).with_name("pages.typ").read_bytes() + Path(template).read_bytes(),
        root=Path(folder),
        package_path=Path(folder),
        package_cache_path=Path(folder),
        sys_inputs={"data": sys.stdin.buffer.read().decode()},
    )
    try:
        made = compiler.compile(format="pdf", pdf_standards="ua-1" if accessible else [], timestamp=0)
    except typst.TypstError as error:
        sys.stderr.write(f"{error}\n")
        return NO_LETTER if "could not be displayed" in str(error) else 1
    assert isinstance(made, bytes)  # one document, one file
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
