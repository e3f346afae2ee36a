"""Words by which a sentence says more, less or the contrary of what it cites, in French and English."""

from functools import lru_cache

from scribe_core.minutes.phrases import listed
from scribe_core.search.terms import stem

NEGATIVE = {
    "fr": listed("pas jamais aucun aucune ni rien"),
    "en": listed("not never none neither nor nothing cannot without t"),
}
"""Words that turn a statement round. English « t » is what is left of "don't"; in French it is no word of its own."""

AGAINST = listed("""
    refuse refuser refusee refuses refus rejet rejete rejetee rejeter annule annuler annulee annulation abandon abandonne abandonner
    abandonnee renonce renoncer interdit interdire suspendu suspendre ecarte ecartee ecarter tomber supprimer supprime suppression
    reject rejected rejects refused cancel cancelled canceled abandoned drop dropped dropping decline declined forbid forbidden
    """)
"""Words that mean no."""

NO_NEGATION = {
    "fr": (
        ("pas", "de", "probleme"), ("pas", "de", "souci"), ("pourquoi", "pas"), ("est", "ce", "pas"), ("pas", "mal"), ("pas", "d", "objection"),
        ("rien", "a", "redire"), ("aucune", "objection"), ("aucun", "probleme"), ("pas", "seulement"), ("n", "oublie", "pas"), ("pas", "vrai"), ("revient", "pas"), ("pas", "plus"),
    ),
    "en": (
        ("not", "only"), ("why", "not"), ("don", "t", "forget"), ("don", "t", "worry"), ("not", "bad"), ("isn", "t", "it"), ("without", "objection"),
        ("won", "t", "forget"), ("none", "against"), ("not", "a", "problem"), ("not", "more"), ("not", "later"), ("not", "going", "back"),
    ),
}  # fmt: skip

_OPPOSITES = """
    augmenter augmente augmentation hausse relever increase raise more | baisser baisse diminuer diminue diminution reduire reduit reduction decrease reduce cut lower less
    accepter accepte acceptation approuver approuve accept accepted approve approved | refuser refuse rejeter rejete reject rejected refuse refused
    avancer | reporter reporte report repousser postpone postponed
    ouvrir ouvre ouverture open opened opening | fermer ferme fermeture close closed closing
    embaucher embauche recruter recrutement hire hired recruit | licencier licenciement renvoyer fire fired dismiss
    acheter achete achat buy bought purchase | vendre vend vente sell sold
    commencer commence debut demarrer start begin | arreter arrete arret finir fin stop end
    garder garde conserver maintenir keep | supprimer supprime suppression retirer remove delete
    interne internal | externe external
    gratuit gratuite free | payant payante paid
    matin morning | soir evening
    avant before | apres after
    entrer entree | sortir sortie
    minimum | maximum
    autoriser autorise allow allowed permit | interdire interdit forbid forbidden ban
    gagner win won | perdre lose lost
    monter | descendre
    accelerer accelerate | ralentir slow
"""

SETTLING = listed("""
    prochain prochaine next     decide decider decision decidee adopte adoptee adopter adoption valide validee valider validation approuve approuvee approuver approbation
    retenu retenue retenir retenus retenues confirme confirmee confirmer fixe fixee fixer acte acter convenu choisi choisie choisir choix arrete
    prevu prevue prevoir prevus unanimite vote votee voter accord accepte acceptee accepter reunion conseil assemblee groupe equipe
    decided decides agree agreed agrees approve approved approves adopt adopted confirm confirmed choose chosen select selected settled set
    unanimously vote voted accept accepted meeting board team group council committee
    """)  # fmt: skip
"""Words by which minutes say that something is settled, and who settled it: whether it was is judged apart."""

ARTICLES = listed("""
    le la les l un une des du de d au aux ce cet cette ces son sa ses leur leurs nos notre tous toutes a an the of to for with by in on at from all our
    their its this that these those and et que qu
    """)  # fmt: skip
"""Words after which a capital letter at the beginning of a sentence is no name: « Envoyer le », "Send the"."""


IGNORE = listed(
    "ignore ignorer ignorez ignores oublie oublier oubliez forget disregard override ecris ecrire ecrivez write ajoutez ajoute add output"
)
INSTRUCTIONS = listed(
    "instruction instructions consigne consignes prompt prompts systeme system assistant transcription transcript"
)
MARKUP = ('{"', "<|", "|>", "<<<", ">>>", "</", "[INST]")
"""What somebody says, or a file has in it, who wants to tell a model what to write. People who meet seldom speak so, and never in brackets."""


@lru_cache(maxsize=1)
def opposites() -> dict[str, frozenset[str]]:
    """For a stem, the stems that say the contrary."""
    found: dict[str, frozenset[str]] = {}
    for line in filter(None, map(str.strip, _OPPOSITES.splitlines())):
        one, other = (
            frozenset(stem(word, language) for word in side.split() for language in ("fr", "en"))
            for side in line.split("|")
        )
        found |= {word: found.get(word, frozenset()) | other for word in one - other}
        found |= {word: found.get(word, frozenset()) | one for word in other - one}
    return found
