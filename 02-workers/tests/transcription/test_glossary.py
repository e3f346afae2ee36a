"""What was misspelt is asked about, what stands there rightly or is something else is not."""

from scribe_workers.stages.glossary import QUESTIONS, likenesses


def asked(text: str, *terms: str) -> list[tuple[str, str]]:
    words = text.split()
    return [(" ".join(words[one.first : one.after]), one.term) for one in likenesses(words, terms)]


def test_a_misspelt_name_is_asked_about_however_many_words_it_was_heard_as() -> None:
    assert asked("Madame querouédant prend la parole.", "Kerouédan")[0] == ("querouédant", "Kerouédan")
    assert asked("on installe cuber nettis mardi", "Kubernetes")[0] == ("cuber nettis", "Kubernetes")
    assert asked("la c s c t se réunit", "CSSCT")[0] == ("c s c t", "CSSCT")


def test_another_spelling_of_the_same_letters_is_asked_about() -> None:
    assert asked("avec postgre sql, bien sûr", "PostgreSQL")[0] == ("postgre sql,", "PostgreSQL")
    assert "PostgreSQL," not in dict(asked("avec PostgreSQL, bien sûr", "PostgreSQL"))


def test_a_term_that_stands_there_takes_no_words_from_around_it() -> None:
    assert asked("avec Kerouédan, et puis", "Kerouédan") == []
    assert asked("Kerouédan et M. Kerouedant, puis", "Kerouédan")[0] == ("Kerouedant,", "Kerouédan")


def test_what_has_little_in_common_is_not_asked_about() -> None:
    assert asked("le budget est voté à l'unanimité", "Kubernetes", "Kerouédan") == []
    assert asked("", "Kubernetes") == []
    assert asked("- ...", "Kubernetes") == []


def test_only_the_nearest_are_asked_about() -> None:
    text = "Marie marié mairie maire Marine marin Mario mari amarrée Maria"
    assert len(asked(text, "Marillac", "Marion", "Marielle")) == QUESTIONS
