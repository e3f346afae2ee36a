"""How French is spoken in meetings. Folded; without the light words « donc », « alors », « là »…; elided words stand apart (« n ai »)."""

from scribe_core.minutes.french_verbs import SETS as _VERBS
from scribe_core.minutes.phrases import listed

SETS = _VERBS | {
    "me": listed("te vous leur lui le la les l y en nous t me m se s tout ca"),
    "we": listed("on nous"),
    "ok": listed(
        """
    decide decidee acte actee valide validee adopte adoptee approuve approuvee retenu retenue entendu tranche vote votee convenu
    plie cale calee regle conclu enterine enterinee decidees actes validees adoptees approuvees retenus retenues votees
    accorde accordee accordes elu elue elus reconduit reconduite renouvele renouvelee autorise autorisee
    """
    ),
    "body": listed("conseil comite cse assemblee bureau commission jury"),
    "n": listed(
        "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 zero un une deux trois quatre cinq six sept huit neuf dix onze douze quinze vingt"
    ),
    "thing": listed("ca cela"),
}

PRONOUNS = listed("je j tu il elle on nous vous ils elles ca c ce")
NEGATIONS = listed("pas jamais plus rien aucun aucune")

DECIDED = """
<we> decide|decidons de|d|que|qu
<we> [le|la|les|l] acte|actons|valide|validons|adopte|adoptons|approuve|approuvons|retient|retenons|enterine|enterinons
<we> tranche|tranchons pour|sur|en
<we> vote|votons pour
<we> convient|convenons de|que|d|qu
<we> arrete|arretons ~2 date|montant|liste|choix
c|est est <ok>
c est [bien] <ok>
est|sont <ok>
est|sont [bien|ainsi] <ok>
a|ont ete <ok>
est|sont rejete|rejetee|rejetees|refusee|refuse a
decision prise
^ decision
la decision est
decision est de|d|que
<we> est|sommes [tous] d accord pour|sur|que|qu
tout le monde est d accord pour|sur|que|qu
<we> se|s|nous met|mettons|accorde|accordons d|sur accord|le|la|un|une
<body> ~2 decide|approuve|adopte|rend|emet|autorise
<body> vote|valide|donne
avis favorable|defavorable
adopte|adoptee|valide|validee|approuve|approuvee a l unanimite
a l unanimite
proposition|resolution|motion passe|adoptee|retenue|validee|approuvee
^ adopte|adoptee|valide|validee|approuve|approuvee
ok|bon adopte|adoptee|valide|validee
adopte|adoptee|vendu|valide|validee $
on part [sur] dessus
on fait comme ca
on dit comme ca
on reste dessus
on revient pas dessus
l avis est favorable|defavorable
avis est favorable|defavorable
adjuge $
^ adjuge|vendu
on fait ca $
on lance ca
^ [ok|bon] entendu pour
"""

HAD_DECIDED = """
<we> a|avons [tous] [bien] retenu|acte|valide|adopte|approuve|tranche|vote|choisi|decide|convenu
"""

NEXT_MEETING = """
<we> commence|commencons|demarre|demarrons|lance|lancons|ouvre|ouvrons|livre|livrons|ferme|fermons le|lundi|mardi|mercredi|jeudi|vendredi
prochaine|prochain reunion|seance|assemblee|rencontre|comite|conseil|point|rendez ~4 le|lundi|mardi|mercredi|jeudi|vendredi
<we> se|nous retrouve|revoit|reunit|retrouvons|reunissons|revoyons [tous] le|lundi|mardi|mercredi|jeudi|vendredi|dans
rendez vous le|lundi|mardi|mercredi|jeudi|vendredi
"""

