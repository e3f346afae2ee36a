"""The languages that speech models know, by the codes the models use. Told without a model, so that a wrong one is refused
before anybody waits for it."""

from scribe_core.errors import ScribeError

WHISPER = frozenset(
    (
        "af am ar as az ba be bg bn bo br bs ca cs cy da de el en es et eu fa fi fo fr gl gu ha haw he hi hr ht hu hy id is"
        " it ja jw ka kk km kn ko la lb ln lo lt lv mg mi mk ml mn mr ms mt my ne nl nn no oc pa pl ps pt ro ru sa sd si sk"
        " sl sn so sq sr su sv sw ta te tg th tk tl tr tt uk ur uz vi yi yo zh"
    ).split()  # noqa: SIM905 — a hundred lines otherwise
)
"""Whisper's 99 languages: ISO 639-1, where it has a code, and `jw` for Javanese."""


def known_to(model: str) -> frozenset[str]:
    """The languages of a speech model of the catalogue: names that end in `.en` know English, large-v3 Cantonese too."""
    if model.endswith(".en"):
        return frozenset(("en",))
    return WHISPER | {"yue"} if "large-v3" in model else WHISPER


def require_known(language: str | None, model: str) -> None:
    """Raises `language_unknown` for a language that the model does not know. None, which finds out, is fine."""
    if language is not None and language not in known_to(model):
        raise ScribeError("language_unknown", language=language)
