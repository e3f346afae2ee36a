"""How English is spoken in meetings. Folded; without the light words "so", "just", "then"…; what an apostrophe cuts stands apart ("i ll")."""

from scribe_core.minutes.phrases import listed

_WORK = """
    send write prepare draft share book call contact check order organise organize schedule finish update follow ask set take
    deliver fix review confirm ring phone email mail buy get bring find look make do change put add talk speak sort arrange collect
    compile circulate distribute print post publish upload download install test deploy configure document analyse analyze calculate
    estimate negotiate sign pay list file scan archive cancel move invite hire train run inspect measure compare consult survey
    coordinate handle manage lead drive own cover process proofread implement introduce laminate alphabetise collate caption crop scrub vacuum mop sweep prune water feed solve clear clean tidy build replace renew invoice approve inform notify
    alert tell remind report flag register submit apply gather pull summarise summarize record log migrate restore
    restart monitor remove delete integrate adjust redo rewrite rework revise edit proofread polish close reach investigate
    chase read translate present rehearse learn copy forward fill complete produce raise open create convene interview
    pick drop fetch return hand give reply respond answer draw design plan cost price source request escalate patch roll rerun
    re-run reset tune warn audit verify validate verify explore research study examine dig go visit meet see
    resend reissue file issue lodge serve enter amend redline brief liaise ping reschedule rebook reserve
    announce advertise nominate appoint assign host attend minute type photograph paint repair mend label count stock hang
    swap switch transfer store wash cook bake pack ship courier scope spec sketch mock prototype benchmark profile instrument
    automate wire demo trial pilot push merge rebase revert rollback tag release cut onboard shadow mentor recruit
    shortlist screen refer discharge admit examine prescribe
"""
_CHOICE = """
    go keep stay stick take use buy drop move postpone delay cancel hire adopt choose pick approve renew extend end close open start stop
    set cap limit raise increase cut reduce freeze switch migrate replace hold run launch ship meet bake sell lease rent order fund
    invest allocate spend put make have do appoint elect award accept reject refuse allow ban support offer change shift bring add
    remove retire retain sign split merge combine push roll revert defer resubmit submit invite charge pay give get try pilot test
    schedule reschedule publish deprecate sunset leave commission build call fix agree book stand skip scrap ditch kill pull
    extend reopen suspend trial introduce scale double halve repaint plant replant sing perform rehearse tender prioritise prioritize
    require ask require hand assign delete continue organise organize plan send write read table
"""


def _ing(verb: str) -> str:
    if verb.endswith("e") and not verb.endswith(("ee", "ye", "oe")):
        return verb[:-1] + "ing"
    if len(verb) < 5 and verb[-1] in "tpngbdm" and verb[-2] in "aeiou" and verb[-3:-2] not in "aeiou":
        return verb + verb[-1] + "ing"
    return verb + "ing"


def _third(verb: str) -> str:
    if verb.endswith(("s", "sh", "ch", "x", "o")):
        return verb + "es"
    return verb[:-1] + "ies" if verb.endswith("y") and verb[-2] not in "aeiou" else verb + "s"


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ied"
    return verb + "ed"


_DO = frozenset(_WORK.split())
_CHOOSE = frozenset(_CHOICE.split())
_IRREGULAR_DONE = listed("""sent written made done bought brought found put told redone rewritten paid built read chosen taken given held kept set cut met spoken
    drawn shut seen gone run dropped stopped planned booked""")

SETS = {
    "did": frozenset(one for one in map(_past, _DO | _CHOOSE) if one.endswith("ed")) - {"agreed", "decided"} | listed("looked tried wanted liked asked"),
    "do": _DO,
    "doing": frozenset(map(_ing, _DO)) | {"cutting", "running", "setting", "getting", "putting", "dropping", "stopping"},
    "does": frozenset(map(_third, _DO)),
    "done": frozenset(map(_past, _DO)) | _IRREGULAR_DONE,
    "choose": _CHOOSE,
    "choosing": frozenset(map(_ing, _CHOOSE)) | {"cutting", "running", "setting", "getting", "putting", "dropping", "stopping", "sticking", "going", "scrapping"},
    "ok": listed("decided agreed settled approved carried adopted sorted final resolved unanimous passed ratified confirmed elected appointed reelected"),
    "body": listed("board committee council panel trustees governors assembly partners meeting"),
    "n": listed("0 1 2 3 4 5 6 7 8 9 10 11 12 zero none one two three four five six seven eight nine ten eleven twelve"),
    "will": listed("will ll gonna shall"),
    "adv": listed("then also gladly happily quickly personally probably try please maybe still first"),
}  # fmt: skip

