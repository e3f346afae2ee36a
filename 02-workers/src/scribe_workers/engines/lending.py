"""How the decoding process reads a recording it may not open: it asks for stretches, and its parent answers with the bytes.

So a recording may lie in a folder or in S3, whole or in parts, and nobody copies it onto a disk first. The other side may
have been taken over by what it reads: all it can get here is bytes of this one recording.
"""

import os
import socket
import struct
import threading
from collections import OrderedDict
from types import TracebackType
from typing import Protocol

_ASKED = struct.Struct("<QI")
"""A question: from which byte on, and how many; the answer is exactly so many bytes."""

_MOST = 1024 * 1024
"""Bytes of one answer at most."""

_BLOCK = 4 * 1024 * 1024
"""Bytes fetched from the store at once: the library asks for 128 KB at a time, and a store takes milliseconds to answer."""

_BLOCKS = 4
"""Blocks that are kept: an index at the end, sound and picture in the middle are read by turns."""

_PATIENCE_SECONDS = 5.0


class Readable(Protocol):
    """Something with bytes at any place."""

    @property
    def size(self) -> int: ...

    def read(self, start: int, length: int) -> bytes: ...


class Source(Protocol):
    """A recording, open for reading at any place."""

    def read(self, count: int, /) -> bytes: ...

    def seek(self, offset: int, whence: int = ..., /) -> int: ...

    def tell(self) -> int: ...


class Lender:
    """The parent's side: answers in a thread of its own until the other end is closed. `failure` is why it stopped before."""

    def __init__(self, recording: Readable) -> None:
        self._recording = recording
        self._blocks: OrderedDict[int, bytes] = OrderedDict()
        self._ours, self.theirs = socket.socketpair()
        self._thread = threading.Thread(target=self._answer, name="lending", daemon=True)
        self.failure: Exception | None = None

    def __enter__(self) -> "Lender":
        self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.handed_over()
        self._thread.join(_PATIENCE_SECONDS)  # a store that hangs is not waited for: it ends with its own time-out

    def handed_over(self) -> None:
        """The process that asks has its end: ours of it is closed, so that its death is noticed."""
        self.theirs.close()

    def _answer(self) -> None:
        with self._ours as line:
            try:
                while len(asked := line.recv(_ASKED.size, socket.MSG_WAITALL)) == _ASKED.size:
                    start, length = _ASKED.unpack(asked)
                    end = min(start + min(length, _MOST), self._recording.size)
                    while start < end:
                        start += self._send(line, start, end)
            except (BrokenPipeError, ConnectionResetError):
                return  # it ended before it had read the answer
            except Exception as error:  # told by whoever started us, in its own thread
                self.failure = error

    def _send(self, line: socket.socket, start: int, end: int) -> int:
        number, inside = divmod(start, _BLOCK)
        piece = memoryview(self._block(number))[inside : inside + end - start]
        line.sendall(piece)
        return len(piece)

    def _block(self, number: int) -> bytes:
        block = self._blocks.pop(number, None)
        if block is None:
            block = self._recording.read(number * _BLOCK, _BLOCK)
        self._blocks[number] = block
        if len(self._blocks) > _BLOCKS:
            self._blocks.popitem(last=False)
        return block


class Borrowed:
    """The asking side: a file without a name, open for reading at any place."""

    def __init__(self, descriptor: int, size: int) -> None:
        self._descriptor, self._size, self._at = descriptor, size, 0

    def read(self, count: int = -1) -> bytes:
        """So many bytes, fewer only at the end of the file."""
        left = max(0, self._size - self._at)
        wanted = left if count < 0 else min(count, left)
        read = bytearray()
        while len(read) < wanted:
            length = min(wanted - len(read), _MOST)
            os.write(self._descriptor, _ASKED.pack(self._at + len(read), length))
            read += self._received(length)
        self._at += len(read)
        return bytes(read)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise OSError("before the beginning")
        self._at = base + offset
        return self._at

    def tell(self) -> int:
        """The place."""
        return self._at

    def _received(self, length: int) -> bytes:
        answer = bytearray()
        while len(answer) < length:
            piece = os.read(self._descriptor, length - len(answer))
            if not piece:
                raise OSError("the recording is not lent any more")
            answer += piece
        return bytes(answer)