CHOSEN = """
est|sont fixe|fixee|fixes|fixees|maintenu|maintenue|porte|portee|ramene|ramenee|affecte|affectee|reporte|reportee|supprime|supprimee|attribue|attribuee|designe|designee
<we> [ne|n] [y|le|les|l|se|en|leur|lui|vous] <one_chooses>
<we> va|allons [y|le|les|se|en|leur|lui] <choose>
<we> [le|les|l|se|en|y|leur|lui] <one_will_choose>
<we> se|nous retrouve|revoit|reunit|voit
<we> dit <n>|le|lundi|mardi|mercredi|jeudi|vendredi
^ partons sur
ce sera le|la|les|un|une|pour|<n>|lundi|mardi|mercredi|jeudi|vendredi
^ [bon|ok|allez] go pour|sur
^ [bon|ok|allez|non] <let_us_choose>
^ [bon|ok|allez|non] restons|partons sur|a|avec
^ le|la|les|l ~3 reste|restera|restent a|au|en|inchange|inchangee
^ a partir|compter de|d|du
^ desormais
^ dorenavant
aura|auront lieu
se tiendra|tiendront
"""

CLOSED = """
c est <ok>
c est bon pour
c est parti [pour]
c est regle
c est fait
c est plie
c est cale
c est decide
c est comme ca
et basta
point final
marche conclu
affaire conclue|reglee
<we> [ne|n] [y] change|touche|bouge rien|pas|plus
<we> reste ou on est
<we> est bon $
<we> est bons $
ca marche comme ca
^ [bon|ok|allez] va pour
c est bien|parfait comme ca
<we> ferons|fera ainsi|comme ca
"""

VOTED = """
<n> voix
<n> pour ~3 <n> contre|abstention|abstentions
<n> pour $
<n> contre <n> abstention|abstentions
unanimite
majorite
pas d abstention
"""

OBJECTIONS = """
mets|mettons|met|soumets ~4 au|aux|votre vote|voix|approbation
personne n est contre
personne contre
personne s oppose|y
personne ne s oppose|y
personne [n] a|est d|contre objection
pas d objection|objections|opposition
des objections|oppositions|remarques
une objection|opposition
aucune objection|opposition
tout le monde est d accord
tout le monde est pour|ok|partant|favorable
tout le monde d accord
ca va|convient a tout le monde
ca convient|va a tout|tous
qui est contre|pour
qui vote pour|contre
ceux qui sont contre|pour
<we> est|sommes [tous] d accord
des votes contre
qui s oppose
quelqu un est contre
quelqu un s y|oppose oppose
ca vous va|convient
vous etes d accord
"""

CONSENT = """
tout le monde est d accord|ok|partant|favorable
tout le monde d accord
ca va|convient a tout le monde
ca convient|va a tout|tous
<we> est|sommes tous d accord
ca vous va|convient
vous etes d accord|partants
ok|accord pour|tout tous|vous|le
"""

OPPOSED = """
objection|objections|opposition a|au
quelqu un s|est oppose|contre
quelqu un s y oppose
"""

UNOPPOSED = """
je n en vois pas|aucune
^ personne|aucune
^ non $
pas d objection|opposition
"""

PROPOSED = """
je propose
je proposerais
je suggere
je soumets
ma|la proposition
<we> pourrait|pourrions
<we> peut|pouvons
et si on
je mets au|aux vote|voix
<we> met|mettons|passe|passons au|aux vote|voix
resolution
la motion
l option
il s agit de
je vous demande
moi je|j ferais|prendrais|dirais|mettrais|garderais|partirais
je serais d avis
<we> ferait|devrait
moi je verrais|proposerais
"""

FLOATED = """
<we> pourrait|pourrions
^ [et] si on
moi je ferais|prendrais|dirais|mettrais|garderais|partirais
je [vous|te] propose|proposerais|suggere d|de <choose>
je [vous|te] propose|proposerais|suggere que|qu
je suis|serais d avis d|de|que|qu
"""