PRONOUNS = listed("i you he she it we they that this there")
NEGATIONS = listed("not t never")

DECIDED = """
we ve|have|ll [all] decided|agreed [to|on|that]
we decide|agree to|on|that
we are|re [all] agreed|decided|settled|unanimous [to|on|that]
that s|is <ok>
it s|is <ok>
stand|stands approved|adopted
that s a yes|deal|decision|plan|wrap|go
it s a yes|deal|go
this|item|budget|proposal|plan|amendment is <ok>
motion|resolution|proposal|amendment|recommendation|minutes|policy|budget is|are|was|has|have [been] <ok>
motion|resolution|proposal|amendment carries|passes|carried|passed|fails|failed
carried [unanimously]
is|are carried|adopted|approved|passed|rejected|defeated
the decision is
decision made|is
^ decision
^ decided
^ approved
^ carried
^ resolved
^ agreed [that|to] we|the|then|and
okay|ok|good|right agreed $
we have a decision|deal|consensus|agreement|majority|winner
consensus is
i ll|will record|minute|note that|it|this as
let the minutes show|record
let [s] go with
we ll|will go with
we ve|have settled|landed|opted|chosen|picked|gone on|for|with|the|a
i ll|will take that|it|this as|to agreed|read|approved|settled|be|a|silence
<body> [has|have] resolved|agreed|decided|voted|elected to|that|on
is [hereby] elected|appointed|adopted
we re|are going with
we go with
call it [a] settled|done|decided|deal
<body> approves|agrees|resolves|adopts|accepts|rejects|decides
it is resolved
i declare ~5 carried|elected|adopted|approved
unanimously
the vote is|passes|carries
the ayes have it
offer|offers goes|go to
we re|are making an|the|her|him offer
we have agreed|decided
^ fine we <choose>
"""

HAD_DECIDED = """
we [all] decided|agreed [to|on|that]
"""

NEXT_MEETING = """
we start|begin|launch|open|ship|close|go [live] on|from|at
next meeting|session|call|rehearsal ~3 on|the|monday|tuesday|wednesday|thursday|friday|saturday|sunday
we ll|will meet|reconvene [again] on|next|the|at
"""

CHOSEN = """
we ll|will [all] [not|never] <choose>
we re|are [not] [going|gonna] [to] <choosing>|<choose>
we re|are [not] gonna <choose>
we won t <choose>
let s <choose>
let us <choose>
we keep|stick|stay|take|buy|drop|move|buy|hold|cap|cancel|postpone|adopt|resubmit|renew|extend|switch|freeze|appoint|hire|raise|close|scrap|ship|roll|ban|accept|reject|meet|bake|offer|ask|only
from|as now|of on|now|next|monday|today we
it stays|remains
we get rid of
^ fine|ok|okay|alright|right we <choose>
^ [fine|ok|okay|alright|right|yeah] go with|for the|that|<n>
i ll|will say yes to
stays|remains at|as|on
^ from now on
^ as of
"""

CLOSED = """
that s that
it is $
it s gone|done|settled|decided|dead|off|on|sorted
done $
done deal
sorted $
settled $
decided $
job done
end of story
that s final
case closed
and that s that
we re|are good on that
sounds like a plan
so be it
that s a plan
you ve got yourself a deal
sold $
^ do that $
"""

VOTED = """
<n> in favour|favor
<n> for [and] <n> against
<n> against
<n> abstention|abstentions|abstains
<n> votes
all in favour|favor
unanimous
<n> hands
<n> to <n> $
"""

