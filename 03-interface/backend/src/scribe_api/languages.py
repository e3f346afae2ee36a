"""Which of our two languages a reader wants."""

from starlette.requests import HTTPConnection

from scribe_core.errors import Language

LANGUAGES: tuple[Language, ...] = ("en", "fr")


def reader_language(connection: HTTPConnection) -> Language:
    """The first of our languages in `Accept-Language`, by its weights; English where it names none of them."""
    best: tuple[float, Language] = (0.0, "en")
    for part in connection.headers.get("accept-language", "").split(","):
        tag, _, weight = part.partition(";q=")
        for language in LANGUAGES:
            if tag.strip().lower().split("-")[0] == language and _number(weight) > best[0]:
                best = (_number(weight), language)
    return best[1]


def _number(weight: str) -> float:
    try:
        return float(weight or 1)
    except ValueError:
        return 0.0
