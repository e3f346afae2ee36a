"""Spectral clustering of voice vectors, as the plain way does it; in the peers' environment.

`python -m spectral_job FOLDER OUT`: FOLDER/work.json names the recordings, whose vectors are `NAME.npy`, and the shares of
edges kept. OUT gets `{name: {share: labels}}`.
"""

import json
import sys
from pathlib import Path

import numpy as np
from peers import spectral_diarizer


def main() -> None:
    """Label every window of every recording, once for each share."""
    folder, out = Path(sys.argv[1]), Path(sys.argv[2])
    work = json.loads((folder / "work.json").read_text(encoding="utf-8"))
    found: dict[str, dict[str, list[int]]] = {}
    for name in work["names"]:
        vectors = np.load(folder / f"{name}.npy", allow_pickle=False)
        for share in work["edges"]:
            spectral_diarizer.KEPT_EDGES = share
            found.setdefault(name, {})[str(share)] = spectral_diarizer.speakers_of(vectors).tolist()
    out.write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main()