TAKEN = """
je|j [<me>] [<me>] <i_will>
je vais [<me>] [<me>] <do>
je vais voir|regarder [ca|cela] avec|si|pour
je vois [ca|cela] avec
j y vais|passe|irai|passerai
je vous|te redis|recontacte|rappelle|reviens
je verrai avec
je m en occupe|charge|occuperai|chargerai
je vais m en|y occuper|charger|mettre
je m occupe|occuperai|charge|chargerai de|d|du|des
je me charge|chargerai|occupe de|d|du|des
je prends ca|le|la|les en|point|sujet|dossier|charge|action
je prends en charge
je prendrai contact
c est moi qui|que ~3 <i_do>|<one_does>|<i_will>
je m engage a
je me propose de|pour
je t|vous|lui|leur tiens|tiendrai au courant
on|nous vous <one_will>
<one_will> par mes soins
"""

TAKEN_PERHAPS = """
je|j [<me>] [<me>] <i_do>
je peux [<me>] [<me>] <do>
je peux m en occuper|charger
je compte <do>
je dois [<me>] [<me>] <do>
faut que je|j
il faut que je|j
je veux bien [<me>] [<me>] <do>
j y travaille
je pense <do>
moi je [<me>] [<me>] <i_do>
"""

AVAILABLE = """
je peux [le|que] <n>|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|matin|soir|pas
je suis dispo|disponible|libre
"""

PROMISED = """
je vais
"""

TAKEN_BARELY = """
je m en occupe|charge|occuperai|chargerai
je vais m en occuper|charger
je vais le faire
je peux le faire
je peux m en occuper|charger
je veux bien le|m faire|en
je le|la|les fais|ferai|prends
je fais ca
je prends $
je gere
je m y colle|mets
je suis volontaire
c est pour moi
c est pour ma pomme
moi je le fais
je note ca pour moi
^ moi $
^ moi je peux|veux
je veux bien $
comptez|compte sur moi
"""

ASKED = """
tu peux|pourrais|pourras [<me>] [<me>] <do>
peux|pourrais tu [<me>] [<me>] <do>
vous pouvez|pourriez|pourrez [<me>] [<me>] <do>
pouvez|pourriez vous [<me>] [<me>] <do>
tu peux|pourrais|veux|voudrais ~4 <do>
tu veux|voudrais|voudras [bien] [pas] [<me>] [<me>] <do>
tu veux bien t|te|m|nous ~2 <do>
veux|voudrais tu [bien] [<me>] [<me>] <do>
vous voulez|voudriez|voudrez [bien] [<me>] [<me>] <do>
il faut|faudrait|faudra que tu|vous [<me>] [<me>] <that_you_do>
faut|faudrait|faudra que tu|vous [<me>] [<me>] <that_you_do>
tu|vous dois|devrais|devras|devez|devrez [<me>] [<me>] <do>
tu|vous vas|allez [<me>] [<me>] <do>
tu|vous [<me>] [<me>] <you_will>
tu|vous t|te|vous [en] occupes|charges|occupez|chargez
tu|vous t|te|vous en occupes|charges|occupez|chargez
tu peux|pourrais t|te [en] occuper|charger
peux tu t|te [en] occuper|charger
pouvez|pourriez vous vous [en] occuper|charger
je te|vous laisse [le|la|les|lui|leur|nous] <do>
je te|vous confie
je te|vous demande|demanderai|charge de|d
je compte sur toi|vous pour
merci de|d [<me>] [<me>] <do>
il te|vous faut <do>
pense|pensez|penses a <do>
n oublie|oubliez|oublies pas de|d <do>
occupe|occupez toi|vous de|d|du|des
charge|chargez toi|vous de|d|du|des
c est toi|vous qui
ca te|vous ennuie|embete de
je peux|pourrais|voulais|voudrais te|vous demander de|d
tu|vous vois|voyez [ca|cela] avec
je te|vous mets|mettrai|note|inscris sur|pour
"""

ASKED_BY_NAME = """
tu|vous [<me>] [<me>] <you_do>
"""