OBJECTIONS = """
any objection|objections
no objection|objections
objections
anyone|anybody against|opposed|object|objects|disagree
does anyone|anybody object|disagree|oppose
everyone|everybody|all [is|are] ok|okay|happy|fine|comfortable|agreed|good|cool|agree
is|are everyone|everybody|we|you [all] ok|okay|happy|fine|comfortable|agreed|good|content|cool
are we [all] agreed|good|happy|ok|okay|fine
can we [all] agree
all in favour|favor
all those in
all agreed
those in favour|favor
those for|against
any comments|discussion
anyone not
any opposed
opposed
shall we say|call
"""

CONSENT = """
everyone|everybody|all [is|are] ok|okay|happy|fine|comfortable|agreed|good|cool with|on
is|are everyone|everybody|we|you [all] ok|okay|happy|fine|comfortable|agreed|good|content|cool with|on|to
are we [all] agreed
can we [all] agree
ok|okay|agreed everyone|everybody
can|may i take it
"""

OPPOSED = """
objection|objections to
anyone|anybody object|oppose to
anyone|anybody object|oppose|opposes|against
anyone|anybody opposed to
anyone|anybody ~3 against
"""

UNOPPOSED = """
^ none|nobody
^ no $
^ no one
^ not from
i|we don t see|hear any
hearing|seeing none
so be it
"""

PROPOSED = """
i propose|suggest|move|recommend
i d propose|suggest|recommend|go|say
how|what about
what if
could we
shall we
should we
my|the proposal|suggestion|recommendation
the motion|resolution|proposal is
we could
why don|not t|we
can we
let s
i think we should
i want|d|wanna to|like|rather
i d <choose>
i [d] vote|say|go
i m going to propose
"""

FLOATED = """
i propose|suggest|recommend
i d propose|suggest|recommend|go|say
i d <choose>
i m going to propose
how|what about
what if
could|shall|should we
we could
why don t we
let s
i think we should
we had better
"""

TAKEN = """
i ll|will let ~3 know
i ll|will deal|see with|to
i ll|will look|check into|in|on|with
i ll|will [<adv>] [<adv>] <do>
i m|am going to [<adv>] <do>
i m|am gonna <do>
i shall <do>
i ll|will [be] <doing>
i ll|will have ~5 ready|done|finished
i ll|will take care|charge|ownership|point|the|that|this|on
i ll|will get on|to|back|in|onto
i ll|will own|handle|sort|do|drive|lead
leave it|that|this with|to me
i volunteer to
i undertake to
you ll|will have ~4 by|on|before|tomorrow|tonight|monday|tuesday|wednesday|thursday|friday
i ll|will make sure
i promise to
we ll|will have ~4 from me
"""

TAKEN_PERHAPS = """
i can [<adv>] <do>
i could [<adv>] <do>
i m|am [<adv>] <doing>
i m|am happy|glad to <do>
let me <do>
i need|have|ve to|got [to] <do>
i d|would be happy|glad to
i plan|intend to <do>
i must <do>
i should have ~5 by
i ll|will try [to|and] <do>
"""

AVAILABLE = """
i can [only] do|make monday|tuesday|wednesday|thursday|friday|saturday|sunday|any|the|most|either|mornings|afternoons|next|tomorrow
i can t|not
"""

PROMISED = """
i ll|will
i m|am going to
i m|am gonna
"""

TAKEN_BARELY = """
i ll|will do it|that|this|so|them|these
i ll|will take it|that|this|them|those
i ll|will handle|sort|manage|cover it|that|this|them
i ll|will take care of it|that|this
i ll|will get on|onto [to] it|that
i can do|take|handle|cover it|that|this|those|them
i ve got it|that|this
i m|am on it|that
^ on it
leave it|that|this with|to me
that s|is on|with me
that s|is mine
put me down [for]
i ll|will volunteer
i ll|will do
i ll|will own it|that|this
i ll|will give it|that a
^ me $
^ i will|can $
^ i ll|will do
i ll|will see to it|that
consider it done
"""

