"""What people say about a transcript's words: comments, highlights, and what they want checked."""

from enum import StrEnum

TEXT_LIMIT = 5_000
"""Characters of a comment: two pages."""

QUOTE_LIMIT = 20_000
"""As long as an utterance may be."""

MOST_OF_A_MEETING = 2_000
"""Comments, highlights and answers of a meeting. Somebody who reads four hours line by line writes some hundred."""

MOST_CHARACTERS = 2_000_000
"""Of all of them together, with the words they quote: a thousand for each. Whoever opens the meeting reads them all at once."""


class CommentKind(StrEnum):
    """`check` says that somebody should hear the words again; a highlight needs no text."""

    COMMENT = "comment"
    HIGHLIGHT = "highlight"
    CHECK = "check"


class Colour(StrEnum):
    """Of a highlight. What each stands for is its reader's to say."""

    AMBER = "amber"
    GREEN = "green"
    BLUE = "blue"
    ROSE = "rose"
