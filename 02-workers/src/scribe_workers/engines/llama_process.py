"""A model of language as a program of its own: llama.cpp's server for this machine alone, for as long as who started it lives.

    python -I -m scribe_workers.engines.llama_process

Its order is one line of JSON on standard input, so that the key is in no list of processes. It answers with one line on standard output:
`{"port": 40123}` once the model is loaded, or `{"fault": "…"}`. It ends when its standard input does.
"""

import json
import os
import resource
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from scribe_workers.engines.confinement import die_with

LOOPBACK = "127.0.0.1"

SPARE_BYTES = 6 * 1024**3
"""Address space beside the model's file: libraries, heaps and stacks of threads are reserved by gigabytes and hardly used."""

FIRST_VICTIM = 800
"""How much sooner than others it is ended where memory runs out, of at most 1000 (proc(5), oom_score_adj)."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be served, under which name and key, and to whom it belongs. `engine` is the folder that holds xllamacpp."""

    parent: int
    name: str
    file: str
    engine: str
    key: str
    context: int
    threads: int

    def line(self) -> bytes:
        """As it is told."""
        return json.dumps(asdict(self)).encode() + b"\n"


def main() -> None:
    """Serve until standard input ends."""
    order = Order(**json.loads(sys.stdin.buffer.readline()))
    die_with(order.parent)
    _keep_within(Path(order.file).stat().st_size + SPARE_BYTES)
    news = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # the engine writes its remarks wherever it likes
    try:
        told: dict[str, object] = {"port": _served(order)}
    except Exception as error:  # whatever it is, somebody waits to be told
        told = {"fault": f"{type(error).__name__}: {error}"}
    print(json.dumps(told), file=news, flush=True)
    if "port" in told:
        sys.stdin.buffer.read()
    os._exit(0)  # the engine's threads wait for nothing that is worth waiting for


def _served(order: Order) -> int:
    """The port on which the model answers. Raises what the engine raises."""
    os.environ["OMP_WAIT_POLICY"] = "PASSIVE"  # read when the engine is loaded: its threads sleep while others work
    sys.path.insert(0, order.engine)
    import xllamacpp

    asked = xllamacpp.CommonParams()
    asked.model.path = order.file
    asked.model_alias = {order.name}
    asked.hostnames, asked.port = [LOOPBACK], 0
    asked.api_keys = [order.key]
    asked.n_ctx, asked.n_parallel = order.context, 1
    asked.cache_ram_mib = 0  # of prompts that were read before: eight gigabytes unless told otherwise
    asked.ui = asked.endpoint_slots = False
    asked.cors_origins = ""  # no page of a browser has business here
    asked.cpuparams.n_threads = asked.cpuparams_batch.n_threads = order.threads
    server = xllamacpp.Server(asked)
    _held.append(server)
    return int(server.listening_address.rpartition(":")[2])


_held: list[object] = []
"""What lives as long as the process."""


def _keep_within(address_space: int) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    if most == resource.RLIM_INFINITY or most > address_space:
        resource.setrlimit(resource.RLIMIT_AS, (address_space, address_space))
    if sys.platform == "linux":
        Path("/proc/self/oom_score_adj").write_text(str(FIRST_VICTIM))


if __name__ == "__main__":
    main()
