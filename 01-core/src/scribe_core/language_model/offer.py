"""Which model an endpoint has and how much it reads at once, from what different servers tell of themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scribe_core.errors import ScribeError

UNKNOWN_CONTEXT = 4096
"""Tokens where nobody says: what Ollama gives a model unless it is told otherwise."""

CONTEXT_NAMES = ("max_model_len", "context_length", "context_window", "max_context_length", "n_ctx")
"""What vLLM, hosted endpoints, LM Studio and llama.cpp call it."""

LEAST_CONTEXT, MOST_CONTEXT = 256, 10_000_000
"""Anything else is no number of tokens."""

BYTES_A_TOKEN = 10
"""Bytes of French or English that a token stands for at most on average: 4 to 5 are usual. A server that counts fewer has cut the
question (Ollama does, without a word)."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A model by its name there, and the tokens it reads and writes at once. `told` tells that the endpoint said so, or the setting."""

    model: str
    context: int
    told: bool


def offered(listed: object, asked: Mapping[str, object], *, model: str, context: int) -> Offer:
    """What to use, from the endpoint's list of models (None where it has none) and what it says of the one that runs.

    `model` and `context` are the settings, empty and 0 where they leave it to the endpoint. Raises `llm_model_unset` or `llm_model_unknown`.
    """
    rows = [row for row in _rows(_dict(listed).get("data")) if isinstance(row.get("id"), str)]
    row: dict[str, Any] = {}
    if model:
        named = [one for one in rows if one["id"] in {model, f"{model}:latest"}]
        if rows and not named:
            raise ScribeError("llm_model_unknown", model=model)
        row = named[0] if named else {}
    else:
        if len(rows) != 1:
            raise ScribeError("llm_model_unset")
        row = rows[0]
    name = str(row.get("id", model))
    if context:
        return Offer(name, context, told=True)
    props = _dict(asked.get("props"))
    running = [one for one in _rows(_dict(asked.get("running")).get("models")) if one.get("name") == name]
    for told in (_dict(props.get("default_generation_settings")), props, row, _dict(row.get("meta")), *running):
        for key in CONTEXT_NAMES:
            tokens = told.get(key)
            if isinstance(tokens, int) and LEAST_CONTEXT <= tokens <= MOST_CONTEXT:
                return Offer(name, tokens, told=True)
    return Offer(name, UNKNOWN_CONTEXT, told=False)


def tokens_of(text: str) -> int:
    """The tokens that a text may have, rather too many: three bytes one. What servers count for French and English is three quarters of it."""
    return len(text.encode()) // 3 + 1


def fitting(sent_bytes: int, read_tokens: int) -> bool:
    """Whether a server that counts has read all that was sent; True where it does not count."""
    return not read_tokens or read_tokens * BYTES_A_TOKEN >= sent_bytes


def _dict(told: object) -> dict[str, Any]:
    return told if isinstance(told, dict) else {}


def _rows(told: object) -> list[dict[str, Any]]:
    return [_dict(one) for one in told] if isinstance(told, list) else []
