"""The list of languages that nobody needs a model for is the models' own."""

import pytest

from scribe_core.domain.spoken_languages import WHISPER, known_to, require_known
from scribe_core.errors import ScribeError


def test_the_list_is_the_recognisers() -> None:
    from faster_whisper.tokenizer import _LANGUAGE_CODES

    assert frozenset(_LANGUAGE_CODES) == known_to("whisper-large-v3")
    assert known_to("whisper-large-v3") == known_to("whisper-large-v3-turbo") == WHISPER | {"yue"}


def test_each_model_is_asked_only_what_it_knows() -> None:
    require_known(None, "whisper-tiny.en")
    require_known("en", "whisper-tiny.en")
    require_known("yue", "whisper-large-v3")
    for language, model in (("fr", "whisper-tiny.en"), ("yue", "whisper-base"), ("tlh", "whisper-base")):
        with pytest.raises(ScribeError) as refused:
            require_known(language, model)
        assert refused.value.code == "language_unknown"
