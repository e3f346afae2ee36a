"""Threads share few heaps: counted by the C library itself, in a process of its own."""

import os
import platform
import subprocess
import sys

import pytest

from scribe_workers.allocator import MOST_ARENAS

COUNTED = """
import ctypes, sys, tempfile, threading
if sys.argv[1] == "shared":
    from scribe_workers.allocator import share_heaps
    share_heaps()
library = ctypes.CDLL(None)
library.malloc.restype = ctypes.c_void_p
together = threading.Barrier(12)
def take() -> None:
    together.wait()
    library.malloc(1000)
    together.wait()
threads = [threading.Thread(target=take) for _ in range(12)]
for thread in threads: thread.start()
for thread in threads: thread.join()
with tempfile.TemporaryFile() as file:
    library.fdopen.restype = ctypes.c_void_p
    stream = ctypes.c_void_p(library.fdopen(file.fileno(), b"w"))
    library.malloc_info(0, stream)
    library.fflush(stream)
    file.seek(0)
    print(file.read().count(b"<heap nr="))
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries have no such heaps")
def test_threads_share_few_heaps() -> None:
    def heaps(way: str) -> int:
        # What somebody set for the C library is not what is looked at here.
        kept = {name: value for name, value in os.environ.items() if name not in ("MALLOC_ARENA_MAX", "GLIBC_TUNABLES")}
        command = [sys.executable, "-c", COUNTED, way]
        done = subprocess.run(command, env=kept, capture_output=True, text=True, check=True)
        return int(done.stdout)

    assert heaps("own") > MOST_ARENAS
    assert heaps("shared") == MOST_ARENAS
