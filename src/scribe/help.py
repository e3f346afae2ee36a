"""`./manage.sh help [COMMAND]`."""

import sys
from argparse import Namespace

from scribe.terminal import language
from scribe_core.errors import Sentence

HELP = Sentence(
    en="""\
Smart Meeting Scribe: who said what in your meetings, on your own machine.

  ./manage.sh                    prepare what is missing, start everything, print the address
  ./manage.sh start --detach     the same, and go on in the background (-d)
  ./manage.sh --stacks           choose container stacks: all commands are then about them (docs/guide/stacks.md)
      start, stop STACK          one of core, workers, interface;  logs NAME  one of their services
  ./manage.sh stop               stop everything
  ./manage.sh status             what is running
  ./manage.sh logs [NAME] [-f]   the last lines of api, worker, web or scribe (the supervisor), or of all; -f follows
      --json                     one JSON object a line, for programs

  ./manage.sh transcribe FILE    transcribe a recording without starting anything
      --language fr              the language spoken (else, or with auto, it is detected, also where it changes)
      --speakers N               how many people speak, or 2-6 (else it is found out)
      --preset P                 fast, balanced or accurate: the work put into words and speakers (else SCRIBE_PRESET)
      --term NAME                a name or term that may be said, to be written right (repeat it), or
      --glossary FILE            a text file with one on each line; at most 100
      --format F                 docx, pdf, html, md, txt, json, srt, vtt, rttm, stm or ctm (else as OUT ends, else txt)
      --no-times, --no-speakers  leave them out;  --doubts  marks what was hardly heard
      --anonymous                numbers in place of names
      -o OUT                     write to this file instead of the terminal
  ./manage.sh eval FOLDER        how right, how fast, how large: over recordings whose truth is known
      --language, --speakers     as for transcribe; `reference` gives each recording its true number
      --systems A,B              ours, ours-fast…, peer, sherpa, or NAME=COMMAND, side by side
      --only, --without PART     recordings whose name holds this;  --fresh  measures again what is known
      --group NAME=PATTERN       totals for recordings whose name is like this;  --threads N  cores for each system
      --out DIR                  where results go (else evaluations/ of the data folder)
      --compare EARLIER.json     what changed since then (docs/evaluation.md says it all)

  ./manage.sh models [list]      the speech models: purpose, size, licence, whether they are here
  ./manage.sh models fetch       fetch and verify them;  models verify  only checks those that are here
  ./manage.sh people             who may be known by voice, and their consent (--account EMAIL: another account's)
      add NAME --consent HOW     add somebody who agreed to it;  consent NAME HOW  records that somebody agreed
      --on DATE                  when that was, like 2026-03-14 (else today);  consents NAME  shows all there ever was
      --note NOTE, --another     what tells people of one name apart; add a second one of that name
      change NAME --name, --note another name or note for somebody; NAME may be an id wherever it is asked for
      enrol NAME FILE            learn the voice from a recording in which nobody else speaks
      learn NAME MEETING SPEAKER learn it from a meeting's speaker (number or name); MEETING is in its page's address
      voiceprints NAME           what the voice is known by;  forget NAME VOICEPRINT  deletes one
      suggestions MEETING        whom speakers sound like;  accept (--teach: learn it), refuse MEETING SPEAKER
      identify MEETING           look for known voices again
      revoke NAME [HOW]          take the consent back;  erase NAME  erases the person in all meetings (--yes: unasked)
      export NAME [-o OUT]       everything that is known of the person, to be handed to them

  ./manage.sh user add EMAIL     a new account and a one-time code to choose its password with
      --name NAME, --administrator   the first account is always an administrator's
  ./manage.sh user reset EMAIL   a one-time code for a new password; without EMAIL, for the first administrator
  ./manage.sh user quota EMAIL SIZE
      5GB, none or default       what its recordings may take: so much, no limit, or what the setting says
  ./manage.sh backup FILE        everything in one file sealed with a passphrase, while it runs (docs/guide/backup.md)
      --passphrase-file FILE     a file that holds the passphrase, or - for standard input; else it is asked for
  ./manage.sh restore FILE       put a backup into an empty installation
  ./manage.sh reindex            make the index of searches anew, from the transcripts, while it runs
  ./manage.sh bundle FILE        one archive to install or upgrade from without a network (docs/guide/upgrade.md)
  ./manage.sh doctor             what is missing on this machine and how to mend it
  ./manage.sh clean              delete caches, or all data; asks before it touches anything (--yes: caches, unasked)

For those who work on it:
  ./manage.sh check              formatting, types, import rules, unit tests (about two minutes)
  ./manage.sh test               install what the tests need and run them all
  ./manage.sh prove [NAME]       the long measurements of benchmarks/
  ./manage.sh generate           write the generated files again;  lock  pins the Python packages anew

Settings are variables (docs/configuration.md), also read from the file .env beside this command.
""",
    fr="""\
Smart Meeting Scribe : qui a dit quoi dans vos réunions, sur votre propre machine.

  ./manage.sh                    prépare ce qui manque, démarre tout, affiche l’adresse
  ./manage.sh start --detach     de même, puis continue en arrière-plan (-d)
  ./manage.sh --stacks           choisit les piles de conteneurs ; tout porte ensuite sur elles (docs/guide/stacks.md)
      start, stop PILE           une seule : core, workers, interface ;  logs NOM  un de leurs services
  ./manage.sh stop               arrête tout
  ./manage.sh status             ce qui tourne
  ./manage.sh logs [NOM] [-f]    dernières lignes de api, worker, web ou scribe (le superviseur), ou de tous ; -f suit
      --json                     un objet JSON par ligne, pour les programmes

  ./manage.sh transcribe FICHIER transcrit un enregistrement sans rien démarrer
      --language fr              langue parlée (sinon, ou avec auto, elle est détectée, même si elle change)
      --speakers N               nombre de personnes qui parlent, ou 2-6 (sinon il est trouvé)
      --preset P                 fast, balanced ou accurate : soin donné aux mots et aux locuteurs (sinon SCRIBE_PRESET)
      --term NOM                 nom ou terme qui peut être dit, pour qu’il soit bien écrit (à répéter), ou
      --glossary FICHIER         fichier texte avec un terme par ligne ; au plus 100
      --format F                 docx, pdf, html, md, txt, json, srt, vtt, rttm, stm ou ctm (sinon d’après SORTIE)
      --no-times, --no-speakers  sans les heures, sans les locuteurs ;  --doubts  marque les mots mal entendus
      --anonymous                des numéros à la place des noms
      -o SORTIE                  écrit dans ce fichier plutôt qu’à l’écran
  ./manage.sh eval DOSSIER       justesse, vitesse, mémoire : sur des enregistrements dont on connaît la vérité
      --language, --speakers     comme pour transcribe ; `reference` donne à chacun son vrai nombre
      --systems A,B              ours, ours-fast…, peer, sherpa ou NOM=COMMANDE, côte à côte
      --only, --without PARTIE   enregistrements dont le nom la contient ;  --fresh  mesure à nouveau ce qui est connu
      --group NOM=MOTIF          totaux des enregistrements dont le nom suit ce motif ;  --threads N  cœurs par système
      --out DOSSIER              où vont les résultats (sinon evaluations/ du dossier des données)
      --compare AVANT.json       ce qui a changé depuis (tout est dans docs/evaluation.md)

  ./manage.sh models [list]      les modèles de parole : usage, taille, licence, présence
  ./manage.sh models fetch       les récupère et les vérifie ;  models verify  vérifie ceux qui sont là
  ./manage.sh people             qui peut être reconnu à la voix, consentement (--account ADRESSE : autre compte)
      add NOM --consent COMMENT  ajoute une personne qui y a consenti ;  consent NOM COMMENT  enregistre le consentement
      --on DATE                  quel jour, comme 2026-03-14 (sinon ce jour-ci) ;  consents NOM  les montre tous
      --note NOTE, --another     ce qui distingue les homonymes ; ajoute une seconde personne de ce nom
      change NOM --name, --note  un autre nom ou une autre note ; partout, NOM peut être un identifiant
      enrol NOM FICHIER          apprend la voix sur un enregistrement où personne d’autre ne parle
      learn NOM RÉUNION QUI      l’apprend d’un intervenant (numéro ou nom) ; RÉUNION : voir l’adresse de la page
      voiceprints NOM            ce qui fait reconnaître la voix ;  forget NOM EMPREINTE  en supprime une
      suggestions RÉUNION        à qui ressemblent les voix ;  accept (--teach : apprend), refuse RÉUNION QUI
      identify RÉUNION           cherche à nouveau les voix connues
      revoke NOM [COMMENT]       retire le consentement ;  erase NOM  efface la personne partout (--yes : d’office)
      export NOM [-o SORTIE]     tout ce qui est connu de la personne, pour le lui remettre

  ./manage.sh user add ADRESSE   un nouveau compte et un code à usage unique pour en choisir le mot de passe
      --name NOM, --administrator    le premier compte est toujours celui d’un administrateur
  ./manage.sh user reset ADRESSE un code pour un nouveau mot de passe ; sans adresse, pour le premier administrateur
  ./manage.sh user quota ADRESSE TAILLE
      5Go, none ou default       place permise à ses enregistrements : celle-ci, sans limite, ou celle du réglage
  ./manage.sh backup FICHIER     tout dans un fichier scellé par une phrase secrète, en marche (docs/guide/backup.md)
      --passphrase-file FICHIER  fichier qui contient la phrase, ou - pour l’entrée standard ; sinon elle est demandée
  ./manage.sh restore FICHIER    remet une sauvegarde dans une installation vide
  ./manage.sh reindex            refait l’index des recherches à partir des transcriptions, en marche
  ./manage.sh bundle FICHIER     une archive pour installer ou mettre à jour sans réseau (docs/guide/upgrade.md)
  ./manage.sh doctor             ce qui manque sur cette machine et comment y remédier
  ./manage.sh clean              supprime les caches, ou toutes les données ; demande avant (--yes : caches, d’office)

Pour qui y travaille :
  ./manage.sh check              format, types, règles d’import, tests unitaires (deux minutes environ)
  ./manage.sh test               installe ce qu’il faut aux tests et les lance tous
  ./manage.sh prove [NOM]        les longues mesures de benchmarks/
  ./manage.sh generate           réécrit les fichiers générés ;  lock  fige à nouveau les paquets Python

Les réglages sont des variables (docs/configuration.md), lues aussi dans le fichier .env à côté de cette commande.
""",
)


def show(options: Namespace) -> int:
    """Print every command, or one of them."""
    text = getattr(HELP, language())
    sys.stdout.write(part(text, options.command) or text)
    return 0


def part(text: str, command: str | None) -> str:
    """A command's lines and those below them that are further in; nothing where it has no line of its own."""
    shown, within = [], False
    for line in text.splitlines(keepends=True):
        if not line.startswith("      "):
            within = command is not None and line.split()[:2] == ["./manage.sh", command]
        shown += [line] if within else []
    return "".join(shown)
