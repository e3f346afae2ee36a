"""First names that a transcript without capitals is known to mean a person by, folded. Words of either language are left out."""

from scribe_core.minutes.phrases import listed

FIRST_NAMES = listed("""
    adele adrien agathe agnes ahmed aicha alain alban albert alex alexandra alexandre alexis alice aline alix amandine amel amelie amina
    amine amira anais andre andrea ange angele anna anne annick annie anouk antoine ariane armand arnaud arthur astrid aude audrey
    augustin aurelie aurelien axel aziz baptiste barbara bastien beatrice benedicte benjamin benoit bernadette bernard
    bertrand blandine boris brigitte bruno camille capucine carine carole caroline catherine cecile cedric celia celine chantal charles
    charlotte chloe christelle christian christiane christine christophe claire claude claudine clement clemence colette coline
    corentin corinne cyril damien daniel daniele david delphine denis denise didier diane dominique djamila edith edouard eleonore
    elena eliane elisa elisabeth elise elodie elsa emeric emilie emilien emma emmanuel emmanuelle enzo eric erwan estelle esther etienne
    eugenie eva evelyne fabien fabienne fabrice fanny farid fatima fatou felix fernand florence florent florian franck francois
    francoise frederic frederique gabriel gabrielle gael gaelle gaetan gaspard genevieve georges gerald gerard geraldine ghislaine
    gilbert gilles gisele gregoire gregory guillaume gustave guy habib hakim hamid hassan helene henri herve hortense hubert hugo ibrahim
    ines irene iris isabelle ismael jacqueline jacques jamal jean jeanne jerome jessica joel joelle johanna jonathan josephine josiane
    julie julien juliette justine kader kamel karim karine karima katia kevin khadija khaled kim laetitia laila laura
    laure laurence laurent lea leila leo leon leonie lila lilian lionel lisa lise loic lola louis louise luc lucas lucie lucien ludovic
    lydia lydie madeleine maeva magali malik manon manuel marc marcel margaux margot marguerite maria marianne marie marina marine
    marion marius marlene marthe martin martine mathias mathieu mathilde matthieu maud maurice max maxime mehdi melanie melissa michel
    michele micheline mickael mireille mohamed monique morgane mounir moussa mustapha myriam nabil nadege nadia nadine naima nassim
    natacha nathalie nathan nawel nicolas nicole nina noe noel noemie nora nordine odette odile olga olivia olivier oscar
    pascal pascale patrice patricia patrick paul paule pauline perrine philippe pierrick quentin rachel rachid raphael raymond
    rebecca regine regis remi remy renaud rene richard rita robert robin rodolphe roger roland romain romane romeo sabine sabrina said
    salima salome samia samir samira samuel sandra sandrine sara sarah sebastien selma serge severine simon simone slimane sofia solange
    solene sonia sophie soraya stephane stephanie suzanne sylvain sylvie tanguy tarek thibault thibaut thierry thomas timothee tiphaine
    tristan ulysse valentin valentine valerie vanessa veronique victor vincent virginie viviane walid xavier yacine
    yann yannick yasmina yasmine yohan yolande youssef yvan yves yvette yvonne zineb zoe
    aaron abby abigail adam adrian aidan aisha alan alastair alistair alison amanda amber amir amit amy andrew andy angela
    angus anita anjali anthony anya arjun ashley barry beatrix becky ben beth bethany bex brenda brian bridget callum cameron
    carl carla carlos carmen carol caitlin cath cathy chen cheryl chloe chris christina christopher ciara cindy claudia colin connor
    craig daisy dan danielle darren dave dawn dean debbie deborah deepa dennis derek devi diana dominic donna doug douglas duncan
    dylan eddie edward eileen elaine eleanor elizabeth ellen ellie emily erin ethan evan farah fatima fiona frances francesca fred freya
    gareth gary gavin gemma geoff george georgia gina gordon graham greg gwen hamza hannah harriet harry hassan heather helen henry
    hilary holly howard hugh ian imogen imran ingrid isaac isabel isla jack jackie jacob jake james jamie jan jane janet jared jasmine
    jason jasper jeff jen jenna jennifer jenny jeremy jesse jessica jill jim jo joan joanna joanne jodie joe joel john johnny
    jordan jose joseph josh joshua joyce juan judith judy julia julian june justin karen kate katherine kathleen kathy katie keith kelly
    ken kenji kenneth kerry kieran kiran kirsty kyle lauren lee leah leanne leila len lena leonard lesley lewis liam linda lindsay liz
    lorna lorraine lucy luke lynn maggie malcolm mandy marcus margaret marek maria martha mary matt matthew maureen
    megan mei mel melissa meera michael michelle miguel mike mohammed moira molly monica morgan muhammad naomi natalie natasha neil neha
    niall nick nicola nigel noah nora norman olga oliver oluwaseun omar oscar owen pam pamela patricia paula pedro penny pete peter phil
    philip phoebe polly priya rachel raj rajesh ralph rashid ravi rebecca reggie rhys rob robbie rodney ron rosa rosie ross rosemary
    roy russell ruth ryan sally sam samantha sandeep sanjay scott sean shane sharon shaun sheila shirley sian simon siobhan sofia
    sonya stacey stan stella steph stephen steve steven stewart stuart sue sunil susan suresh tamara tanya tara terry theo theresa
    tim tina toby todd tom tommy toni tony tracey trevor vera vicky victoria vikram vivian wendy wen yuki yusuf zach zara
    pierrot manu fred steph mimi lulu jojo titi nico seb greg alex
    """) - listed("june said max ange noel dawn mei iris felix claude kim gael") | frozenset({"dawn", "claude", "noel"})