ASKED = """
can|could|will|would you [<adv>] [all] <do>
can|could|will|would you [<adv>] have|be ~4 ready|done|by
would you mind <doing>
would you be able to <do>
would|could|will|can you be the|our|her|his|their
would|could|will|can you work on|out
can|could i ask you to
can|could i get|have you to
i need|want you to <do>
i d like you to <do>
you need|have to <do>
you ll|will [<adv>] <do>
you re|are going to <do>
you re|are doing|taking|on|handling
you should <do>
if you could|can|would <do>
please <do>
do you mind <doing>
are you able|ok|okay|happy|willing to|with|doing
make sure you
don t forget to
remember to
your job is
i m|am giving|assigning|asking you
you ll|will be <doing>
over to you
may|might i ask you
"""

ASKED_BY_NAME = """
you re|are on|doing
you <do>
[you] please <do>
you re <doing>
you can <do>
"""

ASKED_BARELY = """
can|could|will|would you
can|could|will|would you do|take|handle|own|manage it|that|this|on
you ll|will do|take|handle it|that|this
will you
that s|is yours|you|for
over to you
are you ok|okay|happy|able
"""

OTHERS = """
[he|she|they] [s|is|are] [going] [to] gonna|will|ll|shall [<adv>] <do>
[he|she|they] s|is|are|re going to <do>
[he|she|they] s|is gonna <do>
[he|she|they] will|ll be <doing>
will|ll take care|charge|that|this|it|on
to <do>
has|needs|is to <do>
has agreed|offered|volunteered|promised|said to|she|he
is on it|point
owes us|me
is taking|handling|covering|doing care|that|this|it|the
agreed|offered|volunteered|promised to <do>
"""

OTHERS_PERHAPS = """
<does>
s|is <doing>
can|could|should|must <do>
"""

NEEDED = """
someone|somebody [needs|has|ought|should|must|will] [to] [have] <do>
someone|somebody s got|going to
needs|need to be <done>|ready
has|have to be <done>|ready
must|should be <done> by|before
must be <done>
will be <done> by|before|on|next|this|tomorrow|monday|tuesday|wednesday|thursday|friday
we mustn|mustnt|must [t|not] forget to
let s not forget to
don t forget to
remember to
action item|point|on
needs doing|sending|writing|booking|checking|updating|fixing|ordering|cleaning|chasing|replacing
the action is
there s|is ~4 to write|send|book|order|fill|sign|do
to be <done> by|before
want|wants|needs <doing>
got to|gotta be <done>
"""

NEEDED_PERHAPS = """
we need|have|ve|ought to|got [to] <do>
we ll|will need|have to <do>
we must <do>
we gotta <do>
need to <do>
"""

TOGETHER = """
will <do>
should|must <do>|go|be|come
has|have|needs|need to <do>|go|be|come
let s <do>
we ll|will <do>
we re|are going|gonna [to] <do>
"""

VOLUNTEERS = """
who can|could|will|wants|would|s|is|ll|d ~3
any volunteers|takers
can|could|will someone|somebody|anyone|anybody
someone|somebody to
"""

UNDECIDED = """
we re|are not [going] [to] deciding|decide|voting|choosing|settling|agreed
we haven|have t|not [yet] decided|agreed|settled
nothing [is|s|has] [been] [yet] decided|agreed|settled|changes
not [been] [yet] decided|agreed|settled
not deciding|decide|settle
can|won t [really] decide|settle|vote|choose|agree
cannot decide|settle|vote|choose|agree
isn|not t decided|settled|agreed
no decision
we ll|will [have] [to] decide|see|vote|choose|revisit|discuss|talk|know|think|come|find|wait|pick|look
come back to|on
take|pick|bring it|this|that|them up
again in|at|next
let s|us park|table|revisit|see|wait|discuss|think|come|pick|sleep|not|hold|defer|push
park it|that|this
leave it|that|this open|there|for|until|till
another time
later on
at|until|till|in|for [the] next meeting|time|session
to be decided|confirmed|determined
tbd|tbc
not today|yet|now|tonight
for another|a|the day|later|next
before we decide|vote|commit|choose
defer|deferred|postpone|postponed|adjourn|put ~2 decision|vote|item|discussion|question
hold off
up in the
think about it
still open|undecided
decide later|next|at|in|on|when|once
talk|speak about it|that|this next|another|later|again|at
let s|us leave it|that|this
"""

