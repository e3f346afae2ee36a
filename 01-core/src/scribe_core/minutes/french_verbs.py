"""French verbs of work and of choice in the forms that commitments and requests take, folded."""

from collections.abc import Iterable

from scribe_core.minutes.phrases import listed

_IRREGULAR = {
    # infinitive: present je, present il, future stem, subjunctive tu, participle, present vous
    "faire": "fais fait fer fasses fait faites", "prendre": "prends prend prendr prennes pris prenez",
    "reprendre": "reprends reprend reprendr reprennes repris reprenez", "mettre": "mets met mettr mettes mis mettez",
    "remettre": "remets remet remettr remettes remis remettez", "transmettre": "transmets transmet transmettr transmettes transmis transmettez",
    "soumettre": "soumets soumet soumettr soumettes soumis soumettez", "ecrire": "ecris ecrit ecrir ecrives ecrit ecrivez",
    "inscrire": "inscris inscrit inscrir inscrives inscrit inscrivez", "tenir": "tiens tient tiendr tiennes tenu tenez",
    "prevenir": "previens previent previendr previennes prevenu prevenez", "obtenir": "obtiens obtient obtiendr obtiennes obtenu obtenez",
    "recevoir": "recois recoit recevr recoives recu recevez", "envoyer": "envoie envoie enverr envoies envoye envoyez",
    "renvoyer": "renvoie renvoie renverr renvoies renvoye renvoyez", "relire": "relis relit relir relises relu relisez",
    "fournir": "fournis fournit fournir fournisses fourni fournissez", "finir": "finis finit finir finisses fini finissez",
    "etablir": "etablis etablit etablir etablisses etabli etablissez", "remplir": "remplis remplit remplir remplisses rempli remplissez",
    "reunir": "reunis reunit reunir reunisses reuni reunissez", "saisir": "saisis saisit saisir saisisses saisi saisissez",
    "definir": "definis definit definir definisses defini definissez", "avertir": "avertis avertit avertir avertisses averti avertissez",
    "choisir": "choisis choisit choisir choisisses choisi choisissez", "traduire": "traduis traduit traduir traduises traduit traduisez",
    "reduire": "reduis reduit reduir reduises reduit reduisez", "produire": "produis produit produir produises produit produisez",
    "construire": "construis construit construir construises construit construisez", "refaire": "refais refait refer refasses refait refaites",
    "appeler": "appelle appelle appeller appelles appele appelez", "rappeler": "rappelle rappelle rappeller rappelles rappele rappelez",
    "renouveler": "renouvelle renouvelle renouveller renouvelles renouvele renouvelez", "payer": "paie paie paier paies paye payez",
    "nettoyer": "nettoie nettoie nettoier nettoies nettoye nettoyez", "deployer": "deploie deploie deploier deploies deploye deployez",
    "ouvrir": "ouvre ouvre ouvrir ouvres ouvert ouvrez", "descendre": "descends descend descendr descendes descendu descendez",
    "rendre": "rends rend rendr rendes rendu rendez", "vendre": "vends vend vendr vendes vendu vendez",
    "repondre": "reponds repond repondr repondes repondu repondez", "revoir": "revois revoit reverr revoies revu revoyez",
    "maintenir": "maintiens maintient maintiendr maintiennes maintenu maintenez", "retenir": "retiens retient retiendr retiennes retenu retenez",
    "suspendre": "suspends suspend suspendr suspendes suspendu suspendez", "attendre": "attends attend attendr attendes attendu attendez",
    "aller": "vais va ir ailles alle allez", "convenir": "conviens convient conviendr conviennes convenu convenez",
    "elargir": "elargis elargit elargir elargisses elargi elargissez", "suivre": "suis suit suivr suives suivi suivez",
    "peindre": "peins peint peindr peignes peint peignez", "conduire": "conduis conduit conduir conduises conduit conduisez",
    "sortir": "sors sort sortir sortes sorti sortez", "ressortir": "ressors ressort ressortir ressortes ressorti ressortez",
    "joindre": "joins joint joindr joignes joint joignez", "investir": "investis investit investir investisses investi investissez",
}  # fmt: skip

