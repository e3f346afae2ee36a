"""Keys, passwords, tokens and addresses by themselves."""

import base64
import json
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from starlette.requests import Request

from scribe_api.security.addresses import client_address, trusted_networks
from scribe_api.security.keys import FILE, KEY_BYTES, Keys, load_keys
from scribe_api.security.passwords import COST, Passwords
from scribe_api.security.tokens import ISSUER, Tokens, TokenType
from scribe_core.errors import ScribeError

KEYS = Keys(bytes(range(KEY_BYTES)))
TOKENS = Tokens(KEYS, access_minutes=10)
LATER = datetime.now(UTC) + timedelta(days=1)


def test_the_key_is_made_once_and_is_its_owners_only(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    first = load_keys(folder)
    assert load_keys(folder) == first
    assert len(first.secret) == KEY_BYTES
    assert stat.S_IMODE((folder / FILE).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [path.name for path in folder.iterdir()] == [FILE]
    assert load_keys(tmp_path / "other") != first
    assert first.secret.hex() not in repr(first)
    assert first.key_for("tokens/1") != first.key_for("csrf/1")


def test_processes_that_start_at_once_agree_on_the_key(tmp_path: Path) -> None:
    barrier = threading.Barrier(8)

    def start() -> Keys:
        barrier.wait()
        return load_keys(tmp_path)

    with ThreadPoolExecutor(8) as pool:
        keys = [future.result() for future in [pool.submit(start) for _ in range(8)]]
    assert all(key == keys[0] for key in keys)


def test_a_key_everybody_could_read_is_closed_again(tmp_path: Path) -> None:
    key = load_keys(tmp_path)
    (tmp_path / FILE).chmod(0o644)
    assert load_keys(tmp_path) == key
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


@pytest.mark.parametrize("content", ["", "changeme", "00" * (KEY_BYTES - 1)])
def test_a_weak_or_damaged_key_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content)
    with pytest.raises(ScribeError) as refused:
        load_keys(tmp_path)
    assert refused.value.code == "setting_invalid"


async def test_passwords_are_hashed_at_cost_12_over_all_their_bytes() -> None:
    passwords = Passwords()
    stored = await passwords.hashed("a" * 72 + "b")
    assert COST == 12
    assert stored.startswith("$2b$12$")
    assert await passwords.fits("a" * 72 + "b", stored)
    assert not await passwords.fits("a" * 72 + "c", stored)
    assert not await passwords.fits("a" * 72 + "b", None)


def test_tokens_say_who_and_for_how_long() -> None:
    text, token = TOKENS.access("user", "session", LATER)
    assert TOKENS.read(text, TokenType.ACCESS) == token
    assert timedelta(minutes=9) < token.expires_at - datetime.now(UTC) <= timedelta(minutes=10)
    soon = datetime.now(UTC) + timedelta(seconds=30)
    assert TOKENS.access("user", "session", soon)[1].expires_at <= soon
    assert TOKENS.read(TOKENS.refresh("user", "session", 7, LATER), TokenType.REFRESH).generation == 7


def forged(key: bytes | str = KEYS.key_for("tokens/1"), algorithm: str = "HS256", **changes: Any) -> str:
    said = {"iss": ISSUER, "sub": "user", "sid": "session", "typ": "access", "iat": 0, "exp": 4_000_000_000} | changes
    return jwt.encode({name: value for name, value in said.items() if value is not None}, key, algorithm=algorithm)


def test_the_forger_of_these_tests_can_make_a_good_token() -> None:
    assert TOKENS.read(forged(), TokenType.ACCESS).user_id == "user"


def test_a_machine_whose_clock_is_ahead_signs_nobody_out() -> None:
    assert TOKENS.read(forged(iat=3_999_999_999), TokenType.ACCESS).user_id == "user"


@pytest.mark.parametrize(
    "text",
    [
        forged(key=b"another key of thirty-two bytes!!"),
        forged(key=KEYS.key_for("csrf/1")),
        forged(algorithm="HS512", key=KEYS.key_for("tokens/1") * 2),
        forged(algorithm="none", key=""),
        forged(iss="somebody else"),
        forged(exp=1_000_000_000),
        forged(typ="refresh"),
        forged(typ="refresh", gen=1),
        forged(typ="admin"),
        forged(sid=None),
        forged(exp=None),
        forged(sub=None),
        forged(iss=None),
        forged(typ=None),
        "",
        "a.b.c",
        base64.b64encode(json.dumps({"sub": "user"}).encode()).decode(),
    ],
)
def test_what_we_did_not_sign_for_this_is_no_token(text: str) -> None:
    with pytest.raises(ScribeError) as refused:
        TOKENS.read(text, TokenType.ACCESS)
    assert refused.value.code == "session_invalid"


@pytest.mark.parametrize("generation", [None, "1", True, 1.5])
def test_a_refresh_token_needs_its_generation(generation: Any) -> None:
    with pytest.raises(ScribeError):
        TOKENS.read(forged(typ="refresh", gen=generation), TokenType.REFRESH)


def test_tokens_of_another_installation_are_worth_nothing() -> None:
    other = Tokens(Keys(bytes(KEY_BYTES)), access_minutes=10)
    with pytest.raises(ScribeError):
        TOKENS.read(other.access("user", "session", LATER)[0], TokenType.ACCESS)
    assert not TOKENS.csrf_fits("session", other.csrf("session"))
    assert TOKENS.csrf_fits("session", TOKENS.csrf("session"))
    assert not TOKENS.csrf_fits("session", None)


@pytest.mark.parametrize(
    ("peer", "header", "address"),
    [
        ("203.0.113.5", "198.51.100.1", "203.0.113.5"),
        ("10.0.0.2", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.2", "1.2.3.4, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.2", "198.51.100.1, 10.0.0.7", "198.51.100.1"),
        ("10.0.0.2", "not an address", "10.0.0.2"),
        ("10.0.0.2", "", "10.0.0.2"),
        ("::1", "2001:db8::7", "2001:db8::7"),
        ("::ffff:203.0.113.5", "198.51.100.1", "203.0.113.5"),
        ("::ffff:10.0.0.2", "::ffff:198.51.100.1, ::ffff:10.0.0.7", "198.51.100.1"),
    ],
)
def test_only_trusted_proxies_name_the_client(peer: str, header: str, address: str) -> None:
    scope = {"type": "http", "client": (peer, 1), "headers": [(b"x-forwarded-for", header.encode())]}
    assert client_address(Request(scope), trusted_networks("10.0.0.0/24, ::1")) == address