ASKED_BARELY = """
tu peux [<me>] t en|y occuper|charger|mettre
tu peux le|la faire|prendre
tu veux [bien] [pas] le|la|t faire|prendre|en
tu t en occupes|charges
vous vous en occupez|chargez
vous pouvez le|la|vous faire|prendre|en
c est pour toi|vous
je te|vous laisse ca|faire|gerer
tu le|la|les fais|prends|geres
tu prends ca
tu peux
"""

OTHERS = """
[elle|il] [se|s|nous|vous|lui|leur|te|me|m|le|la|les|en|y|l] [en] <one_will>
[elle|il] va|vont [se|s|nous|vous|lui|leur|te|me|m|le|la|les|en|y|l] [en] <do>
[elle|il] s en occupe|charge|occupera|chargera
[elle|il] s occupe|charge|occupera|chargera de|d|du|des
[elle|il] se charge|chargera de|d|du|des
qui s en|y occupe|charge|colle
qui se|s|fait|fera|prend|prendra|envoie|enverra|prepare|preparera|va|appelle|redige
[elle|il] doit|devra [se|s|nous|vous|lui|leur|te|me|m|le|la|les|en|y|l] <do>
qui [nous|vous|lui|leur|le|la|les|l] <one_does>|<one_will>
est|sera charge|chargee|responsable de|d|du
prend|prendra en charge
"""

OTHERS_PERHAPS = """
[elle|il] [se|s|nous|vous|lui|leur|te|me|m|le|la|les|en|y|l] <one_does>
"""

NEEDED = """
il faut|faudra|faudrait penser a <do>
faut|faudra|faudrait penser a <do>
quelqu un doit|devra|devrait|va [<me>] [<me>] <do>
il faut|faudra|faudrait|faut que|qu quelqu un
faut|faudra|faudrait que|qu quelqu un
faut pas|surtout oublier de|d
reste a <do>
il reste a <do>
a faire avant|pour
y aura ~3 a <do>
il y aura ~3 a <do>
doit|doivent|devra|devront|devrait [imperativement] etre <done>
doit|doivent|devra|devront|devrait [absolument] etre <done>
sera|seront [bien] <done> avant|par|d|demain|lundi|mardi|mercredi|jeudi|vendredi|le|au|des
action
il va falloir <do>
va falloir <do>
"""

NEEDED_PERHAPS = """
il faut|faudra|faudrait|faut [<me>] [<me>] <do>
faut|faudra|faudrait [<me>] [<me>] <do>
il faut|faudrait|faudra qu on
faut|faudrait qu on
y a ~3 a <do>
<we> doit|devons|devra|devrait [<me>] [<me>] <do>
est|sont a <do>
sera|seront <done>
"""

TOGETHER = """
<one_will>
doit|doivent|devra|devront|devrait [<me>] <do>|partir|arriver|sortir|etre
<we> [<me>] <one_will>
<we> va|allons [<me>] <do>
"""

VOLUNTEERS = """
qui peut|pourrait|veut|veux|va|s|se|prend|fait|serait|est ~4
il faut|faudrait quelqu un
un|une volontaire
des volontaires
qui le|la fait
"""

UNDECIDED = """
<we> [ne|n] decide|tranche|choisit|vote|statue|arrete|valide|acte|retient|adopte pas|rien|plus
<we> [n|ne] [a|avons] [encore] rien|pas [encore] decide|tranche|acte|valide|arrete|vote
pas [encore] [ete] decide|tranche|acte|valide|arrete|vote|adopte
rien [n|n] [est|a] [ete] decide|acte|tranche|valide
n est pas|rien [encore] decide|acte|tranche|valide|adopte
<we> [le|la|y|en] decidera|tranchera|choisira|votera|statuera|verra|verrons|trancherons|deciderons
<we> en reparle|reparlera|rediscute|rediscutera|discutera
<we> y revient|reviendra|reviendrons
<we> verra
<we> attend|attendra|attendons
<we> se|nous laisse|laissons ~2 temps|reflechir
<we> [le|la|les] laisse ~2 suspens|ouvert|ouverte
<we> [le|la|les|l] reporte|reportons|reportera|remet|remettons ~2 decision|vote|choix|sujet|point|discussion|arbitrage
<we> reporte|reportons ca
a la prochaine reunion|seance
pas de decision|vote
pas [tout] [de] [suite] pour|encore maintenant
pas maintenant|aujourd|ce|encore
avant de|d decider|trancher|valider|voter|choisir
sera|seront decide|tranche|vote|soumis|soumise|examine
reste a decider|trancher|valider|arbitrer|voir
a trancher|decider|arbitrer
<we> se donne ~3 reflexion|reflechir
je prefere|prefererais attendre|reflechir|qu
<we> laisse tomber
pour|en reflechir|discuter
peut|peux|veux|veut|voudrais|va pas decider|trancher
laisse|laissez|laissons tomber
<we> laisse|laissons ~3 de cote
laisse|laissons passer
<we> [ne|n] decide|tranche rien
suspendu|suspendue|gele|gelee
y reflechir|penser
"""