PAST = """
had
d agreed|decided|said
last year|month|week|time|meeting|quarter|spring|summer|autumn|winter|fall|term|season|january|february|march|april|june|july|september|october|november|december
previously
already
back in|then
ago
used to
originally
yesterday
at the time
in 2019|2020|2021|2022|2023|2024
was|were
in january|february|march|april|may|june|july|august|september|october|november|december we [all] agreed|decided|voted|chose|said
we decided|agreed|voted [in|at|on] january|february|march|april|june|july|august|september|october|november|december|last|the
earlier this|in
previous
did
"""

CONDITIONAL = """
if
unless
provided
assuming
in case
subject to
depending
as long as
once we
only when
or else
"""

HEDGED = """
maybe
perhaps
could
might
would
should
suggest|suggesting|propose|proposing|proposal
what if
suppose|imagine|say
how about
what about
wonder|wondering
i d
hopefully
in theory
ideally
i don t
not sure
do we
shall we
can we
are we
we can
want|wants to
one day
tempted
"""

OPINION = """
i think|guess|agree|feel
i m with
in my view|opinion
as far as
"""

REPORTED = """
said
says
was like
told me|us
i quote
quote
apparently
according
they [ve|have] decided|agreed
he|she|they [ve|have|has|d] decided|agreed
reckons|thinks|claims
keeps|kept saying|telling
rumour|rumor
"""

HABITUAL = """
always
usually
normally
every day|week|month|year|time|morning
generally
often
tend
at the moment
these days
currently
never
"""

MEETING_ITSELF = """
i ll|will be brief|quick|short|honest|late|away|there|back|off|out|here|in|on
i ll|will start|begin|kick|finish|end|close [off] with|by|first
i ll|will go first|next|last|through|over|back|quickly
i ll|will share|show my|the|you screen|slides|slide|it
i ll|will walk|talk|run|take you|us through|back
i ll|will tell|give|read you [a|an|the|one] [example|idea|quick|background|story]
i ll|will read it|this|that|the out|aloud|motion
i ll|will hand|pass|turn [it|you] [back|over|on] over|to
i ll|will stop|leave it|there|that|talking
i ll|will say|repeat|add|second|admit|explain|note|abstain|vote|support|pass|keep|move
i ll|will come|get back|to|on back|to|it|that
i ll|will ask for|again|you|the for|again|question
i ll|will take questions|notes|two
i ll|will put it|that|this to|another
i ll|will make|do it|this quick|short|brief
i ll|will give you|it a|an|another|one
let me start|see|say|explain|add|finish|think|share|tell|show|go|rephrase|repeat|walk|be|stop
let me read|give|put|take|run|ask|make|look you|it|this|that|a|the|through|one|at
i m|am doing|going|making|looking|asking|talking|reading|seeing|putting|getting|working [on] my|well|fine|okay|it|that|this|the|at|for|to
i can see|hear|start|speak|live|say|tell
can|could|would|will you hear|see|repeat|say|explain|clarify|speak|remind|elaborate|imagine|believe|expand|summarise|summarize
can|could|would|will you tell|show|talk|walk|read us|me|the|through|about
you go first|next|ahead|on|for
would you say|rather|prefer|like|want|agree
can|could|would|will you give us|me a|an|the idea|sense|update|summary|figure|number|overview|picture
can|could|would|will you go|start|share|read first|on|ahead|your|us|that|it|through
we ll|will|re|are start|move|come|talk|starting|moving|coming|talking|looking|seeing
we ll|will go|get|take back|through|over|on|round|started|a|to|into|there
let s start|see|talk|look|begin|hear|come|focus|pause|say|hope|wait|finish|think|imagine|face|assume|recap|discuss
let s take|have|do a|an|the|some|it|this break|look|minute|moment|quick|vote|round|think|show|first|next|by|properly
let s go back|on|through|round|around|ahead|over|home|to|item|one
let s get on|started|going|back|to|into
let s move on|to|along|ahead|through|forward
let s be honest|clear|fair|realistic|careful
let s not
let s leave it|that|this there|for
let s make sure
let s keep going|moving|it|this short|brief|moving
let s put it|this|that to|aside
let s read|run through
let s try and|to
you should see
we need|have|ve|should|must [to] [got] [to] talk|discuss|think|decide|speak|see|move|remember|start|stop
you re on mute
did|do|have you
"""

