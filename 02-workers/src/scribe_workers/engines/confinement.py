"""What a process gives up before it touches a hostile byte: time, memory, files, network, other processes.

Used by the decoding process on itself. Limits on resources and the bond with the parent are certain on Linux; the walls
(Landlock for files and TCP, seccomp for sockets and new processes) are put up as far as the kernel and the processor
allow, each alone enough against what a playlist or a taken-over decoder would try first.
"""

import contextlib
import ctypes
import os
import platform
import resource
import signal
import struct
import sys

from scribe_workers.engines.decoding_order import Bounds

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38  # linux/prctl.h
_NOBODY = 65534


def die_with(parent: int) -> None:
    """Be killed when the parent process ends, and end at once if it is gone already."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def keep_within(bounds: Bounds) -> None:
    """Accept limits that hold from now on; no core file is ever written."""
    _limit(resource.RLIMIT_CORE, 0, 0)
    _prctl(_PR_SET_DUMPABLE, 0)  # a core that is piped to a program would ignore the limit
    _limit(resource.RLIMIT_AS, bounds.memory_bytes, bounds.memory_bytes)
    _limit(resource.RLIMIT_FSIZE, bounds.file_bytes, bounds.file_bytes)
    _limit(resource.RLIMIT_CPU, bounds.cpu_seconds, bounds.cpu_seconds + 5)  # SIGXCPU first: it can be told from a kill


def forsake_the_world(parent: int) -> None:
    """Give up rights, files, network and other processes. Only what is open and loaded now stays usable."""
    if os.geteuid() == 0:
        with contextlib.suppress(OSError):  # root without the right to change: some containers
            os.setgroups([])
            os.setresgid(_NOBODY, _NOBODY, _NOBODY)
            os.setresuid(_NOBODY, _NOBODY, _NOBODY)
        die_with(parent)  # the kernel forgets the bond when the user changes
    _limit(resource.RLIMIT_NPROC, 0, 0)
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    _close_the_file_system()
    _forbid_calls()


def _limit(which: int, soft: int, hard: int) -> None:
    _, most = resource.getrlimit(which)
    if most != resource.RLIM_INFINITY:  # never above what we were given
        soft, hard = min(soft, most), min(hard, most)
    resource.setrlimit(which, (soft, hard))


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _prctl(option: int, value: int, pointer: ctypes.c_void_p | None = None) -> None:
    if sys.platform == "linux":
        _libc().prctl(option, ctypes.c_ulong(value), pointer or ctypes.c_ulong(0), ctypes.c_ulong(0), ctypes.c_ulong(0))


# -- Landlock: no file opened, created or removed, no TCP port bound or reached (Linux 5.13, TCP 6.7, signals 6.12)

_LANDLOCK_CREATE, _LANDLOCK_RESTRICT = 444, 446  # the same on every processor
_FILE_RIGHTS_BY_VERSION = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_TCP_RIGHTS, _ABSTRACT_SOCKETS_AND_SIGNALS = 0b11, 0b11


def _close_the_file_system() -> None:
    if sys.platform != "linux":
        return
    libc = _libc()
    version = libc.syscall(_LANDLOCK_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint(1))
    if version < 1:
        return
    files = (1 << _FILE_RIGHTS_BY_VERSION[min(version, 5)]) - 1
    rules = struct.pack(
        "=QQQ", files, _TCP_RIGHTS if version >= 4 else 0, _ABSTRACT_SOCKETS_AND_SIGNALS if version >= 6 else 0
    )
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    ruleset = libc.syscall(_LANDLOCK_CREATE, rules, ctypes.c_size_t(size), ctypes.c_uint(0))
    if ruleset >= 0:
        libc.syscall(_LANDLOCK_RESTRICT, ctypes.c_int(ruleset), ctypes.c_uint(0))
        os.close(ruleset)


# -- seccomp: no socket, no new process or program, no look into other processes

_FORBIDDEN = {
    # processor → (its audit number, numbers of: socket, socketpair, clone, fork, vfork, clone3, execve, execveat, kill,
    # ptrace, process_vm_readv, process_vm_writev, unshare, setns, mount, bpf, perf_event_open, keyctl, io_uring_setup)
    "x86_64": (0xC000003E, (41, 53, 56, 57, 58, 435, 59, 322, 62, 101, 310, 311, 272, 308, 165, 321, 298, 250, 425)),
    "aarch64": (0xC00000B7, (198, 199, 220, 435, 221, 281, 129, 117, 270, 271, 97, 268, 40, 280, 241, 219, 425)),
}
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # linux/bpf_common.h
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050001, 0x80000000  # linux/seccomp.h; refuse with EPERM


def _forbid_calls() -> None:
    known = _FORBIDDEN.get(platform.machine())
    if known is None:
        return
    architecture, calls = known
    steps = [
        (_LOAD, 0, 0, 4),
        (_IF_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),
        (_IF_AT_LEAST, len(calls) + 1, 0, 0x40000000),  # the x32 twins of all calls
        *((_IF_EQUAL, len(calls) - number, 0, call) for number, call in enumerate(calls)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
    program = ctypes.create_string_buffer(struct.pack("@HP", len(steps), ctypes.addressof(code)))
    _prctl(_PR_SET_SECCOMP, 2, ctypes.c_void_p(ctypes.addressof(program)))
