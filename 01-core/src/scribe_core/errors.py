"""Everything that can go wrong and the sentence a person reads when it does, in French and in English.

Code below the edge raises `ScribeError(code)`; only the API maps codes to HTTP statuses, only the command line to exit codes.
"""

import re
from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "fr"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One message in both languages. `{name}` places take the error's details.

    `retryable` tells whether trying the same thing again later may help by itself (a service that is down, a full disk).
    """

    en: str
    fr: str
    retryable: bool = False


@dataclass(frozen=True, slots=True)
class Size:
    """A number of bytes as a detail of an error: each reader sees it as their language writes it. `more` means more than that."""

    bytes: int
    more: bool = False

    def text(self, language: Language) -> str:
        """Like `1.5 GB` or `1,5 Go`."""
        number, unit = (self.bytes / 1e9, "GB") if self.bytes >= 999.5e6 else (self.bytes / 1e6, "MB")
        text = f"{number:.0f} {unit}" if number >= 99.95 else f"{number:.3g} {unit}"
        if language == "fr":
            text = text.replace(".", ",").replace("B", "o").replace(" ", "\N{NO-BREAK SPACE}")
        return f"> {text}" if self.more else text

    def __str__(self) -> str:
        return self.text("en")


SENTENCES: dict[str, Sentence] = {
    # recordings
    "media_empty": Sentence(
        "This file is empty (0 bytes). Nothing was kept; check the recording and send it again.",
        "Ce fichier est vide (0 octet). Rien n’a été conservé ; vérifiez l’enregistrement puis renvoyez-le.",
    ),
    "media_not_recognised": Sentence(
        "This is not an audio or video file that can be read, whatever its name says.",
        "Ce n’est pas un fichier audio ou vidéo lisible, quel que soit son nom.",
    ),
    "media_reference_refused": Sentence(
        "This file is a playlist or points to other files. Send the recording itself.",
        "Ce fichier est une liste de lecture ou renvoie à d’autres fichiers. Envoyez l’enregistrement lui-même.",
    ),
    "media_no_audio": Sentence(
        "This file has no sound track.",
        "Ce fichier n’a pas de piste son.",
    ),
    "media_codec_unknown": Sentence(
        "The sound of this file is in a format that cannot be decoded. Export it as MP3, M4A or WAV.",
        "Le son de ce fichier est dans un format qui ne peut pas être décodé. Exportez-le en MP3, M4A ou WAV.",
    ),
    "media_damaged": Sentence(
        "This file is damaged: no sound could be decoded from it.",
        "Ce fichier est endommagé : aucun son n’a pu en être décodé.",
    ),
    "media_truncated": Sentence(
        "The recording stops before its announced end; what could be read was transcribed.",
        "L’enregistrement s’arrête avant la fin annoncée ; ce qui a pu être lu a été transcrit.",
    ),
    "media_damaged_parts": Sentence(
        "Parts of the recording are damaged; they were skipped and the rest was transcribed.",
        "Des passages de l’enregistrement sont endommagés ; ils ont été ignorés et le reste a été transcrit.",
    ),
    "media_protected": Sentence(
        "This file is protected (DRM) and cannot be decoded. Export an unprotected copy.",
        "Ce fichier est protégé (DRM) et ne peut pas être décodé. Exportez une copie sans protection.",
    ),
    "media_too_short": Sentence(
        "This recording is too short to transcribe ({seconds} s).",
        "Cet enregistrement est trop court pour être transcrit ({seconds} s).",
    ),
    "media_too_long": Sentence(
        "This recording is longer than the limit of {hours} h.",
        "Cet enregistrement dépasse la limite de {hours} h.",
    ),
    "media_sample_rate": Sentence(
        "This recording announces an impossible sample rate ({rate} Hz).",
        "Cet enregistrement annonce une fréquence d’échantillonnage impossible ({rate} Hz).",
    ),
    "media_limits": Sentence(
        "Decoding this file took more time or memory than allowed; it may be damaged or made to do harm.",
        "Le décodage de ce fichier a demandé plus de temps ou de mémoire que permis ; il est peut-être endommagé ou malveillant.",
    ),
    # what a transcript may warn about
    "no_speech": Sentence(
        "No speech was found in this recording.",
        "Aucune parole n’a été trouvée dans cet enregistrement.",
    ),
    "speech_detection_failed": Sentence(
        "Speech could not be told from silence in this recording.",
        "La parole n’a pas pu être distinguée du silence dans cet enregistrement.",
    ),
    "speech_detector_replaced": Sentence(
        "The usual speech detector failed; a simpler one stood in.",
        "Le détecteur de parole habituel a échoué ; un détecteur plus simple l’a remplacé.",
    ),
    "diarization_failed": Sentence(
        "Speakers could not be told apart; the words are complete but all stand under one speaker.",
        "Les locuteurs n’ont pas pu être distingués ; les paroles sont complètes mais attribuées à un seul locuteur.",
    ),
    "speakers_hint_unmet": Sentence(
        "Fewer voices were found than the number of speakers given.",
        "Moins de voix que le nombre de locuteurs indiqué ont été trouvées.",
    ),
    "speakers_hint_doubtful": Sentence(
        "The number of speakers given does not fit the voices heard: people may be joined or cut in two.",
        "Le nombre de locuteurs indiqué ne correspond pas aux voix entendues : des personnes sont peut-être confondues ou dédoublées.",
    ),
    "many_speakers": Sentence(
        "More than 12 voices were told apart; with so many, some may be one person's, or several people one.",
        "Plus de 12 voix ont été distinguées ; à ce nombre, certaines peuvent être d’une même personne, ou réunir plusieurs personnes.",
    ),
    "voices_unclear": Sentence(
        "Most of the speech is whispered or drowned in noise; the speakers may be confused.",
        "La plupart des paroles sont chuchotées ou couvertes par le bruit ; les locuteurs sont peut-être confondus.",
    ),
    "language_uncertain": Sentence(
        "The language was hard to tell; set it and run again if the words look wrong.",
        "La langue était difficile à reconnaître ; indiquez-la et relancez si le texte paraît faux.",
    ),
    "language_unknown": Sentence(
        "The language “{language}” is not one the speech model knows.",
        "La langue « {language} » n’est pas connue du modèle de reconnaissance.",
    ),
    "identification_failed": Sentence(
        "Known voices could not be looked for; the transcript is complete. You can have the speakers named again.",
        "Les voix connues n’ont pas pu être recherchées ; la transcription est complète. Vous pouvez relancer la reconnaissance des voix.",
    ),
    # people and their voices
    "person_not_found": Sentence("There is no such person.", "Cette personne n’existe pas."),
    "person_unlike": Sentence(
        "Nobody is called “{name}”. Is one of these meant: {names}?",
        "Personne ne s’appelle « {name} ». S’agit-il de : {names} ?",
    ),
    "person_exists": Sentence(
        "There is already somebody called “{name}”: {who}. If this is somebody else, add --another (in the API: another) and"
        " a note that tells them apart.",
        "Il y a déjà quelqu’un du nom de « {name} » : {who}. Si c’est quelqu’un d’autre, ajoutez --another (dans l’API :"
        " another) et une note qui les distingue.",
    ),
    "person_ambiguous": Sentence(
        "Several people are called “{name}”; give the id of the one who is meant: {who}.",
        "Plusieurs personnes s’appellent « {name} » ; donnez l’identifiant de celle dont il s’agit : {who}.",
    ),
    "persons_same": Sentence("That is one person already.", "C’est déjà une seule et même personne."),
    "voiceprint_not_found": Sentence("There is no such voiceprint.", "Cette empreinte vocale n’existe pas."),
    "suggestion_not_found": Sentence(
        "There is no such suggestion any more.", "Cette suggestion n’existe pas ou n’existe plus."
    ),
    "consent_missing": Sentence(
        "A voice is only learnt with the person’s recorded consent. Record it first, with how and when it was given.",
        "Une voix n’est apprise qu’avec le consentement enregistré de la personne. Enregistrez-le d’abord : comment et quand il a été donné.",
    ),
    "line_unfit": Sentence(
        "A name, and how consent was given, must be there to read, in {most} characters at most.",
        "Un nom, ou la façon dont le consentement a été donné, doit pouvoir se lire, en {most} caractères au plus.",
    ),
    "enrolments_too_many": Sentence(
        "{most} voices are already waiting to be learnt. Try again when some of them are.",
        "{most} voix attendent déjà d’être apprises. Réessayez quand certaines le seront.",
    ),
    "sample_too_long": Sentence(
        "A recording to learn a voice from may last {minutes} min at most. Cut out a few minutes in which this person speaks alone.",
        "Un enregistrement pour apprendre une voix dure {minutes} min au plus. Découpez quelques minutes où cette personne parle seule.",
    ),
    "sample_too_large": Sentence(
        "A recording to learn a voice from may have {limit} at most; a few minutes are enough. Nothing was kept.",
        "Un enregistrement pour apprendre une voix fait {limit} au plus ; quelques minutes suffisent. Rien n’a été conservé.",
    ),
    "voice_too_short": Sentence(
        "There are only {seconds} s of this voice alone and clear; {least} s are needed.",
        "Cette voix n’est entendue seule et nettement que pendant {seconds} s ; il en faut {least}.",
    ),
    "voice_not_alone": Sentence(
        "More than one voice is heard. Send a recording of this person alone, or correct the speakers first.",
        "Plusieurs voix sont entendues. Envoyez un enregistrement de cette personne seule, ou corrigez d’abord les locuteurs.",
    ),
    "voice_unclear": Sentence(
        "This voice is not heard clearly enough to be known again (quality {quality}). Use a better recording.",
        "Cette voix n’est pas assez nette pour être reconnue (qualité {quality}). Utilisez un meilleur enregistrement.",
    ),
    "glossary_full": Sentence(
        "A glossary holds {most} terms at most. Take out those that are not needed any more.",
        "Un glossaire contient {most} termes au plus. Retirez ceux qui ne servent plus.",
    ),
    "glossary_file_too_long": Sentence(
        "This file has more than {most} lines. A glossary holds {terms} terms at most: choose a list of terms.",
        "Ce fichier compte plus de {most} lignes. Un glossaire contient {terms} termes au plus : choisissez une liste de termes.",
    ),
    "glossary_invalid": Sentence(
        "The glossary is not valid ({term}): at most {terms} terms of at most {characters} letters, digits and ordinary marks.",
        "Le glossaire n’est pas valide ({term}) : au plus {terms} termes d’au plus {characters} lettres, chiffres et signes courants.",
    ),
    # of a line of a file, beside the lines that were taken
    "glossary_line_invalid": Sentence(
        "This is not a term: at least one letter, at most {characters} letters, digits and ordinary marks.",
        "Ce n’est pas un terme : il faut au moins une lettre, et au plus {characters} lettres, chiffres et signes courants.",
    ),
    "glossary_line_left_out": Sentence(
        "There is no room left for this term: a glossary holds {most} at most.",
        "Il ne reste pas de place pour ce terme : un glossaire en contient {most} au plus.",
    ),
    "words_withheld": Sentence(
        "Where the speech model seemed to invent words, in noise or music, they were left out.",
        "Là où le modèle semblait inventer des mots, dans du bruit ou de la musique, ils ont été omis.",
    ),
    # transcripts of other tools
    "import_empty": Sentence(
        "This file is empty. Nothing was imported; choose the transcript again.",
        "Ce fichier est vide. Rien n’a été importé ; choisissez de nouveau la transcription.",
    ),
    "import_too_large": Sentence(
        "This file is larger than a transcript may be ({most}). Nothing was imported.",
        "Ce fichier est plus grand qu’une transcription ne peut l’être ({most}). Rien n’a été importé.",
    ),
    "import_kind_unknown": Sentence(
        "This is not a transcript that can be read. Choose an SRT, WebVTT, JSON, Word (.docx) or text file.",
        "Ce n’est pas une transcription lisible. Choisissez un fichier SRT, WebVTT, JSON, Word (.docx) ou texte.",
    ),
    "import_nothing": Sentence(
        "No line of this file says who speaks or when: there is nothing to import.",
        "Aucune ligne de ce fichier ne dit qui parle ni quand : il n’y a rien à importer.",
    ),
    "import_time_invalid": Sentence(
        "The time on line {line} cannot be read. Nothing was imported; correct that line and choose the file again.",
        "L’horaire de la ligne {line} est illisible. Rien n’a été importé ; corrigez cette ligne puis choisissez de nouveau le fichier.",
    ),
    "import_json_invalid": Sentence(
        "This JSON file cannot be read (line {line}). Nothing was imported; export it again from the tool that wrote it.",
        "Ce fichier JSON est illisible (ligne {line}). Rien n’a été importé ; exportez-le de nouveau depuis l’outil qui l’a écrit.",
    ),
    "import_json_shape": Sentence(
        "This JSON holds no transcript that is known: “{place}” is missing or is something else. Each utterance needs start, end, speaker and text.",
        "Ce JSON ne contient pas de transcription connue : « {place} » manque ou est autre chose. Chaque intervention demande start, end, speaker et text.",
    ),
    "import_word_unreadable": Sentence(
        "This Word document cannot be read: it is damaged, protected by a password, or something else. Nothing was imported.",
        "Ce document Word est illisible : il est endommagé, protégé par un mot de passe, ou c’est autre chose. Rien n’a été importé.",
    ),
    "import_word_too_large": Sentence(
        "This Word document unpacks to more than {most}. Nothing was imported.",
        "Ce document Word occupe plus de {most} une fois décompressé. Rien n’a été importé.",
    ),
    "import_too_many": Sentence(
        "This transcript has more than {most} entries. Nothing was imported; cut it in two.",
        "Cette transcription compte plus de {most} entrées. Rien n’a été importé ; coupez-la en deux.",
    ),
    "import_too_many_words": Sentence(
        "This transcript has more than {most} words. Nothing was imported; cut it in two.",
        "Cette transcription compte plus de {most} mots. Rien n’a été importé ; coupez-la en deux.",
    ),
    "import_speakers_too_many": Sentence(
        "This transcript names more than {most} speakers. Nothing was imported; the file may be something else.",
        "Cette transcription nomme plus de {most} locuteurs. Rien n’a été importé ; ce fichier est peut-être autre chose.",
    ),
    "import_too_long": Sentence(
        "This transcript is longer than the limit of {hours} h. Nothing was imported.",
        "Cette transcription dépasse la limite de {hours} h. Rien n’a été importé.",
    ),
    "import_times_estimated": Sentence(
        "The imported file tells no times: those shown are estimated from the length of what is said.",
        "Le fichier importé n’indique pas d’horaires : ceux qui sont affichés sont estimés d’après la longueur des paroles.",
    ),
    "meeting_without_sound": Sentence(
        "This meeting was imported from a transcript: there is no recording to listen to.",
        "Cette réunion a été importée d’une transcription : il n’y a pas d’enregistrement à écouter.",
    ),
    # uploads and storage
    "upload_too_large": Sentence(
        "This file is larger than the limit of {limit}. Nothing was kept.",
        "Ce fichier dépasse la limite de {limit}. Rien n’a été conservé.",
    ),
    "upload_interrupted": Sentence(
        "The upload stopped before its end; nothing was kept. Send the file again.",
        "L’envoi s’est interrompu avant la fin ; rien n’a été conservé. Renvoyez le fichier.",
    ),
    "upload_not_found": Sentence(
        "There is no such upload: it has ended, or waited too long to be resumed. Send the file again.",
        "Cet envoi n’existe pas : il est terminé, ou a attendu trop longtemps d’être repris. Renvoyez le fichier.",
    ),
    "upload_busy": Sentence(
        "This upload is being received through another connection. Nothing was lost; go on with it in a moment.",
        "Cet envoi est en cours de réception par une autre connexion. Rien n’est perdu ; reprenez-le dans un instant.",
        retryable=True,
    ),
    "upload_offset_conflict": Sentence(
        "This upload stands at another byte ({offset}). Ask for it and go on from there.",
        "Cet envoi en est à un autre octet ({offset}). Demandez-le et reprenez à partir de là.",
    ),
    "upload_checksum_mismatch": Sentence(
        "What arrived is not what was sent (checksum). It was thrown away; send this piece again.",
        "Ce qui est arrivé n’est pas ce qui a été envoyé (somme de contrôle). Ce morceau a été jeté ; renvoyez-le.",
        retryable=True,
    ),
    "upload_stalled": Sentence(
        "The upload stopped arriving. What came is kept; go on from there.",
        "L’envoi a cessé d’arriver. Ce qui est arrivé est conservé ; reprenez à partir de là.",
        retryable=True,
    ),
    "upload_in_pieces": Sentence(
        "This upload came in more than {most} pieces. Send the file again, in larger ones.",
        "Cet envoi est arrivé en plus de {most} morceaux. Renvoyez le fichier, en morceaux plus grands.",
    ),
    "upload_complete": Sentence(
        "This upload is complete: it has become a meeting, which can be deleted as one.",
        "Cet envoi est terminé : il est devenu une réunion, qui se supprime comme telle.",
    ),
    "upload_header_invalid": Sentence(
        "The header {header} is missing or not valid.", "L’en-tête {header} est absent ou n’est pas valide."
    ),
    "upload_content_type": Sentence(
        "The content of an upload is sent as application/offset+octet-stream.",
        "Le contenu d’un envoi se transmet en application/offset+octet-stream.",
    ),
    "upload_version": Sentence(
        "This address speaks version {version} of the tus protocol (header Tus-Resumable).",
        "Cette adresse parle la version {version} du protocole tus (en-tête Tus-Resumable).",
    ),
    "uploads_too_many": Sentence(
        "{most} uploads were begun and not ended. Go on with some, or stop them.",
        "{most} envois sont commencés et non terminés. Reprenez-en ou arrêtez-en.",
    ),
    "quota_exceeded": Sentence(
        "This recording ({coming}) does not fit into your share of the storage: {used} of {quota} are taken. Delete some meetings for good first; the trash counts too.",
        "Cet enregistrement ({coming}) ne tient pas dans votre part du stockage : {used} sur {quota} sont pris. Supprimez d’abord des réunions définitivement ; la corbeille compte aussi.",
    ),
    "storage_full": Sentence(
        "The disk is full. What was saved before is intact; free some space and try again.",
        "Le disque est plein. Ce qui était enregistré est intact ; libérez de la place et réessayez.",
        retryable=True,
    ),
    "storage_unavailable": Sentence(
        "The file store does not answer. Nothing was lost; try again in a moment.",
        "L’espace de stockage ne répond pas. Rien n’est perdu ; réessayez dans un instant.",
        retryable=True,
    ),
    "storage_refused": Sentence(
        "The file store refuses the product’s key ({reason}). Nothing was lost; whoever runs the product checks SCRIBE_OBJECTS_ACCESS_KEY, SCRIBE_OBJECTS_SECRET_KEY and what they may do in the bucket.",
        "L’espace de stockage refuse la clé de l’application ({reason}). Rien n’est perdu ; la personne qui l’exploite vérifie SCRIBE_OBJECTS_ACCESS_KEY, SCRIBE_OBJECTS_SECRET_KEY et leurs droits dans le bucket.",
        retryable=True,
    ),
    "storage_clock_wrong": Sentence(
        "The file store refuses this machine because their clocks differ by more than a quarter of an hour. Nothing was lost; have both set their clocks by the network (NTP).",
        "L’espace de stockage refuse cette machine parce que leurs horloges diffèrent de plus d’un quart d’heure. Rien n’est perdu ; mettez les deux à l’heure par le réseau (NTP).",
        retryable=True,
    ),
    "storage_bucket_missing": Sentence(
        "The file store answers, and the bucket of OBJECTS_URL is not there. Make it, or correct the address.",
        "L’espace de stockage répond, mais le bucket de OBJECTS_URL n’y est pas. Créez-le ou corrigez l’adresse.",
        retryable=True,
    ),
    "storage_failing": Sentence(
        "The file store answers with an error of its own ({reason}); it may be full. Nothing was lost; try again in a moment.",
        "L’espace de stockage répond par une erreur interne ({reason}) ; il est peut-être plein. Rien n’est perdu ; réessayez dans un instant.",
        retryable=True,
    ),
    "object_missing": Sentence(
        "A stored file is missing: {key}.",
        "Un fichier enregistré est introuvable : {key}.",
    ),
    "database_busy": Sentence(
        "The database is busy. Nothing was lost; try again in a moment.",
        "La base de données est occupée. Rien n’est perdu ; réessayez dans un instant.",
        retryable=True,
    ),
    "database_unavailable": Sentence(
        "The database does not answer. Nothing was lost; try again in a moment.",
        "La base de données ne répond pas. Rien n’est perdu ; réessayez dans un instant.",
        retryable=True,
    ),
    "database_refused": Sentence(
        "The database refuses the user or the password of DATABASE_URL, or has no database of that name. Nothing was changed; correct the address.",
        "La base de données refuse l’utilisateur ou le mot de passe de DATABASE_URL, ou n’a pas de base de ce nom. Rien n’a été modifié ; corrigez l’adresse.",
        retryable=True,
    ),
    "database_unprepared": Sentence(
        "The database is not prepared for this release yet. `./manage.sh` prepares it.",
        "La base de données n’est pas encore préparée pour cette version. `./manage.sh` s’en charge.",
        retryable=True,
    ),
    "database_newer": Sentence(
        "The database belongs to a newer release of the product. Update the product; nothing was changed.",
        "La base de données appartient à une version plus récente du produit. Mettez le produit à jour ; rien n’a été modifié.",
    ),
    # Always true of the queue: nothing is lost with it, and workers look by themselves.
    "queue_unavailable": Sentence(
        "The queue (Redis) does not answer. Nothing is lost: workers look for work by themselves, a second later.",
        "La file d’attente (Redis) ne répond pas. Rien n’est perdu : les programmes de traitement cherchent eux-mêmes le travail, une seconde plus tard.",
        retryable=True,
    ),
    "queue_refused": Sentence(
        "The queue (Redis) refuses the user or the password of QUEUE_URL. Nothing is lost: workers look for work by themselves.",
        "La file d’attente (Redis) refuse l’utilisateur ou le mot de passe de QUEUE_URL. Rien n’est perdu : les programmes de traitement cherchent eux-mêmes le travail.",
        retryable=True,
    ),
    "queue_failing": Sentence(
        "The queue (Redis) answers with an error of its own ({reason}). Nothing is lost: workers look for work by themselves.",
        "La file d’attente (Redis) répond par une erreur interne ({reason}). Rien n’est perdu : les programmes de traitement cherchent eux-mêmes le travail.",
        retryable=True,
    ),
    # Always true of the search index: it holds nothing that is not in the database.
    "vectors_unavailable": Sentence(
        "The search index does not answer. Meetings and transcripts are untouched; try again in a moment.",
        "L’index de recherche ne répond pas. Les réunions et les transcriptions sont intactes ; réessayez dans un instant.",
        retryable=True,
    ),
    "vectors_refused": Sentence(
        "The search index (Qdrant) refuses the key of SCRIBE_VECTORS_API_KEY. Meetings and transcripts are untouched; correct the key.",
        "L’index de recherche (Qdrant) refuse la clé de SCRIBE_VECTORS_API_KEY. Les réunions et les transcriptions sont intactes ; corrigez la clé.",
        retryable=True,
    ),
    "vectors_full": Sentence(
        "The disk of the search index is full: nothing is added to it. Meetings and transcripts are untouched; free some space.",
        "Le disque de l’index de recherche est plein : rien n’y est ajouté. Les réunions et les transcriptions sont intactes ; libérez de la place.",
        retryable=True,
    ),
    "vectors_failing": Sentence(
        "The search index answers with an error of its own ({reason}). Meetings and transcripts are untouched; if it stays so, have the index built again.",
        "L’index de recherche répond par une erreur interne ({reason}). Les réunions et les transcriptions sont intactes ; si cela dure, faites reconstruire l’index.",
        retryable=True,
    ),
    "vectors_missing": Sentence(
        "The search index is not built for the present model. Nothing is lost: it is built from the transcripts.",
        "L’index de recherche n’est pas construit pour le modèle actuel. Rien n’est perdu : il se construit à partir des transcriptions.",
        retryable=True,
    ),
    "vectors_unfit": Sentence(
        "A vector does not fit the search index ({given} where {expected} numbers belong). Nothing was changed; the index belongs to another model and must be built again.",
        "Un vecteur ne convient pas à l’index de recherche ({given} au lieu de {expected} nombres). Rien n’a été modifié ; l’index est celui d’un autre modèle et doit être reconstruit.",
    ),
    "vectors_taken": Sentence(
        "Another process has the folder of the search index. One alone can use it; for several, VECTORS_URL names a Qdrant server.",
        "Un autre processus utilise le dossier de l’index de recherche. Un seul le peut ; pour plusieurs, VECTORS_URL désigne un serveur Qdrant.",
        retryable=True,
    ),
    # Always true of the model of language: without it there are the extract's minutes, and nothing that is there is touched.
    "llm_off": Sentence(
        "No language model is set up here: minutes are written by the automatic extract. An administrator names one in LLM_URL.",
        "Aucun modèle de langage n’est configuré ici : les comptes rendus sont rédigés par l’extrait automatique. Un administrateur en désigne un dans LLM_URL.",
    ),
    "llm_local_missing": Sentence(
        "The language model “{model}” that LLM_URL names is not on this machine, and it is not fetched unasked: `./manage.sh models fetch {model}` fetches it ({size}). Or take LLM_URL away.",
        "Le modèle de langage « {model} » désigné par LLM_URL est absent de cette machine, et il n’est pas récupéré sans qu’on le demande : `./manage.sh models fetch {model}` le récupère ({size}). Ou retirez LLM_URL.",
    ),
    "llm_local_alone": Sentence(
        "A local language model (LLM_URL=local:…) is served where `./manage.sh` starts everything on one machine, and not in containers or by a part alone. Name an endpoint in LLM_URL.",
        "Un modèle de langage local (LLM_URL=local:…) est servi là où `./manage.sh` démarre tout sur une seule machine, et non dans des conteneurs ni par un programme seul. Désignez un service dans LLM_URL.",
    ),
    "llm_unavailable": Sentence(
        "The language model does not answer. Nothing was changed; try again in a moment, or use the automatic extract.",
        "Le modèle de langage ne répond pas. Rien n’a été modifié ; réessayez dans un instant, ou utilisez l’extrait automatique.",
        retryable=True,
    ),
    "llm_slow": Sentence(
        "The language model took too long to answer (more than {seconds} s). Nothing was changed; try again later, or use the automatic extract.",
        "Le modèle de langage a mis trop de temps à répondre (plus de {seconds} s). Rien n’a été modifié ; réessayez plus tard, ou utilisez l’extrait automatique.",
        retryable=True,
    ),
    "llm_busy": Sentence(
        "The language model has too much to do. Nothing was changed; try again later, or use the automatic extract.",
        "Le modèle de langage est trop sollicité. Rien n’a été modifié ; réessayez plus tard, ou utilisez l’extrait automatique.",
        retryable=True,
    ),
    "llm_refused": Sentence(
        "The language model refuses the key of SCRIBE_LLM_KEY. Nothing was changed; an administrator corrects the key.",
        "Le modèle de langage refuse la clé de SCRIBE_LLM_KEY. Rien n’a été modifié ; un administrateur corrige la clé.",
    ),
    "llm_model_unknown": Sentence(
        "The endpoint of LLM_URL has no language model named “{model}”. Nothing was changed; an administrator corrects SCRIBE_LLM_MODEL.",
        "Le service de LLM_URL n’a pas de modèle de langage nommé « {model} ». Rien n’a été modifié ; un administrateur corrige SCRIBE_LLM_MODEL.",
    ),
    "llm_model_unset": Sentence(
        "The endpoint of LLM_URL does not offer exactly one language model: an administrator names the one to use in SCRIBE_LLM_MODEL.",
        "Le service de LLM_URL ne propose pas un modèle de langage et un seul : un administrateur désigne celui à utiliser dans SCRIBE_LLM_MODEL.",
    ),
    "llm_context": Sentence(
        "The language model reads too little at once ({tokens} tokens) for this. Nothing was changed; use the automatic extract, or have an administrator give the model a larger context, where it runs and in SCRIBE_LLM_CONTEXT.",
        "Le modèle de langage lit trop peu à la fois ({tokens} jetons) pour cela. Rien n’a été modifié ; utilisez l’extrait automatique, ou demandez à un administrateur de donner au modèle un contexte plus grand, là où il tourne et dans SCRIBE_LLM_CONTEXT.",
    ),
    "llm_failing": Sentence(
        "The language model answers with an error of its own ({reason}). Nothing was changed; try again later, or use the automatic extract.",
        "Le modèle de langage répond par une erreur interne ({reason}). Rien n’a été modifié ; réessayez plus tard, ou utilisez l’extrait automatique.",
        retryable=True,
    ),
    "llm_unreadable": Sentence(
        "What the language model wrote cannot be read as minutes. Nothing was changed; use another model, or the automatic extract.",
        "Ce que le modèle de langage a écrit ne se lit pas comme un compte rendu. Rien n’a été modifié ; utilisez un autre modèle, ou l’extrait automatique.",
    ),
    "llm_language": Sentence(
        "A language model writes minutes in French and in English here, of meetings held in that language. The automatic extract tells the topics of others.",
        "Un modèle de langage rédige ici des comptes rendus en français et en anglais, de réunions tenues dans cette langue. L’extrait automatique indique les sujets des autres.",
    ),
    "meaning_absent": Sentence(
        "This installation has no index for searching by meaning (VECTORS_URL). Searching by words works as ever.",
        "Cette installation n’a pas d’index pour la recherche par le sens (VECTORS_URL). La recherche par les mots fonctionne comme toujours.",
    ),
    "embedder_unavailable": Sentence(
        "Texts cannot be compared by meaning on this machine ({reason}). Nothing is lost, and searching by words works as ever.",
        "Cette machine ne peut pas comparer des textes par leur sens ({reason}). Rien n’est perdu, et la recherche par les mots fonctionne comme toujours.",
    ),
    # models
    "model_missing": Sentence(
        "The model “{model}” is not on this machine. Run `./manage.sh models fetch` or put it in the model folder.",
        "Le modèle « {model} » est absent de cette machine. Lancez `./manage.sh models fetch` ou placez-le dans le dossier des modèles.",
    ),
    "model_damaged": Sentence(
        "The model “{model}” does not have the expected content. Run `./manage.sh models fetch` to fetch it again.",
        "Le modèle « {model} » n’a pas le contenu attendu. Lancez `./manage.sh models fetch` pour le récupérer à nouveau.",
    ),
    "model_unreachable": Sentence(
        "The model “{model}” could not be fetched: none of its sources answers. Check the network and the proxy, or put its files in the folder named by SCRIBE_MODELS_FOLDER.",
        "Le modèle « {model} » n’a pas pu être récupéré : aucune de ses sources ne répond. Vérifiez le réseau et le mandataire, ou placez ses fichiers dans le dossier désigné par SCRIBE_MODELS_FOLDER.",
        retryable=True,
    ),
    "model_offline": Sentence(
        "The model “{model}” is not on this machine and SCRIBE_OFFLINE forbids fetching it. Put its files in the folder named by SCRIBE_MODELS_FOLDER.",
        "Le modèle « {model} » est absent de cette machine et SCRIBE_OFFLINE interdit de le récupérer. Placez ses fichiers dans le dossier désigné par SCRIBE_MODELS_FOLDER.",
    ),
    "model_refused": Sentence(
        "What was received for the model “{model}” is not the expected content and was thrown away. Try again; if it happens again, something on the way changes it.",
        "Ce qui a été reçu pour le modèle « {model} » n’a pas le contenu attendu et a été jeté. Réessayez ; si cela se répète, un intermédiaire le modifie.",
        retryable=True,
    ),
    "model_needs_pip": Sentence(
        "Fetching the model “{model}” needs pip, which is missing from this Python environment. Run `./manage.sh` to repair it.",
        "Récupérer le modèle « {model} » demande pip, absent de cet environnement Python. Lancez `./manage.sh` pour le réparer.",
    ),
    "model_no_room": Sentence(
        "Fetching the model “{model}” needs {needed} MB of disk space and only {free} MB are free.",
        "Récupérer le modèle « {model} » demande {needed} Mo d’espace disque et seuls {free} Mo sont libres.",
        retryable=True,
    ),
    "model_unknown": Sentence(
        "There is no model named “{model}”. `./manage.sh models` lists them.",
        "Aucun modèle ne s’appelle « {model} ». `./manage.sh models` en donne la liste.",
    ),
    "model_incomplete": Sentence(
        "The model “{model}” in {folder} lacks files: {files}.",
        "Il manque des fichiers au modèle « {model} » dans {folder} : {files}.",
    ),
    "model_too_large": Sentence(
        "The model “{model}” does not fit into the memory of {device}, even piece by piece and at precision {compute_type}: {free} of {total} MB were free. Free some, or choose a smaller model with SCRIBE_SPEECH_MODEL. What was computed is kept.",
        "Le modèle « {model} » ne tient pas dans la mémoire de {device}, même morceau par morceau et en précision {compute_type} : {free} Mo étaient libres sur {total}. Libérez-en, ou choisissez un modèle plus petit avec SCRIBE_SPEECH_MODEL. Ce qui a été calculé est conservé.",
        retryable=True,
    ),
    "memory_stepped_down": Sentence(
        "Memory was short: speech was recognised in smaller pieces or at a lighter precision than set.",
        "La mémoire manquait : la parole a été reconnue par plus petits lots ou avec une précision moindre que celle réglée.",
    ),
    "diarizer_missing": Sentence(
        "pyannote community-1 is not in {folder}, or its packages are not installed. Accept its conditions at Hugging Face, put its files there and start `./manage.sh` once: docs/graphics-card.md.",
        "pyannote community-1 n’est pas dans {folder}, ou ses paquets ne sont pas installés. Acceptez ses conditions chez Hugging Face, placez-y ses fichiers et lancez une fois `./manage.sh` : docs/graphics-card.md.",
    ),
    "diarizer_failed": Sentence(
        "pyannote community-1 could not tell the speakers apart: {reason}",
        "pyannote community-1 n’a pas pu distinguer les locuteurs : {reason}",
    ),
    "diarizer_replaced": Sentence(
        "The speakers were told apart by the product’s own diarizer: the one that is set could not be used.",
        "Les locuteurs ont été distingués par le procédé du produit : celui qui est réglé n’a pas pu servir.",
    ),
    # the device models run on
    "device_missing": Sentence(
        "SCRIBE_DEVICE asks for {device}, and this machine has no such graphics card (found: {found}). Check the driver with `nvidia-smi`, or set SCRIBE_DEVICE=auto.",
        "SCRIBE_DEVICE demande {device}, et cette machine n’a pas cette carte graphique (trouvé : {found}). Vérifiez le pilote avec `nvidia-smi`, ou réglez SCRIBE_DEVICE=auto.",
    ),
    "device_driver_old": Sentence(
        "The driver of the graphics card ({driver}) is too old: models need one for CUDA {needed}. The processor does the work where SCRIBE_DEVICE=auto.",
        "Le pilote de la carte graphique ({driver}) est trop ancien : les modèles en demandent un pour CUDA {needed}. Avec SCRIBE_DEVICE=auto, le processeur fait le travail.",
    ),
    "device_libraries_missing": Sentence(
        "The graphics card cannot be used: {libraries} cannot be loaded. Start `./manage.sh` once with the network to install what the card needs.",
        "La carte graphique ne peut pas servir : {libraries} ne se charge pas. Lancez une fois `./manage.sh` avec le réseau pour installer ce qu’elle demande.",
    ),
    "device_unused": Sentence(
        "The graphics card of this machine could not be used; the processor did the work. `./manage.sh doctor` says why.",
        "La carte graphique de cette machine n’a pas pu servir ; le processeur a fait le travail. `./manage.sh doctor` dit pourquoi.",
    ),
    # runs
    "out_of_memory": Sentence(
        "There was not enough memory for this step. What was computed before it is kept; retry when the machine is less busy.",
        "La mémoire a manqué pour cette étape. Ce qui a été calculé avant est conservé ; relancez quand la machine sera moins chargée.",
        retryable=True,
    ),
    "worker_lost": Sentence(
        "The work was interrupted {attempts} times without finishing. What was computed is kept; you can retry.",
        "Le traitement a été interrompu {attempts} fois sans aboutir. Ce qui a été calculé est conservé ; vous pouvez relancer.",
    ),
    "unexpected": Sentence(
        "Something unexpected happened. What was saved is intact; the reference is {reference}.",
        "Un incident inattendu s’est produit. Ce qui était enregistré est intact ; la référence est {reference}.",
        retryable=True,
    ),
    "reason_unknown": Sentence(
        "A newer release noted a reason that this one has no words for: {code}.",
        "Une version plus récente a noté une raison que celle-ci ne sait pas dire : {code}.",
    ),
    "run_not_found": Sentence("There is no such run.", "Ce traitement n’existe pas."),
    "run_finished": Sentence("This run has already ended.", "Ce traitement est déjà terminé."),
    "run_begun": Sentence(
        "This run has begun: only runs that wait can be put in order.",
        "Ce traitement a commencé : seuls ceux qui attendent peuvent être mis en ordre.",
    ),
    "place_invalid": Sentence(
        "A place among your runs is a whole number from 0, which comes first.",
        "Un rang parmi vos traitements est un nombre entier à partir de 0, qui passe en premier.",
    ),
    "priority_invalid": Sentence(
        "A priority is a whole number from {first}, which comes first, to {last}; 0 is the usual one.",
        "Une priorité est un nombre entier de {first}, qui passe en premier, à {last} ; l’ordinaire est 0.",
    ),
    "run_in_progress": Sentence(
        "A run is already under way for this meeting.",
        "Un traitement est déjà en cours pour cette réunion.",
    ),
    # meetings and corrections
    "meeting_not_found": Sentence("There is no such meeting.", "Cette réunion n’existe pas."),
    "meeting_in_trash": Sentence(
        "This meeting is in the trash. Restore it first.",
        "Cette réunion est dans la corbeille. Restaurez-la d’abord.",
    ),
    "tag_not_found": Sentence("There is no such tag.", "Cette étiquette n’existe pas."),
    "tags_too_many": Sentence(
        "A meeting can have {most} tags at most.", "Une réunion peut porter {most} étiquettes au plus."
    ),
    "transcript_not_found": Sentence(
        "This meeting has no transcript yet.", "Cette réunion n’a pas encore de transcription."
    ),
    "audio_not_ready": Sentence(
        "The sound of this meeting is not ready yet.", "Le son de cette réunion n’est pas encore prêt."
    ),
    "speaker_not_found": Sentence(
        "There is no such speaker in this transcript.", "Ce locuteur n’existe pas dans cette transcription."
    ),
    "speaker_ambiguous": Sentence(
        "Several speakers are called “{name}”; give the number of the one who is meant: {numbers}.",
        "Plusieurs locuteurs s’appellent « {name} » ; donnez le numéro de celui dont il s’agit : {numbers}.",
    ),
    "utterance_not_found": Sentence(
        "There is no such utterance in this transcript.", "Cette intervention n’existe pas dans cette transcription."
    ),
    "token_not_found": Sentence(
        "There is no such open token of yours.", "Vous n’avez pas de tel jeton en cours de validité."
    ),
    "tokens_too_many": Sentence(
        "An account has {most} tokens at most. Revoke one that is not needed any more.",
        "Un compte a {most} jetons au plus. Révoquez-en un qui ne sert plus.",
    ),
    "token_invalid": Sentence(
        "This token is not valid: it was revoked, has ended, or never was one. Make another in My account.",
        "Ce jeton n’est pas valable : il a été révoqué, il a expiré ou n’en a jamais été un. Créez-en un autre dans Mon compte.",
    ),
    "token_read_only": Sentence(
        "This token only reads. Make one that may write to do this.",
        "Ce jeton permet seulement de lire. Pour cette action, créez-en un qui permet d’écrire.",
    ),
    "token_insufficient": Sentence(
        "A token may not do this: sign in in the browser.",
        "Un jeton ne permet pas cette action : connectez-vous dans le navigateur.",
    ),
    "utterance_changed": Sentence(
        "This utterance was changed meanwhile, in the same words. Nothing was saved over it: choose between the two texts.",
        "Cette intervention a été modifiée entre-temps, aux mêmes mots. Rien n’a été écrasé : choisissez entre les deux textes.",
    ),
    "correction_built_on": Sentence(
        "A text was written on this change since, and would be lost with it. Nothing was changed: take that text back first.",
        "Un texte a été écrit depuis sur ce changement et serait perdu avec lui. Rien n’a été modifié : annulez d’abord ce texte.",
    ),
    "session_not_found": Sentence(
        "There is no such open session of yours.", "Vous n’avez pas de telle session ouverte."
    ),
    # minutes
    "minutes_not_found": Sentence("This meeting has no minutes yet.", "Cette réunion n’a pas encore de compte rendu."),
    "minutes_changed": Sentence(
        "These minutes were changed meanwhile. Nothing was written over; load them again, then make your change.",
        "Ce compte rendu a été modifié entre-temps. Rien n’a été écrasé ; rechargez-le, puis faites votre modification.",
    ),
    "minutes_approved": Sentence(
        "These minutes are approved. Make them a draft again to change them.",
        "Ce compte rendu est approuvé. Repassez-le en brouillon pour le modifier.",
    ),
    "minutes_not_approved": Sentence(
        "Only approved minutes can be frozen. Approve them first.",
        "Seul un compte rendu approuvé peut être figé. Approuvez-le d’abord.",
    ),
    "minutes_frozen": Sentence(
        "These minutes are frozen: nothing in them can be changed any more.",
        "Ce compte rendu est figé : plus rien ne peut y être modifié.",
    ),
    "minutes_full": Sentence(
        "Minutes hold at most {most} items. Delete some that are not needed.",
        "Un compte rendu contient au plus {most} éléments. Supprimez ceux qui ne servent pas.",
    ),
    "minutes_item_not_found": Sentence(
        "There is no such item in these minutes.", "Cet élément n’existe pas dans ce compte rendu."
    ),
    "minutes_section_not_found": Sentence(
        "There is no such section in these minutes.", "Cette rubrique n’existe pas dans ce compte rendu."
    ),
    "minutes_template_not_found": Sentence("There is no such template.", "Ce modèle de compte rendu n’existe pas."),
    "minutes_template_built_in": Sentence(
        "This template comes with the product and stays as it is. Make one of your own from it.",
        "Ce modèle est fourni avec le produit et reste tel quel. Créez le vôtre à partir de lui.",
    ),
    "minutes_templates_too_many": Sentence(
        "You can have {most} templates of your own at most. Delete some first.",
        "Vous pouvez avoir au plus {most} modèles. Supprimez-en d’abord.",
    ),
    "conversation_not_found": Sentence("There is no such conversation.", "Cette conversation n’existe pas."),
    "conversation_busy": Sentence(
        "A question is being answered in this conversation. Wait for its answer, or stop it, then ask again.",
        "Une question est en cours de traitement dans cette conversation. Attendez sa réponse ou arrêtez-la, puis posez la vôtre.",
    ),
    "conversation_full": Sentence(
        "A conversation holds at most {most} questions. Begin another one; nothing of this one is lost.",
        "Une conversation compte au plus {most} questions. Commencez-en une autre ; rien de celle-ci n’est perdu.",
    ),
    "questions_at_once": Sentence(
        "{most} of your questions are being answered, in as many conversations. Wait for one of the answers, then ask again; nothing was sent.",
        "{most} de vos questions sont en cours de traitement, dans autant de conversations. Attendez l’une des réponses, puis posez la vôtre ; rien n’a été envoyé.",
        retryable=True,
    ),
    "question_empty": Sentence(
        "Nothing was asked. Write a question.", "Aucune question n’a été posée. Écrivez une question."
    ),
    "question_too_long": Sentence(
        "A question has at most {most} characters. Shorten yours; nothing was sent.",
        "Une question compte au plus {most} caractères. Raccourcissez la vôtre ; rien n’a été envoyé.",
    ),
    "answer_interrupted": Sentence(
        "The answer was stopped before its end. Nothing half is kept; ask again.",
        "La réponse a été arrêtée avant sa fin. Rien d’incomplet n’est conservé ; posez la question à nouveau.",
        retryable=True,
    ),
    "answer_failed": Sentence(
        "The question could not be answered because of a fault of the product. It is kept; ask again, or tell an administrator.",
        "La question n’a pas pu être traitée à cause d’une défaillance du produit. Elle est conservée ; posez-la à nouveau ou prévenez un administrateur.",
        retryable=True,
    ),
    "comment_not_found": Sentence("There is no such comment.", "Ce commentaire n’existe pas."),
    "comments_too_long": Sentence(
        "The comments of a meeting and the words they quote hold at most {most} characters in all. Delete some that are settled.",
        "Les commentaires d’une réunion et les mots qu’ils citent comptent au plus {most} caractères en tout. Supprimez-en qui sont réglés.",
    ),
    "comments_too_many": Sentence(
        "A meeting holds at most {most} comments and highlights. Delete some that are settled.",
        "Une réunion contient au plus {most} commentaires et surlignages. Supprimez-en qui sont réglés.",
    ),
    "correction_not_found": Sentence("There is no such correction.", "Cette correction n’existe pas."),
    "correction_empty": Sentence("This correction changes nothing.", "Cette correction ne change rien."),
    "range_not_satisfiable": Sentence(
        "The file does not hold the range asked for.", "Le fichier ne contient pas l’intervalle demandé."
    ),
    "export_option_invalid": Sentence(
        "Files in the format {format} cannot be written with this choice: {option}.",
        "Les fichiers au format {format} ne peuvent pas suivre ce choix : {option}.",
    ),
    "pdf_failed": Sentence(
        "The PDF could not be made ({reason}). The Word file and the web page hold the same.",
        "Le PDF n’a pas pu être produit ({reason}). Le fichier Word et la page web contiennent la même chose.",
    ),
    # templates of documents
    "document_template_not_word": Sentence(
        "This file cannot be read as a Word document (.docx). Open it in Word or LibreOffice, save it as .docx without a password, and send it again.",
        "Ce fichier n’est pas lisible comme document Word (.docx). Ouvrez-le dans Word ou LibreOffice, enregistrez-le en .docx sans mot de passe, puis renvoyez-le.",
    ),
    "document_template_active": Sentence(
        "This template holds something that runs: macros, a control or an embedded object ({what}). Remove it and save the template as .docx.",
        "Ce modèle contient un élément exécutable : macro, contrôle ou objet incorporé ({what}). Retirez-le et enregistrez le modèle en .docx.",
    ),
    "document_template_outside": Sentence(
        "This template takes something from elsewhere: {what}. Put pictures and texts into the file itself; links may lead to web pages and mail addresses only.",
        "Ce modèle va chercher un contenu ailleurs : {what}. Placez images et textes dans le fichier lui-même ; les liens ne peuvent mener qu’à des pages web et à des adresses électroniques.",
    ),
    "document_template_too_large": Sentence(
        "This template is too large: {most} MB at most. Make its pictures smaller.",
        "Ce modèle est trop volumineux : {most} Mo au plus. Réduisez ses images.",
    ),
    "document_template_too_costly": Sentence(
        "Filling this template takes too much time or memory. Make it simpler.",
        "Remplir ce modèle demande trop de temps ou de mémoire. Simplifiez-le.",
    ),
    "document_template_syntax": Sentence(
        "This template cannot be filled ({reason}). Look at its fields, written {{ … }} and {% … %}.",
        "Ce modèle ne peut pas être rempli ({reason}). Vérifiez ses champs, écrits {{ … }} et {% … %}.",
    ),
    "document_template_field_unknown": Sentence(
        "This template names a field that minutes do not have: “{field}”.",
        "Ce modèle nomme un champ que les comptes rendus n’ont pas : « {field} ».",
    ),
    "document_template_failed": Sentence(
        "The document could not be made from this template ({reason}). Without a template, the Word file holds the same.",
        "Le document n’a pas pu être produit à partir de ce modèle ({reason}). Sans modèle, le fichier Word contient la même chose.",
    ),
    "document_template_not_found": Sentence(
        "There is no such document template.",
        "Ce modèle de document n’existe pas.",
    ),
    "document_templates_too_many": Sentence(
        "There is no room for another template: {most} at most. Delete one first.",
        "Il n’y a plus de place pour un modèle : {most} au plus. Supprimez-en un d’abord.",
    ),
    "output_needed": Sentence(
        "A file in the format {format} is not for the terminal. Name one with -o.",
        "Un fichier au format {format} ne s’affiche pas dans un terminal. Nommez-en un avec -o.",
    ),
    "timezone_unknown": Sentence(
        "“{name}” is not a time zone. Write it like Europe/Paris.",
        "« {name} » n’est pas un fuseau horaire. Écrivez-le comme Europe/Paris.",
    ),
    # accounts
    "setup_done": Sentence(
        "The first administrator already exists. Sign in instead.",
        "Le premier administrateur existe déjà. Connectez-vous.",
    ),
    "code_invalid": Sentence(
        "This one-time code is wrong, used or out of date. `./manage.sh user reset` makes a new one.",
        "Ce code à usage unique est faux, déjà utilisé ou périmé. `./manage.sh user reset` en crée un nouveau.",
    ),
    "credentials_invalid": Sentence(
        "The e-mail address or the password is wrong.", "L’adresse électronique ou le mot de passe est incorrect."
    ),
    "session_invalid": Sentence(
        "Your session has ended. Sign in again; nothing was lost.",
        "Votre session est terminée. Reconnectez-vous ; rien n’est perdu.",
    ),
    "session_reused": Sentence(
        "This session was closed because its key was used twice. Sign in again and change your password if it was not you.",
        "Cette session a été fermée car sa clé a servi deux fois. Reconnectez-vous et changez votre mot de passe si ce n’était pas vous.",
    ),
    "csrf_invalid": Sentence(
        "This request did not come from this application's own page. Reload the page.",
        "Cette requête ne vient pas d’une page de cette application. Rechargez la page.",
    ),
    "too_many_attempts": Sentence(
        "Too many attempts. Try again in {seconds} s.",
        "Trop de tentatives. Réessayez dans {seconds} s.",
    ),
    "password_too_weak": Sentence(
        "The password needs at least {minimum} characters.",
        "Le mot de passe doit compter au moins {minimum} caractères.",
    ),
    "forbidden": Sentence("Your account may not do this.", "Votre compte ne permet pas cette action."),
    "account_missing": Sentence(
        "There is no account yet, and people belong to one. Make the first account in the browser or with ./manage.sh user add EMAIL.",
        "Il n’y a pas encore de compte, et les personnes appartiennent à un compte. Créez le premier compte dans le navigateur ou par "
        "./manage.sh user add ADRESSE.",
    ),
    "user_not_found": Sentence("There is no such user.", "Cet utilisateur n’existe pas."),
    "email_taken": Sentence(
        "This e-mail address already has an account.", "Cette adresse électronique a déjà un compte."
    ),
    "account_name_unfit": Sentence(
        "An account's name must be there to read, in {most} characters at most.",
        "Le nom d’un compte doit pouvoir se lire, en {most} caractères au plus.",
    ),
    "last_administrator": Sentence(
        "The last administrator cannot be removed, disabled or demoted.",
        "Le dernier administrateur ne peut être ni supprimé, ni désactivé, ni rétrogradé.",
    ),
    "request_invalid": Sentence("The request is not valid: {reason}", "La requête n’est pas valide : {reason}"),
    "not_found": Sentence("There is nothing at this address.", "Il n’y a rien à cette adresse."),
    "method_not_allowed": Sentence(
        "This address does not take this kind of request.", "Cette adresse n’accepte pas ce type de requête."
    ),
    "request_too_large": Sentence(
        "This request is larger than this address takes.",
        "Cette requête est plus grande que ce que cette adresse accepte.",
    ),
    "request_head_too_large": Sentence(
        "The headers or the address of this request are longer than this server takes.",
        "Les en-têtes ou l’adresse de cette requête sont plus longs que ce que ce serveur accepte.",
    ),
    "request_stalled": Sentence(
        "This request stopped arriving before its end; nothing was kept. Check the connection and send it again.",
        "Cette requête a cessé d’arriver avant sa fin ; rien n’a été conservé. Vérifiez la connexion puis renvoyez-la.",
        retryable=True,
    ),
    "too_many_connections": Sentence(
        "Too many connections are open at once. Try again in a moment.",
        "Trop de connexions sont ouvertes en même temps. Réessayez dans un instant.",
        retryable=True,
    ),
    # the machine
    "port_busy": Sentence(
        "Port {port} is in use by another program. Stop it or set {setting} to another port.",
        "Le port {port} est utilisé par un autre programme. Arrêtez-le ou réglez {setting} sur un autre port.",
    ),
    "listen_insecure": Sentence(
        "Listening on {host} without TLS would expose passwords. Give it a certificate (SCRIBE_TLS_CERTIFICATE, SCRIBE_TLS_KEY), or set SCRIBE_ALLOW_INSECURE_LISTEN=true if a proxy protects it.",
        "Écouter sur {host} sans TLS exposerait les mots de passe. Donnez un certificat (SCRIBE_TLS_CERTIFICATE, SCRIBE_TLS_KEY), ou réglez SCRIBE_ALLOW_INSECURE_LISTEN=true si un mandataire le protège.",
    ),
    "tls_half": Sentence(
        "{setting} is missing: a certificate and its key go together (SCRIBE_TLS_CERTIFICATE, SCRIBE_TLS_KEY).",
        "{setting} manque : un certificat et sa clé vont ensemble (SCRIBE_TLS_CERTIFICATE, SCRIBE_TLS_KEY).",
    ),
    "tls_unusable": Sentence(
        "The certificate {certificate} and the key {key} cannot be used together: {reason}",
        "Le certificat {certificate} et la clé {key} ne sont pas utilisables ensemble : {reason}",
    ),
    "tool_missing": Sentence(
        "The program “{tool}” is missing. {remedy}",
        "Le programme « {tool} » est absent. {remedy}",
    ),
    "network_unreachable": Sentence(
        "{what} could not be fetched: the network or the package registry does not answer. Nothing was lost; start again when it does (log: {log}).",
        "{what} : téléchargement impossible, le réseau ou le registre de paquets ne répond pas. Rien n’est perdu ; relancez quand il répondra (journal : {log}).",
        retryable=True,
    ),
    "disk_space": Sentence(
        "{needed} of free disk space are needed in {folder}; there are {free}. Free some space and start again.",
        "Il faut {needed} d’espace libre dans {folder} ; il y en a {free}. Libérez de la place et relancez.",
        retryable=True,
    ),
    "folder_unwritable": Sentence(
        "The folder {folder} cannot be written to. Change its rights or set SCRIBE_VOLUMES to another folder.",
        "Impossible d’écrire dans le dossier {folder}. Changez ses droits ou réglez SCRIBE_VOLUMES sur un autre dossier.",
    ),
    "preparation_failed": Sentence(
        "{what} could not be prepared. The reason is at the end of {log}.",
        "{what} : la préparation a échoué. La raison est à la fin de {log}.",
    ),
    "part_stopped": Sentence(
        "The part “{part}” did not start. The reason is at the end of {log}.",
        "L’élément « {part} » n’a pas démarré. La raison est à la fin de {log}.",
    ),
    "already_running": Sentence(
        "The product is already running here (process {pid}).",
        "L’application tourne déjà ici (processus {pid}).",
    ),
    "file_not_found": Sentence("There is no file {path}.", "Le fichier {path} n’existe pas."),
    "file_unreadable": Sentence(
        "The file {path} may not be read by this user.", "Cet utilisateur n’a pas le droit de lire le fichier {path}."
    ),
    "output_unwritable": Sentence(
        "The result cannot be written to {path}: {reason}",
        "Impossible d’écrire le résultat dans {path} : {reason}",
    ),
    "output_not_a_file": Sentence(
        "{path} is no plain file, so nothing is written in its place. Give another name.",
        "{path} n’est pas un fichier ordinaire : rien n’est écrit à sa place. Donnez un autre nom.",
    ),
    "no_recordings": Sentence(
        "There is no recording with a reference in {folder}. docs/evaluation.md says how such a folder looks.",
        "Il n’y a pas d’enregistrement avec référence dans {folder}. docs/evaluation.md décrit un tel dossier.",
    ),
    "no_recordings_chosen": Sentence(
        "--only and --without leave none of the recordings in {folder} ({count}: {names}…).",
        "--only et --without ne laissent aucun des enregistrements de {folder} ({count} : {names}…).",
    ),
    "folder_not_found": Sentence("There is no folder {path}.", "Le dossier {path} n’existe pas."),
    "not_a_folder": Sentence("{path} is no folder.", "{path} n’est pas un dossier."),
    "recording_ambiguous": Sentence(
        "Which of the files in {folder} belong together cannot be told: {names}",
        "Impossible de dire quels fichiers de {folder} vont ensemble : {names}",
    ),
    "reference_invalid": Sentence(
        "The reference {path} cannot be read: {reason}", "La référence {path} est illisible : {reason}"
    ),
    "evaluation_invalid": Sentence(
        "{path} is no evaluation that can be read: {reason}",
        "{path} n’est pas une évaluation lisible : {reason}",
    ),
    "evaluation_in_progress": Sentence(
        "Another evaluation is writing to {path}. Wait for it, or name another folder with --out.",
        "Une autre évaluation écrit dans {path}. Attendez-la ou indiquez un autre dossier avec --out.",
    ),
    "system_unknown": Sentence(
        "There is no system “{name}” to measure: {known}, or name=COMMAND.",
        "Il n’y a pas de système « {name} » à mesurer : {known}, ou nom=COMMANDE.",
    ),
    "bundle_python": Sentence(
        "This bundle holds packages for Python {wanted}, and this is Python {found}. Name a Python {wanted} in SCRIBE_PYTHON, or make a bundle with Python {found}.",
        "Cette archive contient des paquets pour Python {wanted}, et voici Python {found}. Indiquez un Python {wanted} dans SCRIBE_PYTHON, ou faites une archive avec Python {found}.",
    ),
    "bundle_unlisted": Sentence(
        "Nothing tells the product's own files from what else lies in its folder, which may be secret. Make the bundle in a git checkout of your own, or where a bundle was unpacked.",
        "Rien ne distingue les fichiers du produit de ce qui se trouve à côté, peut-être secret. Faites l’archive dans un dépôt git qui vous appartient, ou là où une archive a été extraite.",
    ),
    "not_prepared": Sentence(
        "Nothing is prepared on this machine yet. Run `./manage.sh` first.",
        "Rien n’est encore préparé sur cette machine. Lancez d’abord `./manage.sh`.",
    ),
    # backup and restoration
    "backup_exists": Sentence(
        "{path} is there already, and nothing is written over it. Give another name.",
        "{path} existe déjà et n’est pas écrasé. Donnez un autre nom.",
    ),
    "backup_passphrase_missing": Sentence(
        "A passphrase is needed: type it at a terminal, set SCRIBE_BACKUP_PASSPHRASE, or name a file that holds it with --passphrase-file.",
        "Il faut une phrase secrète : tapez-la dans un terminal, réglez SCRIBE_BACKUP_PASSPHRASE, ou indiquez avec --passphrase-file un fichier qui la contient.",
    ),
    "backup_passphrase_short": Sentence(
        "The passphrase needs at least {least} characters: whoever finds the file may try as often as they like.",
        "La phrase secrète doit compter au moins {least} caractères : qui trouve le fichier peut en essayer autant qu’il veut.",
    ),
    "backup_passphrase_differs": Sentence(
        "The two passphrases differ; nothing was written.",
        "Les deux phrases secrètes diffèrent ; rien n’a été écrit.",
    ),
    "backup_passphrase_strange": Sentence(
        "The passphrase holds characters that cannot be read: they are not UTF-8. Nothing was changed.",
        "La phrase secrète contient des caractères illisibles : ils ne sont pas en UTF-8. Rien n’a été modifié.",
    ),
    "backup_passphrase_wrong": Sentence(
        "This passphrase does not open the backup. Nothing was changed.",
        "Cette phrase secrète n’ouvre pas la sauvegarde. Rien n’a été modifié.",
    ),
    "backup_not_one": Sentence(
        "This file is no backup of the product, or its beginning is damaged. Nothing was changed.",
        "Ce fichier n’est pas une sauvegarde du produit, ou son début est endommagé. Rien n’a été modifié.",
    ),
    "backup_newer": Sentence(
        "The backup was made by a newer release ({version}). Update the product, then restore it; nothing was changed.",
        "La sauvegarde a été faite par une version plus récente ({version}). Mettez le produit à jour, puis restaurez-la ; rien n’a été modifié.",
    ),
    "backup_damaged": Sentence(
        "The backup is damaged or cut short. Nothing of it was taken over; use another copy.",
        "La sauvegarde est endommagée ou incomplète. Rien n’en a été repris ; utilisez une autre copie.",
    ),
    "restore_not_empty": Sentence(
        "There are accounts here already, and a backup is restored into an empty house only. Nothing was changed. Name another data folder (SCRIBE_VOLUMES), or delete the data with ./manage.sh clean.",
        "Il y a déjà des comptes ici, et une sauvegarde ne se restaure que dans une installation vide. Rien n’a été modifié. Indiquez un autre dossier de données (SCRIBE_VOLUMES) ou supprimez les données avec ./manage.sh clean.",
    ),
    "restore_objects_there": Sentence(
        "There are recordings in the object store that belong to another database. Nothing was changed; give an empty folder, bucket or prefix (OBJECTS_URL).",
        "L’espace de stockage contient des enregistrements d’une autre base de données. Rien n’a été modifié ; indiquez un dossier, un compartiment ou un préfixe vide (OBJECTS_URL).",
    ),
    "restore_running": Sentence(
        "The product is running. Stop it first (./manage.sh stop); nothing was changed.",
        "L’application tourne. Arrêtez-la d’abord (./manage.sh stop) ; rien n’a été modifié.",
    ),
    "restore_running_stacks": Sentence(
        "The product is running. Stop what uses the stores (./manage.sh stop interface, then ./manage.sh stop workers); the core stack stays up. Nothing was changed.",
        "L’application tourne. Arrêtez ce qui utilise les données (./manage.sh stop interface, puis ./manage.sh stop workers) ; la pile core reste en marche. Rien n’a été modifié.",
    ),
    # container stacks
    "docker_missing": Sentence(
        "The stacks need Docker, and this machine has none. Install Docker Engine with its compose plugin, or use embedded mode: ./manage.sh without --stacks.",
        "Les piles ont besoin de Docker, absent de cette machine. Installez Docker Engine avec son greffon compose, ou gardez le mode embarqué : ./manage.sh sans --stacks.",
    ),
    "docker_compose_missing": Sentence(
        "Docker is here without its compose plugin. Install it (on Debian and Ubuntu: docker-compose-plugin).",
        "Docker est là, sans son greffon compose. Installez-le (sous Debian et Ubuntu : docker-compose-plugin).",
    ),
    "docker_compose_old": Sentence(
        "Docker's compose plugin is version {version}; {least} or newer is needed.",
        "Le greffon compose de Docker est en version {version} ; il faut {least} ou plus récent.",
    ),
    "docker_away": Sentence(
        "Docker does not answer ({reason}). Start its service: sudo systemctl start docker",
        "Docker ne répond pas ({reason}). Démarrez son service : sudo systemctl start docker",
        retryable=True,
    ),
    "docker_forbidden": Sentence(
        "Docker refuses you ({reason}). Somebody with the right adds you to the group docker, which is as much as root.",
        "Docker vous refuse l’accès ({reason}). Une personne habilitée vous ajoute au groupe docker, ce qui équivaut à root.",
    ),
    "stack_failed": Sentence(
        "“{command}” failed; its reason stands above. ./manage.sh logs shows what the containers said. Data are untouched.",
        "« {command} » a échoué ; la raison figure ci-dessus. ./manage.sh logs montre ce qu’ont dit les conteneurs. Les données sont intactes.",
    ),
    "stacks_secrets_lost": Sentence(
        "{folder} holds a database whose password is not in {file} any more. Put the file back from your backup; a new password would not open it.",
        "{folder} contient une base de données dont le mot de passe n’est plus dans {file}. Remettez ce fichier depuis votre sauvegarde ; un nouveau mot de passe ne l’ouvrirait pas.",
    ),
    "stacks_not_chosen": Sentence(
        "“{stack}” is a container stack, and this installation runs embedded. ./manage.sh --stacks chooses the stacks.",
        "« {stack} » est une pile de conteneurs, et cette installation fonctionne en mode embarqué. ./manage.sh --stacks choisit les piles.",
    ),
    "stacks_elsewhere": Sentence(
        "This command works on the data of embedded mode. With the stacks, use the browser or the API.",
        "Cette commande agit sur les données du mode embarqué. Avec les piles, passez par le navigateur ou par l’API.",
    ),
    "setting_invalid": Sentence(
        "The setting {setting} is not valid: {reason}", "Le réglage {setting} n’est pas valide : {reason}"
    ),
}


class ScribeError(Exception):
    """An error a person will read. `details` fill the sentence's places; `cause` text goes to the log, never to the screen."""

    def __init__(self, code: str, **details: object) -> None:
        self.code = code
        self.details = details
        super().__init__(self.sentence("en"))

    @property
    def retryable(self) -> bool:
        """Whether trying again later may help by itself."""
        return SENTENCES[self.code].retryable

    def sentence(self, language: Language) -> str:
        """The sentence for a reader of that language."""
        return sentence(self.code, language, self.details)


def sentence(code: str, language: Language, details: dict[str, object] | None = None) -> str:
    """The sentence of a code, with its places filled; unknown places stay visible as `{name}`."""
    text = getattr(SENTENCES[code], language)
    for name, value in (details or {}).items():
        told = value.text(language) if isinstance(value, Size) else str(value)
        text = text.replace("{" + name + "}", told)
    return str(text)


def noted_sentence(code: str, language: Language, details: dict[str, object] | None = None) -> str:
    """The sentence of a code that was noted before. Rows outlive releases: of a code that a newer one wrote, it names the code."""
    return sentence(code, language, details) if code in SENTENCES else _unknown(code, language)


def sentence_of_several(code: str, language: Language) -> str:
    """As `noted_sentence`, of a code that several errors have: what differs from one to the next is “…”."""
    return (
        re.sub(r"\{\w+\}", "…", getattr(SENTENCES[code], language)) if code in SENTENCES else _unknown(code, language)
    )


def _unknown(code: str, language: Language) -> str:
    return sentence("reason_unknown", language, {"code": code})
