"""Tokens: signed statements of who is signed in, for how long, and what the token is for."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

import jwt

from scribe_api.security.keys import Keys
from scribe_core.errors import ScribeError

ALGORITHM = "HS256"
ISSUER = "smart-meeting-scribe"
_REQUIRED = ["iss", "sub", "sid", "typ", "iat", "exp"]


class TokenType(StrEnum):
    """What a token opens: everything for minutes, or only its own renewal for days."""

    ACCESS = "access"
    REFRESH = "refresh"


@dataclass(frozen=True, slots=True)
class Token:
    """What a token says. `generation` counts a session's refresh tokens; 0 in access tokens."""

    type: TokenType
    user_id: str
    session_id: str
    expires_at: datetime
    generation: int = 0


class Tokens:
    """Signs and reads tokens, and the CSRF token that goes with each session."""

    def __init__(self, keys: Keys, access_minutes: int) -> None:
        self._key, self._csrf_key = keys.key_for("tokens/1"), keys.key_for("csrf/1")
        self.access_life = timedelta(minutes=access_minutes)

    def access(self, user_id: str, session_id: str, not_after: datetime) -> tuple[str, Token]:
        """An access token, written and as read; it does not outlive its session."""
        ends = min(datetime.now(UTC) + self.access_life, not_after).replace(microsecond=0)
        token = Token(TokenType.ACCESS, user_id, session_id, ends)
        return self._written(token), token

    def refresh(self, user_id: str, session_id: str, generation: int, expires_at: datetime) -> str:
        """The refresh token of that generation of a session: the same whenever it is asked for, so tabs can share it."""
        return self._written(Token(TokenType.REFRESH, user_id, session_id, expires_at, generation))

    def read(self, text: str, type_: TokenType, *, even_if_expired: bool = False) -> Token:
        """What the token says, if we signed it for this. Raises `session_invalid`."""
        try:
            said = jwt.decode(
                text,
                self._key,
                algorithms=[ALGORITHM],  # the token's own header has no say
                issuer=ISSUER,
                # A token from another machine's future is no fault: clocks differ by seconds.
                options={"require": _REQUIRED, "verify_exp": not even_if_expired, "verify_iat": False},
            )
            token = _token(said)
        except (jwt.InvalidTokenError, KeyError, TypeError, ValueError) as error:
            raise ScribeError("session_invalid") from error
        if token.type is not type_:
            raise ScribeError("session_invalid")
        return token

    def csrf(self, session_id: str) -> str:
        """What a page of ours must send in `X-CSRF-Token` with this session's cookies."""
        return hmac.new(self._csrf_key, session_id.encode(), hashlib.sha256).hexdigest()

    def csrf_fits(self, session_id: str, presented: str | None) -> bool:
        """Whether the header is this session's. Takes as long when it is not."""
        return hmac.compare_digest(self.csrf(session_id).encode(), (presented or "").encode())

    def _written(self, token: Token) -> str:
        said: dict[str, Any] = {
            "iss": ISSUER,
            "sub": token.user_id,
            "sid": token.session_id,
            "typ": token.type,
            "iat": int(datetime.now(UTC).timestamp()),
            "exp": int(token.expires_at.timestamp()),
        }
        if token.type is TokenType.REFRESH:
            said["gen"] = token.generation
        return jwt.encode(said, self._key, algorithm=ALGORITHM)


def _token(said: dict[str, Any]) -> Token:
    type_ = TokenType(said["typ"])
    generation = said["gen"] if type_ is TokenType.REFRESH else 0
    if not (isinstance(said["sid"], str) and isinstance(generation, int) and not isinstance(generation, bool)):
        raise TypeError("claims of the wrong type")
    ends = datetime.fromtimestamp(said["exp"], UTC)
    return Token(type_, str(said["sub"]), said["sid"], ends, generation)