PROCEDURE = """
i move|second|propose|suggest|recommend
put it|this|that|the to a|the vote
can|could|should|shall|may we
i yield
"""

NARRATED = """
we|they|he|she|it|you <did>
we|they|he|she ve|have|has|s <did>|been|had|got
he|she|they|who says|say|wants|want|thinks
good|great|fair question|point
that s|is true|right|odd|funny|weird|unfair|sad|why|what|because|how
can|could|does everyone|everybody
"""

JOKING = """
joking
kidding
i jest
haha|hahaha|lol
that was a joke
just a joke
very funny
"""

REVERSING = """
scratch|forget|undo that|it|what
actually no
second thought|thoughts
change|changed [my|our] mind|minds
take|taking that|it back
instead
let s reverse
after all
hold on
wait
in fact
no wait
actually let
i withdraw
"""

ASSENT = """
^ yes|yep|yeah|yup|ok|okay|sure|agreed|absolutely|definitely|certainly|fine|deal|perfect|done|exactly|great|aye|seconded|second|correct|alright|noted|approved|true|excellent|lovely|cool|gladly|brilliant|super|fair|hooray|hurrah|yay
^ good|right $
^ good idea|stuff|for|by|with|then|thinking
^ not at all
^ works
^ i can live
^ of course
^ no problem|objection|objections|worries|argument|question|contest
^ will do
^ happy to|with
^ sounds good|fine|great|right
^ works for
^ that works|s|is [fine|good|ok|okay|better|easier|fair|right]
^ that s fine|good|ok|okay|better|easier|fair|right
^ fair enough
^ i can do|live|manage
^ i can $
^ i ll|will
^ i d be|love happy|glad|delighted|to
^ give me
^ i agree|second
^ i m|am in|happy|fine|good|for|on|ok|okay
^ me too
^ same
^ hear hear
^ all good
^ makes sense
^ go for|on
^ good idea|riddance
^ for
^ in favour|favor
^ with pleasure
^ on it
^ not from|a me|problem
^ none
^ no that s fine|ok|okay|good
^ it s fine
^ got it
^ let s do
^ you got
^ consider it
^ nobody
^ by
^ leave it
^ give me
^ same here
^ thumbs
^ please
^ nice|wonderful|hallelujah|happy|marvellous|sold|reluctantly|absolutely
^ nor|neither|so do|have|can|could|would|am i
^ i ve|have no objection|objections|difficulty|problem
^ i like|love that|it
^ by all
^ very well
^ so be
^ it does|is $
^ love it|that
"""

THANKS = """
^ thank|thanks|please|cheers
"""

REFUSAL = """
^ no
^ ah|oh|um no
^ nope
^ i can|couldn|won|don|shouldn t
^ i cannot
^ i m|am sorry|not|away|off|out|swamped|on|afraid
^ sorry
^ i d rather|prefer
^ not me|possible|really|this
^ i disagree
^ against
^ absolutely not
^ please don t
^ no way
i really can t
i can t
i d rather not
i won t be able
i don t have time
i m|am against
i disagree
i object
i don t agree
"""

EVADING = """
it depends
^ i don t know
^ not sure
i m not sure
^ maybe|perhaps|possibly
i ll|will see|try|think [about]
i need|have|d need|ll have to ask|check|think|see
let me think
we ll see
i can t promise
^ already
^ i [already|ve|have] [already] did|done|sent|have
^ it s [already] done
^ that s [already] done
"""

OPEN_QUESTION = """
we still|don don|t t|know know
we don t know
nobody|no knows|one [knows|seems]
nobody|none seems to know
still don|unclear|unknown|open t
i don t know
remains to be
open question
no idea
i have no
question is|remains whether|how|who|what|when
not clear
to be determined|seen
we need to find
"""

ASKING = """
^ do|does|did|is|are|can|could|will|would|should|shall|has|have|what|who|when|where|why|how|which|may
what about
how about
"""

NEW_TOPIC = """
^ next
^ second|third|fourth|fifth|last|first|finally|secondly|thirdly [item|point|thing|topic|up]
^ moving on
move on to
next item|point|topic|up
item <n>
^ now
last thing|item|one
one more thing
on to
"""
