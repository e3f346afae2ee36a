"""What an evaluation says, in French and in English: on the terminal and on its page."""

from scribe.wording import filled
from scribe_core.errors import Sentence

LINES: dict[str, Sentence] = {
    # under way
    "step_models": Sentence("Speech models", "Modèles de parole"),
    "step_tools": Sentence("Scoring tools", "Outils de notation"),
    "step_peers": Sentence("Systems to compare with", "Systèmes de comparaison"),
    "step_measuring": Sentence("Measuring", "Mesure"),
    "step_scoring": Sentence("Scoring", "Notation"),
    "known_before": Sentence(
        "{count} of {total} {total:run|runs} {count:was|were} known from before; `--fresh` measures everything again.",
        "{count} {count:mesure|mesures} sur {total} {count:était connue|étaient connues} ; `--fresh` refait tout.",
    ),
    "not_built": Sentence(
        "cpWER and tcpWER are left out: meeteval has to be built here, which needs a C++ compiler and Python's headers (Debian: apt-get install g++ python3-dev).",
        "Sans cpWER ni tcpWER : meeteval doit être compilé ici, ce qui demande un compilateur C++ et les en-têtes de Python (Debian : apt-get install g++ python3-dev).",
    ),
    "written": Sentence("Written: {path}", "Écrit : {path}"),
    "failed": Sentence("{recording}: {system} failed. {reason}", "{recording} : échec de {system}. {reason}"),
    "failed_left_out": Sentence(
        "Totals count only recordings that no system failed on: {count} of {total}.",
        "Les totaux ne comptent que les enregistrements réussis par tous les systèmes : {count} sur {total}.",
    ),
    # tables
    "group": Sentence("group", "groupe"),
    "all": Sentence("all", "tous"),
    "recording": Sentence("recording", "enregistrement"),
    "system": Sentence("system", "système"),
    "speakers": Sentence("speakers", "locuteurs"),
    "speakers_right": Sentence("speakers right", "nb locuteurs juste"),
    "missed": Sentence("missed", "omis"),
    "inserted": Sentence("inserted", "ajoutés"),
    "confused": Sentence("wrong", "faux"),
    "cpu": Sentence("CPU s/s", "CPU s/s"),
    "wall": Sentence("time s/s", "durée s/s"),
    "memory": Sentence("peak GB", "mém. Go"),
    "stage": Sentence("part of the work", "partie du travail"),
    "word_starts": Sentence("word starts", "débuts de mots"),
    "median": Sentence("median ms", "médiane ms"),
    "p90": Sentence("9 in 10 ms", "9 sur 10 ms"),
    "within": Sentence("within {limit} ms", "à {limit} ms"),
    "drift": Sentence("drift s", "dérive s"),
    "out_of": Sentence("{right} of {known}", "{right} sur {known}"),
    "legend": Sentence(
        "Percent; totals are pooled (errors added up over lengths added up). ± is where chance alone would put 95 % of repetitions on such material.",
        "En pour cent ; les totaux sont cumulés (somme des erreurs sur somme des longueurs). ± : là où le seul hasard placerait 95 % des répétitions sur un tel matériel.",
    ),
}


def say(line: str, **places: object) -> str:
    """A line in the reader's language, its places filled."""
    return filled(LINES[line], **places)