PAST = """
avait|avions|aviez|avaient|avais
l annee derniere|passee|precedente
l an dernier|passe
la derniere|fois fois|reunion|seance|assemblee
derniere fois|reunion|seance|assemblee
semaine derniere|passee
mois|trimestre|hiver|printemps|automne|ete dernier|passe
hier
a l epoque
il y a <n>|quelques|longtemps|deux|trois|six
precedent|precedente
reunion|seance precedente
autrefois
jadis
en 2019|2020|2021|2022|2023|2024
depuis
etait|etaient
deja
avant|autre fois|on
en janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre <we>
"""

CONDITIONAL = """
si
s il|ils
a condition
sous reserve
au cas
en cas
dans l hypothese
a moins
sauf si
sinon
pourvu
faute de
tant que|qu
"""

HEDGED = """
peut etre
pourrait|pourrais|pourrions|pourriez
faudrait
devrait|devrais|devrions
serait|serais|seraient
aimerais|aimerait|souhaiterais|voudrais|voudrait|prefererais
je [vous] propose|proposerais|suggere
proposerais|proposerait
imagine|imaginons|imaginez
supposons|admettons
et si
eventuellement
au pire
a la limite
idealement
un jour
en theorie
je dirais
moi je ferais|prendrais|mettrais|garderais
mettrais|ferais|prendrais|partirais|garderais|ferait|prendrait|mettrait|garderait|partirait
pourquoi pas
est ce que|qu
vous voulez|preferez
ca veut dire
on a|avons [le|du|des] choix|droit
il parait
on risque
je sais pas|plus
je ne sais
^ non mais|mais
"""

OPINION = """
je pense|crois|trouve
je suis d accord avec
a mon avis
pour moi
"""

REPORTED = """
il|elle|ils|elles [m|nous|t|vous|lui|leur|me|te] [a|ont|avait] dit|disent|disait|annonce|repond|repondu|ecrit|repete|raconte
il|elle|ils|elles me|te|nous dit|repete|disait
on [m|nous] [a|avait] dit|annonce
me|m|te|nous repete|disait|dit
je cite
comme dit|disait|dirait
selon
d apres
soi disant
dixit
a dit
ils|elles [n|ne] [ont|avaient] decide|valide|choisi
"""

HABITUAL = """
toujours
d habitude
habituellement
normalement on
tous|toutes les jours|ans|mois|semaines|matins
chaque jour|semaine|annee|fois|matin
souvent
en general
generalement
en ce moment
actuellement
quand meme pas
a chaque fois
"""

