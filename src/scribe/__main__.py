"""`python src/scribe` and `python -m scribe`: both end in the command line, with or without a prepared environment."""

import sys
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]


def run() -> int:
    """The command's exit status. Makes the product importable first, which only a prepared environment is by itself."""
    for source in ("src", "01-core/src"):
        if str(HOME / source) not in sys.path:
            sys.path.insert(0, str(HOME / source))
    # `python src/scribe` puts this folder first, where its modules could be taken for the library's.
    sys.path[:] = [entry for entry in sys.path if entry != str(Path(__file__).parent)]
    from scribe.cli import main

    return main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(run())
