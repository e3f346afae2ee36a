"""The seal: it opens to the passphrase and to other programs that know the format, and notices whatever was done to it."""

import io
import os

import pyrage
import pytest

from scribe_core.backup.sealing import MOST_WORK, PIECE, TAG, Opener, Sealer
from scribe_core.errors import ScribeError

PASSPHRASE = "lampe ciseaux nuage guitare"
SIZES = (0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 77)


def sealed(content: bytes, pieces: int = 7_777) -> bytes:
    file = io.BytesIO()
    sealer = Sealer(file, PASSPHRASE, work=8)
    for start in range(0, len(content), pieces):
        sealer.write(content[start : start + pieces])
    sealer.close()
    return file.getvalue()


def opened(content: bytes, passphrase: str = PASSPHRASE, pieces: int = 5_000) -> bytes:
    opener = Opener(io.BytesIO(content), passphrase)
    return b"".join(iter(lambda: opener.read(pieces), b""))


@pytest.mark.parametrize("size", SIZES)
def test_what_was_sealed_opens_here_and_elsewhere(size: int) -> None:
    content = os.urandom(size)
    assert opened(sealed(content)) == content
    assert pyrage.passphrase.decrypt(sealed(content), PASSPHRASE) == content, "by age's Rust implementation"


def test_what_others_sealed_opens_here() -> None:
    content = os.urandom(3 * PIECE)
    assert opened(pyrage.passphrase.encrypt(content, PASSPHRASE)) == content


def refusal(content: bytes, passphrase: str = PASSPHRASE) -> str:
    with pytest.raises(ScribeError) as raised:
        opened(content, passphrase)
    return raised.value.code


def test_another_passphrase_does_not_open_it() -> None:
    assert refusal(sealed(b"x"), PASSPHRASE + " ") == "backup_passphrase_wrong"


@pytest.mark.parametrize("pieces", [1, 2, 3])
def test_a_file_that_was_cut_off_is_noticed_wherever_that_was(pieces: int) -> None:
    whole = sealed(os.urandom(3 * PIECE))
    payload = len(whole) - 3 * (PIECE + TAG)
    at_the_border = payload + (pieces - 1) * (PIECE + TAG)
    for length in (at_the_border, at_the_border + 1, at_the_border + TAG, at_the_border + PIECE):
        assert refusal(whole[:length]) == "backup_damaged"


def test_pieces_that_were_changed_swapped_or_repeated_are_noticed() -> None:
    whole = sealed(os.urandom(3 * PIECE))
    start = len(whole) - 3 * (PIECE + TAG)
    head, (one, two, three) = whole[:start], (whole[start + n * (PIECE + TAG) :][: PIECE + TAG] for n in range(3))
    assert opened(head + one + two + three)
    for wrong in (
        two + one + three,
        one + one + two + three,
        one + three,
        one + two + three + three,
        one + two + three + b"x",
    ):
        assert refusal(head + wrong) == "backup_damaged"
    for place in (start, start + PIECE + TAG + 5, len(whole) - 1):
        changed = bytearray(whole)
        changed[place] ^= 1
        assert refusal(bytes(changed)) == "backup_damaged"


@pytest.mark.parametrize(
    "content", [b"", b"PK\3\4", b"age-encryption.org/v1\n", b"age-encryption.org/v1\n" + b"-> x\n" * 9000]
)
def test_what_is_no_backup_is_told_from_one(content: bytes) -> None:
    assert refusal(content) == "backup_not_one"


def test_a_file_cannot_ask_for_all_the_machines_memory() -> None:
    asks = sealed(b"x").replace(b" 8\n", b" %d\n" % (MOST_WORK + 1), 1)
    assert 128 * 8 * 2**MOST_WORK <= 512 * 1024**2, "the API's container has 1 GB"
    assert refusal(asks) == "backup_not_one"
