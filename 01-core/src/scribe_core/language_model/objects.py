"""The JSON object in what a model wrote: alone where the server keeps to a schema, else amid words, fences and thoughts."""

import json
import re
from typing import Any

MOST_BEGINNINGS = 20
"""Braces at which an object is looked for: each look reads the rest once."""

_THOUGHTS = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)


def object_in(text: str) -> dict[str, Any]:
    """The first whole JSON object of a text. ValueError where there is none."""
    text = _THOUGHTS.sub("", text)
    decoder = json.JSONDecoder()
    at = text.find("{")
    for _ in range(MOST_BEGINNINGS):
        if at < 0:
            break
        try:
            found, _end = decoder.raw_decode(text, at)
        except RecursionError as error:
            raise ValueError("nested without an end") from error
        except ValueError:
            at = text.find("{", at + 1)
            continue
        if isinstance(found, dict):
            return found
        break
    raise ValueError("no JSON object")