_WORK = """
    transferer preparer rediger organiser contacter relancer verifier planifier finaliser partager creer lancer terminer livrer corriger reserver
    commander completer demander chercher rechercher trouver poser deposer diffuser publier imprimer afficher installer reparer changer
    tester deployer configurer documenter analyser calculer chiffrer estimer negocier signer acheter louer regler
    rassembler recenser lister classer archiver numeriser scanner photocopier distribuer apporter amener emporter ramener rapporter
    programmer fixer caler bloquer confirmer annuler modifier adapter actualiser inviter convoquer accueillir recruter former
    accompagner controler auditer inspecter mesurer comparer consulter interroger sonder solliciter presenter parler
    exposer coordonner piloter superviser gerer assurer traiter resoudre debloquer nettoyer ranger monter demonter transporter
    recuperer retirer remplacer renouveler prolonger resilier facturer budgeter financer valider formaliser notifier informer alerter
    signaler declarer postuler candidater centraliser compiler synthetiser resumer dresser consigner enregistrer telecharger
    uploader poster brancher couper migrer restaurer sauvegarder redemarrer surveiller ajouter supprimer enlever integrer mentionner
    ajuster recalculer recontacter rencontrer passer retravailler reviser rectifier peaufiner boucler cloturer actionner repasser debriefer
    rajouter repartir affecter nommer designer mobiliser sensibiliser echanger regarder eplucher creuser etudier examiner explorer
    decaler deplacer repousser communiquer remonter expedier poursuivre occuper charger arroser coller tracer dessiner filmer photographier
    donner filer balancer pousser tirer caler preparer amorcer repiquer tailler tondre balayer laver repasser coudre broder gonfler graver encadrer repeindre reparer
    equiper acter desinstaller relayer soigner masser peser doser perfuser hospitaliser orienter appuyer saluer remercier feliciter aviser
    plaider assigner deposer rencontrer auditionner deposer indexer tamponner parapher rentrer ramasser trier refacturer reclamer rembourser verser virer cotiser adresser preciser
"""

_CHOICE = """
    montrer presenter garder opter rester reporter repousser decaler avancer annuler abandonner arreter supprimer fixer passer limiter
    plafonner augmenter baisser acheter commander louer recruter embaucher lancer fermer confier attribuer accorder signer refuser
    geler remplacer changer ajouter retirer conserver engager financer organiser utiliser basculer migrer deployer tester installer
    continuer autoriser interdire creer doubler diviser repartir revenir porter
    remonter demenager externaliser internaliser resilier prolonger reconduire programmer planifier affecter nommer designer
    elire verser consacrer allouer couper privilegier adapter inviter proposer instaurer generaliser renoncer laisser privatiser rendre jeter virer stocker refaire repeindre reparer construire livrer
    recommander reserver demander adherer cloturer demarrer maintenir mutualiser regrouper supprimer ramener relever
"""
_CHOICE_IRREGULAR = [
    "prendre",
    "choisir",
    "maintenir",
    "retenir",
    "suspendre",
    "mettre",
    "faire",
    "renouveler",
    "ouvrir",
    "elargir",
    "reprendre",
    "vendre",
    "reunir",
    "investir",
    "reduire",
]
_CHOICE_FORMS = ["part", "partons", "partira", "partir", "repart", "repartir"]


def _forms(infinitive: str) -> tuple[str, str, str, str, str, str]:
    if infinitive in _IRREGULAR:
        first, third, future, subjunctive, participle, plural = _IRREGULAR[infinitive].split()
        return first, third, future, subjunctive, participle, plural
    stem = infinitive[:-2]
    if infinitive.endswith("ir"):
        return stem + "is", stem + "it", infinitive, stem + "isses", stem + "i", stem + "issez"
    if infinitive.endswith("re"):
        return stem + "s", stem, infinitive[:-1], stem + "es", stem + "u", stem + "ez"
    return stem + "e", stem + "e", infinitive, stem + "es", stem + "e", stem + "ez"


def _all(infinitives: Iterable[str], form: int, ending: str = "") -> frozenset[str]:
    return frozenset(_forms(one)[form] + ending for one in infinitives)


WORK = frozenset(_WORK.split()) | frozenset(_IRREGULAR) - {"aller", "recevoir", "convenir", "attendre", "suivre"}
CHOICE = frozenset(_CHOICE.split()) | frozenset(_CHOICE_IRREGULAR)


def _participles(infinitives: Iterable[str]) -> frozenset[str]:
    plain = _all(infinitives, 4)
    return plain | {one + ending for one in plain for ending in ("e", "s", "es")}


SETS: dict[str, frozenset[str]] = {
    "do": WORK,
    "i_do": _all(WORK, 0),
    "one_does": _all(WORK, 1),
    "i_will": _all(WORK, 2, "ai"),
    "one_will": _all(WORK, 2, "a") | _all(WORK, 2, "ont"),
    "you_will": _all(WORK, 2, "as") | _all(WORK, 2, "ez"),
    "you_do": _all(WORK, 0) | _all(WORK, 3) | _all(WORK, 5),
    "that_you_do": _all(WORK, 3) | _all(WORK, 5) | {stem[:-2] + "iez" for stem in WORK if stem.endswith("er")},
    "done": _participles(WORK),
    "choose": CHOICE | {"partir", "repartir"},
    "one_chooses": _all(CHOICE, 1) | listed("part repart revient") | frozenset(one[:-2] + "ons" for one in CHOICE if one.endswith("er"))
    | listed("partons prenons choisissons maintenons retenons suspendons mettons faisons"),
    "let_us_choose": frozenset(one[:-2] + "ons" for one in CHOICE if one.endswith("er")) - {"passons", "laissons"}
    | listed("partons prenons choisissons maintenons retenons suspendons mettons faisons restons"),
    "one_will_choose": _all(CHOICE, 2, "a") | _all(CHOICE, 2, "ons") | {"partira"},
}  # fmt: skip