MEETING_ITSELF = """
je vais [vous|te] exposer|lire|resumer|rappeler|proposer|preciser|repondre|redire|montrer|expliquer
je vais vous|te presenter|demander|passer|faire|donner
je vais [vous] parler de|du|d|un|des
je vais passer la|le|a|au|rapidement|vite
je vais faire court|bref|vite|simple|le|un|une point|tour|rappel|parenthese
je vais demander a|le|la parole|vote|silence|tous
je vais etre|commencer|finir|essayer|revenir
je vais prendre la|deux|un|trois|cinq|note parole|minutes|exemple
je vous|te propose|rappelle|demande|lis|resume|presente|partage|redonne|donne|mets|ecoute|fais
je propose|rappelle|demande|precise|note|resume|signale|passe|reviens|ajoute|repose|presente|reprends|regarde|cite|constate|lis|compare
j ajoute|ajouterai|ajouterais
je rappellerai|preciserai|noterai|proposerai|repondrai
je fais|prends [un|une|la] point|tour|parole|rappel|parenthese|exemple|attention|note|partie
je passe la|le|au|a
je prends acte|mes|trois|des|du|les|ma
je prends un|une exemple|cafe|minute
je reponds|repondrai
je finis|termine
je ferai|fais de|au|attention mon|mieux|ca
je ferai attention
je suis
je retire [ma|mon]
je trouve
je mets au|aux
je remonte|reprends le|la|a
je fais quoi|pareil|partie|confiance
je change de
je peux [vous|te] dire|rappeler|montrer|expliquer|rajouter|preciser|repondre|ajouter|comprendre
je dois dire|preciser|avouer|rappeler|ajouter
tu peux|pourrais|peux|vous|pouvez|pourriez [tu|vous|pouvez|pourriez] [nous|me|m|vous|te] [en] raconter|decrire|rappeler|preciser|expliquer|repeter|resumer|redire|dire|presenter|parler|montrer|lire
peux|pourrais|pouvez|pourriez tu|vous [nous|me|m|vous|te] [en] rappeler|preciser|expliquer|repeter|resumer|redire|dire|presenter|parler|montrer|lire|raconter|decrire
peux|pourrais|pouvez|pourriez tu|vous [nous|me|m] donner un|une|des exemple|idee|exemples|precisions
<we> passe|passons au|a|aux
<we> commence|commencons|avance|termine|y|demarre|demarrons|attaque|attaquons
<we> continue|continuons $
<we> continue|continuons sur|avec|la|le point|reunion|ordre|sujet|tour
<we> reprend|reprenons $
<we> fait|faisons|va un|le|une|faire [une|un|le] [petit|petite|dernier] tour|point|pause
<we> en est
<we> ouvre|ferme|leve la|le seance|point
<we> [en] prend|prenons [un|une] cafe|pause|parole|temps|cinq|note|acte
<we> change [de] sujet
<we> met|mettons|passe au|aux vote|voix
<we> revient|revoit [sur|a]
<we> se|s dit|demande|rend|retrouve|pose avec|la|question
<we> fait|prend quoi|comment
on me|m demande|signale|dit
j appelle ca
j ouvre la
je suis
"""

PROCEDURE = """
mets|mettons|met|soumets ~3 au|aux vote|voix|suffrages
passe|passons au vote
je [vous] propose|suggere|declare|soumets
je laisse|donne|passe la parole
"""

NARRATED = """
propose|proposent|proposait
<we> a|avons|est|sommes [pas] [bien] [deja] <done>|eu|vu|parle|regarde|ete|discute
il|elle|ils|elles a|ont|est|sont
je me|t demande
bonne question
c est vrai|faux|complique|marrant|dommage|normal|pas|juste|possible|sur
"""

JOKING = """
je plaisante|plaisantais|rigole|blague|deconne
on plaisante|rigole
c est|etait une|pour blague|rire|rigoler
haha|hahaha|lol|mdr|rires
tres drole
c est pour rire
arrete tes betises
"""

REVERSING = """
finalement
en fait non
au final
tout compte fait
reflexion faite
on revient sur|en
je reviens sur
<we> annule ~3 dit|decide|decision
j ai change d avis
<we> change d avis
contrairement a
on oublie
oubliez ce
je retire
non attendez|attends
apres reflexion
"""

