"""Writes `scribe_core/search/common_directions.py`: what texts of a language have in common, whatever they say.

    python benchmarks/common_directions.py > 01-core/src/scribe_core/search/common_directions.py

Read from the meetings for development and from the questions about them. A change of theirs changes every vector: raise `embedding.VERSION`.
"""

import base64

import numpy as np
from meetings_with_truth import ASKED, DEVELOPMENT, answerable, meetings, unanswerable
from prove_minutes import transcript_of

from scribe_core.search.embedding import LONG_WORDS, Engine
from scribe_core.search.passages import passages_of
from scribe_core.search.windows import Part, windows_of

FOLDERS = (DEVELOPMENT, ASKED)

LINE = 108
"""Characters of a line of numbers."""

HEAD = '''"""What texts of a language have in common as vectors, whatever they say: questions, and what was said, long and short.

Written by `benchmarks/common_directions.py`: the mean of their vectors, in French and in English. Of another model they are others.
"""

'''


def _said(language: str) -> tuple[list[str], list[str]]:
    """What is said in the meetings of a language: short texts and long ones."""
    texts: list[str] = []
    for folder in FOLDERS:
        for meeting in meetings(folder):
            if meeting.language == language:
                parts = [Part(at, one.text) for at, one in enumerate(passages_of(transcript_of(meeting), ""))]
                texts += [part.text for part in parts]
                texts += [window.text for window in windows_of(parts) if len(window.parts) > 1]
    long = [text for text in texts if len(text.split()) >= LONG_WORDS]
    return [text for text in texts if len(text.split()) < LONG_WORDS], long


def _asked(language: str) -> list[str]:
    questions: list[str] = []
    for folder in FOLDERS:
        questions += [one.question for one in answerable(folder) if one.language == language]
        questions += [one.question for one in unanswerable(folder) if one.language == language]
    return questions


def _written(engine: Engine, texts: list[str], *, question: bool) -> str:
    mean = np.stack([engine.embedded(text, question=question) for text in texts]).mean(axis=0)  # (384,)
    written = base64.b64encode(mean.astype("<f2").tobytes()).decode()
    lines = [written[at : at + LINE] for at in range(0, len(written), LINE)]
    return "(\n" + "".join(f'        "{line}"\n' for line in lines) + "    )"


def main() -> None:
    """Print the module."""
    engine = Engine()
    said = [_said(language) for language in ("fr", "en")]
    print(HEAD + "# fmt: off")
    for name, of_language, question in (
        ("QUESTIONS", [_asked("fr"), _asked("en")], True),
        ("SHORT", [short for short, _ in said], False),
        ("LONG", [long for _, long in said], False),
    ):
        rows = ",\n    ".join(_written(engine, texts, question=question) for texts in of_language)
        print(f"{name} = (\n    {rows},\n)")


if __name__ == "__main__":
    main()
