"""What the command line says when nothing is wrong, in French and in English. (Errors: `scribe_core/errors.py`.)"""

from scribe.terminal import language
from scribe_core.errors import Sentence

LINES: dict[str, Sentence] = {
    # the steps of a start
    "step_packages": Sentence("Python packages", "Paquets Python"),
    "step_language_model": Sentence("Local language model", "Modèle de langage local"),
    "step_community": Sentence("Packages of pyannote community-1", "Paquets de pyannote community-1"),
    "step_card": Sentence("Packages of the graphics card", "Paquets de la carte graphique"),
    "step_node": Sentence("Node", "Node"),
    "step_models": Sentence("Speech models", "Modèles de parole"),
    "step_database": Sentence("Database", "Base de données"),
    "step_web": Sentence("Web interface", "Interface web"),
    "step_bundle": Sentence("Bundle", "Archive d’installation"),
    "step_start": Sentence("Start", "Démarrage"),
    "step_web_packages": Sentence("Packages of the web interface", "Paquets de l’interface web"),
    "step_test_packages": Sentence("Python packages for the tests", "Paquets Python des tests"),
    "step_system_packages": Sentence("Debian packages for the tests", "Paquets Debian des tests"),
    "step_samples": Sentence("Models and recordings for the tests", "Modèles et enregistrements des tests"),
    "waits_for_another": Sentence("waits for another command", "attend une autre commande"),
    "ready": Sentence("ready", "prêt"),
    "prepared": Sentence("{count} {count:package|packages}", "{count} {count:paquet|paquets}"),
    "models_ready": Sentence("{count} {count:model|models}, {size}", "{count} {count:modèle|modèles}, {size}"),
    "built": Sentence("built in {seconds} s", "construite en {seconds} s"),
    "started": Sentence("ready in {seconds} s", "prêt en {seconds} s"),
    # running
    "open_here": Sentence("Open {url}", "Ouvrez {url}"),
    "first_code": Sentence(
        "First start: the one-time code for the first administrator is  {code}",
        "Premier démarrage : le code à usage unique du premier administrateur est  {code}",
    ),
    "how_to_stop": Sentence("Ctrl-C stops everything. Logs: {logs}", "Ctrl-C arrête tout. Journaux : {logs}"),
    "how_to_stop_detached": Sentence(
        "It runs in the background; `./manage.sh stop` stops it. Logs: {logs}",
        "L’application tourne en arrière-plan ; `./manage.sh stop` l’arrête. Journaux : {logs}",
    ),
    "stacks_chosen": Sentence(
        "The stacks are chosen; passwords and the choice stand in {file}.",
        "Les piles sont choisies ; les mots de passe et ce choix sont dans {file}.",
    ),
    "stack_started": Sentence("Started.", "Démarré."),
    "how_to_stop_stacks": Sentence(
        "The containers go on by themselves; `./manage.sh stop` stops them, `./manage.sh logs` shows what they say.",
        "Les conteneurs continuent seuls ; `./manage.sh stop` les arrête, `./manage.sh logs` montre ce qu’ils disent.",
    ),
    "already_running": Sentence(
        "It is already running (process {pid}): {url}", "L’application tourne déjà (processus {pid}) : {url}"
    ),
    "stopping": Sentence("Stopping…", "Arrêt en cours…"),
    "stopped": Sentence("Stopped.", "Arrêté."),
    "not_running": Sentence("Nothing is running.", "Rien ne tourne."),
    "part_restarts": Sentence(
        "The {part} ended ({reason}); it starts again in {seconds} s.",
        "L’élément « {part} » s’est arrêté ({reason}) ; il redémarre dans {seconds} s.",
    ),
    "part_started": Sentence("{part} starts (process {pid}).", "{part} démarre (processus {pid})."),
    "part_ready": Sentence("{part} is ready.", "{part} est prêt."),
    "all_ready": Sentence("Everything is ready.", "Tout est prêt."),
    "reason_signal": Sentence("signal {number}", "signal {number}"),
    "reason_exit": Sentence("status {number}", "code {number}"),
    "insecure_listen": Sentence(
        "Warning: {host} is reachable from other machines without TLS. Passwords travel in clear unless a proxy protects them.",
        "Attention : {host} est accessible depuis d’autres machines sans TLS. Les mots de passe circulent en clair si aucun mandataire ne les protège.",
    ),
    "no_administrator": Sentence(
        "There is no administrator yet: `./manage.sh user reset` shows a one-time code.",
        "Il n’y a pas encore d’administrateur : `./manage.sh user reset` affiche un code à usage unique.",
    ),
    # status
    "status_running": Sentence("Running since {since} (process {pid}).", "En marche depuis {since} (processus {pid})."),
    "status_part": Sentence(
        "  {part:<8} {state}, process {pid}, {memory} of memory, {restarts} {restarts:restart|restarts}",
        "  {part:<8} {state}, processus {pid}, {memory} de mémoire, {restarts} {restarts:redémarrage|redémarrages}",
    ),
    "state_ready": Sentence("ready", "prêt"),
    "state_starting": Sentence("starting", "démarre"),
    "state_waiting": Sentence("waits to start again", "attend de redémarrer"),
    "status_runs": Sentence(
        "  queue    {processing} being transcribed, {pending} waiting",
        "  file     {processing} en cours de transcription, {pending} en attente",
    ),
    # logs
    "level_debug": Sentence("debug", "détail"),
    "level_info": Sentence("info", "info"),
    "level_warning": Sentence("warning", "attention"),
    "level_error": Sentence("error", "erreur"),
    "level_critical": Sentence("critical", "critique"),
    # models
    "model_present": Sentence("present", "présent"),
    "model_missing": Sentence("absent", "absent"),
    "model_optional": Sentence("optional, not fetched", "facultatif, non récupéré"),
    "model_damaged": Sentence("damaged", "endommagé"),
    "model_unverified": Sentence("unverified", "à vérifier"),
    "models_needed": Sentence(
        "* fetched with the installation for the present settings",
        "* récupéré à l’installation avec les réglages actuels",
    ),
    "models_fetch_again": Sentence(
        "Run `./manage.sh models fetch` to fetch again what is damaged or absent.",
        "Lancez `./manage.sh models fetch` pour récupérer à nouveau ce qui est endommagé ou absent.",
    ),
    "purpose_speech": Sentence("speech recognition", "reconnaissance de la parole"),
    "purpose_segmentation": Sentence("who speaks when", "qui parle quand"),
    "purpose_voice": Sentence("telling voices apart", "distinction des voix"),
    "purpose_checkpoint": Sentence("weights another model is built from", "poids dont un autre modèle est construit"),
    "purpose_language": Sentence("language model, experimental", "modèle de langage, expérimental"),
    "purpose_recording": Sentence("recordings for the tests", "enregistrements pour les tests"),
    # transcribing
    "stage_conversion": Sentence("Reading the sound", "Lecture du son"),
    "stage_speech": Sentence("Finding speech", "Recherche des paroles"),
    "stage_transcription": Sentence("Writing the words", "Transcription"),
    "stage_diarization": Sentence("Telling speakers apart", "Distinction des locuteurs"),
    "stage_fusion": Sentence("Putting both together", "Mise en commun"),
    "stage_identification": Sentence("Looking for known voices", "Recherche des voix connues"),
    "stage_enrolment": Sentence("Learning the voice", "Apprentissage de la voix"),
    "time_left": Sentence("about {time} left", "encore {time} environ"),
    "warning": Sentence("Warning: {text}", "Attention : {text}"),
    "written": Sentence("Written to {path}", "Écrit dans {path}"),
    "stopping_soon": Sentence(
        "Stopping after the piece at hand; once more to stop at once.",
        "Arrêt après le morceau en cours ; une seconde fois pour arrêter aussitôt.",
    ),
    "goes_on_later": Sentence(
        "Stopped. What was computed is kept: the same command goes on from there.",
        "Arrêté. Ce qui a été calculé est conservé : la même commande reprendra de là.",
    ),
    # people
    "people_none": Sentence(
        "There is nobody yet: ./manage.sh people add NAME --consent HOW",
        "Il n’y a encore personne : ./manage.sh people add NOM --consent COMMENT",
    ),
    "people_row": Sentence(
        "{name}{note}: {consent}, {count} {count:voiceprint|voiceprints}  {id}",
        "{name}{note} : {consent}, {count} {count:empreinte vocale|empreintes vocales}  {id}",
    ),
    "consent_none": Sentence("no consent", "pas de consentement"),
    "consent_stands": Sentence("consent of {date} ({how})", "consentement du {date} ({how})"),
    "consent_revoked": Sentence("consent taken back on {date}", "consentement retiré le {date}"),
    "consent_never": Sentence("No consent was ever recorded.", "Aucun consentement n’a jamais été enregistré."),
    "consent_row": Sentence(
        "{date}  given: {how}; recorded on {recorded} by {by}  {id}",
        "{date}  donné : {how} ; enregistré le {recorded} par {by}  {id}",
    ),
    "consent_row_revoked": Sentence(
        "{date}    taken back{how}; recorded by {by}",
        "{date}    retiré{how} ; enregistré par {by}",
    ),
    "account_gone": Sentence("an account that is gone", "un compte disparu"),
    "people_added": Sentence("{name} was added ({id}).", "{name} : ajout fait ({id})."),
    "people_changed": Sentence("{name}{note}: changed.", "{name}{note} : modification faite."),
    "people_nothing_changed": Sentence(
        "Nothing to change: give --name or --note.", "Rien à modifier : donnez --name ou --note."
    ),
    "people_consented": Sentence(
        "The consent of {name} is recorded; `people consents` shows all that was.",
        "{name} : consentement enregistré ; `people consents` montre tous ceux qui l’ont été.",
    ),
    "people_enrolled": Sentence(
        "The voice of {name} was learnt from {seconds} s of clear speech (quality {quality}). The file was not kept.",
        "{name} : voix apprise sur {seconds} s de parole nette (qualité {quality}). Le fichier n’a pas été conservé.",
    ),
    "people_meeting": Sentence("meeting {meeting}", "réunion {meeting}"),
    "people_voiceprint": Sentence(
        "{date}  {seconds} s, quality {quality}, from {origin}  {id}",
        "{date}  {seconds} s, qualité {quality}, d’après {origin}  {id}",
    ),
    "people_no_voiceprint": Sentence("No voiceprint.", "Aucune empreinte vocale."),
    "people_learning": Sentence("A voice is being learnt.", "Une voix est en cours d’apprentissage."),
    "people_forgotten": Sentence("{name}: the voiceprint is deleted.", "{name} : empreinte vocale supprimée."),
    "people_to_be_learnt": Sentence(
        "The voice of {name} will be learnt as soon as a worker is free; `people voiceprints` shows it.",
        "{name} : la voix sera apprise dès qu’un worker sera libre ; `people voiceprints` la montrera.",
    ),
    "people_named": Sentence(
        "Speaker {number} bears the name {name} ({score})", "Intervenant {number} : porte le nom {name} ({score})"
    ),
    "people_suggested": Sentence("Speaker {number}: {name}? ({score})", "Intervenant {number} : {name} ? ({score})"),
    "people_nothing_suggested": Sentence(
        "No speaker without a name sounds like somebody known.",
        "Aucun intervenant sans nom ne ressemble à une voix connue.",
    ),
    "people_looking": Sentence(
        "Known voices are yet to be looked for in this meeting; ask again in a moment.",
        "Les voix connues restent à chercher dans cette réunion ; redemandez dans un instant.",
    ),
    "people_to_be_identified": Sentence(
        "Known voices will be looked for as soon as a worker is free; `people suggestions` shows what was found.",
        "Les voix connues seront cherchées dès qu’un worker sera libre ; `people suggestions` montrera le résultat.",
    ),
    "people_accepted": Sentence("Speaker {number} is {name}.", "Intervenant {number} : {name}."),
    "people_refused": Sentence(
        "Speaker {number} is somebody else; that name is not suggested again.",
        "Intervenant {number} : quelqu’un d’autre ; ce nom ne sera plus proposé.",
    ),
    "people_revoked": Sentence(
        "The consent of {name} is taken back; the voiceprints and the names they gave are gone.",
        "{name} : consentement retiré ; les empreintes vocales et les noms qu’elles donnaient sont effacés.",
    ),
    "people_nothing_revoked": Sentence(
        "{name} has no consent on record: there was nothing to take back.",
        "{name} : aucun consentement en vigueur, rien à retirer.",
    ),
    "people_erase_unasked": Sentence(
        "Nothing was deleted: the question could not be put here. Add --yes to erase without it.",
        "Rien n’a été supprimé : la question n’a pas pu être posée ici. Ajoutez --yes pour effacer sans elle.",
    ),
    "people_ask_erase": Sentence(
        "Erase {name} in all meetings, for good? Type the name to confirm: ",
        "Effacer {name} de toutes les réunions, définitivement ? Tapez le nom pour confirmer : ",
    ),
    "people_erased": Sentence("{name} is erased.", "{name} : effacement fait."),
    # accounts
    "reset_code": Sentence(
        "One-time code for {email}: {code}\nIt is valid for {hours} {hours:hour|hours}, once, at {url}",
        "Code à usage unique pour {email} : {code}\nIl est valable {hours} {hours:heure|heures}, une seule fois, sur {url}",
    ),
    "account_code": Sentence(
        "Account of {email} made. One-time code to choose its password with: {code}\nIt is valid for {hours} {hours:hour|hours}, once, at {url}",
        "Compte de {email} créé. Code à usage unique pour choisir le mot de passe : {code}\nIl est valable {hours} {hours:heure|heures}, une seule fois, sur {url}",
    ),
    "setup_code": Sentence(
        "There is no user yet. One-time code for the first administrator: {code}\nIt is valid for {hours} {hours:hour|hours}, once, at {url}",
        "Il n’y a pas encore d’utilisateur. Code à usage unique du premier administrateur : {code}\nIl est valable {hours} {hours:heure|heures}, une seule fois, sur {url}",
    ),
    "account_quota": Sentence(
        "{email}: {used} of recordings; limit: {limit}", "{email} : {used} d’enregistrements ; limite : {limit}"
    ),
    "quota_no_limit": Sentence("none", "aucune"),
    "quota_general": Sentence("{limit}, the installation’s setting", "{limit}, réglage de l’installation"),
    # doctor
    "doctor_next_start": Sentence("`./manage.sh` prepares it.", "`./manage.sh` s’en charge."),
    "doctor_fine": Sentence("Nothing stands in the way.", "Rien ne s’y oppose."),
    "doctor_wrong": Sentence("What is marked ✗ needs your hand.", "Ce qui est marqué ✗ demande votre intervention."),
    "doctor_free": Sentence("{free} of free disk space", "{free} d’espace disque libre"),
    "doctor_disk": Sentence(
        "A first start needs {needed}. Free some space.", "Un premier démarrage demande {needed}. Libérez de la place."
    ),
    "doctor_memory": Sentence("At least {needed} of memory are needed.", "Il faut au moins {needed} de mémoire."),
    "doctor_data": Sentence("Data folder {folder}", "Dossier des données {folder}"),
    "doctor_device": Sentence("Models run on: {device}", "Les modèles tournent sur : {device}"),
    "doctor_card": Sentence(
        "Models run on: {device}, {memory} of memory ({free} free), driver {driver} (CUDA {cuda}), capability {capability}",
        "Les modèles tournent sur : {device}, {memory} de mémoire ({free} libres), pilote {driver} (CUDA {cuda}), capacité {capability}",
    ),
    "doctor_libraries": Sentence(
        "Libraries of the graphics card are missing: {libraries}",
        "Des bibliothèques de la carte graphique manquent : {libraries}",
    ),
    "doctor_objects": Sentence("File store ({url})", "Espace de stockage ({url})"),
    "doctor_queue": Sentence("Queue ({url})", "File d’attente ({url})"),
    "doctor_llm": Sentence("Language model ({url})", "Modèle de langage ({url})"),
    "doctor_llm_offer": Sentence("{model}, {tokens} tokens at once", "{model}, {tokens} jetons à la fois"),
    "doctor_llm_local": Sentence(
        "Local language model, experimental: {model}", "Modèle de langage local, expérimental : {model}"
    ),
    "doctor_llm_loopback": Sentence(
        "In a container {host} is the container itself: LLM_URL names this machine host.docker.internal.",
        "Dans un conteneur, {host} est le conteneur lui-même : dans LLM_URL, cette machine s’appelle host.docker.internal.",
    ),
    "doctor_llm_closed": Sentence(
        "The containers' network for a model is closed: only a model whose container joined it is reached. SCRIBE_LLM_NETWORK_INTERNAL=false"
        " opens it (docs/guide/stacks.md).",
        "Le réseau des conteneurs pour un modèle est fermé : seul un modèle dont le conteneur y a été rattaché est joint."
        " SCRIBE_LLM_NETWORK_INTERNAL=false l’ouvre (docs/guide/stacks.md).",
    ),
    "doctor_llm_guess": Sentence(
        "{model}; it does not say how much it reads at once: {tokens} tokens are taken for it (SCRIBE_LLM_CONTEXT)",
        "{model} ; il ne dit pas combien il lit à la fois : {tokens} jetons sont supposés (SCRIBE_LLM_CONTEXT)",
    ),
    "doctor_vectors": Sentence("Search index ({url})", "Index de recherche ({url})"),
    "doctor_embedder": Sentence("Searches by meaning ({model})", "Recherches par le sens ({model})"),
    "doctor_migrations": Sentence("migrations waiting: {count}", "migrations en attente : {count}"),
    "doctor_clock": Sentence(
        "The database’s clock and this machine’s differ by {seconds} s",
        "L’horloge de la base de données et celle de cette machine diffèrent de {seconds} s",
    ),
    "doctor_clock_remedy": Sentence(
        "Have both set their clocks by the network (NTP): `timedatectl` shows whether a machine does.",
        "Mettez les deux à l’heure par le réseau (NTP) : `timedatectl` montre si une machine le fait.",
    ),
    "worker_silent": Sentence(
        "No worker of this host has given a sign of life for {seconds} s ({file}).",
        "Aucun programme de traitement de cette machine n’a donné signe de vie depuis {seconds} s ({file}).",
    ),
    "doctor_running": Sentence("Running at {url}", "En marche à l’adresse {url}"),
    "doctor_docker": Sentence("Docker answers, with its compose plugin", "Docker répond, avec son greffon compose"),
    "doctor_secrets": Sentence(
        "Choice and passwords of the stacks, for their owner only: {file}",
        "Choix et mots de passe des piles, pour leur seul propriétaire : {file}",
    ),
    "doctor_card_unused": Sentence(
        "An NVIDIA card that no container uses", "Une carte NVIDIA qu’aucun conteneur n’utilise"
    ),
    "doctor_card_profile": Sentence(
        "Add gpu to COMPOSE_PROFILES in .env: docs/guide/gpu-containers.md",
        "Ajoutez gpu à COMPOSE_PROFILES dans .env : docs/guide/gpu-containers.md",
    ),
    "doctor_no_card": Sentence(
        "COMPOSE_PROFILES asks for a worker on an NVIDIA card, and this machine shows none",
        "COMPOSE_PROFILES demande un programme de traitement sur une carte NVIDIA, et cette machine n’en montre aucune",
    ),
    "doctor_card_driver": Sentence(
        "Install NVIDIA’s driver (`nvidia-smi` then names the card), or take gpu out of COMPOSE_PROFILES.",
        "Installez le pilote de NVIDIA (`nvidia-smi` nomme alors la carte), ou retirez gpu de COMPOSE_PROFILES.",
    ),
    "doctor_no_toolkit": Sentence(
        "Docker cannot give containers the card: the NVIDIA Container Toolkit is missing or not configured",
        "Docker ne peut pas donner la carte aux conteneurs : le NVIDIA Container Toolkit manque ou n’est pas configuré",
    ),
    "doctor_toolkit": Sentence(
        "Install nvidia-container-toolkit, then: sudo nvidia-ctk runtime configure --runtime=docker && sudo systemctl restart docker",
        "Installez nvidia-container-toolkit, puis : sudo nvidia-ctk runtime configure --runtime=docker && sudo systemctl restart docker",
    ),
    "doctor_toolkit_here": Sentence(
        "Docker can give containers the NVIDIA card", "Docker peut donner la carte NVIDIA aux conteneurs"
    ),
    "doctor_services_later": Sentence(
        "Database, file store, queue and search index are looked at once the stacks run",
        "Base de données, espace de stockage, file d’attente et index de recherche sont examinés une fois les piles en marche",
    ),
    "doctor_services_elsewhere": Sentence(
        "Neither the API nor a worker is on this machine: database, file store, queue and search index are looked at from where one is",
        "Ni l’API ni aucun programme de traitement n’est sur cette machine : base de données, espace de stockage, file d’attente et index de recherche sont examinés là où il y en a",
    ),
    "doctor_services_unasked": Sentence(
        "The container “{service}” could not look at database, file store, queue and search index",
        "Le conteneur « {service} » n’a pas pu examiner base de données, espace de stockage, file d’attente et index de recherche",
    ),
    "doctor_services_logs": Sentence(
        "`./manage.sh` renews containers of an older release; `./manage.sh logs {service}` shows what this one says.",
        "`./manage.sh` renouvelle les conteneurs d’une version antérieure ; `./manage.sh logs {service}` montre ce que dit celui-ci.",
    ),
    "doctor_ports": Sentence("Ports {api} and {web} are free", "Ports {api} et {web} libres"),
    # cleaning
    "clean_caches": Sentence("Caches (made again when needed):", "Caches (refaits au besoin) :"),
    "clean_data": Sentence(
        "Data (recordings, transcripts, accounts: gone for good):",
        "Données (enregistrements, transcriptions, comptes : perdues définitivement) :",
    ),
    "clean_elsewhere": Sentence(
        "What the services of {names} hold is not among it and stays.",
        "Ce que gardent les services de {names} n’en fait pas partie et reste.",
    ),
    "clean_ask_caches": Sentence("Delete the caches? [y/N] ", "Supprimer les caches ? [o/N] "),
    "clean_ask_data": Sentence(
        "Delete ALL DATA? Type the folder's name, {word}, to confirm: ",
        "Supprimer TOUTES LES DONNÉES ? Tapez le nom du dossier, {word}, pour confirmer : ",
    ),
    "clean_kept": Sentence("Nothing was deleted.", "Rien n’a été supprimé."),
    "clean_done": Sentence("Freed: {size}.", "Place libérée : {size}."),
    "clean_nothing": Sentence("There is nothing to delete.", "Il n’y a rien à supprimer."),
    "clean_running": Sentence(
        "It is running. Stop it first: ./manage.sh stop", "L’application tourne. Arrêtez-la d’abord : ./manage.sh stop"
    ),
    "clean_no_terminal": Sentence(
        "There is no terminal to ask on; say --yes to delete the caches. Data are only deleted on a terminal.",
        "Aucun terminal pour poser la question ; ajoutez --yes pour supprimer les caches. Les données ne sont supprimées que depuis un terminal.",
    ),
    # usage
    # backup and restoration
    "backup_ask": Sentence(
        "Passphrase of the backup (it is not shown): ", "Phrase secrète de la sauvegarde (rien ne s’affiche) : "
    ),
    "backup_ask_again": Sentence("Once more: ", "Encore une fois : "),
    "backup_passphrase_shared": Sentence(
        "Others on this machine may read {path}, and with it every backup (chmod 600 keeps it to you).",
        "D’autres sur cette machine peuvent lire {path}, donc chaque sauvegarde (chmod 600 vous le réserve).",
    ),
    "backup_under_way": Sentence("Backup", "Sauvegarde"),
    "restore_under_way": Sentence("Restoration", "Restauration"),
    "backup_amount": Sentence(
        "{meetings} {meetings:meeting|meetings}, {rows} {rows:row|rows}, {objects} {objects:object|objects}, {size}",
        "{meetings} {meetings:réunion|réunions}, {rows} {rows:ligne|lignes}, {objects} {objects:objet|objets}, {size}",
    ),
    "backup_made": Sentence("Written to {path}: {amount}.", "Écrit dans {path} : {amount}."),
    "backup_missing": Sentence(
        "{count} {count:object|objects} that belong to meetings are not in the object store, so the backup has them not either: {first}",
        "{count} {count:objet|objets} de réunions ne sont pas dans l’espace de stockage ; la sauvegarde ne les a donc pas non plus : {first}",
    ),
    "restored": Sentence(
        "Restored: {amount}. Everybody signs in anew, with the password of then.",
        "Restauré : {amount}. Chacun se reconnecte, avec le mot de passe d’alors.",
    ),
    "restored_settings": Sentence(
        "The settings of then are in {path}. This installation keeps its own; take over from there what you need, then delete it.",
        "Les réglages d’alors sont dans {path}. Cette installation garde les siens ; reprenez-y ce qu’il vous faut, puis supprimez-le.",
    ),
    "usage_unknown": Sentence(
        "There is no command “{command}”. `./manage.sh help` lists them.",
        "La commande « {command} » n’existe pas. `./manage.sh help` les énumère.",
    ),
    "usage_wrong": Sentence(
        "The command is not written as it should be ({reason}). `./manage.sh help` shows how it goes.",
        "La commande n’est pas écrite comme il faut ({reason}). `./manage.sh help` montre l’usage.",
    ),
    "usage_file": Sentence("FILE", "FICHIER"),
    "usage_folder": Sentence("FOLDER", "DOSSIER"),
    "usage_stack": Sentence("STACK", "PILE"),
    "usage_name": Sentence("NAME", "NOM"),
    "usage_count": Sentence("“{value}” is not a number from 1", "« {value} » n’est pas un nombre à partir de 1"),
    "usage_speakers": Sentence(
        "“{value}” is neither a number nor “reference”", "« {value} » n’est ni un nombre ni « reference »"
    ),
    "usage_speakers_range": Sentence(
        "“{value}” is neither a number from 1, like 4, nor a range from less to more, like 2-6",
        "« {value} » n’est ni un nombre à partir de 1, comme 4, ni un intervalle du plus petit au plus grand, comme 2-6",
    ),
    "usage_group": Sentence("“{value}” is not NAME=PATTERN", "« {value} » n’est pas NOM=MOTIF"),
    "reindex_under_way": Sentence("Indexing for searches", "Indexation pour les recherches"),
    "embedding_under_way": Sentence("Indexing for searches by meaning", "Indexation pour les recherches par le sens"),
    "reindexed": Sentence(
        "{count} {count:meeting is|meetings are} indexed anew.",
        "{count} {count:réunion indexée|réunions indexées} à nouveau.",
    ),
    "usage_email": Sentence("EMAIL", "ADRESSE"),
    "usage_size": Sentence("SIZE", "TAILLE"),
    "usage_quota": Sentence(
        "“{value}” is neither a size up to 1000 TB, like 5GB or 500MB, nor default, nor none",
        "« {value} » n’est ni une taille d’au plus 1000 To, comme 5Go ou 500Mo, ni default, ni none",
    ),
    "usage_how": Sentence("HOW", "COMMENT"),
    "usage_note": Sentence("NOTE", "NOTE"),
    "usage_date": Sentence("DATE", "DATE"),
    "usage_no_date": Sentence(
        "“{value}” is not a day written like 2026-03-14", "« {value} » n’est pas un jour écrit comme 2026-03-14"
    ),
    "usage_date_to_come": Sentence(
        "{value} is no day on which it can have been given", "{value} n’est pas un jour où il a pu être donné"
    ),
    "usage_meeting": Sentence("MEETING", "RÉUNION"),
    "usage_speaker": Sentence("SPEAKER", "INTERVENANT"),
    "usage_voiceprint": Sentence("VOICEPRINT", "EMPREINTE"),
    "interrupted": Sentence("Interrupted.", "Interrompu."),
}