ASSENT = """
^ oui|ouais|yes|yep|ok|okay|parfait|entendu|absolument|carrement|exactement|volontiers|note|vendu|adjuge|banco|top|nickel|clairement|evidemment|certainement|pareil|idem
^ d accord
^ ca marche|roule|joue|va|convient|oui
^ ca me|m va|convient
^ ca nous va|convient
^ pas de|d souci|probleme|soucis|problemes|objection
^ sans probleme|souci|hesiter|hesitation
^ aucun probleme|souci
^ aucune objection
^ bien sur|entendu
^ avec plaisir
^ tout a fait
^ tres bien
^ c est note|parfait|bon|tres|ok|entendu
^ je suis d accord
^ je suis pour|favorable|partant|ok
^ je m en occupe|charge
^ je le|la fais|ferai|note
^ je note|ferai
^ je peux $
^ je peux le|m faire|en
^ je valide|vote|suis pour
^ moi aussi|ca
^ pour moi
^ pour $
^ pour ma|moi part|c|ca
^ non non|aucun|pas|ca aucun|souci|probleme|pas|va|de
^ super|chouette|genial|ouf
^ va pour
^ on fait comme
^ allez
^ bonne idee
^ compte|comptez sur
^ entierement d
^ favorable
^ contre personne
^ non pas d
^ personne
^ meme avis
^ bien $
^ go $
^ compris
^ moi non
^ cela me|nous convient
^ cela convient
^ impeccable
^ ca se tient|defend
^ <we> est bon|bons
^ tope
^ pas bete|mal
^ t as|es|tu raison
^ ah oui|ouais
^ c est entendu
^ je me range
^ normal $
^ egalement
^ moi egalement
"""

THANKS = """
^ merci
^ [super|ok|bon] merci
^ t es un|une
"""

REFUSAL = """
^ non
^ ah non
^ desole|desolee
^ impossible
^ pas possible|moi|question
^ surtout pas
^ plutot mourir|pas
^ je ne|n peux|pourrai|veux|suis|ai|prefere pas
^ je peux|pourrai pas
^ [mais] [moi] je peux|pourrai pas
^ je prefere|prefererais ~2 pas
^ je suis contre|en|absent|absente|pas|deborde|debordee|a
^ contre
^ pas d accord
^ hors de
je ne peux|pourrai pas
je peux|pourrai pas
je n aurai|ai pas le temps
pas d accord
je suis contre
je m y oppose
c est non
n est pas possible
trop tard|cher
"""

EVADING = """
ca depend
^ [mais] je [ne] sais pas
je vais voir|regarder si
je vais voir $
on verra
^ peut etre
^ pas sur
faut que je|j voie|regarde|demande|reflechisse
je te|vous dirai|redirai
je ne promets|garantis
je promets|garantis rien|pas
deja fait|envoye|parti|fini
^ c est [deja] fait|parti|envoye
^ je l ai [deja] fait|envoye
"""

OPEN_QUESTION = """
reste a savoir|voir|determiner|comprendre
<we> [ne|n] sait|savons [toujours|encore] pas
<we> sait toujours|pas|encore
la question reste|est
question ouverte|en
personne [ne|n] sait
je [ne|n] sais [toujours|encore] pas
il faudra|faudrait qu on le sache
il faudra savoir|se
on saura|verra
a voir
a determiner|preciser
"""

ASKING = """
ou pas|non
ou on|bien
^ est ce
^ qui|quand|comment|pourquoi|combien|ou|quel|quelle|quels|quelles|que|qu
qui est|c ce|qui
^ et si
est ce qu|que|qui
c est quand|quoi|combien|qui|ou
<we> fait|met|en comment|quoi|combien
"""

NEW_TOPIC = """
^ [bon] premier|premiere|deuxieme|second|seconde|troisieme|quatrieme|cinquieme|dernier|derniere|prochain|autre point|sujet|question|truc|chose|partie
point|sujet|dossier suivant
ordre du jour
passons|passe a|au|aux
on passe a|au|aux
on attaque|aborde|enchaine
^ ensuite|sinon|d abord|maintenant
"""
