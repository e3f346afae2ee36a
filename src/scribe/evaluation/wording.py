"""What an evaluation says, in French and in English: on the terminal and on its page."""

from scribe.wording import filled
from scribe_core.errors import Sentence

LINES: dict[str, Sentence] = {
    # under way
    "step_models": Sentence("Speech models", "Modèles de parole"),
    "step_tools": Sentence("Scoring tools", "Outils de notation"),
    "step_peers": Sentence("Systems to compare with", "Systèmes de comparaison"),
    "step_peers_torch": Sentence(
        "Systems to compare with, PyTorch (5.5 GB)", "Systèmes de comparaison, PyTorch (5,5 Go)"
    ),
    "step_measuring": Sentence("Measuring", "Mesure"),
    "step_scoring": Sentence("Scoring", "Notation"),
    "known_before": Sentence(
        "{count} of {total} {total:run|runs} {count:was|were} known from before, costs included; `--fresh` measures everything again, side by side.",
        "{count} {count:mesure|mesures} sur {total} {count:était connue|étaient connues}, coûts compris ; `--fresh` refait tout, côte à côte.",
    ),
    "not_built": Sentence(
        "cpWER and tcpWER are left out: meeteval has to be built here, which needs a C++ compiler and Python's headers (Debian: apt-get install g++ python3-dev).",
        "Sans cpWER ni tcpWER : meeteval doit être compilé ici, ce qui demande un compilateur C++ et les en-têtes de Python (Debian : apt-get install g++ python3-dev).",
    ),
    "written": Sentence("Written: {path}", "Écrit : {path}"),
    "failed": Sentence("{recording}: {system} failed. {reason}", "{recording} : échec de {system}. {reason}"),
    "not_scored": Sentence("It could not be scored: {reason}", "Notation impossible : {reason}"),
    "not_started": Sentence("{command} cannot be started: {reason}", "{command} ne peut pas être lancé : {reason}"),
    "no_outcome": Sentence(
        "It ended well, but wrote no outcome.", "Il s’est bien terminé, mais n’a écrit aucun résultat."
    ),
    "remark": Sentence("{recording}: {remark}", "{recording} : {remark}"),
    "failed_left_out": Sentence(
        "Totals count only recordings that no system failed on: {count} of {total}.",
        "Les totaux ne comptent que les enregistrements réussis par tous les systèmes : {count} sur {total}.",
    ),
    "nameless": Sentence(
        "Most lines of the text are “Name: words”, but not “{text}”: all is read as words, names too.",
        "La plupart des lignes du texte sont « Nom : paroles », mais pas « {text} » : tout est lu comme paroles, noms compris.",
    ),
    "beyond": Sentence(
        "The reference goes on to {end} s, but the recording ends at {seconds} s.",
        "La référence va jusqu’à {end} s, mais l’enregistrement finit à {seconds} s.",
    ),
    "without_sound": Sentence("References without a recording: {names}", "Références sans enregistrement : {names}"),
    "without_reference": Sentence(
        "Left out, since they have no reference: {names}", "Laissés de côté, faute de référence : {names}"
    ),
    "empty_reference": Sentence(
        "The reference holds nothing to compare with.", "La référence ne contient rien à comparer."
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
    "cpu_ratio": Sentence("CPU", "CPU"),
    "memory_ratio": Sentence("peak", "mémoire"),
    "against": Sentence(
        "{system} less each other system, in points (below 0: {system} makes fewer errors); costs of {system} as a multiple of the other's:",
        "{system} moins chaque autre système, en points (sous 0 : {system} fait moins d’erreurs) ; coûts de {system} en multiple de ceux de l’autre :",
    ),
    "since": Sentence(
        "Since {made_at} UTC (commit {commit}), in points (below 0: fewer errors); costs as a multiple of those before:",
        "Depuis le {made_at} UTC (commit {commit}), en points (sous 0 : moins d’erreurs) ; coûts en multiple de ceux d’avant :",
    ),
    "nothing_in_common": Sentence(
        "No system came to an end with the same recording in both.",
        "Aucun système n’a réussi le même enregistrement dans les deux.",
    ),
    "only_earlier": Sentence(
        "Only in the earlier evaluation: {names}", "Seulement dans l’évaluation précédente : {names}"
    ),
    "only_later": Sentence("Only in this evaluation: {names}", "Seulement dans cette évaluation : {names}"),
    "other_normalisation": Sentence(
        "Words were normalised in another way then: word measures are not compared.",
        "Les mots étaient alors normalisés autrement : leurs mesures ne sont pas comparées.",
    ),
    "other_machine": Sentence(
        "Measured on another machine, or with another number of cores: costs do not compare.",
        "Mesuré sur une autre machine, ou avec un autre nombre de cœurs : les coûts ne se comparent pas.",
    ),
    "other_setting": Sentence(
        "Another setting then: {name} was {before}, now {now}.",
        "Autre réglage alors : {name} valait {before}, maintenant {now}.",
    ),
    "differences_legend": Sentence(
        "* Chance alone would hardly do it: 0 lies outside the middle 95 % of 2,000 draws of blocks of the same material.",
        "* Le seul hasard l’expliquerait mal : 0 est hors des 95 % centraux de 2 000 tirages de blocs du même matériel.",
    ),
    # parts of the work: the product's, then those of the systems compared with
    "part_start": Sentence("starting", "démarrage"),
    "part_conversion": Sentence("reading the sound", "lecture du son"),
    "part_speech": Sentence("finding speech", "recherche des paroles"),
    "part_transcription": Sentence("writing the words", "transcription"),
    "part_diarization": Sentence("telling speakers apart", "distinction des locuteurs"),
    "part_fusion": Sentence("putting both together", "mise en commun"),
    "part_decoding": Sentence("decoding the sound", "décodage du son"),
    "part_words": Sentence("speech and words", "paroles et mots"),
    "part_speakers": Sentence("speech and speakers", "paroles et locuteurs"),
    "part_assignment": Sentence("words to speakers", "mots aux locuteurs"),
    # the page
    "title": Sentence("Evaluation of {folder}", "Évaluation de {folder}"),
    "made": Sentence(
        "Smart Meeting Scribe {version}, {made_at} UTC", "Smart Meeting Scribe {version}, le {made_at} UTC"
    ),
    "counted": Sentence(
        "{count} {count:recording|recordings}, {minutes} minutes.",
        "{count} {count:enregistrement|enregistrements}, {minutes} minutes.",
    ),
    "section_totals": Sentence("Totals by group", "Totaux par groupe"),
    "about_totals": Sentence(
        "Lower is better.",
        "Plus bas vaut mieux.",
    ),
    "whisker": Sentence(
        "A line through a point is its 95 % interval.",
        "Le trait qui traverse un point est son intervalle à 95 %.",
    ),
    "section_comparison": Sentence("What changed", "Ce qui a changé"),
    "about_comparison": Sentence(
        "Over the recordings that both evaluations have.", "Sur les enregistrements communs aux deux évaluations."
    ),
    "section_beside": Sentence("Side by side", "Côte à côte"),
    "about_beside": Sentence(
        "Over the same recordings, block by block.", "Sur les mêmes enregistrements, bloc par bloc."
    ),
    "section_word_errors": Sentence("Which words go wrong", "Quels mots sont faux"),
    "about_word_errors": Sentence(
        "Errors of the WER, as shares of the reference's words.", "Erreurs du WER, en part des mots de la référence."
    ),
    "section_speaker_errors": Sentence("What goes wrong with speakers", "Ce qui est faux chez les locuteurs"),
    "about_speaker_errors": Sentence(
        "Errors of the DER without collar, as shares of the reference's speech.",
        "Erreurs du DER sans tolérance, en part de la parole de la référence.",
    ),
    "section_word_starts": Sentence("When words begin", "Quand les mots commencent"),
    "about_word_starts": Sentence(
        "How many of the right words begin within a time of where they are said; and whether times drift away in long recordings.",
        "Combien de mots justes commencent à moins d’un temps donné de l’endroit où ils sont dits ; et si les temps dérivent dans les longs enregistrements.",
    ),
    "section_costs": Sentence("What it costs", "Ce que cela coûte"),
    "about_costs": Sentence(
        "For a second of sound: CPU seconds of all processes, by part of the work.",
        "Pour une seconde de son : secondes CPU de tous les processus, par partie du travail.",
    ),
    "section_recordings": Sentence("Recording by recording", "Enregistrement par enregistrement"),
    "about_recordings": Sentence(
        "Open one to see who speaks when; the same colour is the same voice.",
        "Ouvrez-en un pour voir qui parle quand ; même couleur, même voix.",
    ),
    "section_how": Sentence("How it was measured", "Comment cela a été mesuré"),
    "about_how": Sentence("What it takes to measure it again.", "Ce qu’il faut pour mesurer à nouveau."),
    "long_diarization": Sentence(
        "who speaks when, no collar, overlaps scored", "qui parle quand, sans tolérance, chevauchements comptés"
    ),
    "long_words": Sentence("words, whoever speaks", "les mots, quel que soit le locuteur"),
    "long_attributed_words": Sentence("words with their speaker", "les mots avec leur locuteur"),
    "confused_speaker": Sentence("somebody else's", "attribués à un autre"),
    "the_rest": Sentence("the rest", "le reste"),
    "cpu_of": Sentence(
        "{systems}: CPU seconds for a second of sound", "{systems} : secondes CPU pour une seconde de son"
    ),
    "memory_title": Sentence("Memory at its largest, in GB", "Mémoire au plus haut, en Go"),
    "seconds_off": Sentence("seconds off", "secondes d’écart"),
    "by_recording": Sentence("Recording by recording", "Enregistrement par enregistrement"),
    "who_when": Sentence("{recording}: who speaks when", "{recording} : qui parle quand"),
    "reference": Sentence("reference", "référence"),
    "machine": Sentence("machine", "machine"),
    "machine_is": Sentence(
        "{processor}, {cores} {cores:core|cores}, {memory} GB", "{processor}, {cores} {cores:cœur|cœurs}, {memory} Go"
    ),
    "software": Sentence("system", "système"),
    "product": Sentence("product", "produit"),
    "told": Sentence("settings", "réglages"),
    "model": Sentence("model {name}", "modèle {name}"),
    "libraries": Sentence("libraries of {system}", "bibliothèques de {system}"),
    "normalisation": Sentence("normalisation", "normalisation"),
    "legend": Sentence(
        "Percent; totals are pooled (errors added up over lengths added up). ± is where chance alone would put 95 % of repetitions on such material.",
        "En pour cent ; les totaux sont cumulés (somme des erreurs sur somme des longueurs). ± : là où le seul hasard placerait 95 % des répétitions sur un tel matériel.",
    ),
    "legend_some": Sentence(
        "(1/3): only one of the three references tells it.", "(1/3) : une seule des trois références le dit."
    ),
}

PARTS = frozenset(line.removeprefix("part_") for line in LINES if line.startswith("part_"))
"""Parts of the work that have a name for readers."""


def say(line: str, **places: object) -> str:
    """A line in the reader's language, its places filled."""
    return filled(LINES[line], **places)