ARGPARSE_IN_FRENCH = {
    "argument %(argument_name)s: %(message)s": "%(argument_name)s : %(message)s",
    "the following arguments are required: %s": "il manque %s",
    "unrecognized arguments: %s": "de trop : %s",
    "ignored explicit argument %r": "« %s » est de trop",
    "expected one argument": "il manque une valeur",
    "invalid %(type)s value: %(value)r": "« %(value)s » n’est pas un nombre entier",
    "invalid choice: %(value)r (choose from %(choices)s)": "« %(value)s » n’est pas un choix possible (au choix : %(choices)s)",
}
"""What argparse finds wrong with our commands, by its own words."""


class _Count(int):
    """A number that also chooses between two words: `{count:package|packages}`."""

    def __format__(self, words: str) -> str:
        one, bar, many = words.partition("|")
        if not bar:
            return super().__format__(words)
        single = self < 2 if language() == "fr" else self == 1  # zero is singular in French
        return one if single else many


def say(line: str, **places: object) -> str:
    """A line in the reader's language, its places filled."""
    return filled(LINES[line], **places)


def filled(sentence: Sentence, **places: object) -> str:
    """A sentence in the reader's language, its places filled."""
    counted = {name: _Count(value) if type(value) is int else value for name, value in places.items()}
    return str(getattr(sentence, language()).format(**counted))
